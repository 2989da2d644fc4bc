using NanchangEdu.Registry.Grains;

namespace NanchangEdu.Registry.Silo;

/// <summary>
/// The embedded mode's clock. It follows the computer's, but while the sample city is being made its story tells the time, so that
/// the ledger shows a year of work. It moves no timer and never goes back to a story once the registry lives in the present.
/// </summary>
public sealed class StoryClock(TimeProvider present) : RegistryClock(present)
{
    private readonly TaskCompletionSource arrived = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile ToldTime? told;

    private sealed record ToldTime(DateTimeOffset At);

    /// <summary>Ends with <see cref="ReturnToPresent"/>: the sweeper waits for it.</summary>
    public Task Present => arrived.Task;

    public override DateTimeOffset GetUtcNow() => told?.At ?? base.GetUtcNow();

    /// <exception cref="InvalidOperationException">The registry lives in the present already.</exception>
    public void TellAt(DateTimeOffset instant)
    {
        if (arrived.Task.IsCompleted) throw new InvalidOperationException("the story is over: the registry's clock follows the computer's");

        told = new ToldTime(instant.ToUniversalTime());
    }

    /// <summary>Idempotent. Whoever starts the embedded registry calls it, whether or not there was a story.</summary>
    public void ReturnToPresent()
    {
        told = null;
        arrived.TrySetResult();
    }
}
