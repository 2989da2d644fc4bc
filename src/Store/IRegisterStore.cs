using System.Collections.Immutable;
using NanchangEdu.Registry.Contracts;

namespace NanchangEdu.Registry.Store;

public enum RecordKind
{
    Site = 1,
    Unit = 2,
    Account = 3,
}

/// <summary>A record as it was last committed.</summary>
/// <param name="State">UTF-8 JSON, exactly the bytes that were committed.</param>
/// <param name="LedgerSeq">Number of the record's last ledger event.</param>
/// <param name="LedgerHash">Hash of that event, 32 bytes: the next one is chained to it.</param>
public sealed record StoredRecord(string Id, long Version, byte[] State, long LedgerSeq, byte[] LedgerHash);

/// <summary>One ledger event, ready to be written. <see cref="Hash"/> = SHA-256(<see cref="PrevHash"/> ‖ <see cref="Body"/>).</summary>
/// <param name="Seq">1, 2, 3 … within the record, no gap.</param>
/// <param name="Body">The exact hashed bytes: UTF-8 JSON of the whole envelope (kind, id, seq, version, type, times, actor, request, pack, data).</param>
public sealed record LedgerEvent(
    long Seq,
    string Type,
    DateTimeOffset OccurredAt,
    DateTimeOffset RecordedAt,
    string ActorId,
    string ActorRole,
    string? ActorUnit,
    string RequestId,
    string RulePackVersion,
    byte[] Body,
    byte[] PrevHash,
    byte[] Hash);

/// <summary>
/// A uniqueness claim: the first free one of <see cref="AnyOf"/> in the scope becomes the record's. If it holds one of them
/// already, that is enough and no second is taken: who wants one more must leave out those it holds.
/// </summary>
public sealed record ClaimTake(string Scope, ImmutableArray<string> AnyOf);

/// <summary>Gives claims of this record back; all it holds in the scope when <see cref="Value"/> is null.</summary>
public sealed record ClaimRelease(string Scope, string? Value);

/// <summary>The answer to be kept under (actor, key).</summary>
public sealed record AnswerRow(string ActorId, string IdempotencyKey, string RequestHash, int Status, byte[] Body, DateTimeOffset CreatedAt);

/// <summary>A kept answer as found again: the version that the command made, too, for its ETag.</summary>
public sealed record StoredAnswer(string RequestHash, int Status, byte[] Body, string RecordId, long Version);

/// <summary>The typed, indexed columns of a site's row: all that lists, filters and counters need.</summary>
/// <param name="Stage">Wire name of the stage, e.g. <c>inReview</c>.</param>
/// <param name="SearchText">Name, unit, hosts, numbers: lower case, for substring search.</param>
/// <param name="NextExpiryOn">The earliest date on which evidence runs out; null if none will.</param>
/// <param name="NextDueAt">When time alone next changes something; the sweeper looks there.</param>
public sealed record SiteCatalogRow(
    string Name,
    string MainHost,
    string Unit,
    string UnitName,
    string UnitType,
    string Authority,
    string Lineage,
    string Stage,
    string Compliance,
    string IcpState,
    string? IcpNumber,
    string PublicSecurityState,
    string GradedState,
    int? GradedLevel,
    string SiteMarkState,
    string SearchText,
    DateTimeOffset RegisteredAt,
    DateTimeOffset? ClosedAt,
    DateOnly? NextExpiryOn,
    DateTimeOffset? NextDueAt,
    ImmutableArray<RequestCatalogRow> Requests)
{
    public string DomainState { get; init; } = "notFiled";

    /// <summary>The last date on which the security test counts; null when there is none that does.</summary>
    public DateOnly? TestExpiresOn { get; init; }

    /// <summary>The last date for the next graded-protection assessment; null when none is due.</summary>
    public DateOnly? GradedDueOn { get; init; }

    /// <summary><c>year/times/days</c> charged to the downline quota; null for a site that was never live.</summary>
    public string? QuotaUse { get; init; }

    /// <summary>The first date on which time alone has made some of these columns untrue; null when it never will.</summary>
    public DateOnly? StaleOn { get; init; }

    /// <summary>Which form the columns have, and under which rule pack they were made.</summary>
    public string Form { get; init; } = "";

    /// <summary>Its dated duties. All of them go with each commit; the store writes those that changed.</summary>
    public ImmutableArray<DeadlineCatalogRow> Deadlines { get; init; } = [];

    /// <summary>What <see cref="Deadlines"/> say, in sixteen bytes; made by <see cref="Normalised"/>.</summary>
    internal UInt128 DeadlinePrint { get; init; }

    /// <summary>As the store keeps it: search texts have one form.</summary>
    public SiteCatalogRow Normalised() => this with { SearchText = Store.SearchText.Normalise(SearchText), DeadlinePrint = Store.DeadlinePrint.Of(Deadlines) };
}

