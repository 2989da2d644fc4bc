using System.Collections.Immutable;

namespace NanchangEdu.Registry.Store;

public sealed record HeldClaim(string Scope, string Value, string OwnerKind, string OwnerId);

/// <summary>By which words a record is searched for, and by which it should be.</summary>
public sealed record SearchWords(string Stored, string Right);

/// <summary>A row of a list that does not stand where its site does.</summary>
/// <param name="What">Table and key within the site: <c>request 2</c>.</param>
public sealed record StrayRow(string SiteId, string What);

/// <summary>What a record says of itself; of its state the SHA-256 alone, so that a database that can hash need not send it.</summary>
public sealed record AuditedHead(string Id, long Version, byte[] StateHash, long LedgerSeq, byte[] LedgerHash);

/// <summary>A record with everything that the register holds of it.</summary>
/// <param name="Catalog">The columns of a site, its requests and deadlines with them; null for other kinds.</param>
/// <param name="Unit">Those of a unit.</param>
/// <param name="Account">Those of an account.</param>
/// <param name="Events">All of its ledger with what it says, by sequence.</param>
/// <param name="Words">Of a unit or an account; those of a site are among its columns.</param>
public sealed record AuditedRecord(
    AuditedHead Head, SiteCatalogRow? Catalog, UnitCatalogRow? Unit, AccountCatalogRow? Account, ImmutableArray<HeldClaim> Claims,
    ImmutableArray<FeedRow> Events, SearchWords? Words = null);

/// <summary>A part of the records of a kind: some hundreds, or none.</summary>
/// <param name="Kind">Which.</param>
/// <param name="From">Where it begins; opaque.</param>
/// <param name="To">Where the next one begins; null: it goes to the very end.</param>
public sealed record AuditedStretch(RecordKind Kind, string From, string? To);

/// <summary>An event of the ledger as a link of its record's chain, without what it says: that is read once, with its record.</summary>
public sealed record LedgerLink(long Position, RecordKind Kind, string Id, long Seq, long Version, string RulePackVersion, byte[] PrevHash, byte[] Hash);

/// <summary>What an audit of the whole register reads. Not scoped: it is the operator's own program, and the register is at rest.</summary>
public interface IRegisterAuditing
{
    /// <summary>
    /// The ledger's links in the order of positions, after this one, to its very end: unlike the feed's readers an audit does not wait for transactions
    /// that run elsewhere on the server.
    /// </summary>
    /// <exception cref="StoreUnavailableException"/>
    Task<ImmutableArray<LedgerLink>> Links(long after, int limit, CancellationToken cancellationToken);

    /// <summary>
    /// All records of a kind in parts that are read side by side, cut as it costs the database least: PostgreSQL reads them as they lie, since by id each
    /// would be fetched from another place. There one that is written meanwhile may be in two of them or in none.
    /// </summary>
    /// <exception cref="StoreUnavailableException"/>
    Task<ImmutableArray<AuditedStretch>> Stretches(RecordKind kind, CancellationToken cancellationToken);

    /// <exception cref="StoreUnavailableException"/>
    Task<ImmutableArray<AuditedRecord>> Records(AuditedStretch stretch, CancellationToken cancellationToken);

    /// <summary>Tiles by level and number, after this one; (0, -1) from the first.</summary>
    /// <exception cref="StoreUnavailableException"/>
    Task<ImmutableArray<LedgerTile>> Tiles(int level, long after, int limit, CancellationToken cancellationToken);

    /// <summary>Counters that are not what the records make, with the difference; none when all are right.</summary>
    /// <exception cref="StoreUnavailableException"/>
    Task<ImmutableArray<CountedValue>> WrongCounts(int limit, CancellationToken cancellationToken);

    /// <summary>Claims of records that are not there.</summary>
    /// <exception cref="StoreUnavailableException"/>
    Task<ImmutableArray<HeldClaim>> StrayClaims(int limit, CancellationToken cancellationToken);

    /// <summary>Requests and deadlines whose site is not there, or is another unit's or authority's: they stand in a list where they do not belong.</summary>
    /// <exception cref="StoreUnavailableException"/>
    Task<ImmutableArray<StrayRow>> StrayRows(int limit, CancellationToken cancellationToken);
}

internal sealed class RegisterAuditing(IRegisterDialect dialect) : IRegisterAuditing
{
    private const int PageMax = 1000;
    private const int LinksMax = 20_000;

    public async Task<ImmutableArray<LedgerLink>> Links(long after, int limit, CancellationToken cancellationToken) =>
        [.. await dialect.AuditedLinks(after, Math.Clamp(limit, 1, LinksMax), cancellationToken)];

    public async Task<ImmutableArray<AuditedStretch>> Stretches(RecordKind kind, CancellationToken cancellationToken)
    {
        var begins = await dialect.AuditedBeginnings(kind, cancellationToken);
        return [.. begins.Select((from, i) => new AuditedStretch(kind, from, i + 1 < begins.Count ? begins[i + 1] : null))];
    }

    public Task<ImmutableArray<AuditedRecord>> Records(AuditedStretch stretch, CancellationToken cancellationToken) => dialect.Audited(stretch, cancellationToken);

    public async Task<ImmutableArray<LedgerTile>> Tiles(int level, long after, int limit, CancellationToken cancellationToken) =>
        [.. await dialect.Tiles(level, after, Clamp(limit), cancellationToken)];

    public async Task<ImmutableArray<CountedValue>> WrongCounts(int limit, CancellationToken cancellationToken) =>
        [.. await dialect.WrongCounts(Clamp(limit), cancellationToken)];

    public async Task<ImmutableArray<HeldClaim>> StrayClaims(int limit, CancellationToken cancellationToken) =>
        [.. await dialect.StrayClaims(Clamp(limit), cancellationToken)];

    public async Task<ImmutableArray<StrayRow>> StrayRows(int limit, CancellationToken cancellationToken) =>
        [.. await dialect.StrayRows(Clamp(limit), cancellationToken)];

    private static int Clamp(int limit) => Math.Clamp(limit, 1, PageMax);
}
