using System.Diagnostics;
using System.Net;
using System.Security.Cryptography;
using NanchangEdu.Registry.Contracts;
using NanchangEdu.Registry.Hosting.Security;
using NanchangEdu.Registry.Tests;

namespace NanchangEdu.Registry.Hosting.Tests.Security;

/// <summary>The attack program against a closed silo and an open one. What it says of the open one shows that it can say so.</summary>
public sealed class AttackTests : IDisposable
{
    private readonly TestCertificates ours = new();
    private readonly TestCertificates foreign = new();

    public void Dispose()
    {
        ours.Dispose();
        foreign.Dispose();
    }

    [Fact]
    public async Task A_closed_silo_refuses_whoever_lacks_anything()
    {
        var keys = NewKeys("keys");
        var own = ours.Issue();
        await using var silo = await TestSilo.Start(orleans =>
        {
            var options = new ClusterSecurityOptions
            {
                CertificateFile = own.Certificate,
                KeyFile = own.Key,
                AuthorityFile = own.Authority,
                CallerKeysFile = keys,
            };
            orleans.UseClusterTls(options);
            orleans.AddCallerContext(options);
        });
        var valid = Presenting(ours.Issue());
        var attempts = new (string Expected, Task<string> Said)[]
        {
            ("1 refused: connection", Attack(silo.GatewayPort)),
            ("1 refused: connection", Attack(silo.GatewayPort, ["--caller-keys", keys])),
            ("1 refused: connection", Attack(silo.GatewayPort, Presenting(foreign.Issue() with { Authority = ours.AuthorityFile }))),
            ("1 refused: connection", Attack(silo.GatewayPort, Presenting(ours.Issue(days: -1)))),
            ("1 refused: caller context", Attack(silo.GatewayPort, valid)),
            ("1 refused: caller context", Attack(silo.GatewayPort, [.. valid, "--aim", "execute"])),
            ("1 refused: caller context", Attack(silo.GatewayPort, [.. valid, "--caller-keys", NewKeys("others")])),
            ("1 refused: caller context", Attack(silo.GatewayPort, [.. valid, "--caller-keys", keys, "--aim", "system"])),
            ("1 refused: connection", Attack(silo.SiloPort, "--aim", "handshake")),
            ("1 refused: connection", Attack(silo.SiloPort, [.. Presenting(foreign.Issue()), "--aim", "handshake"])),

            // Who has everything is a gateway.
            ("0 reached: the site answered", Attack(silo.GatewayPort, [.. valid, "--caller-keys", keys])),
            ("0 reached: the site answered", Attack(silo.GatewayPort, [.. valid, "--caller-keys", keys, "--aim", "execute"])),
            ("0 reached: the port", Attack(silo.SiloPort, [.. valid, "--aim", "handshake"])),
        };

        foreach (var (expected, said) in attempts) Assert.StartsWith(expected, await said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_open_silo_is_reached_without_anything()
    {
        await using var silo = await TestSilo.Start(_ => { });

        Assert.StartsWith("0 reached: the site answered", await Attack(silo.GatewayPort, "--aim", "system"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_port_where_nobody_listens_is_no_refusal() =>
        Assert.StartsWith("2 nobody listens", await Attack(new IPEndPoint(IPAddress.Loopback, TestSilo.FreePort())), StringComparison.Ordinal);

    private static string[] Presenting(CertificateFiles files) =>
        ["--certificate", files.Certificate, "--key", files.Key, "--authority", files.Authority];

    private static async Task<string> Attack(IPEndPoint port, params string[] more)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true };
        foreach (var argument in new[] { Path.Combine(AppContext.BaseDirectory, "NanchangEdu.Registry.Attack.dll"), port.ToString(), "--cluster", TestSilo.ClusterId })
            start.ArgumentList.Add(argument);
        foreach (var argument in more) start.ArgumentList.Add(argument);

        using var program = Process.Start(start)!;
        var said = await program.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await program.WaitForExitAsync(TestContext.Current.CancellationToken);
        return $"{program.ExitCode} {said}";
    }

    private string NewKeys(string name)
    {
        var path = Path.Combine(ours.Folder, name);
        File.WriteAllText(path, Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)));
        return path;
    }
}

/// <summary>Stands where the registry's site grain stands.</summary>
[GrainType("site")]
internal sealed class StandInSiteGrain : Grain, ISiteGrain
{
    public Task<Outcome> Execute(SiteCommand command, Envelope envelope, CancellationToken cancellationToken) =>
        Task.FromResult(Outcome.Of(OutcomeKind.NotFound, this.GetPrimaryKeyString()));

    public Task<Outcome> Preview(SiteCommand command, Envelope envelope, CancellationToken cancellationToken) =>
        Task.FromResult(Outcome.Of(OutcomeKind.NotFound, this.GetPrimaryKeyString()));

    public Task<ReadAnswer> Read(SiteQuestion question, Actor by, bool checkedAgainstStore, CancellationToken cancellationToken) =>
        Task.FromResult(ReadAnswer.Unknown);
}
