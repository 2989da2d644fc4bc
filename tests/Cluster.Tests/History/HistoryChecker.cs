using NanchangEdu.Registry.Contracts;

namespace NanchangEdu.Registry.Cluster.Tests.History;

/// <summary>
/// Holds what clients saw against what the database has: nothing acknowledged is lost, doubled or altered, nothing is there that nobody
/// asked for, versions do not fork, authoritative reads are not stale, the ledger makes the state, the quota is the sum of its entries.
/// Versions give the order, so that no search is needed: O(n log n).
/// </summary>
internal static partial class HistoryChecker
{
    /// <returns>Every violation; empty when the history is sound. Missing input is a violation, never a pass.</returns>
    public static IReadOnlyList<Finding> Check(ClientHistory clients, RegisterDump dump, RegisterDump before)
    {
        var found = new List<Finding>();
        if (clients.Invocations.Count == 0 || dump.Ledger.Count == 0 || !clients.Invocations.Any(i => i.Acknowledged))
        {
            found.Add(new(Violation.Incomplete, "no command, no acknowledged command or no ledger"));
        }

        Acknowledged(clients.Invocations, dump, found);
        Phantoms(clients.Invocations, dump, before, found);
        Actors(clients.Invocations, dump, found);
        Order(clients.Invocations, found);
        Reads(clients, dump, found);
        Misuses(clients.Misuses, found);
        Ledger(dump, before, found);
        Times(dump, before, found);
        States(dump, found);
        Holders(clients, dump, found);
        found.AddRange(QuotaModel.Check(dump));
        return found;
    }

    /// <summary>No loss, no doubling, the original bytes: each acknowledged command has its one answer, and its events at the version told.</summary>
    private static void Acknowledged(IReadOnlyList<Invocation> invocations, RegisterDump dump, List<Finding> found)
    {
        var answers = dump.Answers.ToLookup(a => a.Key);
        var versions = dump.Ledger.Select(e => (e.Record, e.Version)).ToHashSet();
        foreach (var invocation in invocations.Where(i => i.Acknowledged))
        {
            var first = invocation.First;
            if (invocation.Answers.Any(a => a.Status != first.Status || !a.Body.AsSpan().SequenceEqual(first.Body)))
            {
                found.Add(new(Violation.Altered, $"{invocation.Key} got different answers under one key"));
            }

            var kept = answers[invocation.Key].ToArray();
            if (kept.Length != 1)
            {
                found.Add(new(kept.Length == 0 ? Violation.Lost : Violation.Doubled, $"{invocation.Key} was acknowledged and has {kept.Length} answers"));
                continue;
            }

            if (!kept[0].Body.AsSpan().SequenceEqual(first.Body) || kept[0].Status != first.Status || kept[0].Record != invocation.Record
                || (first.Version is { } told && told != kept[0].Version))
            {
                found.Add(new(Violation.Altered,
                    $"{invocation.Key} was answered {first.Status} for {invocation.Record} v{first.Version} and is kept as {kept[0].Status} for {kept[0].Record} v{kept[0].Version}"));
            }

            if (!versions.Contains((kept[0].Record, kept[0].Version)))
            {
                found.Add(new(Violation.Lost, $"{invocation.Key} has no ledger event at {kept[0].Record} v{kept[0].Version}"));
            }
        }
    }

    /// <summary>
    /// No phantom: every version that is new since <paramref name="before"/> was asked for by one command, or is the registry's own;
    /// a command that was refused has none, and is kept as refused, so that none of its sendings can have one later.
    /// </summary>
    private static void Phantoms(IReadOnlyList<Invocation> invocations, RegisterDump dump, RegisterDump before, List<Finding> found)
    {
        var invoked = invocations.ToDictionary(i => i.Key, StringComparer.Ordinal);
        var known = before.Answers.Select(a => (a.ActorId, a.Key)).ToHashSet();
        foreach (var answer in dump.Answers.Where(a => a.ActorId != Actor.System.PersonId && !known.Contains((a.ActorId, a.Key))))
        {
            if (!invoked.TryGetValue(answer.Key, out var invocation))
            {
                found.Add(new(Violation.Phantom, $"an answer for {answer.Key} that nobody sent"));
            }
            else if (!invocation.Acknowledged && !answer.IsRefusal)
            {
                found.Add(new(Violation.Phantom, $"{answer.Key} was refused with {invocation.Answers[0].Status} and is {answer.Record} v{answer.Version}"));
            }
        }

        var refused = dump.Answers.Where(a => a.IsRefusal).Select(a => a.Key).ToHashSet(StringComparer.Ordinal);
        foreach (var invocation in invocations.Where(i => i.WasRefused && !refused.Contains(i.Key)))
        {
            found.Add(new(Violation.Lost, $"{invocation.Key} was refused and is not kept as refused"));
        }

        var start = before.Records.ToDictionary(r => r.Id, r => r.Version);
        var made = dump.Receipts.ToLookup(a => (a.Record, a.Version));
        foreach (var version in dump.Ledger.GroupBy(e => (e.Record, e.Version)))
        {
            var own = version.All(e => e.ActorId == Actor.System.PersonId);
            var makers = made[version.Key].Count();
            if (version.Key.Version > start.GetValueOrDefault(version.Key.Record) && !own && makers != 1)
            {
                found.Add(new(makers == 0 ? Violation.Phantom : Violation.Fork, $"{version.Key.Record} v{version.Key.Version} was made by {makers} commands"));
            }
        }
    }

