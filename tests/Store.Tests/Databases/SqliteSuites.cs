namespace NanchangEdu.Registry.Store.Tests;

// Every suite, on SQLite. Another database is another file like this one.

public sealed class SqliteCommitTests : CommitTests<SqliteDatabase>;

public sealed class SqliteClaimTests : ClaimTests<SqliteDatabase>;

public sealed class SqliteReplayTests : ReplayTests<SqliteDatabase>;

public sealed class SqliteBatchTests : BatchTests<SqliteDatabase>;

public sealed class SqliteConcurrencyTests : ConcurrencyTests<SqliteDatabase>;

public sealed class SqliteLedgerTests : LedgerTests<SqliteDatabase>;

public sealed class SqliteLedgerSpanTests : LedgerSpanTests<SqliteDatabase>;

public sealed class SqliteSiteListTests : SiteListTests<SqliteDatabase>;

public sealed class SqliteSearchTests : SearchTests<SqliteDatabase>;

public sealed class SqliteRequestListTests : RequestListTests<SqliteDatabase>;

public sealed class SqliteAuditStretchTests : AuditStretchTests<SqliteDatabase>;

public sealed class SqliteDeadlineTests : DeadlineTests<SqliteDatabase>;

public sealed class SqliteFilterTests : FilterTests<SqliteDatabase>;

public sealed class SqliteTotalTests : TotalTests<SqliteDatabase>;

public sealed class SqliteUnitListTests : UnitListTests<SqliteDatabase>;

public sealed class SqliteAccountListTests : AccountListTests<SqliteDatabase>;

public sealed class SqliteAuthorityTreeTests : AuthorityTreeTests<SqliteDatabase>;

public sealed class SqliteScopeTests : ScopeTests<SqliteDatabase>;

public sealed class SqliteCursorTests : CursorTests<SqliteDatabase>;

public sealed class SqliteDueTests : DueTests<SqliteDatabase>;

public sealed class SqliteSealedLedgerTests : SealedLedgerTests<SqliteDatabase>;

public sealed class SqliteFeedTests : FeedTests<SqliteDatabase>;

public sealed class SqliteCountTests : CountTests<SqliteDatabase>;
