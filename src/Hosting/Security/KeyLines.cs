using System.Text;

namespace NanchangEdu.Registry.Hosting.Security;

/// <summary>A file of keys: one base64 key a line, the first is the one in use, the others are on their way in or out.</summary>
internal static class KeyLines
{
    /// <param name="setting">Names the file in the sentence that says what is wrong.</param>
    /// <param name="content">What stands in the file.</param>
    /// <exception cref="InvalidDataException">The sentence names the line and never what stands in it.</exception>
    public static IReadOnlyList<byte[]> Read(string setting, byte[] content)
    {
        var lines = Encoding.UTF8.GetString(content).Split('\n').Select(line => line.Trim()).ToArray();
        var keys = new List<byte[]>();
        for (var number = 1; number <= lines.Length; number++)
        {
            if (lines[number - 1].Length > 0) keys.Add(KeyOf(setting, lines[number - 1], number));
        }

        return keys.Count is > 0 and <= CallerKeyRing.KeysMax
            ? keys
            : throw new InvalidDataException(
                $"{setting} 须有 1 至 {CallerKeyRing.KeysMax} 个密钥，现有 {keys.Count} 个" +
                $" [{setting} must hold from 1 to {CallerKeyRing.KeysMax} keys and holds {keys.Count}]");
    }

    private static byte[] KeyOf(string setting, string line, int number)
    {
        var secret = new byte[line.Length];
        return Convert.TryFromBase64String(line, secret, out var length) && length >= CallerKeyRing.KeyBytesMin
            ? secret[..length]
            : throw new InvalidDataException(
                $"{setting} 第 {number} 行不是至少 {CallerKeyRing.KeyBytesMin} 字节的 base64 密钥" +
                $" [line {number} of {setting} is no base64 key of at least {CallerKeyRing.KeyBytesMin} bytes]");
    }
}