/// <summary>One request of the site, for the inbox. All of a site's requests go with each commit; the store writes those that changed.</summary>
public sealed record RequestCatalogRow(
    int Number,
    string Kind,
    string State,
    int Round,
    string? AssigneeId,
    string? AssigneeName,
    string FiledById,
    string FiledByName,
    DateTimeOffset SubmittedAt,
    DateTimeOffset ChangedAt,
    DateTimeOffset? DueAt);

/// <summary>A dated duty of the site.</summary>
/// <param name="Kind">What it is about: an item of the launch gate, or a kind of its own.</param>
/// <param name="Number">Of the request, window, suspension or exemption; 0 where a site has one of the kind at most.</param>
/// <param name="Who">Wire name of the party that must act.</param>
/// <param name="Ladder">On which days it is brought to mind.</param>
/// <param name="NextRungOn">The first of these days that has not been; null when there is none. It is the sweeper's as long as date and ladder stay.</param>
public sealed record DeadlineCatalogRow(
    string Kind,
    int Number,
    string Clause,
    string Who,
    DateOnly Since,
    DateOnly DueOn,
    bool IsEstimated,
    string Zh,
    string En,
    string Ladder,
    bool IsAcknowledged,
    DateOnly? NextRungOn)
{
    /// <summary>Whether the two say the same of the duty; how far its reminders went is not asked.</summary>
    public bool SaysTheSame(DeadlineCatalogRow other) => this with { NextRungOn = null } == other with { NextRungOn = null };
}

public sealed record UnitCatalogRow(string Name, string UnitType, string Authority, DateTimeOffset? NextDueAt);

/// <summary>The columns of an account's row.</summary>
/// <param name="State">Wire name of the account's state.</param>
/// <param name="Roles">Wire names, with a blank between two.</param>
/// <param name="Standing">UTF-8 JSON of what gateways need to know of the person at each request.</param>
public sealed record AccountCatalogRow(string Name, string UserName, string State, string Roles, string? Unit, string? Authority, byte[] Standing);

/// <summary>
/// Everything one command changes. It is committed whole or not at all.
/// Exactly one of <see cref="Site"/>, <see cref="Unit"/> and <see cref="Account"/> is set, as <see cref="Kind"/> says.
/// </summary>
/// <param name="Id">
/// A site's id; a unit's 统一社会信用代码 without prefix, which scopes and <see cref="SiteCatalogRow.Unit"/> name, too; an account's person id.
/// </param>
/// <param name="ExpectedVersion">The version on which the decision stands; 0 creates the record. The new version is one more.</param>
/// <param name="Events">At least one: nothing changes without the ledger. The first one continues the stored ledger.</param>
public sealed record Commit(
    RecordKind Kind,
    string Id,
    long ExpectedVersion,
    byte[] State,
    SiteCatalogRow? Site,
    UnitCatalogRow? Unit,
    ImmutableArray<LedgerEvent> Events,
    ImmutableArray<ClaimRelease> Releases,
    ImmutableArray<ClaimTake> Takes,
    AnswerRow? Answer)
{
    public AccountCatalogRow? Account { get; init; }
}

/// <summary>An answer that no change stands behind: a refusal, or that all was so already.</summary>
/// <param name="Version">The version of the record that was answered; 0 when there is none.</param>
public sealed record UnchangedAnswer(RecordKind Kind, string Id, long Version, AnswerRow Answer);

/// <summary>A site's columns made anew, though its record is as it was: time, or another rule pack, has made them untrue.</summary>
/// <param name="Version">The version they were made from; at another one nothing is written.</param>
public sealed record CatalogRefresh(string Id, long Version, SiteCatalogRow Site);

