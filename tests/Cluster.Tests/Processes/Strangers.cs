using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using NanchangEdu.Registry.Tests;

namespace NanchangEdu.Registry.Cluster.Tests.Processes;

/// <summary>The attack program at the ports of the running silos, from beside the cluster.</summary>
internal static class Strangers
{
    private const int SiloPort = 11111;
    private const int GatewayPort = 30000;
    private const string NoConnection = "refused: connection";

    /// <returns>In words, every attempt that came further than it may, and the honest one if it did not arrive.</returns>
    public static async Task<IReadOnlyList<string>> Try(RegistryCluster cluster)
    {
        using var others = new TestCertificates("foreign authority");
        var foreignKeys = Path.Combine(others.Folder, "caller-keys");
        await File.WriteAllTextAsync(foreignKeys, Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)));
        string[] own = Presenting(cluster.Certificates);
        string[] foreign = Presenting(others.Issue() with { Authority = cluster.Certificates.Authority });
        (string What, string Expected, int Port, string[] Arguments)[] attempts =
        [
            ("nothing at all", NoConnection, GatewayPort, []),
            ("the caller keys without a certificate", NoConnection, GatewayPort, ["--caller-keys", cluster.CallerKeys]),
            ("a foreign certificate", NoConnection, GatewayPort, [.. foreign, "--caller-keys", cluster.CallerKeys]),
            ("a certificate without a context", "refused: caller context", GatewayPort, own),
            ("a context of other keys", "refused: caller context", GatewayPort, [.. own, "--caller-keys", foreignKeys]),
            ("a gateway's context for the registry's own acts", "refused: caller context", GatewayPort, [.. own, "--caller-keys", cluster.CallerKeys, "--aim", "system"]),
            ("no certificate between silos", NoConnection, SiloPort, ["--aim", "handshake"]),
            ("a foreign certificate between silos", NoConnection, SiloPort, [.. foreign, "--aim", "handshake"]),
            ("all that a gateway has", "reached", GatewayPort, [.. own, "--caller-keys", cluster.CallerKeys]),
        ];

        // Those that only wait for their own patience to run out at once; those that must get a call through have the machine and time for themselves.
        var found = new List<string>();
        foreach (var together in attempts.GroupBy(attempt => attempt.Expected))
        {
            var said = await Task.WhenAll(together.Select((attempt, i) => Attack(cluster, cluster.Silos[i % cluster.Silos.Count].Name, attempt.Port, attempt.Expected == NoConnection ? [.. attempt.Arguments, "--patience", "15"] : attempt.Arguments)));
            found.AddRange(together.Zip(said).Where(pair => !pair.Second.StartsWith(pair.First.Expected, StringComparison.Ordinal))
                .Select(pair => $"with {pair.First.What}, a silo answered «{pair.Second.Trim()}»"));
        }

        return found;
    }

    private static async Task<string> Attack(RegistryCluster cluster, string silo, int port, string[] arguments)
    {
        var address = string.Create(CultureInfo.InvariantCulture, $"{cluster.Network.AddressOf(silo)}:{port}");
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "NanchangEdu.Registry.Attack.dll"), address, .. arguments])
        {
            RedirectStandardOutput = true,
        };
        using var program = Process.Start(start) ?? throw new InvalidOperationException("the attack program did not start");
        var said = await program.StandardOutput.ReadToEndAsync();
        await program.WaitForExitAsync();
        return said;
    }

    private static string[] Presenting(CertificateFiles files) => ["--certificate", files.Certificate, "--key", files.Key, "--authority", files.Authority];
}
