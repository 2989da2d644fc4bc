using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using NanchangEdu.Registry.Bench.Load.Contenders;

namespace NanchangEdu.Registry.Bench.Load.Experiments;

/// <summary>How long an event is on its way into the feed: from the answer to the command, whose commit came before, to its line in the stream.</summary>
internal sealed class FeedDelay(Running contender, string token, string site)
{
    private const string Data = "data: ";

    /// <summary>Commands come at any point of the stream's own rhythm.</summary>
    private const int PauseMillisecondsMax = 250;

    private static readonly TimeSpan EventMax = TimeSpan.FromSeconds(30);

    /// <summary>One command after the other, each as soon as the event of the one before was seen, until <paramref name="beside"/> ends.</summary>
    /// <returns>Ticks of each.</returns>
    public async Task<List<long>> Measure(Task beside, int seed)
    {
        var (delays, random) = (new List<long>(), new Random(seed));
        using var http = new HttpClient { BaseAddress = contender.Url };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var answer = await http.GetAsync(new Uri($"/api/v1/events/stream?record={site}", UriKind.Relative), HttpCompletionOption.ResponseHeadersRead);
        using var events = new StreamReader(await answer.EnsureSuccessStatusCode().Content.ReadAsStreamAsync());
        while (!beside.IsCompleted)
        {
            var version = await Command(http);
            var answered = TimeProvider.System.GetTimestamp();
            await Seen(events, version);
            delays.Add(TimeProvider.System.GetTimestamp() - answered);
            await Task.Delay(TimeSpan.FromMilliseconds(random.Next(PauseMillisecondsMax)));
        }

        await beside;
        return delays;
    }

    private async Task<long> Command(HttpClient http)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, $"/api/v1/sites/{site}/evidence/plan");
        var key = Guid.NewGuid().ToString("N");
        request.Headers.Add("Idempotency-Key", key);
        request.Content = new StringContent(
            $$"""{"on":"2026-01-05","statement":"应急预案演练 {{key}}","sha256":"2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae"}""",
            Encoding.UTF8, "application/json");
        using var answer = await http.SendAsync(request);
        return long.Parse(answer.EnsureSuccessStatusCode().Headers.ETag!.Tag.Trim('"'), CultureInfo.InvariantCulture);
    }

    private static async Task Seen(StreamReader events, long version)
    {
        using var patience = new CancellationTokenSource(EventMax);
        while (await events.ReadLineAsync(patience.Token) is { } line)
        {
            if (!line.StartsWith(Data, StringComparison.Ordinal)) continue;

            using var data = JsonDocument.Parse(line[Data.Length..]);
            if (data.RootElement.TryGetProperty("version", out var seen) && seen.GetInt64() >= version) return;
        }

        throw new IOException("the stream ended");
    }
}
