using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace NanchangEdu.Registry.Hosting.Security;

/// <summary>Keys of some purpose from a file, as <see cref="KeyLines"/> has it; read again when the file changes.</summary>
public sealed class SecretKeysFile
{
    private readonly WatchedFiles<Keys> file;

    private sealed record Keys(ImmutableArray<byte[]> All);

    /// <param name="setting">The setting that names the file, for the sentence that says what is wrong.</param>
    /// <param name="path">The file.</param>
    /// <param name="time">How often it is looked at goes by it.</param>
    /// <param name="logger">Hears of changes, and of those that cannot be used.</param>
    /// <exception cref="OptionsValidationException">The file cannot be used.</exception>
    public SecretKeysFile(string setting, string path, TimeProvider time, ILogger<SecretKeysFile> logger)
    {
        try
        {
            file = new WatchedFiles<Keys>([path], contents => new Keys([.. KeyLines.Read(setting, contents[0])]), time, logger);
        }
        catch (InvalidDataException trouble)
        {
            throw new OptionsValidationException(setting, typeof(SecretKeysFile), [trouble.Message]);
        }
    }

    /// <summary>The one in use first; at least one.</summary>
    public ImmutableArray<byte[]> Current => file.Current.All;
}
