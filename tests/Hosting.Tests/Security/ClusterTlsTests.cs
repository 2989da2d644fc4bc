using System.Diagnostics.Metrics;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Logging.Abstractions;
using NanchangEdu.Registry.Hosting.Security;
using NanchangEdu.Registry.Tests;

namespace NanchangEdu.Registry.Hosting.Tests.Security;

/// <summary>Two silos behind mutual TLS, and peers with every kind of certificate but the right one.</summary>
public sealed class ClusterTlsTests : IAsyncLifetime
{
    private readonly TestCertificates ours = new();
    private readonly TestCertificates foreign = new();
    private TestSilo silo = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<string, bool> WrongCertificates
    {
        get
        {
            var data = new TheoryData<string, bool>();
            foreach (var wrong in new[] { "none", "foreign", "self-signed", "expired", "other name", "no purpose", "server purpose alone" })
            {
                data.Add(wrong, true);
                data.Add(wrong, false);
            }

            return data;
        }
    }

    public async ValueTask InitializeAsync() => silo = await TestSilo.Start(orleans => orleans.UseClusterTls(OptionsOf(ours.Issue())));

    public async ValueTask DisposeAsync()
    {
        await silo.DisposeAsync();
        ours.Dispose();
        foreign.Dispose();
    }

    [Fact]
    public async Task Silos_and_clients_with_certificates_of_the_authority_work_together()
    {
        await using var second = await TestSilo.Start(orleans => orleans.UseClusterTls(OptionsOf(ours.Issue())), silo);
        await using var client = await TestClient.Connect(second, gateway => gateway.UseClusterTls(OptionsOf(ours.Issue())));
        for (var i = 0; i < 20; i++) Assert.Equal($"probe-{i}", await client.Probe($"probe-{i}").Plain());

        Assert.Equal(2, (await client.Grains.GetGrain<IManagementGrain>(0).GetHosts(onlyActive: true)).Count);
    }

    [Fact]
    public async Task A_client_without_certificate_or_with_a_foreign_one_gets_no_answer()
    {
        var patience = TimeSpan.FromSeconds(2);
        await Assert.ThrowsAnyAsync<Exception>(() => TestClient.Connect(silo, _ => { }, patience));
        await Assert.ThrowsAnyAsync<Exception>(() => TestClient.Connect(silo, gateway => gateway.UseClusterTls(OptionsOf(foreign.Issue())), patience));

        // One that believes our authority and is not believed itself.
        var half = foreign.Issue() with { Authority = ours.AuthorityFile };
        await Assert.ThrowsAnyAsync<Exception>(() => TestClient.Connect(silo, gateway => gateway.UseClusterTls(OptionsOf(half)), patience));
    }

    [Fact]
    public async Task A_silo_with_a_foreign_certificate_does_not_join()
    {
        var half = foreign.Issue() with { Authority = ours.AuthorityFile };
        await Assert.ThrowsAnyAsync<Exception>(async () =>
        {
            await using var intruder = await TestSilo.Start(orleans => orleans.UseClusterTls(OptionsOf(half)), silo);
        });
    }