/// <summary>What became of one commit. Releases take effect before takes.</summary>
public abstract record CommitResult
{
    private CommitResult() { }

    /// <summary>The database has committed.</summary>
    public sealed record Committed(long Version) : CommitResult;

    /// <summary>The record is not at the expected version: the caller's memory is stale.</summary>
    public sealed record VersionConflict : CommitResult;

    /// <summary>None of the values was free; nothing was written.</summary>
    public sealed record ClaimTaken(string Scope, string Value) : CommitResult;

    /// <summary>The key was answered before; nothing was written. The caller compares the request hash.</summary>
    public sealed record Replayed(StoredAnswer Answer) : CommitResult;

    /// <summary>The database's trouble; whether it committed is not known.</summary>
    public sealed record Unknown(string Reason) : CommitResult;

    /// <summary>The queue was full; nothing was written.</summary>
    public sealed record Overloaded : CommitResult;
}

/// <summary>Raised by reads when the database cannot be asked. Carries no driver's exception: those do not travel between silos.</summary>
public sealed class StoreUnavailableException(string message) : Exception(message);

/// <summary>The register store: records with their ledger, catalog, claims and answers, changed in one transaction a batch.</summary>
public interface IRegisterStore
{
    /// <exception cref="StoreUnavailableException"/>
    Task<StoredRecord?> Load(RecordKind kind, string id, CancellationToken cancellationToken);

    /// <summary>The version alone, 0 when there is no such record: for reads that demand freshness.</summary>
    /// <exception cref="StoreUnavailableException"/>
    Task<long> Version(RecordKind kind, string id, CancellationToken cancellationToken);

    /// <summary>
    /// Hands the commit to the writer and waits for the database. Never throws for storage trouble. Once handed over it is not
    /// cancelled: a caller that stops waiting has an unknown outcome.
    /// </summary>
    Task<CommitResult> Commit(Commit commit);

    /// <summary>
    /// Keeps the answer under its key unless the key has one. From then on every sending of the command gets it, those too that are still
    /// on their way: none of them can be carried out after the answer was told. Committed, replayed, unknown or overloaded; as a commit
    /// it never throws for storage trouble and is not cancelled.
    /// </summary>
    Task<CommitResult> Keep(UnchangedAnswer answer);

    /// <summary>Writes the columns unless the record has moved on; returns whether it did. Nothing of the ledger changes.</summary>
    /// <exception cref="StoreUnavailableException"/>
    Task<bool> Refresh(CatalogRefresh refresh);

    /// <exception cref="StoreUnavailableException"/>
    Task<StoredAnswer?> FindAnswer(string actorId, string idempotencyKey, CancellationToken cancellationToken);

    /// <summary>
    /// The unit's latest site that came to its end (closed, deregistered, discarded after a launch): its quota is inherited (D17)
    /// and its closing date rules the reopening.
    /// </summary>
    /// <exception cref="StoreUnavailableException"/>
    Task<StoredRecord?> LatestClosedSite(UnitId unit, CancellationToken cancellationToken);
}

/// <summary>What a caller may see in lists: false, null and none means nothing.</summary>
/// <param name="All">City-wide roles: centre, ops, auditor, admin.</param>
/// <param name="Unit">Clerk or head: the own unit.</param>
/// <param name="Authorities">Reviewer or lead: the units of the own authority and of those below it.</param>
public sealed record CatalogScope(bool All, string? Unit, ImmutableArray<string> Authorities)
{
    /// <summary>Whether a record of this unit and authority lies within: what the queries ask, for rows that were read without them.</summary>
    public bool Covers(string? unit, string? authority) =>
        All || (Unit is not null && Unit == unit) || (authority is not null && Authorities.Contains(authority));

    public static CatalogScope Everything { get; } = new(All: true, null, []);

    public static CatalogScope Nothing { get; } = new(All: false, null, []);

    /// <summary>What the role sees of the register, whoever asks for it: a request, or a webhook that has no request.</summary>
    public static CatalogScope Of(Actor actor) => actor.Role switch
    {
        Role.Clerk or Role.Head => new CatalogScope(All: false, actor.Unit?.Uscc, []),
        Role.Reviewer or Role.Lead when actor.Authority is { } authority =>
            new CatalogScope(All: false, null, [authority.Uscc, .. actor.Subordinates.Select(below => below.Uscc)]),
        Role.Centre or Role.Ops or Role.Auditor or Role.Admin => Everything,
        _ => Nothing,
    };
}

