using Microsoft.Extensions.Logging;
using NanchangEdu.Registry.Hosting.Security;

namespace NanchangEdu.Registry.Hosting.Ledger;

/// <summary>The ledger's keys, read again when their file changes.</summary>
public sealed class LedgerKeysFile
{
    private readonly WatchedFiles<LedgerKeyRing> file;

    /// <exception cref="RegistrySettingException">The file cannot be used.</exception>
    public LedgerKeysFile(string path, string name, TimeProvider time, ILogger<LedgerKeysFile> logger)
    {
        try
        {
            file = new WatchedFiles<LedgerKeyRing>([path], contents => LedgerKeyRing.Read(name, contents[0]), time, logger);
        }
        catch (InvalidDataException trouble)
        {
            throw new RegistrySettingException(LedgerOptions.KeyFileSetting, trouble.Message, trouble.Message);
        }
    }

    public LedgerKeyRing Current => file.Current;
}
