using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NanchangEdu.Registry.Grains.Sealing;
using NanchangEdu.Registry.Hosting;
using NanchangEdu.Registry.Hosting.Ledger;
using NanchangEdu.Registry.Hosting.Security;

namespace NanchangEdu.Registry.Silo.Ledger;

/// <summary>The ledger's keys and the places of its checkpoints: beside the databases in embedded mode, as it is set in a cluster.</summary>
internal static class LedgerComposition
{
    private const string KeyFile = "ledger.key";
    private const string CheckpointFileName = "checkpoints.jsonl";

    /// <param name="dataFolder">Where the embedded mode keeps its files; null on a shared server.</param>
    /// <exception cref="RegistrySettingException">On a shared server no key file is set.</exception>
    public static void AddLedger(this IServiceCollection services, IConfiguration configuration, string? dataFolder)
    {
        var options = Options(configuration, dataFolder);
        if (string.IsNullOrEmpty(options.KeyFile))
        {
            throw new RegistrySettingException(
                LedgerOptions.KeyFileSetting,
                "没有账本密钥：请用 openssl genpkey -algorithm ed25519 生成密钥文件，所有 silo 使用同一个。",
                "the ledger has no key: make a file of one with openssl genpkey -algorithm ed25519, the same for all silos.");
        }

        services.AddSingleton(options);
        services.AddSingleton(provider =>
        {
            // in embedded mode it is made at the first start; nothing is ever made in the place of a mounted secret
            if (dataFolder is not null)
            {
                PrivateFiles.CreateFolder(dataFolder);
                PrivateFiles.ReadOrCreate(options.KeyFile, LedgerKey.MakePem);
            }

            return new LedgerKeysFile(
                options.KeyFile, options.Name, provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<LedgerKeysFile>>());
        });
        services.AddSingleton<ICheckpointSigner, CheckpointSigner>();
    }

    public static LedgerOptions Options(IConfiguration configuration, string? dataFolder)
    {
        var options = configuration.BindChecked<LedgerOptions>(LedgerOptions.Section);
        if (dataFolder is null) return options;

        options.KeyFile ??= Path.Combine(dataFolder, KeyFile);
        options.CheckpointFile ??= Path.Combine(dataFolder, CheckpointFileName);
        return options;
    }

    /// <summary>Reads the keys now, so that what is wrong with them is seen at the start.</summary>
    public static void Prepare(IServiceProvider services, ILogger logger)
    {
        var keys = services.GetRequiredService<LedgerKeysFile>();
        logger.LogInformation("Checkpoints of the ledger are signed by {Verifier}", keys.Current.Signing.Verifier.Text);
        if (!services.GetRequiredService<LedgerOptions>().HasPlace)
            logger.LogWarning("Checkpoints stay in the database alone: whoever can change it could cut its end off unseen. Set Registry:Ledger:CheckpointFile or CheckpointUrl.");
    }
}
