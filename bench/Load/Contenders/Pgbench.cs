using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace NanchangEdu.Registry.Bench.Load.Contenders;

/// <summary>PostgreSQL by itself, with as many clients, on rows of the same size.</summary>
internal sealed partial class Pgbench(BenchOptions options)
{
    private const string Database = "limits";

    private const int WarmUpSeconds = 2;

    public const string FourStatements = "four-statements.sql";
    public const string OneStatement = "one-statement.sql";

    private string state = "";
    private string body = "";

    /// <param name="state">A real site's stored state.</param>
    /// <param name="body">A real ledger event's body.</param>
    public async Task Prepare(string state, string body)
    {
        (this.state, this.body) = (state, body);
        await Run("createdb", [Database]);
        await Run("psql", ["--quiet", "--set=ON_ERROR_STOP=1", $"--set=state={state}", $"--set=records={options.HotSites}", $"--file={Script("schema.sql")}", Database]);
        await Run("psql", ["--quiet", "--command=VACUUM (ANALYZE, FREEZE)", Database]);
    }

    /// <summary>Transactions a second, the connecting left out.</summary>
    public async Task<double> Measure(string script)
    {
        string Whole(int number) => number.ToString(CultureInfo.InvariantCulture);
        string[] Arguments(int seconds) =>
        [
            "--no-vacuum", "--protocol=prepared", $"--client={Whole(options.Clients)}", $"--jobs={Environment.ProcessorCount}", $"--time={Whole(seconds)}",
            $"--define=records={options.HotSites}", $"--define=state={state}", $"--define=body={body}", $"--file={Script(script)}", Database,
        ];
        await Run("pgbench", Arguments(WarmUpSeconds));
        var words = await Run("pgbench", Arguments(options.Seconds));
        return double.Parse(Tps().Match(words).Groups[1].Value, CultureInfo.InvariantCulture);
    }

    [GeneratedRegex(@"^tps = ([0-9.]+) \(without initial connection time\)", RegexOptions.Multiline)]
    private static partial Regex Tps();

    private string Script(string name) => Path.Combine(options.Root, "bench", "Limits", "pgbench", name);

    private async Task<string> Run(string program, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(Path.Combine(options.PostgresPrograms, program)) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        start.Environment["PGHOST"] = "127.0.0.1";
        start.Environment["PGPORT"] = options.PostgresPort.ToString(CultureInfo.InvariantCulture);
        start.Environment["PGUSER"] = "postgres";
        using var process = Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start");
        var (words, complaints) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? await words : throw new InvalidOperationException($"{program} ended with {process.ExitCode}: {await complaints}");
    }
}
