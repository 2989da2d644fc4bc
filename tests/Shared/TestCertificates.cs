using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace NanchangEdu.Registry.Tests;

/// <summary>An authority that lives as long as a test, and the PEM files of the certificates it gives out.</summary>
internal sealed class TestCertificates : IDisposable
{
    public const string ClusterName = "registry-cluster";
    public const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";
    public const string ClientAuthentication = "1.3.6.1.5.5.7.3.2";

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("nce-certificates-");
    private readonly X509Certificate2 authority;
    private int issued;

    public TestCertificates(string name = "registry test authority")
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        authority = request.CreateSelfSigned(Now.AddDays(-30), Now.AddDays(30));
        AuthorityFile = Path.Combine(folder.FullName, "ca.crt");
        File.WriteAllText(AuthorityFile, AuthorityPem);
    }

    public string AuthorityFile { get; }

    public string AuthorityPem => authority.ExportCertificatePem();

    public string Folder => folder.FullName;

    private static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    /// <summary>Files of a certificate; one that every silo and gateway accepts unless something else is asked for.</summary>
    /// <param name="days">Days from now at which it ends; negative for one that has ended.</param>
    /// <param name="purposes">Object ids of its purposes; both authentications unless told, none for a certificate that says no purpose.</param>
    public CertificateFiles Issue(string name = ClusterName, int days = 7, params string[]? purposes)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true));

        // Two authorities of one name, as in a rotation, are told apart by this alone.
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(authority, true, false));
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(name);
        request.CertificateExtensions.Add(names.Build());
        if (purposes is null or { Length: 0 }) purposes = [ServerAuthentication, ClientAuthentication];
        var uses = new OidCollection();
        foreach (var purpose in purposes.Where(purpose => purpose.Length > 0)) uses.Add(new Oid(purpose));
        if (uses.Count > 0) request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension(uses, critical: false));

        using var certificate = request.Create(authority, Now.AddDays(-20), Now.AddDays(days), RandomNumberGenerator.GetBytes(12));
        var number = Interlocked.Increment(ref issued);
        return new CertificateFiles(
            Write($"{number}.crt", certificate.ExportCertificatePem()), Write($"{number}.key", key.ExportPkcs8PrivateKeyPem()), AuthorityFile);
    }

    public void Dispose()
    {
        authority.Dispose();
        folder.Delete(recursive: true);
    }

    private string Write(string name, string pem)
    {
        var path = Path.Combine(folder.FullName, name);
        File.WriteAllText(path, pem);
        return path;
    }
}

/// <summary>Where a certificate, its private key and the authority to believe are.</summary>
internal sealed record CertificateFiles(string Certificate, string Key, string Authority);
