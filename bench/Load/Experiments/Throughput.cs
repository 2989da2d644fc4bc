using System.Collections.Immutable;
using System.Globalization;
using NanchangEdu.Registry.Bench.Load.Contenders;
using NanchangEdu.Registry.Bench.Load.Driving;
using NanchangEdu.Registry.Bench.Load.Report;

namespace NanchangEdu.Registry.Bench.Load.Experiments;

/// <summary>
/// Durable commands and reads: the registry in one process and apart, the peer, the limits, and the embedded program. One contender
/// is alive at a time; rounds go through all of them, each beginning with another one.
/// </summary>
internal sealed class Throughput(Bench bench) : IExperiment
{
    private const string Database = "registry";

    private const string FourStatements = "pgbench: begin, update, insert, end";
    private const string OneStatement = "pgbench: the same as one statement";
    private const string Commands = "command, PostgreSQL, one process";
    private const string CommandsApart = "command, PostgreSQL, gateway and silo apart";
    private const string CommandsOfPeer = "command, EF Core peer";
    private const string CommandsEmbedded = "command, SQLite";
    private const string CommandsOneByOne = "command, SQLite, one by one";
    private const string Reads = "read, one process";
    private const string ReadsApart = "read, gateway and silo apart";
    private const string ReadsOfPeer = "read, EF Core peer";
    private const string BareReads = "bare Kestrel, same authentication and bytes";
    private const string Median = "median of commands at half of the greatest rate";
    private const string Tail = "p99 of commands at half of the greatest rate";

    private Register postgres = null!;
    private Register sqlite = null!;

    public string Name => "throughput";

    public ImmutableArray<Goal> Goals { get; } =
    [
        new(Commands, FourStatements, 1.30, AtLeast: true),
        new(Commands, OneStatement, 0.70, AtLeast: true),
        new(Commands, CommandsOfPeer, 3.5, AtLeast: true),
        new(CommandsApart, Commands, 0.75, AtLeast: true),
        new(Reads, BareReads, 0.70, AtLeast: true),
        new(Reads, ReadsOfPeer, 4.5, AtLeast: true),
        new(ReadsApart, BareReads, 0.55, AtLeast: true),
        new(CommandsEmbedded, CommandsOneByOne, 2.2, AtLeast: true),
        new(Tail, Median, 4, AtLeast: false),
    ];

    public async Task<string> Run(Measurements into)
    {
        var (options, field) = (bench.Options, bench.Field);
        var pgbench = new Pgbench(options);
        var folder = Path.Combine(options.Work, "sqlite");
        sqlite = await bench.Preparation.Sqlite(folder, options.HotSites);
        postgres = await bench.Preparation.Postgres(Database, options.HotSites);
        var (state, body) = await bench.Preparation.SampleRows(Database, postgres);
        await pgbench.Prepare(state, body);
        await field.PreparePeer(Database);

        Func<int, Task>[] turns =
        [
            async round => await Limit(into, FourStatements, round, pgbench, Pgbench.FourStatements),
            async round => await Limit(into, OneStatement, round, pgbench, Pgbench.OneStatement),
            async round => await OneProcess(into, round),
            async round => await Apart(into, round),
            async round => await Peer(into, round),
            async round => await Bare(into, round),
            async round => await Embedded(into, CommandsEmbedded, round, folder, batchMax: null),
            async round => await Embedded(into, CommandsOneByOne, round, folder, batchMax: 1),
        ];
        for (var round = 1; round <= options.Rounds; round++)
        {
            for (var i = 0; i < turns.Length; i++) await turns[(i + (round - 1) * 3) % turns.Length](round);
        }

        return string.Create(
            CultureInfo.InvariantCulture,
            $"{options.Clients} clients, {options.HotSites:#,##0} live sites whose stored state is {postgres.HotStateBytes:#,##0} bytes, a view {new FileInfo(field.ViewFile).Length:#,##0}, an audit row's body {body.Length:#,##0}; {options.Rounds} rounds, {options.Seconds} s each after {options.WarmUpSeconds} s of warming up.");
    }

    private async Task Limit(Measurements into, string what, int round, Pgbench pgbench, string script)
    {
        await bench.Preparation.Checkpoint();
        into.Add(new(what, round, await pgbench.Measure(script), "/s"));
    }

    private async Task OneProcess(Measurements into, int round)
    {
        await using var contender = await bench.Field.OneProcess(Database);
        var greatest = await bench.Measure(into, Commands, round, contender, postgres.Commands(contender));
        var half = await OpenLoop.Drive(
            contender.Address, postgres.Commands(contender), bench.Options.Clients, greatest.PerSecond / 2, TimeSpan.FromSeconds(2), bench.Options.Window,
            seed: round + 1000, CancellationToken.None);
        into.Add(new(Median, round, half.P50, "ms"));
        into.Add(new(Tail, round, half.P99, "ms", half));
        await bench.Measure(into, Reads, round, contender, postgres.Reads(contender));
    }

    private async Task Apart(Measurements into, int round)
    {
        await using var contender = await bench.Field.Apart(Database, silos: 1);
        await bench.Measure(into, CommandsApart, round, contender, postgres.Commands(contender));
        await bench.Measure(into, ReadsApart, round, contender, postgres.Reads(contender));
    }

    private async Task Peer(Measurements into, int round)
    {
        await using var contender = await bench.Field.Peer();
        await bench.Measure(into, CommandsOfPeer, round, contender, postgres.Commands(contender));
        await bench.Measure(into, ReadsOfPeer, round, contender, postgres.Reads(contender));
    }

    private async Task Bare(Measurements into, int round)
    {
        await using var contender = await bench.Field.Bare();
        await bench.Measure(into, BareReads, round, contender, postgres.Reads(contender));
    }

    private async Task Embedded(Measurements into, string what, int round, string folder, int? batchMax)
    {
        await using var contender = await bench.Field.Embedded(folder, batchMax);
        await bench.Measure(into, what, round, contender, sqlite.Commands(contender));
    }
}
