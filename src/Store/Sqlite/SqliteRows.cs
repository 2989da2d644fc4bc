using System.Security.Cryptography;
using Microsoft.Data.Sqlite;

namespace NanchangEdu.Registry.Store.Sqlite;

/// <summary>Columns to records and back; each list of columns stands once, in the order in which it is read and written.</summary>
internal static class SqliteRows
{
    public const string SiteCatalog =
        "name, main_host, unit, unit_name, unit_type, authority, lineage, stage, compliance, icp_state, icp_number, "
        + "public_security_state, graded_state, graded_level, site_mark_state, search_text, registered_at, closed_at, "
        + "next_expiry_on, next_due_at, domain_state, test_expires_on, graded_due_on, quota_use, stale_on, form";

    /// <summary>Columns of <see cref="ReadSite"/>, with the id and the version before them.</summary>
    public const int SiteColumns = 28;

    public const string UnitCatalog = "name, unit_type, authority, search_text, next_due_at";

    public const string AccountCatalog = "name, user_name, account_state, roles, unit, authority, standing, search_text";

    public const string Request =
        "number, kind, state, round, assignee_id, assignee_name, filed_by_id, filed_by_name, submitted_at, changed_at, due_at";

    public const string Deadline =
        "kind, number, clause, who, since, due_on, is_estimated, zh, en, ladder, is_acknowledged";

    public const string LedgerEvent =
        "record_kind, record_id, seq, version, type, occurred_at, recorded_at, actor_id, actor_role, actor_unit, request_id, "
        + "rule_pack_version, prev_hash, hash, body";

    public const string Answer = "request_hash, status, body, record_id, version";

    public const string Record = "id, version, state, ledger_seq, ledger_hash";

    public const string History = "position, seq, type, occurred_at, recorded_at, body, prev_hash, hash";

    public const string Checkpoint = "number, size, last_position, root, sealed_at, verifier, note";

    public const string Tile = "level, number, hashes, first_position, last_position";

    public const string Claim = "scope, value, owner_kind, owner_id";

    public const string Feed =
        "position, record_kind, record_id, seq, version, type, occurred_at, recorded_at, actor_id, actor_role, actor_unit, request_id, "
        + "rule_pack_version, body, prev_hash, hash";

    public const string Link = "position, record_kind, record_id, seq, version, rule_pack_version, prev_hash, hash";

