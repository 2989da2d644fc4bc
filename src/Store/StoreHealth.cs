using Microsoft.Extensions.Logging;

namespace NanchangEdu.Registry.Store;

/// <summary>Asks a database whether it answers, and does not wait long for it.</summary>
internal sealed class StoreHealth(IRegisterDialect dialect, TimeProvider clock, ILogger logger)
{
    /// <summary>How long readiness waits for the database.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    public async Task<bool> IsReachable(CancellationToken cancellationToken)
    {
        try
        {
            await dialect.Ping(cancellationToken).WaitAsync(Patience, clock, cancellationToken);
            return true;
        }
        catch (Exception trouble) when (trouble is StoreUnavailableException or TimeoutException)
        {
            logger.LogWarning(trouble, "The database does not answer");
            return false;
        }
    }
}
