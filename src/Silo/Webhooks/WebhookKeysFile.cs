using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NanchangEdu.Registry.Grains.Webhooks;
using NanchangEdu.Registry.Hosting;
using NanchangEdu.Registry.Hosting.Security;
using NanchangEdu.Registry.Store;

namespace NanchangEdu.Registry.Silo.Webhooks;

/// <summary>The keys of webhooks from a file. No gateway is given it: secrets that people are shown are asked of the silos.</summary>
internal sealed class WebhookKeysFile(SecretKeysFile file) : IWebhookKeys
{
    private const int KeyBytes = 32;

    public ImmutableArray<byte[]> Current => file.Current;

    /// <summary>Makes the file unless it is there: whole or not at all, and readable by its owner alone.</summary>
    /// <exception cref="StorageStartException"/>
    public static void MakeUnlessThere(string path)
    {
        if (File.Exists(path)) return;

        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            var draft = $"{path}.{Environment.ProcessId}.new";
            var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            using (var stream = new FileStream(draft, options))
            {
                stream.Write(Encoding.UTF8.GetBytes(Convert.ToBase64String(RandomNumberGenerator.GetBytes(KeyBytes)) + "\n"));
                stream.Flush(flushToDisk: true);
            }

            File.Move(draft, path, overwrite: false);
        }
        catch (Exception trouble) when (trouble is IOException or UnauthorizedAccessException)
        {
            throw new UnwritableStorageException(path, trouble.Message, trouble);
        }
    }
}

internal static class WebhookKeysRegistration
{
    public static void AddWebhookKeys(this IServiceCollection services, IConfiguration configuration, IFoundation foundation, string root)
    {
        services.AddChecked<WebhookOptions>(configuration, WebhookKeyOptions.Section);
        var named = configuration.BindChecked<WebhookKeyOptions>(WebhookKeyOptions.Section).KeyFile;
        services.AddSingleton<IWebhookKeys>(provider =>
        {
            if (string.IsNullOrEmpty(named) && foundation.OwnWebhookKeyFile is null) return new NoWebhookKeys();
            if (string.IsNullOrEmpty(named)) WebhookKeysFile.MakeUnlessThere(foundation.OwnWebhookKeyFile!);

            return new WebhookKeysFile(new SecretKeysFile(
                $"{WebhookKeyOptions.Section}:{nameof(WebhookKeyOptions.KeyFile)}",
                string.IsNullOrEmpty(named) ? foundation.OwnWebhookKeyFile! : Path.GetFullPath(named, root),
                provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<SecretKeysFile>>()));
        });
    }
}
