using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using NanchangEdu.Registry.Contracts;
using NanchangEdu.Registry.Rules;
using NanchangEdu.Registry.Store;

namespace NanchangEdu.Registry.Cluster.Tests.History;

/// <summary>
/// Holds what clients saw against what the database has: nothing acknowledged is lost, doubled or altered, nothing is there that nobody
/// asked for, versions do not fork, the ledger makes the state, the quota is the sum of its entries.
/// </summary>
internal static class HistoryChecker
{
    /// <returns>Every violation in words; empty when the history is sound. Missing input is a violation, never a pass.</returns>
    public static IReadOnlyList<string> Check(IReadOnlyList<Invocation> invocations, RegisterDump dump, RegisterDump before)
    {
        var found = new List<string>();
        if (invocations.Count == 0 || dump.Ledger.Count == 0 || !invocations.Any(i => i.Acknowledged))
        {
            found.Add("missing input: no command, no acknowledged command or no ledger");
        }

        Acknowledged(invocations, dump, found);
        Phantoms(invocations, dump, before, found);
        Order(invocations, found);
        Ledger(dump, before, found);
        States(dump, found);
        return found;
    }

    /// <summary>No loss, no doubling, the original bytes: each acknowledged command has its one answer, and its events at the version told.</summary>
    private static void Acknowledged(IReadOnlyList<Invocation> invocations, RegisterDump dump, List<string> found)
    {
        var answers = dump.Answers.ToLookup(a => a.Key);
        var versions = dump.Ledger.Select(e => (e.Record, e.Version)).ToHashSet();
        foreach (var invocation in invocations.Where(i => i.Acknowledged))
        {
            var first = invocation.Answers.First(a => a.IsSuccess);
            if (invocation.Answers.Any(a => a.Status != first.Status || !a.Body.AsSpan().SequenceEqual(first.Body)))
            {
                found.Add($"altered: {invocation.Key} got different answers under one key");
            }

            var kept = answers[invocation.Key].ToArray();
            if (kept.Length != 1)
            {
                found.Add($"lost or doubled: {invocation.Key} was acknowledged and has {kept.Length} answers");
                continue;
            }

            if (!kept[0].Body.AsSpan().SequenceEqual(first.Body) || kept[0].Status != first.Status || kept[0].Record != invocation.Record
                || (first.Version is { } told && told != kept[0].Version))
            {
                found.Add($"altered: {invocation.Key} was answered {first.Status} for {invocation.Record} v{first.Version} and is kept as {kept[0].Status} for {kept[0].Record} v{kept[0].Version}");
            }

            if (!versions.Contains((kept[0].Record, kept[0].Version)))
            {
                found.Add($"lost: {invocation.Key} has no ledger event at {kept[0].Record} v{kept[0].Version}");
            }
        }
    }

    /// <summary>No phantom: every version that is new since <paramref name="before"/> was asked for by one command, or is the registry's own.</summary>
    private static void Phantoms(IReadOnlyList<Invocation> invocations, RegisterDump dump, RegisterDump before, List<string> found)
    {
        var invoked = invocations.Select(i => i.Key).ToHashSet(StringComparer.Ordinal);
        var known = before.Answers.Select(a => (a.ActorId, a.Key)).ToHashSet();
        foreach (var answer in dump.Answers.Where(a => a.ActorId != Actor.System.PersonId))
        {
            if (!known.Contains((answer.ActorId, answer.Key)) && !invoked.Contains(answer.Key))
            {
                found.Add($"phantom: an answer for {answer.Key} that nobody sent");
            }
        }

        var start = before.Records.ToDictionary(r => r.Id, r => r.Version);
        var made = dump.Answers.ToLookup(a => (a.Record, a.Version));
        foreach (var version in dump.Ledger.GroupBy(e => (e.Record, e.Version)))
        {
            var own = version.All(e => e.ActorId == Actor.System.PersonId);
            if (version.Key.Version > start.GetValueOrDefault(version.Key.Record) && !own && made[version.Key].Count() != 1)
            {
                found.Add($"phantom: {version.Key.Record} v{version.Key.Version} was made by {made[version.Key].Count()} commands");
            }
        }
    }

    /// <summary>Real-time order: what returned before another was sent has the smaller version on the same record.</summary>
    private static void Order(IReadOnlyList<Invocation> invocations, List<string> found)
    {
        foreach (var record in invocations.Where(i => i.Acknowledged && i.ReturnedAt is not null).GroupBy(i => i.Record))
        {
            long highestReturned = 0;
            var byReturn = record.OrderBy(i => i.ReturnedAt).ToArray();
            var next = 0;
            foreach (var invocation in record.OrderBy(i => i.InvokedAt))
            {
                for (; next < byReturn.Length && byReturn[next].ReturnedAt < invocation.InvokedAt; next++)
                {
                    highestReturned = Math.Max(highestReturned, VersionOf(byReturn[next]));
                }

                if (VersionOf(invocation) <= highestReturned)
                {
                    found.Add($"order: {invocation.Key} has v{VersionOf(invocation)} although v{highestReturned} was answered before it was sent");
                }
            }
        }
    }

