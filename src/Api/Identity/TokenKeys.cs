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

        var curve = ECDsa.Create();
        curve.ImportFromPem(signing);
        var key = new ECDsaSecurityKey(curve);
        key.KeyId = Base64UrlEncoder.Encode(key.ComputeJwkThumbprint());
        return new TokenKeys(key, new SymmetricSecurityKey(Convert.FromBase64String(encryption)));
    }
}
