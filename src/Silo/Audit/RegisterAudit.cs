using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NanchangEdu.Registry.Contracts;
using NanchangEdu.Registry.Hosting;
using NanchangEdu.Registry.Rules;
using NanchangEdu.Registry.Store;

namespace NanchangEdu.Registry.Silo.Audit;

/// <summary>What an audit of the whole register found.</summary>
/// <param name="Records">Records looked at.</param>
/// <param name="Events">Ledger events looked at.</param>
/// <param name="Findings">In words, the first <see cref="RegisterAudit.FindingsMax"/>; empty when all is sound.</param>
public sealed record AuditReport(long Records, long Events, IReadOnlyList<string> Findings)
{
    public bool IsSound => Findings.Count == 0;
}

/// <summary>
/// Proves the register by itself: every event is chained to the one before, every record's head is its last event, every state is what
/// its events make of it, and the ledger tells of no record that is not there. For restored databases, and whenever somebody doubts.
/// </summary>
/// <remarks>The register must be at rest: a command between the two passes would look like a fault.</remarks>
public sealed class RegisterAudit(IRegisterStore store, ICatalog catalog, Action<string> tell)
{
    public const int FindingsMax = 100;

    private const int PageSize = 200;
    private const int TellEvery = 10_000;

    private readonly Dictionary<(RecordKind Kind, string Id), Head> heads = [];
    private readonly List<string> findings = [];
    private long events;
    private long records;

    private readonly record struct Head(long Seq, long Version, byte[] Hash);

    /// <summary>What an audit stands on: the store alone, no silo.</summary>
    public static IServiceCollection Services(RegistryDatabase database, string dataFolder, ILoggerFactory loggers)
    {
        var services = new ServiceCollection().AddSingleton(loggers);
        if (database.IsPostgres) ClusterFoundation.AddStore(services, database);
        else EmbeddedFoundation.AddStore(services, dataFolder);
        return services.AddSingleton(provider => new RegisterAudit(
            provider.GetRequiredService<IRegisterStore>(), provider.GetRequiredService<ICatalog>(), Console.Error.WriteLine));
    }

    /// <exception cref="StoreUnavailableException"/>
    public async Task<AuditReport> Run(CancellationToken cancellationToken)
    {
        await WalkLedger(cancellationToken);
        await WalkUnits(cancellationToken);
        await WalkSites(cancellationToken);
        await WalkAccounts(cancellationToken);
        foreach (var (kind, id) in heads.Keys) Find($"{kind} {id}: the ledger tells of it and it is not there");

        return new AuditReport(records, events, findings);
    }

    private async Task WalkLedger(CancellationToken cancellationToken)
    {
        long after = 0;
        while (true)
        {
            var page = await catalog.LedgerFeed(after, PageSize, cancellationToken);
            foreach (var row in page) Follow(row);
            if (page.Length < PageSize) return;

            after = page[^1].Position;
        }
    }

    private void Follow(FeedRow row)
    {
        if (++events % TellEvery == 0) tell($"{events}");
        var key = (row.Kind, row.Id);
        var before = heads.TryGetValue(key, out var known) ? known : new Head(0, 0, LedgerChain.Genesis.ToArray());
        var continues = row.Seq == before.Seq + 1 && row.Version - before.Version is 0 or 1 && row.PrevHash.AsSpan().SequenceEqual(before.Hash);
        if (!continues || !row.Hash.AsSpan().SequenceEqual(LedgerChain.Hash(row.PrevHash, row.Body)))
            Find($"{row.Kind} {row.Id}: the chain breaks at event {row.Seq}");
        else if (!SaysWhatItsColumnsSay(row))
            Find($"{row.Kind} {row.Id}: the columns of event {row.Seq} are not what its hashed body says");
        heads[key] = new Head(row.Seq, row.Version, row.Hash);
    }

    /// <summary>Columns are for searching and are not hashed; who changed one would have lists and reports tell another story than the ledger.</summary>
    private static bool SaysWhatItsColumnsSay(FeedRow row)
    {
        try
        {
            using var body = JsonDocument.Parse(row.Body);
            var (said, actor) = (body.RootElement, body.RootElement.GetProperty("actor"));
            return (Text(said, "kind"), Text(said, "id"), said.GetProperty("seq").GetInt64(), said.GetProperty("version").GetInt64(), Text(said, "type"))
                == (JsonNamingPolicy.CamelCase.ConvertName(row.Kind.ToString()), row.Id, row.Seq, row.Version, row.Type)
                && (said.GetProperty("occurredAt").GetDateTimeOffset(), said.GetProperty("recordedAt").GetDateTimeOffset()) == (row.OccurredAt, row.RecordedAt)
                && (Text(actor, "id"), Text(actor, "role"), Text(actor, "unit"), Text(said, "requestId"), Text(said, "rulePack"))
                == (row.ActorId, row.ActorRole, row.ActorUnit, row.RequestId, row.RulePackVersion);
        }
        catch (Exception unreadable) when (unreadable is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            return false;
        }
    }