    /// <summary>Each client is one actor, and the ledger names the actor of the command that made the version.</summary>
    private static void Actors(IReadOnlyList<Invocation> invocations, RegisterDump dump, List<Finding> found)
    {
        var clients = invocations.ToDictionary(i => i.Key, i => i.Client, StringComparer.Ordinal);
        foreach (var client in dump.Answers.Where(a => clients.ContainsKey(a.Key)).GroupBy(a => clients[a.Key]))
        {
            if (client.Select(a => a.ActorId).Distinct(StringComparer.Ordinal).Count() != 1)
            {
                found.Add(new(Violation.Altered, $"what {client.Key} sent is kept under several actors"));
            }
        }

        var actors = dump.Receipts.ToLookup(a => (a.Record, a.Version), a => a.ActorId);
        foreach (var row in dump.Ledger)
        {
            if (actors[(row.Record, row.Version)].FirstOrDefault() is { } actor && actor != row.ActorId && row.ActorId != Actor.System.PersonId)
            {
                found.Add(new(Violation.Altered, $"{row.Record} v{row.Version} was made by {actor}, the ledger says {row.ActorId}"));
            }
        }
    }

    /// <summary>Real-time order: what returned before another was sent has the smaller version on the same record.</summary>
    private static void Order(IReadOnlyList<Invocation> invocations, List<Finding> found)
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
                    found.Add(new(Violation.Order, $"{invocation.Key} has v{VersionOf(invocation)} although v{highestReturned} was answered before it was sent"));
                }
            }
        }
    }

    /// <summary>An authoritative read tells nothing older than what was acknowledged before it was asked, and nothing that was not there yet.</summary>
    private static void Reads(ClientHistory clients, RegisterDump dump, List<Finding> found)
    {
        var last = dump.Records.ToDictionary(r => r.Id, r => r.Version);
        var invoked = clients.Invocations.ToDictionary(i => i.Key, StringComparer.Ordinal);
        var makers = dump.Receipts.ToLookup(a => (a.Record, a.Version), a => a.Key);
        var commands = clients.Invocations.Where(i => i.Acknowledged && i.ReturnedAt is not null).ToLookup(i => i.Record);
        foreach (var record in clients.Reads.GroupBy(r => r.Record))
        {
            var byReturn = commands[record.Key].OrderBy(i => i.ReturnedAt).ToArray();
            long acknowledged = 0;
            var next = 0;
            foreach (var read in record.OrderBy(r => r.InvokedAt))
            {
                for (; next < byReturn.Length && byReturn[next].ReturnedAt < read.InvokedAt; next++)
                {
                    acknowledged = Math.Max(acknowledged, VersionOf(byReturn[next]));
                }

                if (read.Version < acknowledged)
                {
                    found.Add(new(Violation.Stale, $"{read.Record} was read at v{read.Version} although v{acknowledged} had been answered"));
                }

                var notYet = makers[(read.Record, read.Version)].Any(key => invoked.TryGetValue(key, out var maker) && maker.InvokedAt > read.ReturnedAt);
                if (notYet || read.Version > last.GetValueOrDefault(read.Record))
                {
                    found.Add(new(Violation.Phantom, $"{read.Record} was read at v{read.Version}, which was not there"));
                }
            }
        }
    }

    /// <summary>A key means one request: with another body it is refused as such.</summary>
    private static void Misuses(IReadOnlyList<Misuse> misuses, List<Finding> found) => found.AddRange(misuses
        .Where(misuse => misuse.Status != 422)
        .Select(misuse => new Finding(Violation.Altered, $"{misuse.Key} with another body was answered {misuse.Status}")));

    private static long VersionOf(Invocation invocation) => invocation.First.Version ?? 0;
}
