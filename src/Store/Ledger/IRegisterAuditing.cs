using System.Collections.Immutable;

namespace NanchangEdu.Registry.Store;

public sealed record HeldClaim(string Scope, string Value, string OwnerKind, string OwnerId);

/// <summary>By which words a record is searched for, and by which it should be.</summary>
public sealed record SearchWords(string Stored, string Right);

/// <summary>A row of a list that does not stand where its site does.</summary>
/// <param name="What">Table and key within the site: <c>request 2</c>.</param>
public sealed record StrayRow(string SiteId, string What);

/// <summary>A record with everything that the register holds of it.</summary>
/// <param name="Catalog">The columns of a site, its requests and deadlines with them; null for other kinds.</param>
/// <param name="Unit">Those of a unit.</param>
/// <param name="Account">Those of an account.</param>
/// <param name="Events">All of its ledger with what it says, by sequence.</param>
/// <param name="Words">Of a unit or an account; those of a site are among its columns.</param>
public sealed record AuditedRecord(
    StoredRecord Record, SiteCatalogRow? Catalog, UnitCatalogRow? Unit, AccountCatalogRow? Account, ImmutableArray<HeldClaim> Claims,
    ImmutableArray<FeedRow> Events, SearchWords? Words = null);

/// <summary>Some records, and where those after them begin.</summary>
/// <param name="Records">None perhaps, and not the last for that.</param>
/// <param name="Next">Opaque; null after the last page.</param>
public sealed record AuditedPage(ImmutableArray<AuditedRecord> Records, string? Next);

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
    /// Records of a kind, some hundreds at a time, in the order that costs the database least: PostgreSQL reads them as they lie, since by id each would be
    /// fetched from another place. There one that is written meanwhile may come twice or not at all.
    /// </summary>
    /// <param name="kind">Which.</param>
    /// <param name="from">The page before says it; null for the first page.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="StoreUnavailableException"/>
    Task<AuditedPage> Records(RecordKind kind, string? from, CancellationToken cancellationToken);

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

    public Task<AuditedPage> Records(RecordKind kind, string? from, CancellationToken cancellationToken) => dialect.Audited(kind, from, cancellationToken);

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
