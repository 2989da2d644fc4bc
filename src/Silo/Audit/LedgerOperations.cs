using System.Text.Json;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NanchangEdu.Registry.Hosting;
using NanchangEdu.Registry.Hosting.Ledger;
using NanchangEdu.Registry.Silo.Ledger;
using NanchangEdu.Registry.Silo.Operations;
using NanchangEdu.Registry.Store;

namespace NanchangEdu.Registry.Silo.Audit;

/// <summary>What an audit is given from outside of the database; null where the settings say, or nothing does.</summary>
/// <param name="Verifiers">File of trusted public keys, one a line.</param>
/// <param name="Checkpoints">File of checkpoints that were carried out of the database.</param>
public sealed record AuditFiles(string? Verifiers, string? Checkpoints);

/// <summary>The operator's work on the ledger, with no silo in the process.</summary>
public sealed class LedgerOperations(RegistryDatabase database, string dataFolder, IConfiguration configuration, string root, ILoggerFactory loggers)
{
    private LedgerOptions Options => LedgerComposition.Options(configuration, database.IsPostgres ? null : dataFolder);

    /// <summary>Proves the database, and holds it against what was carried out of it.</summary>
    /// <param name="tell">Hears how far it is.</param>
    /// <exception cref="RegistrySettingException">A file cannot be used.</exception>
    public async Task<AuditReport> Verify(AuditFiles files, Action<string> tell, CancellationToken cancellationToken)
    {
        var options = configuration.BindChecked<RegistrySiloOptions>(RegistrySiloOptions.Section);
        var pack = RulePackFile.Load(Path.GetFullPath(options.PolicyFile, root));
        await using var services = Services();
        var audit = new RegisterAudit(
            services.GetRequiredService<ISealedLedger>(), services.GetRequiredService<IRegisterAuditing>(), pack, TimeProvider.System, Witness(files), tell);
        return await audit.Run(cancellationToken);
    }

    /// <summary>Proves an exported ledger, without any database.</summary>
    /// <exception cref="RegistrySettingException">A file cannot be used.</exception>
    public async Task<AuditReport> VerifyExport(string path, AuditFiles files, CancellationToken cancellationToken)
    {
        try
        {
            return await ExportedLedger.Verify(path, Witness(files), cancellationToken);
        }
        catch (Exception trouble) when (trouble is IOException or UnauthorizedAccessException)
        {
            throw Unusable("--ledger", path, trouble);
        }
    }

    /// <returns>How many events were written.</returns>
    /// <exception cref="StoreUnavailableException"/>
    /// <exception cref="IOException">The file is there, or cannot be written.</exception>
    public async Task<long> Export(string path, CancellationToken cancellationToken)
    {
        await using var services = Services();
        await using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 1 << 20);
        var written = await ExportedLedger.Write(services.GetRequiredService<ICatalog>(), services.GetRequiredService<ISealedLedger>(), file, cancellationToken);
        file.Flush(flushToDisk: true);
        return written;
    }

    /// <summary>The public keys of the key file, to be written down elsewhere: the first is the one that signs.</summary>
    /// <exception cref="RegistrySettingException">There is no key file, or it cannot be used.</exception>
    public IReadOnlyList<string> Verifiers() => KeyFile() is { } path
        ? [.. new LedgerKeysFile(path, Options.Name, TimeProvider.System, loggers.CreateLogger<LedgerKeysFile>()).Current.Verifiers.Select(key => key.Text)]
        : throw new RegistrySettingException(LedgerOptions.KeyFileSetting, "没有账本密钥文件。", "there is no file of the ledger's keys.");

    private ServiceProvider Services() => StoreAlone.Services(database, dataFolder, loggers);

    private AuditWitness Witness(AuditFiles files)
    {
        var checkpoints = files.Checkpoints ?? (Options.CheckpointFile is { Length: > 0 } usual && File.Exists(usual) ? usual : null);
        return new AuditWitness(ReadVerifiers(files.Verifiers), checkpoints is null ? [] : ReadCheckpoints(checkpoints));
    }

    private IReadOnlyCollection<LedgerVerifier> ReadVerifiers(string? path)
    {
        if (path is null && KeyFile() is null) return [];

        IEnumerable<string> lines;
        try
        {
            lines = path is null ? Verifiers() : [.. File.ReadLines(path).Select(line => line.Trim()).Where(line => line.Length > 0)];
        }
        catch (Exception trouble) when (trouble is IOException or UnauthorizedAccessException)
        {
            throw Unusable("--verifiers", path!, trouble);
        }

        return [.. lines.Select(line => LedgerVerifier.TryParse(line, out var verifier)
            ? verifier
            : throw new RegistrySettingException("--verifiers", $"{path} 中有一行不是公钥。", $"a line of {path} is no public key."))];
    }

    private static List<CheckpointFile.Line> ReadCheckpoints(string path)
    {
        try
        {
            return [.. CheckpointFile.Read(path)];
        }
        catch (Exception trouble) when (trouble is IOException or UnauthorizedAccessException or JsonException)
        {
            throw Unusable("--checkpoints", path, trouble);
        }
    }

    private string? KeyFile() => Options.KeyFile is { Length: > 0 } path && File.Exists(path) ? path : null;

    private static RegistrySettingException Unusable(string setting, string path, Exception trouble) =>
        new(setting, $"无法使用文件 {path}：{trouble.Message}", $"the file {path} cannot be used: {trouble.Message}");
}
