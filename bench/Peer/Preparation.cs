using Microsoft.EntityFrameworkCore;
using NanchangEdu.Registry.Rules;
using Npgsql;

namespace NanchangEdu.Registry.Bench.Peer;

/// <summary>Makes the peer's database of the registry's: the same live sites in the same states.</summary>
internal static class Preparation
{
    private const int SavedAtOnce = 1000;

    public static async Task Run(IServiceProvider services, string registry)
    {
        await using var scope = services.CreateAsyncScope();
        var database = scope.ServiceProvider.GetRequiredService<PeerDatabase>();
        await database.Database.EnsureDeletedAsync();
        await database.Database.EnsureCreatedAsync();

        var (pack, now) = (services.GetRequiredService<RulePack>(), services.GetRequiredService<TimeProvider>().GetUtcNow());
        await using var source = NpgsqlDataSource.Create(registry);
        await using var command = source.CreateCommand("SELECT id, version, ledger_seq, ledger_hash, state FROM site WHERE stage = 'live'");
        await using var stored = await command.ExecuteReaderAsync();
        while (await stored.ReadAsync())
        {
            var row = new SiteRow
            {
                Id = stored.GetString(0),
                Version = stored.GetInt64(1),
                LedgerSeq = stored.GetInt64(2),
                LedgerHash = stored.GetFieldValue<byte[]>(3),
                State = stored.GetFieldValue<byte[]>(4),
            };
            var site = StoredFormat.ReadSite(row.State);
            row.Take(SiteColumns.Of(site, pack.At(now, site.Sponsor.Type), now));
            database.Sites.Add(row);
            if (database.ChangeTracker.Entries().Count() >= SavedAtOnce) await Save(database);
        }

        await Save(database);
        await database.Database.ExecuteSqlRawAsync("VACUUM (ANALYZE, FREEZE)");
    }

    private static async Task Save(PeerDatabase database)
    {
        await database.SaveChangesAsync();
        database.ChangeTracker.Clear();
    }
}
