using Microsoft.EntityFrameworkCore;
using NanchangEdu.Registry.Api.Identity;
using NanchangEdu.Registry.Api.Startup;
using NanchangEdu.Registry.Store.Postgres;

namespace NanchangEdu.Registry.Api.Commands;

/// <summary>
/// <c>migrate</c>: brings register, Orleans' tables and identity up to date, as the role that owns them. Again, or by two at once,
/// it changes nothing more. Embedded mode needs none: it does the same by itself.
/// </summary>
internal static class MigrateVerb
{
    public static async Task<int> Run(IServiceProvider services, Surroundings surroundings, CancellationToken cancellationToken)
    {
        PostgresOnly.Demand(surroundings, Verb.Migrate);
        PostgresMigration.Apply(surroundings.Database.Postgres, services.GetRequiredService<ILoggerFactory>());

        await using var scope = services.CreateAsyncScope();
        if (scope.ServiceProvider.GetService<IdentityDatabase>() is { } identity)
        {
            // Entity Framework takes a lock of its own, so that a second migration waits here too.
            await identity.Database.MigrateAsync(cancellationToken);
            await identity.Database.ExecuteSqlRawAsync(PostgresIdentityDatabase.Grants, cancellationToken);
        }

        await Console.Out.WriteLineAsync("数据库结构已是最新。 [The schema is up to date.]");
        return 0;
    }
}
