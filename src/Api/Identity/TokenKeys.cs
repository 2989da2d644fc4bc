using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.IdentityModel.Tokens;
using NanchangEdu.Registry.Hosting.Security;

namespace NanchangEdu.Registry.Api.Identity;

/// <summary>
/// The keys of the embedded token server and of cookies: made once, kept as files that only the owner may read. Tokens so outlive a
/// restart, and replicas that are given the same files take each other's. A key is replaced in three steps, so that no gateway ever
/// meets a token of a key it does not know: the new one goes beside the old one, under a name of its own; then the two change names; then
/// the old one goes (docs/operations.md).
/// </summary>
public sealed class TokenKeys
{
    private const string SigningFile = "token-signing.pem";
    private const string SigningFiles = "token-signing-*.pem";
    private const string EncryptionFile = "token-encryption.key";
    private const string EncryptionFiles = "token-encryption-*.key";
    private const string ProtectionFile = "data-protection.pem";
    private const string ProtectionFiles = "data-protection-*.pem";

    private const int RsaBits = 3072;
    private const int CertificateYears = 100;

    private TokenKeys(ImmutableArray<ECDsaSecurityKey> signing, ImmutableArray<SymmetricSecurityKey> encryption, ImmutableArray<X509Certificate2> protection) =>
        (AllSigning, AllEncryption, AllProtection) = (signing, encryption, protection);

    /// <summary>Signs new tokens; it is the first of <see cref="AllSigning"/>.</summary>
    public SecurityKey Signing => AllSigning[0];

    /// <summary>Those whose tokens are taken.</summary>
    public ImmutableArray<ECDsaSecurityKey> AllSigning { get; }

    /// <summary>Of authorization codes and refresh tokens; the first encrypts new ones.</summary>
    public ImmutableArray<SymmetricSecurityKey> AllEncryption { get; }

    /// <summary>Protects the ring of keys that cookies are made with, where it lies in a database; the first protects new keys.</summary>
    public ImmutableArray<X509Certificate2> AllProtection { get; }

    public static TokenKeys LoadOrCreate(string folder)
    {
        PrivateFiles.CreateFolder(folder);
        PrivateFiles.ReadOrCreate(Path.Combine(folder, SigningFile), () =>
        {
            using var fresh = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            return fresh.ExportPkcs8PrivateKeyPem();
        });
        PrivateFiles.ReadOrCreate(Path.Combine(folder, EncryptionFile), () => Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)));
        PrivateFiles.ReadOrCreate(Path.Combine(folder, ProtectionFile), MakeCertificate);
        return Load(folder);
    }

    /// <summary>The keys that somebody else made and handed out: all must be there.</summary>
    /// <exception cref="IOException">A file is missing or cannot be read.</exception>
    public static TokenKeys Load(string folder) => new(
        [.. Texts(folder, SigningFile, SigningFiles).Select(SigningKey)],
        [.. Texts(folder, EncryptionFile, EncryptionFiles).Select(text => new SymmetricSecurityKey(Convert.FromBase64String(text.Trim())))],
        [.. Texts(folder, ProtectionFile, ProtectionFiles).Select(text => X509Certificate2.CreateFromPem(text, text))]);

    private static IEnumerable<string> Texts(string folder, string first, string others) =>
        Directory.EnumerateFiles(folder, others).Order(StringComparer.Ordinal).Prepend(Path.Combine(folder, first)).Select(File.ReadAllText);

    private static ECDsaSecurityKey SigningKey(string pem)
    {
        var curve = ECDsa.Create();
        curve.ImportFromPem(pem);
        var key = new ECDsaSecurityKey(curve);
        key.KeyId = Base64UrlEncoder.Encode(key.ComputeJwkThumbprint());
        return key;
    }

    private static string MakeCertificate()
    {
        using var key = RSA.Create(RsaBits);
        var request = new CertificateRequest("CN=registry data protection", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        // It is a key with a name: nobody looks at its dates.
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(CertificateYears));
        return $"{certificate.ExportCertificatePem()}\n{key.ExportPkcs8PrivateKeyPem()}\n";
    }
}
