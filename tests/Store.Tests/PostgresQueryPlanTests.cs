using System.Text.RegularExpressions;
using NanchangEdu.Registry.Store.Postgres;
using Npgsql;

namespace NanchangEdu.Registry.Store.Tests;

/// <summary>
/// That row security leaves the lists their indexes: a condition that it held back until the policy was asked would be a filter over the
/// whole table. Of few rows the planner would read all anyway, so here it is told to avoid that.
/// </summary>
public sealed partial class PostgresQueryPlanTests(PostgresDatabase database) : IClassFixture<PostgresDatabase>
{
    [Theory]
    [InlineData("site WHERE true AND (name, id) > ('a', 'b') ORDER BY name, id", "site_by_name", "ROW(name, id) > ")]
    [InlineData("site WHERE true AND (registered_at, id) > ('a', 'b') ORDER BY registered_at, id", "site_by_registration", "ROW(registered_at, id) > ")]
    [InlineData("site WHERE authority = 'A1' AND (name, id) > ('a', 'b') ORDER BY name, id", "site_of_authority_by_name", "(authority = 'A1'::text) AND (ROW(name, id) > ")]
    [InlineData($"site WHERE true AND ({PostgresCatalog.ExpiryOrder}, id) > ('2026-01-01', 'b') ORDER BY {PostgresCatalog.ExpiryOrder}, id", "site_by_expiry", "ROW(LEAST(next_expiry_on, 'infinity'::date), id) > ")]
    [InlineData($"site WHERE authority = 'A1' AND {PostgresCatalog.ExpiryOrder} <= '2026-01-01' ORDER BY {PostgresCatalog.ExpiryOrder}, id", "site_of_authority_by_expiry", "(authority = 'A1'::text) AND (LEAST(next_expiry_on, 'infinity'::date) <= ")]
    [InlineData("site WHERE authority = 'A1' AND stage = 'live' AND (name, id) > ('a', 'b') ORDER BY name, id", "site_of_authority_by_stage", "(authority = 'A1'::text) AND (stage = 'live'::text) AND (ROW(name, id) > ")]
    [InlineData("site WHERE icp_state = 'filed' AND graded_state = 'filed' AND (name, id) > ('a', 'b') ORDER BY name, id", "site_by_filings", "(icp_state = 'filed'::text COLLATE \"C\") AND (graded_state = 'filed'::text COLLATE \"C\") AND (ROW(name, id) > ")]
    [InlineData("unit WHERE authority = 'A1' AND (name, id) > ('a', 'b') ORDER BY name, id", "unit_of_authority", "(authority = 'A1'::text) AND (ROW(name, id) > ")]
    [InlineData("account WHERE true AND (name, id) > ('a', 'b') ORDER BY name, id", "account_by_name", "ROW(name, id) > ")]
    [InlineData("request WHERE authority = 'A1' AND state = 'submitted' ORDER BY submitted_at, site_id, number", "request_of_authority_by_state", "(authority = 'A1'::text) AND (state = ")]
    [InlineData("request WHERE unit = 'U1' ORDER BY submitted_at, site_id, number", "request_of_unit", "(unit = 'U1'::text)")]
    [InlineData($"request r WHERE true AND ({PostgresCatalog.DueOrder}, r.site_id, r.number) > ('a', 'b', 1) ORDER BY {PostgresCatalog.DueOrder}, r.site_id, r.number", "request_by_due", "ROW(LEAST(due_at, '9999-12-31T23:59:59.9999999Z'::text), site_id, number) > ")]
    [InlineData($"request r WHERE r.authority = 'A1' AND {PostgresCatalog.DueOrder} <= 'a' ORDER BY {PostgresCatalog.DueOrder}, r.site_id, r.number", "request_of_authority_by_due", "(authority = 'A1'::text) AND (LEAST(due_at, ")]
    [InlineData("request r WHERE r.filed_by_id = 'P1' ORDER BY r.submitted_at, r.site_id, r.number", "request_of_filer", "(filed_by_id = 'P1'::text)")]
    [InlineData("deadline d WHERE true AND (d.due_on, d.site_id, d.kind, d.number) > ('2026-01-01', 'a', 'b', 1) ORDER BY d.due_on, d.site_id, d.kind, d.number", "deadline_by_due", "ROW(due_on, site_id, kind, number) > ")]
    [InlineData("deadline d WHERE d.authority = 'A1' AND d.due_on <= '2026-01-01' ORDER BY d.due_on, d.site_id, d.kind, d.number", "deadline_of_authority", "(authority = 'A1'::text) AND (due_on <= ")]
    [InlineData("deadline d WHERE d.unit = 'U1' ORDER BY d.due_on, d.site_id, d.kind, d.number", "deadline_of_unit", "(unit = 'U1'::text)")]
    [InlineData("site WHERE authority = 'A1' AND (name, id) < ('a', 'b') ORDER BY name DESC, id DESC", "site_of_authority_by_name", "(authority = 'A1'::text) AND (ROW(name, id) < ")]
    [InlineData($"site WHERE true AND ({PostgresCatalog.ExpiryOrder}, id) < ('2026-01-01', 'b') ORDER BY {PostgresCatalog.ExpiryOrder} DESC, id DESC", "site_by_expiry", "ROW(LEAST(next_expiry_on, 'infinity'::date), id) < ")]
    [InlineData("ledger_event WHERE record_kind = 'site' AND record_id = 'S1' AND seq > 1 ORDER BY seq", "ledger_event_record_id_seq_record_kind_key", "(record_id = 'S1'::text) AND (seq > 1)")]
    public async Task A_list_within_a_scope_seeks_in_an_index_and_sorts_nothing(string query, string index, string condition)
    {
        var plan = await Plan(PostgresRoles.Query, $"SELECT * FROM {query} LIMIT 51");

        var scan = Array.FindIndex(plan, line => IndexScan().IsMatch(line) && line.Contains($" using {index} on ", StringComparison.Ordinal));
        Assert.True(scan >= 0, string.Join('\n', plan));
        Assert.Matches($"Index Cond: .*{Regex.Escape(condition)}", plan[scan + 1]);
        Assert.DoesNotContain(plan, line => line.Contains("Sort", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Sites_are_counted_from_an_index_alone() => Assert.Contains(
        await Plan(PostgresRoles.Query, "SELECT stage, count(*) FROM site WHERE authority = 'A1' GROUP BY stage"),
        line => line.Contains("Index Only Scan using site_of_authority_by_stage", StringComparison.Ordinal));

    /// <summary>A search that starts two helpers takes twice the time of one that does not.</summary>
    [Fact]
    public async Task Readers_start_no_helpers()
    {
        await using var readers = PostgresConnections.Readers(database.ConnectionString, connections: 1, secondsMax: 5);
        await using var command = readers.CreateCommand("SHOW max_parallel_workers_per_gather");
        Assert.Equal("0", await command.ExecuteScalarAsync(TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("SELECT * FROM site")]
    [InlineData("SELECT * FROM ledger_event")]
    [InlineData("UPDATE site SET name = '' RETURNING id")]
    [InlineData("INSERT INTO request SELECT * FROM request ON CONFLICT (site_id, number) DO UPDATE SET state = excluded.state")]
    public async Task The_programs_own_statements_meet_no_condition_of_the_policies(string statement) => Assert.DoesNotContain(
        await Plan(PostgresDatabase.App, statement),
        line => line.Contains("Filter", StringComparison.Ordinal) || line.Contains("Plan ", StringComparison.Ordinal));

    private async Task<string[]> Plan(string role, string statement)
    {
        await using var connection = database.Connect(PostgresDatabase.App);
        await using var settings = new NpgsqlCommand(
            $"SET enable_seqscan = off; SET enable_bitmapscan = off; SET enable_sort = off; SET ROLE {role}", connection);
        await settings.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);

        await using var command = new NpgsqlCommand($"EXPLAIN (COSTS OFF) {statement}", connection);
        await using var reader = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken);
        var lines = new List<string>();
        while (await reader.ReadAsync(TestContext.Current.CancellationToken))
            lines.Add(reader.GetString(0));
        return [.. lines];
    }

    /// <summary>Backward where the order is turned round.</summary>
    [GeneratedRegex("Index Scan( Backward)? using ")]
    private static partial Regex IndexScan();
}
