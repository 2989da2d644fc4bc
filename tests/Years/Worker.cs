using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using NanchangEdu.Registry.Contracts;
using NanchangEdu.Registry.Grains;
using NanchangEdu.Registry.Hosting;
using NanchangEdu.Registry.Rules;
using NanchangEdu.Registry.Silo;

namespace NanchangEdu.Registry.Years;

/// <summary>The registry's clock, as the run sets it: forwards, by leaps, and back.</summary>
internal sealed class DrivenClock(DateTimeOffset start) : RegistryClock(TimeProvider.System)
{
    private volatile StrongInstant now = new(start);

    private sealed record StrongInstant(DateTimeOffset At);

    public override DateTimeOffset GetUtcNow() => now.At;

    public void Set(DateTimeOffset instant) => now = new StrongInstant(instant);
}

/// <summary>
/// A silo in a process of its own, which may be killed at any instant. It does what its input says, a line each, and says when that is done:
/// <c>live DATE</c> tells everything that happens on a day, <c>sweep INSTANT</c> sweeps twice at the same time. It ends with its input.
/// </summary>
internal static class Worker
{
    public const string Verb = "work";
    public const string Ready = "ready";
    private const int ParallelMax = 32;

    /// <summary>Of this process alone: what a sweeper remembers lies under its key, and would be another's, too.</summary>
    private static readonly string[] Sweepers = [.. new[] { "first", "second" }.Select(which => $"{which}-sweeper-{Environment.ProcessId}")];

    private const int TriesMax = 20;

    public static async Task<int> Run(string[] settings)
    {
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Configuration.AddCommandLine(settings);
        builder.Logging.ClearProviders().SetMinimumLevel(LogLevel.Error).AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        var clock = new DrivenClock(Instant(builder.Configuration["Years:At"]!));
        builder.AddRegistrySilo(RegistryDatabase.From(builder.Configuration, DatabaseKind.Sqlite));
        builder.Services.AddSingleton<RegistryClock>(clock);
        using var host = builder.Build();
        await host.StartAsync();
        var plan = City.Plan(
            builder.Configuration.GetValue<int>("Years:Sites"), builder.Configuration.GetValue<int>("Years:Days"), builder.Configuration.GetValue<int>("Years:Seed"),
            host.Services.GetRequiredService<RulePack>());
        var grains = host.Services.GetRequiredService<IGrainFactory>();
        await Console.Out.WriteLineAsync(Ready);
        while (await Console.In.ReadLineAsync() is { } line)
        {
            var said = line.Split(' ') switch
            {
                ["live", var date] => await Live(grains, clock, plan[DateOnly.ParseExact(date, "O", CultureInfo.InvariantCulture)]),
                ["sweep", var instant] => await Sweep(grains, clock, Instant(instant)),
                _ => throw new InvalidOperationException($"'{line}' is nothing a worker does"),
            };
            await Console.Out.WriteLineAsync(said);
        }

        await host.StopAsync();
        return 0;
    }

    private static DateTimeOffset Instant(string text) => DateTimeOffset.ParseExact(text, "O", CultureInfo.InvariantCulture);

    private static async Task<string> Sweep(IGrainFactory grains, DrivenClock clock, DateTimeOffset at)
    {
        clock.Set(at);
        await Task.WhenAll(Sweepers.Select(key => Sweep(grains.GetGrain<IDeadlineGrain>(key))));
        return "swept";
    }

    /// <summary>On a day with much to tell the caller's patience ends before the sweep: the next call waits behind it, and finds nothing left to do.</summary>
    private static async Task Sweep(IDeadlineGrain sweeper)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                await sweeper.Sweep(default);
                return;
            }
            catch (TimeoutException) when (tries < TriesMax)
            {
                continue;
            }
        }
    }

    /// <summary>Instant by instant; at one instant, what happens at different records at once. Says what was refused, and why.</summary>
    private static async Task<string> Live(IGrainFactory grains, DrivenClock clock, IEnumerable<Act> day)
    {
        var (told, refused) = (0, new ConcurrentQueue<string>());
        foreach (var instant in day.GroupBy(act => act.At).OrderBy(group => group.Key))
        {
            clock.Set(instant.Key);
            await Parallel.ForEachAsync(instant, new ParallelOptions { MaxDegreeOfParallelism = ParallelMax }, async (act, _) =>
            {
                var outcome = await Tell(grains, act);
                Interlocked.Increment(ref told);
                if (outcome.Kind != OutcomeKind.Done) refused.Enqueue($"{act.Command.GetType().Name}:{outcome.Refusal?.Rule}{outcome.Kind}");
            });
        }

        return $"lived {told} {string.Join(' ', refused)}".TrimEnd();
    }

    /// <summary>What is doubtful is asked again under its key, as a client does.</summary>
    private static async Task<Outcome> Tell(IGrainFactory grains, Act act)
    {
        for (var tries = 1; ; tries++)
        {
            var outcome = act.Command switch
            {
                SiteCommand command => await grains.GetGrain<ISiteGrain>(act.Record).Execute(command, act.Envelope, default),
                UnitCommand command => await grains.GetGrain<IUnitGrain>(act.Record).Execute(command, act.Envelope, default),
                _ => throw new InvalidOperationException($"{act.Command} is told to nobody"),
            };
            if (outcome.Kind is not (OutcomeKind.Unknown or OutcomeKind.Overloaded)) return outcome;
            if (tries == TriesMax) throw new InvalidOperationException($"{act.Key} stays in doubt");
        }
    }
}
