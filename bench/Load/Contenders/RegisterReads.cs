using Microsoft.Extensions.DependencyInjection;
using NanchangEdu.Registry.Store;
using Npgsql;

namespace NanchangEdu.Registry.Bench.Load.Contenders;

/// <summary>
/// The register's lists and counters in this process, by the store's own code and as the role of a gateway, and beside them the least that
/// can be asked of the same table.
/// </summary>
internal sealed class RegisterReads(string connectionString, int sites) : IAsyncDisposable
{
    /// <summary>The columns of a list's row, of one site.</summary>
    private const string SiteByKey =
        "SELECT id, version, name, main_host, unit, unit_name, unit_type, authority, lineage, stage, compliance, icp_state, icp_number, "
        + "public_security_state, graded_state, graded_level, site_mark_state, registered_at, closed_at, next_expiry_on, next_due_at FROM site WHERE id = $1";

    private readonly NpgsqlDataSource source = NpgsqlDataSource.Create(
        new NpgsqlConnectionStringBuilder(connectionString) { MaxAutoPrepare = 10, AutoPrepareMinUsages = 2, NoResetOnClose = true });

    private readonly ServiceProvider services =
        new ServiceCollection().AddRegisterQueries(register => register.ConnectionString = connectionString).BuildServiceProvider();

    /// <summary>How many there are: <see cref="Seeding.Copies"/> numbered from 0.</summary>
    public int Sites => sites;

    public ICatalog Catalog => services.GetRequiredService<ICatalog>();

    /// <summary>Opens the catalog, on a thread that may wait for it: that of the load's own sockets may not.</summary>
    public async Task Open()
    {
        await Task.Yield();
        services.GetRequiredService<ICatalog>();
    }

    /// <summary>Returns how many rows there were.</summary>
    public async Task<int> ByKey(string site)
    {
        await using var command = source.CreateCommand(SiteByKey);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = site });
        await using var reader = await command.ExecuteReaderAsync();
        var (values, rows) = (new object[reader.FieldCount], 0);
        for (; await reader.ReadAsync(); rows++) reader.GetValues(values);
        return rows;
    }

    public async ValueTask DisposeAsync()
    {
        await services.DisposeAsync();
        await source.DisposeAsync();
    }
}
