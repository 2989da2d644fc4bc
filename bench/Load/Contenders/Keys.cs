using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using NanchangEdu.Registry.Hosting.Ledger;

namespace NanchangEdu.Registry.Bench.Load.Contenders;

/// <summary>The secrets that an operator would mount: made for this run, shared by all contenders.</summary>
internal static class Keys
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    public static void Make(Field field)
    {
        Directory.CreateDirectory(field.KeysFolder);
        using var signing = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        Write(field.SigningKey, signing.ExportPkcs8PrivateKeyPem());
        Write(Path.Combine(field.KeysFolder, "token-encryption.key"), RandomKey());
        using var protection = RSA.Create(2048);
        var request = new CertificateRequest("CN=registry data protection", protection, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(100));
        Write(Path.Combine(field.KeysFolder, "data-protection.pem"), $"{certificate.ExportCertificatePem()}\n{protection.ExportPkcs8PrivateKeyPem()}\n");
        Write(field.CallerKeys, RandomKey() + "\n");
        Write(field.LedgerKey, LedgerKey.MakePem());
    }

    private static string RandomKey() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));

    private static void Write(string path, string secret)
    {
        using var file = File.Open(path, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = OwnerOnly });
        file.Write(System.Text.Encoding.ASCII.GetBytes(secret));
    }
}
