using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging;
using NanchangEdu.Registry.Contracts;
using NanchangEdu.Registry.Rules;
using NanchangEdu.Registry.Store;

namespace NanchangEdu.Registry.Grains.Sweeping;

/// <summary>One sweep: pages of due records, each record tried once, a few at a time.</summary>
internal sealed class SweepRound(IGrainFactory grains, ICatalog catalog, SweepOptions options, DateTimeOffset now, ILogger logger)
{
    private readonly HashSet<string> toldSites = [];

    public int Ticked { get; private set; }

    public int Troubles { get; private set; }

    public void MeetTrouble() => Troubles++;

    public Task TickSites(CancellationToken cancellationToken) =>
        ForEach((count, cancellation) => catalog.Due(RecordKind.Site, now, count, cancellation), id => Tell(id, new TickSite(), cancellationToken), cancellationToken);

    /// <summary>Sites of which lists and counters know what the date, or another rule pack, has made untrue, but for those told of it already.</summary>
    /// <param name="form">The form that columns have today.</param>
    public Task RefreshSites(string form, CancellationToken cancellationToken) => ForEach(
        (count, cancellation) => catalog.Outdated(form, RegistryCalendar.DateOf(now), count, cancellation),
        id => toldSites.Contains(id) ? Task.CompletedTask : Tell(id, new TickSite(), cancellationToken), cancellationToken);

    /// <summary>A unit is due while its sites have not taken over its latest facts.</summary>
    public Task InformSites(CancellationToken cancellationToken) =>
        ForEach((count, cancellation) => catalog.Due(RecordKind.Unit, now, count, cancellation), id => Inform(new UnitId(id), cancellationToken), cancellationToken);

    private async Task ForEach(
        Func<int, CancellationToken, Task<ImmutableArray<string>>> ask, Func<string, Task> attend, CancellationToken cancellationToken)
    {
        var tried = new HashSet<string>();
        for (var page = 0; page < options.PagesPerSweepMax && !cancellationToken.IsCancellationRequested; page++)
        {
            // What was tried in vain is still due and first: ask past it, or it would hide the rest.
            var due = await ask(options.PageSize + tried.Count, cancellationToken);
            var fresh = due.Where(id => !tried.Contains(id)).Take(options.PageSize).ToImmutableArray();
            if (fresh.IsEmpty) return;

            var troublesBefore = Troubles;
            tried.UnionWith(fresh);
            await ForEach(fresh, attend);
            if (Troubles - troublesBefore > fresh.Length / 2) return;         // the database is in need: later
        }
    }

    private async Task ForEach(ImmutableArray<string> ids, Func<string, Task> attend)
    {
        foreach (var few in ids.Chunk(options.ParallelMax)) await Task.WhenAll(few.Select(attend));
    }

    private async Task Inform(UnitId unit, CancellationToken cancellationToken)
    {
        var grain = grains.GetGrain<IUnitGrain>(unit.GrainKey);

        // The version is read before the sites take the facts over: a change in between leaves the unit due.
        if (await Safely(unit.Uscc, () => grain.Facts(cancellationToken)) is not { } facts) return;

        var troublesBefore = Troubles;
        await ForEach(await catalog.SitesOf(unit, cancellationToken), id => Tell(id, new RefreshUnit(), cancellationToken));
        if (Troubles > troublesBefore) return;

        var mark = new MarkSitesInformed(facts.Version);
        Count(unit.Uscc, await Safely(unit.Uscc, () => grain.Execute(mark, EnvelopeFor(unit.Uscc, mark), cancellationToken)));
    }

    private async Task Tell(string id, SiteCommand command, CancellationToken cancellationToken)
    {
        toldSites.Add(id);
        var site = grains.GetGrain<ISiteGrain>(id);
        Count(id, await Safely(id, () => site.Execute(command, EnvelopeFor(id, command), cancellationToken)));
    }

    private void Count(string id, Outcome? outcome)
    {
        switch (outcome?.Kind)
        {
            case null:
                return;
            case OutcomeKind.Done:
                Ticked++;
                return;
            case OutcomeKind.Refused:
                logger.LogWarning("{Record} refused what was due: {Rule}", id, outcome.Refusal?.Rule);
                return;
            default:
                MeetTrouble();
                return;
        }
    }

    /// <summary>One record's trouble is counted and must not end the others' sweep.</summary>
    private async Task<T?> Safely<T>(string id, Func<Task<T>> call)
        where T : class?
    {
        try
        {
            return await call();
        }
        catch (Exception trouble) when (trouble is RegistryFaultException or OrleansException or TimeoutException)
        {
            MeetTrouble();
            logger.LogWarning("{Record} did not answer the sweeper: {Reason}", id, trouble.Message);
            return null;
        }
    }

    /// <summary>The same due record in the same minute goes by the same key, whoever sweeps.</summary>
    private Envelope EnvelopeFor<TCommand>(string id, TCommand command)
        where TCommand : notnull
    {
        var minute = now.UtcDateTime.ToString("yyyyMMdd'T'HHmm", CultureInfo.InvariantCulture);
        var key = $"{command.GetType().Name}:{id}:{minute}";
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));
        return new Envelope(Actor.System, key, hash, ExpectedVersion: null, RequestId: key);
    }
}