    [Theory]
    [MemberData(nameof(WrongCertificates))]
    public async Task A_peer_with_a_wrong_certificate_is_not_let_in(string wrong, bool onSiloPort)
    {
        using var selfSigned = new TestCertificates(TestCertificates.ClusterName);
        var files = wrong switch
        {
            "none" => null,
            "foreign" => foreign.Issue(),
            "self-signed" => selfSigned.Issue(),
            "expired" => ours.Issue(days: -1),
            "other name" => ours.Issue(name: "somebody-else"),
            "no purpose" => ours.Issue(purposes: ""),
            "server purpose alone" => ours.Issue(purposes: TestCertificates.ServerAuthentication),
            _ => throw new ArgumentOutOfRangeException(nameof(wrong), wrong, "no such case"),
        };

        Assert.False(await IsLetIn(onSiloPort ? silo.SiloPort : silo.GatewayPort, files));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_peer_with_a_right_certificate_is_let_in(bool onSiloPort) =>
        Assert.True(await IsLetIn(onSiloPort ? silo.SiloPort : silo.GatewayPort, ours.Issue()));

    [Theory]
    [InlineData("foreign")]
    [InlineData("expired")]
    [InlineData("other name")]
    [InlineData("client purpose alone")]
    public async Task A_client_trusts_no_silo_with_a_wrong_certificate(string wrong)
    {
        var files = wrong switch
        {
            "foreign" => foreign.Issue() with { Authority = ours.AuthorityFile },
            "expired" => ours.Issue(days: -1),
            "other name" => ours.Issue(name: "somebody-else"),
            _ => ours.Issue(purposes: TestCertificates.ClientAuthentication),
        };
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var serving = Serve(listener, files);

        // The impostor accepts everybody: what refuses is the gateway.
        using var tcp = new TcpClient();
        await tcp.ConnectAsync((IPEndPoint)listener.LocalEndpoint, Cancellation);
        await using var stream = new SslStream(
            tcp.GetStream(), false, (_, certificate, chain, errors) => ClusterCertificates.AcceptsServer((X509Certificate2)certificate!, chain, errors));
        var client = new SslClientAuthenticationOptions();
        CertificatesOf(ours.Issue()).Configure(client);
        await Assert.ThrowsAsync<AuthenticationException>(() => stream.AuthenticateAsClientAsync(client, Cancellation));
        tcp.Close();
        await serving;
    }

    [Fact]
    public async Task A_rotated_certificate_and_authority_take_effect_without_restart()
    {
        var files = ours.Issue();
        await using var other = await TestSilo.Start(orleans => orleans.UseClusterTls(OptionsOf(files)));
        Assert.True(await IsLetIn(other.GatewayPort, ours.Issue()));
        Assert.False(await IsLetIn(other.GatewayPort, foreign.Issue()));

        var authorities = await File.ReadAllTextAsync(files.Authority, Cancellation);
        await File.WriteAllTextAsync(files.Authority, $"{foreign.AuthorityPem}\n{authorities}", Cancellation);
        await Task.Delay(TimeSpan.FromSeconds(1.2), Cancellation);
        Assert.True(await IsLetIn(other.GatewayPort, foreign.Issue()));

        var next = foreign.Issue();
        File.Copy(next.Certificate, files.Certificate, overwrite: true);
        await Task.Delay(TimeSpan.FromSeconds(1.2), Cancellation);
        Assert.True(await IsLetIn(other.GatewayPort, ours.Issue()));         // half a rotation: the old pair stays in force
        File.Copy(next.Key, files.Key, overwrite: true);
        await File.WriteAllTextAsync(files.Authority, foreign.AuthorityPem, Cancellation);
        await Task.Delay(TimeSpan.FromSeconds(1.2), Cancellation);
        Assert.False(await IsLetIn(other.GatewayPort, ours.Issue() with { Authority = foreign.AuthorityFile }));
        Assert.True(await IsLetIn(other.GatewayPort, foreign.Issue()));
    }

    [Fact]
    public void How_long_the_certificate_still_holds_is_measured()
    {
        using var meter = new SecurityMeter();
        _ = new ClusterCertificates(OptionsOf(ours.Issue(days: 3)), TimeProvider.System, meter, NullLogger<ClusterCertificates>.Instance);
        var measured = new List<double>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, listening) =>
        {
            if (instrument.Name == "registry.cluster.certificate.remaining") listening.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<double>((_, value, _, _) => measured.Add(value));
        listener.Start();

        listener.RecordObservableInstruments();

        Assert.Contains(measured, seconds => seconds is > 2.9 * 86400 and <= 3 * 86400);
    }

    [Fact]
    public async Task Ten_thousand_frames_of_garbage_do_not_disturb_the_silo()
    {
        await using var client = await TestClient.Connect(silo, gateway => gateway.UseClusterTls(OptionsOf(ours.Issue())));
        var random = new Random(20260302);
        for (var round = 0; round < 100; round++)
        {
            await Task.WhenAll(Enumerable.Range(0, 100).Select(i => Throw(i % 2 == 0 ? silo.SiloPort : silo.GatewayPort, random)));
            if (round % 10 == 0) Assert.Equal("probe", await client.Probe().Plain());
        }

        Assert.Equal("probe", await client.Probe().Plain());
        Assert.True(await IsLetIn(silo.SiloPort, ours.Issue()));
    }

    private static ClusterSecurityOptions OptionsOf(CertificateFiles files) =>
        new() { CertificateFile = files.Certificate, KeyFile = files.Key, AuthorityFile = files.Authority };

    private static ClusterCertificates CertificatesOf(CertificateFiles files) =>
        new(OptionsOf(files), TimeProvider.System, new SecurityMeter(), NullLogger<ClusterCertificates>.Instance);

    /// <summary>
    /// Whether the port keeps the connection of somebody who believes anything and presents these files. In TLS 1.3 the client is done
    /// before the server has judged its certificate, so what comes after the handshake tells.
    /// </summary>
    private static async Task<bool> IsLetIn(IPEndPoint port, CertificateFiles? files)
    {
        using var tcp = new TcpClient();
        await tcp.ConnectAsync(port, Cancellation);
        await using var stream = new SslStream(tcp.GetStream(), false, (_, certificate, _, _) => certificate is not null);
        try
        {
            await stream.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
            {
                TargetHost = ClusterTls.Name,
                ApplicationProtocols = [new SslApplicationProtocol("Orleans1")],
                ClientCertificateContext = files is null ? null : SslStreamCertificateContext.Create(
                    X509Certificate2.CreateFromPemFile(files.Certificate, files.Key), null, offline: true),
            }, Cancellation);

            // A silo speaks at once or waits to be spoken to; a refusal is an alert or an end.
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
            patience.CancelAfter(TimeSpan.FromSeconds(1));
            return await stream.ReadAtLeastAsync(new byte[1], 1, throwOnEndOfStream: false, patience.Token) > 0;
        }
        catch (OperationCanceledException)
        {
            return true;
        }
        catch (Exception refusal) when (refusal is IOException or AuthenticationException)
        {
            return false;
        }
    }

    private static async Task Serve(TcpListener listener, CertificateFiles files)
    {
        using var tcp = await listener.AcceptTcpClientAsync(Cancellation);
        await using var stream = new SslStream(tcp.GetStream());
        try
        {
            await stream.AuthenticateAsServerAsync(new SslServerAuthenticationOptions
            {
                ServerCertificateContext = SslStreamCertificateContext.Create(
                    X509Certificate2.CreateFromPemFile(files.Certificate, files.Key), null, offline: true),
            }, Cancellation);
        }
        catch (Exception refusal) when (refusal is IOException or AuthenticationException)
        {
            return;
        }
    }

    private static async Task Throw(IPEndPoint port, Random random)
    {
        var frame = new byte[random.Next(1, 64)];
        random.NextBytes(frame);
        using var tcp = new TcpClient();
        try
        {
            await tcp.ConnectAsync(port, Cancellation);
            await tcp.GetStream().WriteAsync(frame, Cancellation);
        }
        catch (Exception refusal) when (refusal is IOException or SocketException)
        {
            return;
        }
    }
}