public enum SiteSort
{
    Name = 1,
    RegisteredAt = 2,
    NextExpiryOn = 3,
}

/// <summary>A keyset page of sites. Null filters do not filter.</summary>
/// <param name="Query">Substring of <see cref="SiteCatalogRow.SearchText"/>.</param>
/// <param name="ExpiringBy">Evidence that runs out on or before this date.</param>
/// <param name="Cursor">Opaque, from the page before; its making and checking are the store's.</param>
public sealed record SiteFilter(
    CatalogScope Scope,
    string? Stage,
    string? Authority,
    string? UnitType,
    string? IcpState,
    string? GradedState,
    DateOnly? ExpiringBy,
    string? Query,
    SiteSort Sort,
    string? Cursor,
    int Limit)
{
    public string? Unit { get; init; }

    public string? Compliance { get; init; }

    public string? PublicSecurityState { get; init; }

    public string? SiteMarkState { get; init; }

    public int? GradedLevel { get; init; }

    /// <summary>Registered at this instant or later.</summary>
    public DateTimeOffset? RegisteredFrom { get; init; }

    /// <summary>Registered before this instant.</summary>
    public DateTimeOffset? RegisteredBefore { get; init; }

    /// <summary>Whether its closure is complete.</summary>
    public bool? IsClosed { get; init; }

    public ListOrder Order { get; init; } = ListOrder.Asc;
}

/// <param name="Catalog">Its requests are left out here: the inbox lists them.</param>
public sealed record SiteListRow(string Id, long Version, SiteCatalogRow Catalog);

/// <summary>A keyset page of requests. Null filters do not filter.</summary>
public sealed record RequestFilter(CatalogScope Scope, string? State, string? Kind, string? Assignee, string? Cursor, int Limit)
{
    public string? Authority { get; init; }

    public string? Unit { get; init; }

    /// <summary>Due at or before this instant.</summary>
    public DateTimeOffset? DueBy { get; init; }

    /// <summary>The box that is looked into; null for all requests.</summary>
    public RequestBox? Box { get; init; }

    public RequestSort Sort { get; init; } = RequestSort.Age;

    public ListOrder Order { get; init; } = ListOrder.Asc;
}

public sealed record RequestListRow(
    string SiteId, string SiteName, string Unit, string UnitName, string Authority, RequestCatalogRow Request);

/// <summary>A keyset page of units, by name. Null filters do not filter.</summary>
public sealed record UnitFilter(CatalogScope Scope, string? Authority, string? UnitType, string? Query, string? Cursor, int Limit)
{
    /// <summary>Whether it runs a site whose life has not ended: one that is neither closed nor deregistered.</summary>
    public bool? HasSite { get; init; }

    public ListOrder Order { get; init; } = ListOrder.Asc;
}

public sealed record UnitListRow(string Id, long Version, UnitCatalogRow Catalog);

/// <summary>Accounts have no scope: those who may list them see them all. An empty scope shows nothing all the same.</summary>
public sealed record AccountFilter(
    CatalogScope Scope, string? State, string? Role, string? Unit, string? Authority, string? Query, string? Cursor, int Limit);

public sealed record AccountListRow(string Id, long Version, AccountCatalogRow Catalog);

public sealed record HistoryRow(
    long Position, long Seq, string Type, DateTimeOffset OccurredAt, DateTimeOffset RecordedAt, byte[] Body, byte[] PrevHash, byte[] Hash);

/// <param name="Unit">The unit whose record it is now: what its events show depends on what the reader is to it. Null when it is no unit's.</param>
/// <param name="NextCursor">Null on the last page.</param>
public sealed record HistoryPage(string? Unit, ImmutableArray<HistoryRow> Items, string? NextCursor);

/// <summary>What was recorded of one record in a time.</summary>
/// <param name="Unit">As of a <see cref="HistoryPage"/>.</param>
/// <param name="HeadSeq">Number of the record's last event, whenever that was recorded.</param>
/// <param name="HeadHash">Its hash, 32 bytes.</param>
/// <param name="Items">By sequence.</param>
/// <param name="IsCut">Whether the time holds more than was asked for.</param>
public sealed record LedgerSpan(string? Unit, long HeadSeq, byte[] HeadHash, ImmutableArray<HistoryRow> Items, bool IsCut);

