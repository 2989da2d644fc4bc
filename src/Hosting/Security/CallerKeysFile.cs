using System.Text;
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
            file = new WatchedFiles<CallerKeyRing>([path], contents => Read(contents[0]), time, logger);
        }
        catch (InvalidDataException trouble)
        {
            throw new OptionsValidationException(nameof(ClusterSecurityOptions), typeof(ClusterSecurityOptions), [trouble.Message]);
        }
    }

    public CallerKeyRing Current => file.Current;

    private static CallerKeyRing Read(byte[] content)
    {
        var lines = Encoding.UTF8.GetString(content).Split('\n').Select(line => line.Trim()).ToArray();
        var secrets = new List<byte[]>();
        for (var number = 1; number <= lines.Length; number++)
        {
            if (lines[number - 1].Length > 0) secrets.Add(KeyOf(lines[number - 1], number));
        }

        return secrets.Count is > 0 and <= CallerKeyRing.KeysMax
            ? new CallerKeyRing(secrets)
            : throw new InvalidDataException(
                $"CallerKeysFile 须有 1 至 {CallerKeyRing.KeysMax} 个密钥，现有 {secrets.Count} 个" +
                $" [CallerKeysFile must hold from 1 to {CallerKeyRing.KeysMax} keys and holds {secrets.Count}]");
    }

    /// <summary>The sentence names the line and never what stands in it.</summary>
    private static byte[] KeyOf(string line, int number)
    {
        var secret = new byte[line.Length];
        return Convert.TryFromBase64String(line, secret, out var length) && length >= CallerKeyRing.KeyBytesMin
            ? secret[..length]
            : throw new InvalidDataException(
                $"CallerKeysFile 第 {number} 行不是至少 {CallerKeyRing.KeyBytesMin} 字节的 base64 密钥" +
                $" [line {number} of CallerKeysFile is no base64 key of at least {CallerKeyRing.KeyBytesMin} bytes]");
    }
}
