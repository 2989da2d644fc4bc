using System.Globalization;
using System.Security.Cryptography;

namespace NanchangEdu.Registry.Grains.Records;

/// <summary>The strong ETag of a view: the record's version, and the bytes themselves, because time and role change them too.</summary>
internal static class EntityTag
{
    private const int HashCharacters = 12;

    public static string Of(long version, byte[] body) => Of(version.ToString(CultureInfo.InvariantCulture), body);

    public static string Of(string version, byte[] body) => $"\"{version}-{Convert.ToHexStringLower(SHA256.HashData(body))[..HashCharacters]}\"";
}
