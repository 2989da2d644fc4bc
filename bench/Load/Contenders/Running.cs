using System.Collections.Immutable;
using System.Net;

namespace NanchangEdu.Registry.Bench.Load.Contenders;

/// <summary>A contender that answers: one process or several, and the address that the load goes to.</summary>
internal sealed class Running(IPEndPoint address, ImmutableArray<ContenderProcess> processes) : IAsyncDisposable
{
    public IPEndPoint Address { get; } = address;

    public Uri Url { get; } = new($"http://{address}");

    /// <summary>In the order in which they were started: silos before the gateway.</summary>
    public ImmutableArray<int> ProcessIds { get; } = [.. processes.Select(process => process.Id)];

    /// <summary>
    /// So that only one contender is alive at a time, and still none has to be started and warmed up for every round: on two busy cores
    /// the runtime takes half a minute and more to compile a program as well as it can.
    /// </summary>
    public void Pause()
    {
        foreach (var process in processes.Reverse()) process.Pause();
    }

    public void Resume()
    {
        foreach (var process in processes) process.Resume();
    }

    /// <summary>The gateway first: it must not answer while its silos are gone.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var process in processes.Reverse()) await process.DisposeAsync();
    }
}
