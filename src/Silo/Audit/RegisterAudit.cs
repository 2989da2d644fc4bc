using NanchangEdu.Registry.Rules;
using NanchangEdu.Registry.Store;

namespace NanchangEdu.Registry.Silo.Audit;

/// <summary>
/// Proves the register: by itself, that everything in it is what its ledger makes; and by checkpoints that were carried out of it, that this is
/// the ledger it always had. For restored databases, and whenever somebody doubts.
/// </summary>
/// <remarks>The register must be at rest: a command between the passes would look like a fault.</remarks>
internal sealed class RegisterAudit(
    ISealedLedger ledger, IRegisterAuditing auditing, RulePack pack, TimeProvider time, AuditWitness witness, Action<string> tell)
{
    private const int LinksPage = 20_000;
    private const int TilesPage = 1000;
    private const int TellEvery = 100_000;

    private readonly AuditFindings findings = new();
    private long events;
    private long records;

    /// <exception cref="OperationCanceledException"/>
    public async Task<AuditReport> Run(CancellationToken cancellationToken)
    {
        var chains = new EventCheck(findings);
        var seals = new SealCheck(findings, witness);
        await Guarded("checkpoint", () => ReadCheckpoints(seals, cancellationToken));
        var now = time.GetUtcNow();
        RecordCheck[] checks = [.. Enum.GetValues<RecordKind>().Select(kind => new RecordCheck(kind, pack, now, findings))];

        // Side by side: the database reads for one while another is looked at, and sums up meanwhile.
        await Task.WhenAll(
        [
            Guarded("ledger_event", () => WalkLedger(chains, seals, cancellationToken)),
            Guarded("claim", () => LookBeside(cancellationToken)),
            .. checks.Select(check => Guarded($"{check.Kind}", () => WalkRecords(check, cancellationToken))),
        ]);
        seals.End();
        foreach (var check in checks) check.End(chains);
        await Guarded("ledger_tile", () => CompareTiles(seals, cancellationToken));

        return new AuditReport(records, events, seals.Stored, seals.Witnessed, findings.All);
    }

    private async Task ReadCheckpoints(SealCheck seals, CancellationToken cancellationToken)
    {
        for (long after = 0; await ledger.Checkpoints(after, TilesPage, cancellationToken) is [.., var last] page; after = last.Number)
        {
            foreach (var checkpoint in page) seals.Know(checkpoint);
        }
    }

    private async Task WalkLedger(EventCheck chains, SealCheck seals, CancellationToken cancellationToken)
    {
        // From the very beginning: positions count from 1, and who puts an event before them must not hide it.
        var pages = AuditPages.Ahead(
            auditing.Links(long.MinValue, LinksPage, cancellationToken),
            page => page is [.., var last] ? auditing.Links(last.Position, LinksPage, cancellationToken) : null);
        await foreach (var page in pages)
        {
            foreach (var link in page)
            {
                if (++events % TellEvery == 0) tell($"{events}");
                chains.Follow(link);
                seals.Follow(link);
            }
        }
    }

    private async Task CompareTiles(SealCheck seals, CancellationToken cancellationToken)
    {
        var made = seals.Tiles.ToDictionary(tile => (tile.Level, tile.Number));
        var (level, number) = (0, -1L);
        while (await auditing.Tiles(level, number, TilesPage, cancellationToken) is [.., var last] page)
        {
            foreach (var tile in page)
            {
                seals.Compare(made, tile);
                made.Remove((tile.Level, tile.Number));
            }

            (level, number) = (last.Level, last.Number);
        }

        foreach (var (missing, place) in made.Keys) findings.Add($"tile {place} of level {missing}: it is not there");
    }

    private async Task WalkRecords(RecordCheck check, CancellationToken cancellationToken)
    {
        await Parallel.ForEachAsync(await auditing.Stretches(check.Kind, cancellationToken), cancellationToken, async (stretch, token) =>
        {
            var some = await auditing.Records(stretch, token);
            check.Check(some);
            Interlocked.Add(ref records, some.Length);
        });
        check.HasSeenAll();
    }

    private async Task LookBeside(CancellationToken cancellationToken)
    {
        foreach (var claim in await auditing.StrayClaims(AuditFindings.Max, cancellationToken))
            findings.Add($"claim {claim.Scope} {claim.Value}: its owner {claim.OwnerKind} {claim.OwnerId} is not there");
        foreach (var row in await auditing.StrayRows(AuditFindings.Max, cancellationToken))
            findings.Add($"Site {row.SiteId}: {row.What} stands in a list where its site is not");
        foreach (var wrong in await auditing.WrongCounts(AuditFindings.Max, cancellationToken))
            findings.Add($"counter {wrong.Dimension} {wrong.Value}: it is off by {wrong.Count}");
    }

    /// <summary>What cannot even be read does not fit either; the rest is looked at all the same.</summary>
    private async Task Guarded(string what, Func<Task> look)
    {
        try
        {
            await look();
        }
        catch (StoreUnavailableException trouble)
        {
            findings.Add($"{what}: it cannot be read: {trouble.Message}");
        }
    }
}
