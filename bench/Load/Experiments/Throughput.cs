using System.Collections.Immutable;
using System.Globalization;
using NanchangEdu.Registry.Bench.Load.Contenders;
using NanchangEdu.Registry.Bench.Load.Driving;
using NanchangEdu.Registry.Bench.Load.Report;

namespace NanchangEdu.Registry.Bench.Load.Experiments;

/// <summary>
/// Durable commands and reads: the registry in one process and apart, the peer, the limits, and the embedded program. Each has a
/// database of its own, and one of them runs at a time; rounds go through all of them, each beginning with another one.
/// </summary>
internal sealed class Throughput(Bench bench) : IExperiment
{
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
        var (options, field, preparation) = (bench.Options, bench.Field, bench.Preparation);
        var one = await preparation.Postgres("registry_one", options.HotSites);
        var two = await preparation.Postgres("registry_apart", options.HotSites);
        var batched = await preparation.Sqlite("sqlite", options.HotSites);
        var single = preparation.CopySqlite("sqlite", "sqlite-one-by-one");
        var (state, body) = await preparation.SampleRows("registry_one", one);
        var pgbench = new Pgbench(options);
        await pgbench.Prepare(state, body);
        await field.PreparePeer("registry_one");

        await using var oneProcess = await bench.Start(() => field.OneProcess("registry_one"), one.Commands, one.Reads);
        await using var apart = await bench.Start(() => field.Apart("registry_apart", silos: 1), two.Commands, two.Reads);
        await using var peer = await bench.Start(field.Peer, one.Commands, one.Reads);
        await using var bare = await bench.Start(field.Bare, one.Reads);
        await using var embedded = await bench.Start(() => field.Embedded("sqlite"), batched.Commands);
        await using var oneByOne = await bench.Start(() => field.Embedded(single, batchMax: 1), batched.Commands);

        Func<int, Task>[] turns =
        [
            round => Limit(into, FourStatements, round, pgbench, Pgbench.FourStatements),
            round => Limit(into, OneStatement, round, pgbench, Pgbench.OneStatement),
            round => CommandsAndTail(into, round, oneProcess, one.Commands(oneProcess)),
            round => bench.Measure(into, CommandsApart, round, apart, two.Commands(apart)),
            round => bench.Measure(into, CommandsOfPeer, round, peer, one.Commands(peer)),
            round => bench.Measure(into, Reads, round, oneProcess, one.Reads(oneProcess)),
            round => bench.Measure(into, ReadsApart, round, apart, two.Reads(apart)),
            round => bench.Measure(into, BareReads, round, bare, one.Reads(bare)),
            round => bench.Measure(into, ReadsOfPeer, round, peer, one.Reads(peer)),
            round => bench.Measure(into, CommandsEmbedded, round, embedded, batched.Commands(embedded)),
            round => bench.Measure(into, CommandsOneByOne, round, oneByOne, batched.Commands(oneByOne)),
        ];
        for (var round = 1; round <= options.Rounds; round++)
        {
            for (var i = 0; i < turns.Length; i++) await turns[(i + ((round - 1) * 4)) % turns.Length](round);
        }

        return string.Create(
            CultureInfo.InvariantCulture,
            $"{options.Clients} clients, {options.HotSites:#,##0} live sites whose stored state is {one.HotStateBytes:#,##0} bytes, a view {new FileInfo(field.ViewFile).Length:#,##0}, an audit row's body {body.Length:#,##0}; {options.Rounds} rounds, {options.Seconds} s each.");
    }

    private async Task Limit(Measurements into, string what, int round, Pgbench pgbench, string script)
    {
        await bench.Preparation.Checkpoint();
        into.Add(new(what, round, await pgbench.Measure(script), "/s"));
    }

    private async Task CommandsAndTail(Measurements into, int round, Running contender, Work commands)
    {
        var greatest = await bench.Measure(into, Commands, round, contender, commands);
        var half = await bench.MeasureAt(greatest.PerSecond / 2, round, contender, commands);
        into.Add(new(Median, round, half.P50, "ms"));
        into.Add(new(Tail, round, half.P99, "ms", half));
    }
}
