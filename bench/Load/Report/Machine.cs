using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Npgsql;

namespace NanchangEdu.Registry.Bench.Load.Report;

/// <summary>What a figure was measured on, in a line.</summary>
internal static partial class Machine
{
    public static async Task<string> Describe(BenchOptions options, string connectionString)
    {
        await using var source = NpgsqlDataSource.Create(connectionString);
        await using var command = source.CreateCommand("SHOW server_version");
        var postgres = ((string)(await command.ExecuteScalarAsync())!).Split(' ')[0];
        var processor = File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(':')[1].Trim();
        var memory = long.Parse(Number().Match(File.ReadLines("/proc/meminfo").First()).Value, CultureInfo.InvariantCulture) / 1024.0 / 1024;
        var synced = await SyncedWrite(options);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{Environment.ProcessorCount} cores ({processor}), {memory:0} GB, Linux {Environment.OSVersion.Version}, .NET {Environment.Version}, PostgreSQL {postgres}, {synced} for a synced write");
    }

    /// <summary>What fdatasync costs on the disk of the database.</summary>
    private static async Task<string> SyncedWrite(BenchOptions options)
    {
        var file = Path.Combine(options.Work, "sync-test");
        var start = new ProcessStartInfo(Path.Combine(options.PostgresPrograms, "pg_test_fsync"))
        {
            ArgumentList = { "--secs-per-test=1", $"--filename={file}" },
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start) ?? throw new InvalidOperationException("pg_test_fsync did not start");
        var complaints = process.StandardError.ReadToEndAsync();
        var words = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        _ = await complaints;
        return Synced().Match(words) is { Success: true } found ? $"{found.Groups[1].Value} µs" : "unknown time";
    }

    [GeneratedRegex("[0-9]+")]
    private static partial Regex Number();

    [GeneratedRegex(@"\bfdatasync\s+[0-9.]+ ops/sec\s+([0-9]+) usecs/op")]
    private static partial Regex Synced();
}