    /// <summary>The kind's word in the database, which is the name of its table, too.</summary>
    public static string Word(RecordKind kind) => kind switch
    {
        RecordKind.Site => "site",
        RecordKind.Unit => "unit",
        RecordKind.Account => "account",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "no such kind of record"),
    };

    public static RecordKind Kind(string word) => word switch
    {
        "site" => RecordKind.Site,
        "unit" => RecordKind.Unit,
        "account" => RecordKind.Account,
        _ => throw new ArgumentOutOfRangeException(nameof(word), word, "no such kind of record"),
    };

    public static object?[] Values(SiteCatalogRow row) =>
    [
        row.Name, row.MainHost, row.Unit, row.UnitName, row.UnitType, row.Authority, row.Lineage, row.Stage, row.Compliance,
        row.IcpState, row.IcpNumber, row.PublicSecurityState, row.GradedState, row.GradedLevel, row.SiteMarkState, row.SearchText,
        row.RegisteredAt, row.ClosedAt, row.NextExpiryOn, row.NextDueAt, row.DomainState, row.TestExpiresOn, row.GradedDueOn, row.QuotaUse,
        row.StaleOn, row.Form,
    ];

    public static object?[] Values(string id, UnitCatalogRow row) =>
        [row.Name, row.UnitType, row.Authority, SearchText.OfUnit(id, row), row.NextDueAt];

    public static object?[] Values(string id, AccountCatalogRow row) =>
        [row.Name, row.UserName, row.State, row.Roles, row.Unit, row.Authority, row.Standing, SearchText.OfAccount(id, row)];

    public static object?[] Values(RequestCatalogRow row) =>
    [
        row.Number, row.Kind, row.State, row.Round, row.AssigneeId, row.AssigneeName, row.FiledById, row.FiledByName,
        row.SubmittedAt, row.ChangedAt, row.DueAt,
    ];

    public static object?[] Values(DeadlineCatalogRow row) =>
    [
        row.Kind, row.Number, row.Clause, row.Who, row.Since, row.DueOn, row.IsEstimated ? 1 : 0, row.Zh, row.En, row.Ladder,
        row.IsAcknowledged ? 1 : 0,
    ];

    public static SiteListRow ReadSite(SqliteDataReader row) => new(
        row.GetString(0),
        row.GetInt64(1),
        new SiteCatalogRow(
            Name: row.GetString(2),
            MainHost: row.GetString(3),
            Unit: row.GetString(4),
            UnitName: row.GetString(5),
            UnitType: row.GetString(6),
            Authority: row.GetString(7),
            Lineage: row.GetString(8),
            Stage: row.GetString(9),
            Compliance: row.GetString(10),
            IcpState: row.GetString(11),
            IcpNumber: Text(row, 12),
            PublicSecurityState: row.GetString(13),
            GradedState: row.GetString(14),
            GradedLevel: row.IsDBNull(15) ? null : row.GetInt32(15),
            SiteMarkState: row.GetString(16),
            SearchText: row.GetString(17),
            RegisteredAt: StoreText.Instant(row.GetString(18)),
            ClosedAt: Instant(row, 19),
            NextExpiryOn: Date(row, 20),
            NextDueAt: Instant(row, 21),
            Requests: [])
        {
            DomainState = row.GetString(22),
            TestExpiresOn = Date(row, 23),
            GradedDueOn = Date(row, 24),
            QuotaUse = Text(row, 25),
            StaleOn = Date(row, 26),
            Form = row.GetString(27),
        });

    public static UnitListRow ReadUnit(SqliteDataReader row) => new(
        row.GetString(0),
        row.GetInt64(1),
        new UnitCatalogRow(row.GetString(2), row.GetString(3), row.GetString(4), Instant(row, 6)));

    public static AccountListRow ReadAccount(SqliteDataReader row) => new(
        row.GetString(0),
        row.GetInt64(1),
        new AccountCatalogRow(
            row.GetString(2), row.GetString(3), row.GetString(4), row.GetString(5), Text(row, 6), Text(row, 7), Bytes(row, 8)));

    public static RequestCatalogRow ReadRequest(SqliteDataReader row, int from) => new(
        Number: row.GetInt32(from),
        Kind: row.GetString(from + 1),
        State: row.GetString(from + 2),
        Round: row.GetInt32(from + 3),
        AssigneeId: Text(row, from + 4),
        AssigneeName: Text(row, from + 5),
        FiledById: row.GetString(from + 6),
        FiledByName: row.GetString(from + 7),
        SubmittedAt: StoreText.Instant(row.GetString(from + 8)),
        ChangedAt: StoreText.Instant(row.GetString(from + 9)),
        DueAt: Instant(row, from + 10));

    /// <summary>The columns of <see cref="ReadDeadline"/>.</summary>
    /// <param name="alias">Of the deadline.</param>
    /// <param name="nextRung">Where the day of the next reminder is read; nobody asks for it without one.</param>
    public static string DeadlineOf(string alias, string nextRung = "NULL") =>
        string.Join(", ", [.. Deadline.Split(", ").Select(column => $"{alias}.{column}"), nextRung]);

    public static DeadlineCatalogRow ReadDeadline(SqliteDataReader row, int from) => new(
        Kind: row.GetString(from),
        Number: row.GetInt32(from + 1),
        Clause: row.GetString(from + 2),
        Who: row.GetString(from + 3),
        Since: StoreText.Date(row.GetString(from + 4)),
        DueOn: StoreText.Date(row.GetString(from + 5)),
        IsEstimated: row.GetInt32(from + 6) != 0,
        Zh: row.GetString(from + 7),
        En: row.GetString(from + 8),
        Ladder: row.GetString(from + 9),
        IsAcknowledged: row.GetInt32(from + 10) != 0,
        NextRungOn: Date(row, from + 11));

    public static StoredRecord ReadRecord(SqliteDataReader row) =>
        new(row.GetString(0), row.GetInt64(1), Bytes(row, 2), row.GetInt64(3), Bytes(row, 4));

    public static StoredAnswer ReadAnswer(SqliteDataReader row) =>
        new(row.GetString(0), row.GetInt32(1), Bytes(row, 2), row.GetString(3), row.GetInt64(4));

    /// <summary>A record whose columns stand behind others: state, ledger_seq, ledger_hash.</summary>
    public static AuditedHead ReadHead(SqliteDataReader row, int from) =>
        new(row.GetString(0), row.GetInt64(1), SHA256.HashData(Bytes(row, from)), row.GetInt64(from + 1), Bytes(row, from + 2));

    public static HeldClaim ReadClaim(SqliteDataReader row) => new(row.GetString(0), row.GetString(1), row.GetString(2), row.GetString(3));

    public static CountedValue ReadCount(SqliteDataReader row) => new(row.GetString(0), row.GetString(1), row.GetInt64(2));

    public static Checkpoint ReadCheckpoint(SqliteDataReader row) => new(
        row.GetInt64(0), row.GetInt64(1), row.GetInt64(2), Bytes(row, 3), StoreText.Instant(row.GetString(4)), row.GetString(5), row.GetString(6));

    public static LedgerTile ReadTile(SqliteDataReader row) => new(
        row.GetInt32(0), row.GetInt64(1), Bytes(row, 2), row.IsDBNull(3) ? null : row.GetInt64(3), row.IsDBNull(4) ? null : row.GetInt64(4));

    public static HistoryRow ReadHistory(SqliteDataReader row) => new(
        row.GetInt64(0),
        row.GetInt64(1),
        row.GetString(2),
        StoreText.Instant(row.GetString(3)),
        StoreText.Instant(row.GetString(4)),
        Bytes(row, 5),
        Bytes(row, 6),
        Bytes(row, 7));

    public static LedgerLink ReadLink(SqliteDataReader row) => new(
        row.GetInt64(0), Kind(row.GetString(1)), row.GetString(2), row.GetInt64(3), row.GetInt64(4), row.GetString(5), Bytes(row, 6), Bytes(row, 7));

    public static FeedRow ReadFeed(SqliteDataReader row) => new(
        row.GetInt64(0),
        Kind(row.GetString(1)),
        row.GetString(2),
        row.GetInt64(3),
        row.GetInt64(4),
        row.GetString(5),
        StoreText.Instant(row.GetString(6)),
        StoreText.Instant(row.GetString(7)),
        row.GetString(8),
        row.GetString(9),
        Text(row, 10),
        row.GetString(11),
        row.GetString(12),
        Bytes(row, 13),
        Bytes(row, 14),
        Bytes(row, 15));

    private static string? Text(SqliteDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    public static DateTimeOffset? Instant(SqliteDataReader row, int column) =>
        row.IsDBNull(column) ? null : StoreText.Instant(row.GetString(column));

    private static DateOnly? Date(SqliteDataReader row, int column) => row.IsDBNull(column) ? null : StoreText.Date(row.GetString(column));

    private static byte[] Bytes(SqliteDataReader row, int column) => row.GetFieldValue<byte[]>(column);
}
