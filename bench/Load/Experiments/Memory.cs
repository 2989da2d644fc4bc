using System.Collections.Immutable;
using System.Globalization;
using NanchangEdu.Registry.Bench.Load.Contenders;
using NanchangEdu.Registry.Bench.Load.Driving;
using NanchangEdu.Registry.Bench.Load.Report;

namespace NanchangEdu.Registry.Bench.Load.Experiments;

/// <summary>
/// What a site costs in memory once it was asked for, and how many are fetched from cold storage in a second. Each site is asked once, by a
/// command on a version that never was: it is loaded, and nothing else is kept. The first half of the sites warms the program up, the
/// second is measured.
/// </summary>
internal sealed class Memory(Bench bench) : IExperiment
{
    private const string Database = "registry_memory";
    private const string Activated = "managed memory of an activated site";
    private const string Stored = "its stored JSON";
    private const string Activations = "activations from cold storage, over HTTP";

    private const int PreconditionFailed = 412;

    public string Name => "memory";

    public ImmutableArray<Goal> Goals { get; } = [new(Activated, Stored, 2.0, AtLeast: false)];

    public async Task<string> Run(Measurements into)
    {
        var options = bench.Options;
        var register = await bench.Preparation.Postgres(Database, options.HotSites);
        var all = register.HotSites;
        var (first, second) = (register with { HotSites = all[..(all.Length / 2)] }, register with { HotSites = all[(all.Length / 2)..] });
        for (var round = 1; round <= options.Rounds; round++) await Measure(into, round, first, second);

        return string.Create(
            CultureInfo.InvariantCulture,
            $"{options.Clients} clients, {second.HotSites.Length:#,##0} sites after as many others; live objects of the whole process after a full collection; {options.Rounds} starts.");
    }

    private async Task Measure(Measurements into, int round, Register first, Register second)
    {
        await bench.Preparation.Checkpoint();
        var metrics = FreePort.Next();
        await using var running = await bench.Field.OneProcess(Database, metrics);
        var heap = new ManagedHeap(running.ProcessIds[^1], metrics);
        await Ask(running, first);
        var before = await heap.LiveBytes();
        var took = await Ask(running, second);
        var after = await heap.LiveBytes();

        var sites = second.HotSites.Length;
        into.Add(new(Activated, round, (after - before) / (double)sites, "bytes"));
        into.Add(new(Stored, round, second.HotStateBytes, "bytes"));
        into.Add(new(Activations, round, sites / took.TotalSeconds, "/s"));
    }

    private Task<TimeSpan> Ask(Running running, Register register) =>
        ClosedLoop.Once(running.Address, register.Stale(running), bench.Options.Clients, PreconditionFailed, CancellationToken.None);
}