/// <summary>One event of the ledger of the whole registry, for those who follow it.</summary>
/// <param name="Position">Grows from event to event, with gaps; events of one record come in their order.</param>
public sealed record FeedRow(
    long Position, RecordKind Kind, string Id, long Seq, long Version, string Type, DateTimeOffset OccurredAt, DateTimeOffset RecordedAt,
    string ActorId, string ActorRole, string? ActorUnit, string RequestId, string RulePackVersion, byte[] Body, byte[] PrevHash, byte[] Hash);

/// <summary>What of the ledger is followed. Empty lists do not filter.</summary>
/// <param name="After">The position read last; 0 from the beginning.</param>
/// <param name="Kinds">The kinds of records.</param>
/// <param name="Types">Wire names of events.</param>
/// <param name="RecordId">One record's events alone; null for all.</param>
public sealed record FeedFilter(
    CatalogScope Scope, long After, ImmutableArray<RecordKind> Kinds, ImmutableArray<string> Types, string? RecordId, int Limit);

/// <param name="Unit">The unit whose record it is now; null when it is no unit's.</param>
/// <param name="Authority">The authority that supervises it now.</param>
public sealed record FeedItem(FeedRow Row, string? Unit, string? Authority);

/// <param name="Position">Where to read on, also when nothing of this stretch was for the reader.</param>
/// <param name="IsEnd">Whether nothing was there beyond it.</param>
public sealed record FeedPage(ImmutableArray<FeedItem> Items, long Position, bool IsEnd);

/// <summary>How many there are of one value.</summary>
/// <param name="Dimension">What is counted, e.g. <c>stage</c>.</param>
/// <param name="Value">Of which of its values.</param>
public sealed record CountedValue(string Dimension, string Value, long Count);

/// <param name="Count">How many are due.</param>
/// <param name="OldestAt">When the one that waits longest fell due; null when none does.</param>
public sealed record DueBacklog(long Count, DateTimeOffset? OldestAt);

/// <param name="NextCursor">Null on the last page.</param>
public sealed record CatalogPage<T>(ImmutableArray<T> Items, string? NextCursor);

/// <summary>The cursor is not one this list gave out.</summary>
public sealed class BadCursorException() : Exception("the cursor is not one this list gave out");

/// <summary>Questions about many records. Every one of them is scoped; none wakes a grain.</summary>
public interface ICatalog
{
    Task<CatalogPage<SiteListRow>> Sites(SiteFilter filter, CancellationToken cancellationToken);

    Task<CatalogPage<RequestListRow>> Requests(RequestFilter filter, CancellationToken cancellationToken);

    /// <summary>By due date.</summary>
    Task<CatalogPage<DeadlineListRow>> Deadlines(DeadlineFilter filter, CancellationToken cancellationToken);

    /// <summary>By when they were told.</summary>
    Task<CatalogPage<ReminderListRow>> Reminders(ReminderFilter filter, CancellationToken cancellationToken);

    Task<CatalogPage<UnitListRow>> Units(UnitFilter filter, CancellationToken cancellationToken);

    /// <summary>By name, then id.</summary>
    Task<CatalogPage<AccountListRow>> Accounts(AccountFilter filter, CancellationToken cancellationToken);

    /// <summary>How many rows the filter lets through in all pages. A look of its own: what is committed between it and a page is in one of the two.</summary>
    Task<ListTotal> Count(SiteFilter filter, CancellationToken cancellationToken);

    /// <inheritdoc cref="Count(SiteFilter, CancellationToken)"/>
    Task<ListTotal> Count(RequestFilter filter, CancellationToken cancellationToken);

    /// <inheritdoc cref="Count(SiteFilter, CancellationToken)"/>
    Task<ListTotal> Count(DeadlineFilter filter, CancellationToken cancellationToken);

    /// <inheritdoc cref="Count(SiteFilter, CancellationToken)"/>
    Task<ListTotal> Count(ReminderFilter filter, CancellationToken cancellationToken);

    /// <inheritdoc cref="Count(SiteFilter, CancellationToken)"/>
    Task<ListTotal> Count(UnitFilter filter, CancellationToken cancellationToken);

