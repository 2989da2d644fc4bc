using System.Data;
using System.Reflection;
using NanchangEdu.Registry.Hosting.Cluster;
using Npgsql;
using Orleans.Configuration;

namespace NanchangEdu.Registry.Hosting.Tests.Cluster;

/// <summary>Our own SQL for Orleans keeps the pinned providers' contract.</summary>
public sealed class OrleansSchemaTests : IDisposable
{
    private readonly MigratedDatabase database = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => database.Dispose();

    [Fact]
    public void Every_query_that_the_pinned_membership_asks_for_is_known()
    {
        // The provider names them as properties of an internal type; a new version that asks for more turns this red.
        var queries = typeof(AdoNetClusteringSiloOptions).Assembly.GetType("Orleans.Clustering.AdoNet.Storage.DbStoredQueries", throwOnError: true)!;
        var asked = queries.GetProperties(BindingFlags.Instance | BindingFlags.NonPublic).Select(property => property.Name).ToArray();

        Assert.NotEmpty(asked);
        Assert.Empty(asked.Except(OrleansSchema.QueryKeys));
    }

    [Fact]
    public async Task The_migrated_database_has_them_all() => await OrleansSchema.DemandQueries(database.Registry, Token);

    [Fact]
    public async Task A_database_that_lacks_one_is_refused_by_its_name()
    {
        database.Sql("DELETE FROM OrleansQuery WHERE QueryKey = 'CleanupDefunctSiloEntriesKey'");

        var refused = await Assert.ThrowsAsync<IncompleteSchemaException>(() => OrleansSchema.DemandQueries(database.Registry, Token));

        Assert.Contains("CleanupDefunctSiloEntriesKey", refused.English, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_database_without_the_tables_is_refused()
    {
        database.Sql("DROP TABLE OrleansQuery");

        await Assert.ThrowsAsync<IncompleteSchemaException>(() => OrleansSchema.DemandQueries(database.Registry, Token));
    }

    [Theory]
    [InlineData("DELETE FROM OrleansQuery")]
    [InlineData("UPDATE OrleansQuery SET QueryText = ''")]
    [InlineData("DROP TABLE OrleansMembershipTable")]
    public async Task The_serving_role_cannot_change_the_queries_or_the_tables(string statement)
    {
        var refused = await Assert.ThrowsAsync<PostgresException>(() => Run(statement));

        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refused.SqlState);
    }

    [Fact]
    public async Task Operational_state_counts_its_versions_and_refuses_a_stale_one()
    {
        Assert.Equal(1, await Write(version: null, payload: 1));
        Assert.Equal(2, await Write(version: 1, payload: 2));

        // The provider sees a conflict in the version it gave, or in none.
        Assert.Null(await Write(version: null, payload: 7));
        Assert.Equal(1, await Write(version: 1, payload: 8));
        Assert.Equal("02", database.Sql("SELECT encode(PayloadBinary, 'hex') FROM OrleansStorage"));
    }

    [Fact]
    public async Task Of_first_writes_at_once_one_wins()
    {
        var written = await Task.WhenAll(Enumerable.Range(1, 8).Select(number => Write(version: null, (byte)number)));

        Assert.Single(written, 1);
        Assert.Equal(7, written.Count(version => version is null));
        Assert.Equal("1", database.Sql("SELECT count(*) FROM OrleansStorage"));
    }

    private async Task<int?> Write(int? version, byte payload)
    {
        await using var source = NpgsqlDataSource.Create(MembershipConnections.StringFor(database.Registry));
        await using var text = source.CreateCommand("SELECT QueryText FROM OrleansQuery WHERE QueryKey = 'WriteToStorageKey'");
        await using var command = source.CreateCommand((string)(await text.ExecuteScalarAsync(Token))!);
        foreach (var (name, type, value) in new (string, DbType, object?)[]
        {
            ("GrainIdHash", DbType.Int32, 11), ("GrainTypeHash", DbType.Int32, 12), ("GrainIdN0", DbType.Int64, 0L), ("GrainIdN1", DbType.Int64, 0L),
            ("GrainTypeString", DbType.String, "deadline"), ("GrainIdExtensionString", DbType.String, null), ("ServiceId", DbType.String, "registry"),
            ("PayloadBinary", DbType.Binary, new[] { payload }), ("GrainStateVersion", DbType.Int32, version),
        })
        {
            command.Parameters.Add(new NpgsqlParameter { ParameterName = name, DbType = type, Value = value ?? DBNull.Value });
        }

        return await command.ExecuteScalarAsync(Token) as int?;
    }

    private async Task Run(string statement)
    {
        await using var source = NpgsqlDataSource.Create(MembershipConnections.StringFor(database.Registry));
        await using var command = source.CreateCommand(statement);
        await command.ExecuteNonQueryAsync(Token);
    }
}
