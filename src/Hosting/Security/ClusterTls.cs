using System.Net.Security;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Orleans.Configuration;
using Orleans.Connections.Security;

namespace NanchangEdu.Registry.Hosting.Security;

/// <summary>Mutual TLS on every connection between silos, and between gateways and silos.</summary>
public static class ClusterTls
{
    /// <summary>The name every certificate of the cluster carries. Addresses of pods change, so no certificate can name its own.</summary>
    public const string Name = "registry-cluster";

    private static readonly TimeSpan HandshakeWithin = TimeSpan.FromSeconds(5);

    /// <summary>Closes the silo port and the gateway port to whoever has no certificate of the cluster's authority.</summary>
    public static ISiloBuilder UseClusterTls(this ISiloBuilder silo, ClusterSecurityOptions options)
    {
        AddCertificates(silo.Services, options);
        silo.Services.AddOptions<SiloConnectionOptions>().Configure<ClusterCertificates>((connections, certificates) =>
        {
            connections.ConfigureSiloInboundConnection(connection => connection.UseServerTls(ServerSide(certificates)));
            connections.ConfigureGatewayInboundConnection(connection => connection.UseServerTls(ServerSide(certificates)));
            connections.ConfigureSiloOutboundConnection(connection => connection.UseClientTls(ClientSide(certificates)));
        });
        return silo;
    }

    /// <summary>Lets a gateway in another process through the silos' gateway ports.</summary>
    public static IClientBuilder UseClusterTls(this IClientBuilder client, ClusterSecurityOptions options)
    {
        AddCertificates(client.Services, options);
        client.Services.AddOptions<ClientConnectionOptions>().Configure<ClusterCertificates>((connections, certificates) =>
            connections.ConfigureConnection(connection => connection.UseClientTls(ClientSide(certificates))));
        return client;
    }

    private static void AddCertificates(IServiceCollection services, ClusterSecurityOptions options)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<SecurityMeter>();
        services.AddSingleton(provider => ActivatorUtilities.CreateInstance<ClusterCertificates>(provider, options));
    }

    private static TlsOptions ServerSide(ClusterCertificates certificates) => new()
    {
        // The package insists on a selector; the context set for each connection takes its place, because it carries intermediates too.
        LocalServerCertificateSelector = (_, _) => throw new InvalidOperationException("the certificate's context was not set"),
        RemoteCertificateMode = RemoteCertificateMode.RequireCertificate,
        RemoteCertificateValidation = ClusterCertificates.AcceptsClient,
        HandshakeTimeout = HandshakeWithin,
        OnAuthenticateAsServer = (_, server) => certificates.Configure((SslServerAuthenticationOptions)server.SslServerAuthenticationOptions),
    };

    private static TlsOptions ClientSide(ClusterCertificates certificates) => new()
    {
        RemoteCertificateMode = RemoteCertificateMode.RequireCertificate,
        RemoteCertificateValidation = ClusterCertificates.AcceptsServer,
        HandshakeTimeout = HandshakeWithin,
        OnAuthenticateAsClient = (_, client) => certificates.Configure((SslClientAuthenticationOptions)client.SslClientAuthenticationOptions),
    };
}
