using NanchangEdu.Registry.Store.Postgres;
using Npgsql;

namespace NanchangEdu.Registry.Store.Tests;

/// <summary>What the role that lists are read as can do: ask for records, and no more, however wide its scope.</summary>
public sealed class PostgresQueryRoleTests(PostgresDatabase database) : IClassFixture<PostgresDatabase>
{
    [Theory]
    [InlineData("INSERT INTO site SELECT * FROM site")]
    [InlineData("UPDATE site SET name = 'x'")]
    [InlineData("UPDATE unit SET name = 'x'")]
    [InlineData("UPDATE account SET roles = 'admin'")]
    [InlineData("DELETE FROM request")]
    [InlineData("UPDATE site_search SET search_text = 'x'")]
    [InlineData("INSERT INTO ledger_event SELECT * FROM ledger_event")]
    [InlineData("SELECT FROM answer")]
    [InlineData("SELECT FROM claim")]
    [InlineData("SELECT FROM store_setting")]
    [InlineData("SELECT FROM schema_version")]
    [InlineData("SELECT FROM OrleansStorage")]
    [InlineData("SELECT FROM OrleansMembershipTable")]
    [InlineData("SELECT FROM identity.persons")]
    [InlineData("CREATE TABLE mine (id integer)")]
    [InlineData("ALTER TABLE site DISABLE ROW LEVEL SECURITY")]
    [InlineData("DROP POLICY scope ON site")]
    public void The_role_may_not(string statement)
    {
        var refused = Assert.Throws<PostgresException>(() =>
            database.Execute(PostgresDatabase.App, $"SET ROLE {PostgresRoles.Query}; SET registry.scope_all = 'true'; {statement}"));

        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refused.SqlState);
    }

    [Fact]
    public void Every_table_that_it_may_read_is_guarded_but_the_search_texts()
    {
        var readable = database.Query(
            "SELECT relname::text, relrowsecurity FROM pg_class WHERE relkind IN ('r', 'v', 'm', 'p') AND relnamespace = 'registry'::regnamespace "
            + $"AND has_any_column_privilege('{PostgresRoles.Query}', oid, 'SELECT') ORDER BY 1");

        // the view is read as by who asks: the policies of the tables below it hold
        Assert.Equal(["account_search", "counted", "site_search", "unit_search"], readable.Where(row => row[1] is false).Select(row => row[0]));
        Assert.Equal([true], database.Query("SELECT reloptions @> '{security_invoker=true}' FROM pg_class WHERE oid = 'counted'::regclass")[0]);
        Assert.Equal([.. PostgresDatabase.TenantTables.Append("count_delta").Append("count_of").Order(StringComparer.Ordinal)], readable.Where(row => row[1] is true).Select(row => row[0]));
    }
}
