namespace NanchangEdu.Registry.Store.Tests;

// Every suite, on PostgreSQL.

public sealed class PostgresCommitTests : CommitTests<PostgresDatabase>;

public sealed class PostgresClaimTests : ClaimTests<PostgresDatabase>;

public sealed class PostgresReplayTests : ReplayTests<PostgresDatabase>;

public sealed class PostgresBatchTests : BatchTests<PostgresDatabase>;

public sealed class PostgresConcurrencyTests : ConcurrencyTests<PostgresDatabase>;

public sealed class PostgresLedgerTests : LedgerTests<PostgresDatabase>;

public sealed class PostgresLedgerSpanTests : LedgerSpanTests<PostgresDatabase>;

public sealed class PostgresSiteListTests : SiteListTests<PostgresDatabase>;

public sealed class PostgresSearchTests : SearchTests<PostgresDatabase>;

public sealed class PostgresRequestListTests : RequestListTests<PostgresDatabase>;

public sealed class PostgresAuditStretchTests : AuditStretchTests<PostgresDatabase>;

public sealed class PostgresDeadlineTests : DeadlineTests<PostgresDatabase>;

public sealed class PostgresFilterTests : FilterTests<PostgresDatabase>;

public sealed class PostgresTotalTests : TotalTests<PostgresDatabase>;

public sealed class PostgresUnitListTests : UnitListTests<PostgresDatabase>;

public sealed class PostgresAccountListTests : AccountListTests<PostgresDatabase>;

public sealed class PostgresAuthorityTreeTests : AuthorityTreeTests<PostgresDatabase>;

public sealed class PostgresScopeTests : ScopeTests<PostgresDatabase>;

/// <summary>The conditions alone, without the row security behind them.</summary>
public sealed class PostgresScopeByConditionTests : ScopeTests<PostgresDatabase>
{
    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        foreach (var table in PostgresDatabase.TenantTables)
            Database.Execute(PostgresDatabase.Migrator, $"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY");
    }
}

public sealed class PostgresCursorTests : CursorTests<PostgresDatabase>;

public sealed class PostgresDueTests : DueTests<PostgresDatabase>;

public sealed class PostgresSealedLedgerTests : SealedLedgerTests<PostgresDatabase>;

public sealed class PostgresFeedTests : FeedTests<PostgresDatabase>;

public sealed class PostgresCountTests : CountTests<PostgresDatabase>;