    /// <summary>Versions 1..n without gap, the chain from genesis to the record's head, and nothing of the past rewritten.</summary>
    private static void Ledger(RegisterDump dump, RegisterDump before, List<string> found)
    {
        var rows = dump.Ledger.ToLookup(e => e.Record);
        foreach (var record in dump.Records)
        {
            var history = rows[record.Id].OrderBy(e => e.Seq)
                .Select(e => new HistoryRow(0, e.Seq, e.Type, default, default, e.Body, e.PrevHash, e.Hash));
            if (LedgerChain.Verify(history, new StoredRecord(record.Id, record.Version, record.State, record.LedgerSeq, record.LedgerHash)) is { } broken)
            {
                found.Add($"chain: {record.Id} breaks at {broken}");
            }

            var versions = rows[record.Id].Select(e => e.Version).Distinct().Order().ToArray();
            if (!versions.SequenceEqual(Enumerable.Range(1, (int)record.Version).Select(v => (long)v)))
            {
                found.Add($"versions: {record.Id} is at v{record.Version} and its ledger tells of {versions.Length}");
            }
        }

        found.AddRange(dump.Ledger.Select(e => e.Record).Distinct().Except(dump.Records.Select(r => r.Id)).Select(id => $"orphan: the ledger tells of {id}, which is not there"));
        var hashes = dump.Ledger.ToLookup(e => (e.Record, e.Seq), e => e.Hash);
        found.AddRange(before.Ledger
            .Where(e => !hashes[(e.Record, e.Seq)].Any(hash => hash.AsSpan().SequenceEqual(e.Hash)))
            .Select(e => $"rewritten: {e.Record} event {e.Seq}"));
    }

    /// <summary>The ledger folded from nothing is the stored state, byte for byte; the claims are those the state must hold; the quota is its entries.</summary>
    private static void States(RegisterDump dump, List<string> found)
    {
        var rows = dump.Ledger.ToLookup(e => e.Record);
        var claims = dump.Claims.ToLookup(c => c.Owner);
        foreach (var record in dump.Records.Where(r => r.Kind == "site"))
        {
            Site site;
            try
            {
                site = rows[record.Id].OrderBy(e => e.Seq).Select(e => StoredFormat.ReadSiteEvent(DataOf(e.Body)))
                    .Aggregate(Site.Unknown(new SiteId(record.Id)), SiteRules.Evolve);
            }
            catch (Exception e) when (e is JsonException or InvalidOperationException or NullReferenceException)
            {
                found.Add($"state: the ledger of {record.Id} cannot be replayed: {e.Message}");
                continue;
            }

            if (!StoredFormat.Write(site).AsSpan().SequenceEqual(record.State))
            {
                found.Add($"state: {record.Id} is not what its ledger makes");
            }

            Claims(site, [.. claims[record.Id]], found);
            Quota(site, found);
        }
    }

    private static void Claims(Site site, ClaimRow[] held, List<string> found)
    {
        var needs = SiteClaims.Of(site);
        if (held.Length != needs.Length || needs.Any(n => !held.Any(c => c.Scope == n.Scope && n.AnyOf.Contains(c.Value))))
        {
            found.Add($"claims: {site.Id} needs {needs.Length} and holds {held.Length}");
        }
    }

    /// <summary>An independent recount: dates from the windows themselves, by UTC+8 years, against the sums of the entries.</summary>
    private static void Quota(Site site, List<string> found)
    {
        foreach (var year in site.QuotaEntries.Select(e => e.Year).Distinct())
        {
            var entries = site.QuotaEntries.Where(e => e.Year == year).ToArray();
            var times = entries.Sum(e => e.ReservedTimes + e.UsedTimes);
            var slots = SiteClaims.Of(site).Count(c => c.Scope == SiteClaims.DownlineSlot && c.Key.Contains($"/{year}/", StringComparison.Ordinal));
            var ended = site.Stage is Stage.Closed or Stage.Deregistered;
            if (!ended && times != slots)
            {
                found.Add($"quota: {site.Id} has charged {times} times in {year} and holds {slots} slots");
            }

            var converted = site.Windows.Any(w => w.Suspension is not null);
            if (times > 2 && !converted)
            {
                found.Add($"quota: {site.Id} has {times} times in {year}");
            }

            var waiting = site.Windows.Where(w => w.State == WindowState.Scheduled)
                .SelectMany(w => Enumerable.Range(w.From.DayNumber, w.Until.DayNumber - w.From.DayNumber + 1)).Distinct()
                .Count(day => DateOnly.FromDayNumber(day).Year == year);
            var open = site.Windows.Any(w => w.State is WindowState.Started or WindowState.Overdue);
            if (!open && entries.Sum(e => e.ReservedDays) > waiting)
            {
                found.Add($"quota: {site.Id} has {entries.Sum(e => e.ReservedDays)} days reserved in {year}, its windows hold {waiting}");
            }
        }
    }

    private static long VersionOf(Invocation invocation) => invocation.Answers.First(a => a.IsSuccess).Version ?? 0;

    private static JsonNode DataOf(byte[] body) =>
        JsonNode.Parse(Encoding.UTF8.GetString(body))!["data"] ?? throw new JsonException("no data");
}