    /// <inheritdoc cref="Count(SiteFilter, CancellationToken)"/>
    Task<ListTotal> Count(AccountFilter filter, CancellationToken cancellationToken);

    /// <summary>What the account's latest commit said of the person's standing; null when there is no such account. Not scoped: for the door's own work.</summary>
    Task<byte[]?> Standing(string personId, CancellationToken cancellationToken);

    /// <summary>The person who signs in by this name; null when nobody does. Not scoped: for the door's own work.</summary>
    Task<string?> PersonNamed(string userName, CancellationToken cancellationToken);

    /// <summary>
    /// The authorities below this one in the tree that the units make: units that supervise others, and are supervised by it or by one
    /// below it. Ordered; never the authority itself. Not scoped: it makes scopes.
    /// </summary>
    Task<ImmutableArray<string>> AuthoritiesBelow(string authority, CancellationToken cancellationToken);

    /// <summary>Everything that is counted of the sites and requests within the scope, at one moment; what there is none of is left out.</summary>
    Task<ImmutableArray<CountedValue>> Counts(CatalogScope scope, CancellationToken cancellationToken);

    /// <summary>Ids of sites whose columns were made under another form than this, or which the date has made untrue.</summary>
    Task<ImmutableArray<string>> Outdated(string form, DateOnly today, int limit, CancellationToken cancellationToken);

    /// <summary>The record's ledger by sequence; null when the record is unknown or outside the scope.</summary>
    Task<HistoryPage?> History(RecordKind kind, string id, CatalogScope scope, string? cursor, int limit, CancellationToken cancellationToken);

    /// <summary>
    /// The part of the record's ledger that was recorded from an instant until another, which is not in it, and at most 5,000 events of
    /// it; null when the record is unknown or outside the scope.
    /// </summary>
    Task<LedgerSpan?> HistoryBetween(
        RecordKind kind, string id, CatalogScope scope, DateTimeOffset from, DateTimeOffset until, int limit, CancellationToken cancellationToken);

    /// <summary>
    /// Sites as they were last committed, in the order of their ids, after this one (null: from the start), at most 500. Not scoped: for
    /// the program's own counting, which tells nobody of a single site.
    /// </summary>
    Task<ImmutableArray<StoredRecord>> SiteRecords(string? after, int limit, CancellationToken cancellationToken);

    /// <summary>Ids of records due at or before <paramref name="now"/>, the longest due first.</summary>
    Task<ImmutableArray<string>> Due(RecordKind kind, DateTimeOffset now, int limit, CancellationToken cancellationToken);

    /// <summary>What is due at or before <paramref name="now"/> and was not attended to yet: how much, and since when.</summary>
    Task<DueBacklog> Backlog(RecordKind kind, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Ids of all sites of the unit that are not deregistered, ordered, for telling them of a change of the unit.</summary>
    Task<ImmutableArray<string>> SitesOf(UnitId unit, CancellationToken cancellationToken);

    /// <summary>
    /// The ledger of the whole registry after a position (0: from the start), in the order of positions. Who reads on from the
    /// last one read meets every event once, whatever is being written meanwhile. Not scoped: for the program's own work.
    /// </summary>
    Task<ImmutableArray<FeedRow>> LedgerFeed(long after, int limit, CancellationToken cancellationToken);

    /// <summary>
    /// The same within a scope. A page looks at a stretch of the ledger of bounded length, so it may hold nothing and yet not be the last:
    /// who reads on from <see cref="FeedPage.Position"/> meets every event within the scope once.
    /// </summary>
    Task<FeedPage> Feed(FeedFilter filter, CancellationToken cancellationToken);

    /// <summary>The position of the latest event that is final; 0 when there is none. Not scoped.</summary>
    Task<long> FeedHead(CancellationToken cancellationToken);

    /// <summary>
    /// What the latest commits said of the standing of everybody whose account holds a claim of this scope, by person. Not scoped: for the
    /// program's own work.
    /// </summary>
    Task<ImmutableArray<byte[]>> StandingsHolding(string claimScope, CancellationToken cancellationToken);
}

/// <summary>Whether the database answers; for readiness.</summary>
public interface IStoreHealth
{
    Task<bool> IsReachable(CancellationToken cancellationToken);
}