    private static string? Text(JsonElement element, string member) => element.GetProperty(member).GetString();

    private async Task WalkSites(CancellationToken cancellationToken)
    {
        string? cursor = null;
        do
        {
            var page = await catalog.Sites(
                new SiteFilter(CatalogScope.Everything, null, null, null, null, null, null, null, SiteSort.Name, cursor, PageSize), cancellationToken);
            foreach (var row in page.Items)
            {
                await Compare(
                    RecordKind.Site, row.Id, Site.Unknown(new SiteId(row.Id)),
                    (site, data) => SiteRules.Evolve(site, StoredFormat.ReadSiteEvent(data)), StoredFormat.Write, cancellationToken);
            }

            cursor = page.NextCursor;
        }
        while (cursor is not null);
    }

    private async Task WalkUnits(CancellationToken cancellationToken)
    {
        string? cursor = null;
        do
        {
            var page = await catalog.Units(new UnitFilter(CatalogScope.Everything, null, null, null, cursor, PageSize), cancellationToken);
            foreach (var row in page.Items)
            {
                await Compare(
                    RecordKind.Unit, row.Id, Unit.Unknown(new UnitId(row.Id)),
                    (unit, data) => UnitRules.Evolve(unit, StoredFormat.ReadUnitEvent(data)), StoredFormat.Write, cancellationToken);
            }

            cursor = page.NextCursor;
        }
        while (cursor is not null);
    }

    private async Task WalkAccounts(CancellationToken cancellationToken)
    {
        string? cursor = null;
        do
        {
            var page = await catalog.Accounts(new AccountFilter(CatalogScope.Everything, null, null, null, null, null, cursor, PageSize), cancellationToken);
            foreach (var row in page.Items)
            {
                var made = await Compare(
                    RecordKind.Account, row.Id, Account.Unknown(row.Id),
                    (account, data) => AccountRules.Evolve(account, StoredFormat.ReadAccountEvent(data)), StoredFormat.Write, cancellationToken);

                // By the standing a person is let in: who changed it would need to change nothing else.
                if (made is not null && !AccountViews.Standing(made).AsSpan().SequenceEqual(row.Catalog.Standing))
                    Find($"{RecordKind.Account} {row.Id}: the standing is not what its ledger makes");
            }

            cursor = page.NextCursor;
        }
        while (cursor is not null);
    }

    /// <returns>What the ledger makes of the record; null when it makes nothing.</returns>
    private async Task<TState?> Compare<TState>(
        RecordKind kind, string id, TState unknown, Func<TState, JsonNode, TState> evolve, Func<TState, byte[]> write,
        CancellationToken cancellationToken)
        where TState : class
    {
        records++;
        if (await store.Load(kind, id, cancellationToken) is not { } stored)
        {
            Find($"{kind} {id}: listed, and it is not there");
            return null;
        }

        if (!heads.Remove((kind, id), out var head))
            Find($"{kind} {id}: the ledger does not tell of it");
        else if (head.Seq != stored.LedgerSeq || head.Version != stored.Version || !head.Hash.AsSpan().SequenceEqual(stored.LedgerHash))
            Find($"{kind} {id}: the record names event {stored.LedgerSeq} at version {stored.Version} as its last, the ledger {head.Seq} at {head.Version}");

        try
        {
            var made = unknown;
            await foreach (var body in History(kind, id, cancellationToken)) made = evolve(made, DataOf(body));
            if (!write(made).AsSpan().SequenceEqual(stored.State)) Find($"{kind} {id}: the state is not what its ledger makes");
            return made;
        }
        catch (Exception unreadable) when (unreadable is JsonException or InvalidOperationException)
        {
            Find($"{kind} {id}: the ledger cannot be replayed: {unreadable.Message}");
            return null;
        }
    }

    private async IAsyncEnumerable<byte[]> History(
        RecordKind kind, string id, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string? cursor = null;
        do
        {
            if (await catalog.History(kind, id, CatalogScope.Everything, cursor, PageSize, cancellationToken) is not { } page) yield break;

            foreach (var row in page.Items) yield return row.Body;
            cursor = page.NextCursor;
        }
        while (cursor is not null);
    }

    private static JsonNode DataOf(byte[] body) =>
        JsonNode.Parse(body)?["data"] ?? throw new JsonException("the event has no data");

    private void Find(string finding)
    {
        if (findings.Count < FindingsMax) findings.Add(finding);
    }
}
