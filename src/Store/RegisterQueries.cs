using Microsoft.Extensions.Logging;
using NanchangEdu.Registry.Store.Postgres;

namespace NanchangEdu.Registry.Store;

/// <summary>The questions of a register store without its writer: what a gateway apart from the silos needs.</summary>
public sealed class RegisterQueries : IStoreHealth, IAsyncDisposable
{
    private readonly PostgresDialect dialect;
    private readonly StoreHealth health;

    private RegisterQueries(PostgresDialect dialect, TimeProvider clock, ILogger logger)
    {
        this.dialect = dialect;
        health = new StoreHealth(dialect, clock, logger);
        Catalog = new RegisterCatalog(dialect);
        Ledger = new SealedLedger(dialect);
    }

    public ICatalog Catalog { get; }

    public ISealedLedger Ledger { get; }

    /// <exception cref="StorageStartException"/>
    internal static RegisterQueries Open(PostgresDialect dialect, TimeProvider clock, ILoggerFactory loggers)
    {
        dialect.OpenForReads();
        return new RegisterQueries(dialect, clock, loggers.CreateLogger<RegisterQueries>());
    }

    public Task<bool> IsReachable(CancellationToken cancellationToken) => health.IsReachable(cancellationToken);

    public ValueTask DisposeAsync() => dialect.DisposeAsync();
}
