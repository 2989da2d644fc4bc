using System.Security.Cryptography;
using Microsoft.IdentityModel.Tokens;

namespace NanchangEdu.Registry.Api.Identity;

/// <summary>
/// The keys of the embedded token server: made once, kept as files that only the owner may read. Tokens so outlive a restart, and
/// replicas that are given the same files take each other's tokens.
/// </summary>
public sealed class TokenKeys
{
    private const string SigningFile = "token-signing.pem";
    private const string EncryptionFile = "token-encryption.key";

    private TokenKeys(SecurityKey signing, SecurityKey encryption)
    {
        Signing = signing;
        Encryption = encryption;
    }

    public SecurityKey Signing { get; }

    public SecurityKey Encryption { get; }

    public static TokenKeys LoadOrCreate(string folder)
    {
        PrivateFiles.CreateFolder(folder);
        var signing = PrivateFiles.ReadOrCreate(Path.Combine(folder, SigningFile), () =>
        {
            using var fresh = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            return fresh.ExportPkcs8PrivateKeyPem();
        });
        var encryption = PrivateFiles.ReadOrCreate(
            Path.Combine(folder, EncryptionFile), () => Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)));

        return Of(signing, encryption);
    }

    /// <summary>The keys that somebody else made and handed out: both must be there.</summary>
    /// <exception cref="IOException">A file is missing or cannot be read.</exception>
    public static TokenKeys Load(string folder) =>
        Of(File.ReadAllText(Path.Combine(folder, SigningFile)), File.ReadAllText(Path.Combine(folder, EncryptionFile)));

    private static TokenKeys Of(string signing, string encryption)
    {
        var curve = ECDsa.Create();
        curve.ImportFromPem(signing);
        var key = new ECDsaSecurityKey(curve);
        key.KeyId = Base64UrlEncoder.Encode(key.ComputeJwkThumbprint());
        return new TokenKeys(key, new SymmetricSecurityKey(Convert.FromBase64String(encryption)));
    }
}
