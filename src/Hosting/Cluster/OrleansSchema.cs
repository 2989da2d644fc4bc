using Npgsql;

namespace NanchangEdu.Registry.Hosting.Cluster;

/// <summary>The queries of Orleans on PostgreSQL: numbered SQL of our own in the store's schema, to the contract of the pinned providers.</summary>
public static class OrleansSchema
{
    /// <summary>What the pinned providers ask for. They check their own only in part, and the clean-up not at all before it is due.</summary>
    public static IReadOnlyList<string> QueryKeys { get; } =
    [
        "CleanupDefunctSiloEntriesKey", "CleanupDefunctSiloEntryKey", "ClearStorageKey", "DeleteMembershipTableEntriesKey", "DeleteStorageKey",
        "GatewaysQueryKey", "InsertMembershipKey", "InsertMembershipVersionKey", "MembershipReadAllKey", "MembershipReadRowKey",
        "ReadFromStorageKey", "UpdateIAmAlivetimeKey", "UpdateMembershipKey", "WriteToStorageKey",
    ];

    /// <summary>Holds that every query is there, before a silo stands on it.</summary>
    /// <exception cref="IncompleteSchemaException"/>
    /// <exception cref="NpgsqlException">The database cannot be asked.</exception>
    public static async Task DemandQueries(RegistryDatabase database, CancellationToken cancellationToken)
    {
        await using var source = NpgsqlDataSource.Create(MembershipConnections.StringFor(database));
        try
        {
            await using var command = source.CreateCommand("SELECT QueryKey FROM OrleansQuery WHERE QueryText <> ''");
            await using var rows = await command.ExecuteReaderAsync(cancellationToken);
            var found = new HashSet<string>(StringComparer.Ordinal);
            while (await rows.ReadAsync(cancellationToken)) found.Add(rows.GetString(0));

            var missing = QueryKeys.Where(key => !found.Contains(key)).ToArray();
            if (missing.Length > 0) throw new IncompleteSchemaException($"OrleansQuery: {string.Join(", ", missing)}");
        }
        catch (PostgresException unknown) when (unknown.SqlState is PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.InvalidSchemaName)
        {
            throw new IncompleteSchemaException("OrleansQuery");
        }
    }
}
