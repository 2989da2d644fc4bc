using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace NanchangEdu.Registry.Hosting.Security;

/// <summary>The keys all silos and gateways share, one base64 key a line; read again when the file changes.</summary>
public sealed class CallerKeysFile : ICallerKeys
{
    private readonly WatchedFiles<CallerKeyRing> file;

    /// <exception cref="OptionsValidationException">The file cannot be used.</exception>
    public CallerKeysFile(string path, TimeProvider time, ILogger<CallerKeysFile> logger)
    {
        try
        {
            file = new WatchedFiles<CallerKeyRing>(
                [path], contents => new CallerKeyRing(KeyLines.Read(nameof(ClusterSecurityOptions.CallerKeysFile), contents[0])), time, logger);
        }
        catch (InvalidDataException trouble)
        {
            throw new OptionsValidationException(nameof(ClusterSecurityOptions), typeof(ClusterSecurityOptions), [trouble.Message]);
        }
    }

    public CallerKeyRing Current => file.Current;
}
