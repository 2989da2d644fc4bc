namespace NanchangEdu.Registry.Store.Tests;

// Every suite, on SQLite. Another database is another file like this one.

public sealed class SqliteCommitTests : CommitTests<SqliteDatabase>;

public sealed class SqliteClaimTests : ClaimTests<SqliteDatabase>;

public sealed class SqliteReplayTests : ReplayTests<SqliteDatabase>;

public sealed class SqliteBatchTests : BatchTests<SqliteDatabase>;

public sealed class SqliteConcurrencyTests : ConcurrencyTests<SqliteDatabase>;
