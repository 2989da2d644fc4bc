using NanchangEdu.Registry.Contracts;

namespace NanchangEdu.Registry.Hosting.Tests.Security;

/// <summary>A grain with calls of every form the registry's grains have.</summary>
public interface IProbeGrain : IGrainWithStringKey
{
    Task<string> Plain();

    Task<string> Read(string question, Actor by, bool fresh, CancellationToken cancellationToken);

    Task<string> Execute(string command, Envelope envelope, CancellationToken cancellationToken);

    /// <summary>Asks another grain, as whoever the arguments name.</summary>
    Task<string> ReadThrough(string key, Actor by);

    /// <summary>Counts on a timer of the grain.</summary>
    Task<int> TicksAfterStart();

    /// <summary>Ends only by cancellation.</summary>
    Task WaitForCancellation(CancellationToken cancellationToken);

    Task<int> CancelledWaits();
}

internal sealed class ProbeGrain(IGrainFactory grains) : Grain, IProbeGrain
{
    private readonly TaskCompletionSource<int> ticked = new();
    private int cancelled;

    public Task<string> Plain() => Task.FromResult(this.GetPrimaryKeyString());

    public Task<string> Read(string question, Actor by, bool fresh, CancellationToken cancellationToken) => Task.FromResult($"{question} {by?.PersonId}");

    public Task<string> Execute(string command, Envelope envelope, CancellationToken cancellationToken) =>
        Task.FromResult($"{command} {envelope.By.PersonId}");

    public Task<string> ReadThrough(string key, Actor by) => grains.GetGrain<IProbeGrain>(key).Read("through", by, false, CancellationToken.None);

    public async Task<int> TicksAfterStart()
    {
        this.RegisterGrainTimer(_ =>
        {
            ticked.TrySetResult(1);
            return Task.CompletedTask;
        }, new GrainTimerCreationOptions(TimeSpan.Zero, TimeSpan.FromSeconds(1)) { Interleave = true });
        return await ticked.Task.WaitAsync(TimeSpan.FromSeconds(10));
    }

    public async Task WaitForCancellation(CancellationToken cancellationToken)
    {
        try
        {
            await Task.Delay(TimeSpan.FromSeconds(30), cancellationToken);
        }
        catch (OperationCanceledException)
        {
            cancelled++;
            throw;
        }
    }

    public Task<int> CancelledWaits() => Task.FromResult(cancelled);
}
