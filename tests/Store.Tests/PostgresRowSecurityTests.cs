using Microsoft.Extensions.Logging.Abstractions;
using NanchangEdu.Registry.Store.Postgres;
using Npgsql;

namespace NanchangEdu.Registry.Store.Tests;

/// <summary>The database's own guard alone: statements without any condition, read within a scope or without one.</summary>
public sealed class PostgresRowSecurityTests : RegisterSuite<PostgresDatabase>
{
    /// <summary>What is left on the connection: who asks, and each part of a scope.</summary>
    private const string Left =
        "SELECT concat(current_user, current_setting('registry.scope_all', true), current_setting('registry.scope_unit', true), "
        + "current_setting('registry.scope_authorities', true))";

    /// <summary>One connection, which every read gets from the one before.</summary>
    private PostgresReaders readers = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        await Tenants.Fill(Store);
        readers = new PostgresReaders(
            PostgresConnections.Readers(Database.ConnectionString, connections: 1, secondsMax: 5), readers: 1, queueCapacity: 10,
            NullLogger.Instance);
    }

    public override async ValueTask DisposeAsync()
    {
        await readers.DisposeAsync();
        await base.DisposeAsync();
    }

    [Theory]
    [MemberData(nameof(Tenants.Scopes), MemberType = typeof(Tenants))]
    public async Task A_statement_without_a_condition_shows_the_scope_and_nothing_else(bool all, string? unit, string? authority, string visible)
    {
        var scope = Tenants.Scope(all, unit, authority);
        var numbers = Tenants.Numbers(visible);

        Assert.Equal(numbers.Select(n => $"S{n}"), await Seen(scope, "SELECT id FROM site"));
        Assert.Equal(numbers.Select(n => $"U{n}"), await Seen(scope, "SELECT id FROM unit"));
        Assert.Equal(numbers.Select(n => $"P{n}"), await Seen(scope, "SELECT id FROM account"));
        Assert.Equal(numbers.Select(n => $"S{n}"), await Seen(scope, "SELECT site_id FROM request"));
        Assert.Equal(numbers.Select(n => $"S{n}"), await Seen(scope, "SELECT site_id FROM deadline"));
        Assert.Equal(numbers.Select(n => $"S{n}"), await Seen(scope, "SELECT site_id FROM next_reminder"));
        Assert.Equal(
            numbers.SelectMany(n => new[] { $"account P{n}", $"site S{n}", $"unit U{n}" }).Order(StringComparer.Ordinal),
            await Seen(scope, "SELECT record_kind || ' ' || record_id FROM ledger_event"));
    }

    [Fact]
    public async Task Without_a_scope_nothing_is_shown_neither_on_a_new_connection_nor_after_another_scope()
    {
        await using var connection = Database.Connect(PostgresDatabase.App);
        foreach (var before in new[] { "SELECT 1", $"BEGIN; SELECT set_config('registry.scope_all', 'true', true), set_config('registry.scope_authorities', '{{A1}}', true); COMMIT" })
        {
            await Run(connection, before);
            foreach (var table in PostgresDatabase.TenantTables)
                Assert.Equal(0L, await Run(connection, $"BEGIN; SET LOCAL ROLE {PostgresRoles.Query}; SELECT count(*) FROM {table}; COMMIT"));
        }
    }

    [Theory]
    [InlineData("SELECT id FROM site")]
    [InlineData("SELECT (1 / (version - 1))::text FROM site")]
    [InlineData("SELECT pg_sleep(30)::text")]
    public async Task A_scope_ends_with_its_read_however_that_ends(string statement)
    {
        Assert.Equal(PostgresDatabase.App, await readers.Read(read => read.Scalar(Left), Token));
        using var patience = new CancellationTokenSource(TimeSpan.FromMilliseconds(300));

        await Record.ExceptionAsync(() => readers.Read(
            read => read.ListWithin(new CatalogScope(true, "U1", ["A1"]), statement, row => row.GetString(0)), patience.Token));

        Assert.Equal(PostgresDatabase.App, await readers.Read(read => read.Scalar(Left), Token));
        Assert.Equal(3, (await readers.Read(read => read.List("SELECT id FROM site", row => row.GetString(0)), Token)).Count);
    }

    private async Task<IEnumerable<string>> Seen(CatalogScope scope, string sql) =>
        (await readers.Read(read => read.ListWithin(scope, sql, row => row.GetString(0)), Token)).Order(StringComparer.Ordinal);

    private static async Task<object?> Run(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync(Token);
    }
}
