using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace NanchangEdu.Registry.Hosting.Security;

/// <summary>This process's certificate and the authorities it believes, as the files say them now.</summary>
internal sealed class ClusterCertificates
{
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";
    private const string ClientAuthentication = "1.3.6.1.5.5.7.3.2";

    private readonly WatchedFiles<Loaded> files;

    private sealed record Loaded(SslStreamCertificateContext Own, X509Certificate2Collection Authorities);

    /// <exception cref="OptionsValidationException">The files cannot be used.</exception>
    public ClusterCertificates(ClusterSecurityOptions options, TimeProvider time, SecurityMeter meter, ILogger<ClusterCertificates> logger)
    {
        var paths = new[] { options.CertificateFile, options.KeyFile, options.AuthorityFile };
        if (paths.Any(string.IsNullOrEmpty)) throw new ArgumentException("a certificate, its key and an authority are needed", nameof(options));

        try
        {
            files = new WatchedFiles<Loaded>(paths!, Load, time, logger);
        }
        catch (InvalidDataException trouble)
        {
            throw new OptionsValidationException(nameof(ClusterSecurityOptions), typeof(ClusterSecurityOptions), [trouble.Message]);
        }

        meter.WatchCertificate(() => SecondsRemaining(time.GetUtcNow()));
    }

    /// <summary>What an inbound connection presents and demands.</summary>
    public void Configure(SslServerAuthenticationOptions server)
    {
        var now = files.Current;
        server.ServerCertificateSelectionCallback = null;
        server.ServerCertificateContext = now.Own;
        server.ClientCertificateRequired = true;
        server.CertificateChainPolicy = PolicyFor(now, ClientAuthentication);
        server.EnabledSslProtocols = SslProtocols.Tls13 | SslProtocols.Tls12;
        server.AllowRenegotiation = false;
        server.AllowTlsResume = false;
    }

    /// <summary>What an outbound connection presents and demands.</summary>
    public void Configure(SslClientAuthenticationOptions client)
    {
        var now = files.Current;
        client.TargetHost = ClusterTls.Name;
        client.ClientCertificateContext = now.Own;
        client.CertificateChainPolicy = PolicyFor(now, ServerAuthentication);
        client.EnabledSslProtocols = SslProtocols.Tls13 | SslProtocols.Tls12;
        client.AllowRenegotiation = false;
        client.AllowTlsResume = false;
    }

    /// <summary>
    /// The last word on a peer. The platform has judged chain, dates and purpose by our policy; what it leaves open is a certificate that
    /// says no purpose, which counts as every purpose, and the name of whoever connects to us.
    /// </summary>
    public static bool Accepts(X509Certificate2 peer, SslPolicyErrors errors, string purpose) =>
        errors == SslPolicyErrors.None
        && peer.MatchesHostname(ClusterTls.Name, allowWildcards: false, allowCommonName: false)
        && peer.Extensions.OfType<X509EnhancedKeyUsageExtension>().Any(uses => uses.EnhancedKeyUsages.Cast<Oid>().Any(use => use.Value == purpose));

    public static bool AcceptsClient(X509Certificate2 peer, X509Chain? chain, SslPolicyErrors errors) => Accepts(peer, errors, ClientAuthentication);

    public static bool AcceptsServer(X509Certificate2 peer, X509Chain? chain, SslPolicyErrors errors) => Accepts(peer, errors, ServerAuthentication);

    private double SecondsRemaining(DateTimeOffset now)
    {
        var ends = files.Current.Authorities.Append(files.Current.Own.TargetCertificate).Min(certificate => certificate.NotAfter.ToUniversalTime());
        return (ends - now.UtcDateTime).TotalSeconds;
    }

    /// <summary>Our authorities and no other; nothing is fetched, for a stranger's certificate could name any address to fetch from.</summary>
    private static X509ChainPolicy PolicyFor(Loaded now, string purpose)
    {
        var policy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
            DisableCertificateDownloads = true,
        };
        policy.CustomTrustStore.AddRange(now.Authorities);
        policy.ApplicationPolicy.Add(new Oid(purpose));
        return policy;
    }

    private static Loaded Load(byte[][] contents)
    {
        try
        {
            var pem = Encoding.UTF8.GetString(contents[0]);
            var leaf = X509Certificate2.CreateFromPem(pem, Encoding.UTF8.GetString(contents[1]));
            var presented = new X509Certificate2Collection();
            presented.ImportFromPem(pem);
            presented.RemoveAt(0);
            var authorities = new X509Certificate2Collection();
            authorities.ImportFromPem(Encoding.UTF8.GetString(contents[2]));
            if (authorities.Count == 0) throw new InvalidDataException("AuthorityFile 中没有证书 [AuthorityFile holds no certificate]");

            return new Loaded(SslStreamCertificateContext.Create(leaf, presented, offline: true), authorities);
        }
        catch (Exception trouble) when (trouble is CryptographicException or ArgumentException)
        {
            throw new InvalidDataException(
                $"CertificateFile、KeyFile 或 AuthorityFile 不是可用的 PEM 证书和私钥：{trouble.Message}" +
                " [CertificateFile, KeyFile or AuthorityFile is no usable PEM certificate and key]", trouble);
        }
    }
}
