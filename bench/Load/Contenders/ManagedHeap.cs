using System.Diagnostics.Tracing;
using System.Globalization;
using Microsoft.Diagnostics.NETCore.Client;

namespace NanchangEdu.Registry.Bench.Load.Contenders;

/// <summary>The managed heap of another .NET process, over its diagnostic port and its metrics page.</summary>
internal sealed class ManagedHeap(int process, int metricsPort)
{
    /// <summary>Asking the runtime's event source for this makes the process collect all generations, once.</summary>
    private const long CollectKeyword = 0x800000;

    private const string Runtime = "Microsoft-Windows-DotNETRuntime";
    private const string Collections = "dotnet_gc_collections_total";
    private const string Size = "dotnet_gc_last_collection_heap_size_bytes";
    private const string Fragmentation = "dotnet_gc_last_collection_heap_fragmentation_size_bytes";

    /// <summary>Finalizers, and what they let go, need a second collection.</summary>
    private const int CollectionsEach = 2;

    private static readonly TimeSpan CollectMax = TimeSpan.FromSeconds(30);
    private static readonly HttpClient Http = new() { Timeout = TimeSpan.FromSeconds(10) };

    private readonly Uri page = new($"http://127.0.0.1:{metricsPort}/metrics");

    /// <summary>Bytes of live objects after a full collection.</summary>
    public async Task<double> LiveBytes()
    {
        for (var i = 0; i < CollectionsEach; i++) await Collect();

        var text = await Http.GetStringAsync(page);
        return Sum(text, Size) - Sum(text, Fragmentation);
    }

    private async Task Collect()
    {
        var before = await OldestGeneration();
        using var session = await new DiagnosticsClient(process).StartEventPipeSessionAsync(
            [new EventPipeProvider(Runtime, EventLevel.Informational, CollectKeyword)], requestRundown: false, token: CancellationToken.None);
        var drained = session.EventStream.CopyToAsync(Stream.Null);
        var begun = TimeProvider.System.GetTimestamp();
        while (await OldestGeneration() == before)
        {
            if (TimeProvider.System.GetElapsedTime(begun) > CollectMax) throw new TimeoutException("the contender did not collect its garbage");
            await Task.Delay(TimeSpan.FromMilliseconds(100));
        }

        await session.StopAsync(CancellationToken.None);
        await drained;
    }

    private async Task<double> OldestGeneration() => Sum(await Http.GetStringAsync(page), Collections, "gen2");

    private static double Sum(string page, string metric, string label = "")
    {
        var series = page.Split('\n').Where(line => line.StartsWith(metric + "{", StringComparison.Ordinal) && line.Contains(label, StringComparison.Ordinal)).ToArray();
        if (series.Length == 0) throw new InvalidOperationException($"the metrics page does not tell {metric}:\n{page}");
        return series.Sum(line => double.Parse(line[(line.IndexOf("} ", StringComparison.Ordinal) + 2)..].Split(' ')[0], CultureInfo.InvariantCulture));
    }
}
