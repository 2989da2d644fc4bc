using Microsoft.Data.Sqlite;
using NanchangEdu.Registry.Store.Sqlite;

namespace NanchangEdu.Registry.Store.Tests;

/// <summary>That the lists walk an index and seek the page's start: with few rows a test would never notice a missing one.</summary>
public sealed class SqliteQueryPlanTests
{
    [Theory]
    [InlineData("site WHERE 1 AND (name, id) > (?1, ?2) ORDER BY name, id", "site_by_name ((name,id)>(?,?))")]
    [InlineData("site WHERE 1 AND (registered_at, id) > (?1, ?2) ORDER BY registered_at, id", "site_by_registration ((registered_at,id)>(?,?))")]
    [InlineData("site WHERE 1 AND (expiry_order, id) > (?1, ?2) ORDER BY expiry_order, id", "site_by_expiry ((expiry_order,id)>(?,?))")]
    [InlineData("site WHERE (authority = ?1) AND (name, id) > (?2, ?3) ORDER BY name, id", "site_of_authority_by_name (authority=? AND (name,id)>(?,?))")]
    [InlineData("site WHERE (authority = ?1) AND stage = ?2 AND next_expiry_on <= ?3 AND expiry_order <= ?3 ORDER BY expiry_order, id", "site_of_authority_by_expiry (authority=? AND expiry_order<?)")]
    [InlineData("site WHERE (authority = ?1) AND stage = ?2 ORDER BY name, id", "site_of_authority_by_stage (authority=? AND stage=?)")]
    [InlineData("site WHERE 1 AND icp_state = ?1 AND graded_state = ?2 ORDER BY name, id", "site_by_filings (icp_state=? AND graded_state=?)")]
    [InlineData("site WHERE next_due_at IS NOT NULL AND next_due_at <= ?1 ORDER BY next_due_at, id", "site_due (next_due_at>? AND next_due_at<?)")]
    [InlineData("site WHERE unit = ?1 AND closed_at IS NOT NULL ORDER BY closed_at DESC, id DESC", "site_of_unit (unit=? AND closed_at>?)")]
    [InlineData("unit WHERE (authority = ?1) AND (name, id) > (?2, ?3) ORDER BY name, id", "unit_of_authority (authority=? AND (name,id)>(?,?))")]
    [InlineData("unit WHERE next_due_at IS NOT NULL AND next_due_at <= ?1 ORDER BY next_due_at, id", "unit_due (next_due_at>? AND next_due_at<?)")]
    [InlineData("account WHERE 1 AND (name, id) > (?1, ?2) ORDER BY name, id", "account_by_name ((name,id)>(?,?))")]
    [InlineData("request r WHERE (r.authority = ?1) AND r.state = ?2 ORDER BY r.submitted_at, r.site_id, r.number", "request_of_authority_by_state (authority=? AND state=?)")]
    [InlineData("request r WHERE (r.authority = ?1) ORDER BY r.submitted_at, r.site_id, r.number", "request_of_authority (authority=?)")]
    [InlineData("request r WHERE (r.unit = ?1) ORDER BY r.submitted_at, r.site_id, r.number", "request_of_unit (unit=?)")]
    [InlineData("request r WHERE 1 AND r.assignee_id = ?1 ORDER BY r.submitted_at, r.site_id, r.number", "request_of_assignee (assignee_id=?)")]
    [InlineData("request r WHERE 1 AND (r.due_order, r.site_id, r.number) > (?1, ?2, ?3) ORDER BY r.due_order, r.site_id, r.number", "request_by_due ((due_order,site_id,number)>(?,?,?))")]
    [InlineData("request r WHERE (r.authority = ?1) AND r.due_at <= ?2 AND r.due_order <= ?2 ORDER BY r.due_order, r.site_id, r.number", "request_of_authority_by_due (authority=? AND due_order<?)")]
    [InlineData("request r WHERE 1 AND r.filed_by_id = ?1 ORDER BY r.submitted_at, r.site_id, r.number", "request_of_filer (filed_by_id=?)")]
    [InlineData("request r WHERE 1 AND (r.submitted_at, r.site_id, r.number) < (?1, ?2, ?3) ORDER BY r.submitted_at DESC, r.site_id DESC, r.number DESC", "request_by_submission ((submitted_at,site_id,number)<(?,?,?))")]
    [InlineData("deadline d WHERE 1 AND (d.due_on, d.site_id, d.kind, d.number) > (?1, ?2, ?3, ?4) ORDER BY d.due_on, d.site_id, d.kind, d.number", "deadline_by_due ((due_on,site_id,kind,number)>(?,?,?,?))")]
    [InlineData("deadline d WHERE (d.authority = ?1) AND d.due_on <= ?2 ORDER BY d.due_on, d.site_id, d.kind, d.number", "deadline_of_authority (authority=? AND due_on<?)")]
    [InlineData("deadline d WHERE (d.unit = ?1) ORDER BY d.due_on, d.site_id, d.kind, d.number", "deadline_of_unit (unit=?)")]
    [InlineData("site WHERE (authority = ?1) AND (name, id) < (?2, ?3) ORDER BY name DESC, id DESC", "site_of_authority_by_name (authority=? AND (name,id)<(?,?))")]
    [InlineData("site WHERE 1 AND (expiry_order, id) < (?1, ?2) ORDER BY expiry_order DESC, id DESC", "site_by_expiry ((expiry_order,id)<(?,?))")]
    [InlineData("unit WHERE 1 AND (name, id) < (?1, ?2) ORDER BY name DESC, id DESC", "unit_by_name ((name,id)<(?,?))")]
    public async Task A_list_seeks_in_an_index_and_sorts_nothing(string query, string index)
    {
        await using var database = new SqliteDatabase();
        await database.Open().DisposeAsync();

        await using var connection = new SqliteConnection($"Data Source={database.Path};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = $"EXPLAIN QUERY PLAN SELECT * FROM {query} LIMIT 51";
        for (var i = 1; i <= 3 && query.Contains($"?{i}", StringComparison.Ordinal); i++)
            command.Parameters.AddWithValue($"?{i}", "");

        using var reader = command.ExecuteReader();
        Assert.True(reader.Read());
        Assert.EndsWith($"INDEX {index}", reader.GetString(3), StringComparison.Ordinal);
        Assert.False(reader.Read(), "one step: no sorting beside the index");
    }

    /// <summary>Else all of an authority's sites would be read for each of its units.</summary>
    [Fact]
    public async Task Whether_a_unit_has_a_site_is_looked_up_by_the_unit()
    {
        await using var database = new SqliteDatabase();
        await database.Open().DisposeAsync();
        var where = new SqliteConditions().HasSite(hasSite: false, new CatalogScope(All: false, null, ["A1", "A2"])).ToString();

        var steps = database.Query($"EXPLAIN QUERY PLAN SELECT * FROM unit WHERE {where.Replace("?1", "'A1'", StringComparison.Ordinal).Replace("?2", "'A2'", StringComparison.Ordinal)} ORDER BY name, id")
            .Select(row => (string)row[3]!);

        Assert.Contains("SEARCH site USING INDEX site_of_unit (unit=?)", steps);
    }

    /// <summary>It is asked at each request of a reviewer: a step that reads all units would be felt by everybody.</summary>
    [Fact]
    public async Task The_tree_of_authorities_is_walked_by_index()
    {
        await using var database = new SqliteDatabase();
        await database.Open().DisposeAsync();

        var steps = database.Query($"EXPLAIN QUERY PLAN {AuthorityTree.Below("'A'", "9")}").Select(row => (string)row[3]!).ToArray();

        Assert.Contains(steps, step => step.Contains("unit_of_authority (authority=?", StringComparison.Ordinal));
        Assert.DoesNotContain(steps, step => step is "SCAN u" or "SCAN v" || step.StartsWith("SCAN u ", StringComparison.Ordinal) || step.StartsWith("SCAN v ", StringComparison.Ordinal));
    }
}
