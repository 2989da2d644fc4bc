using System.Net;
using System.Text;

namespace NanchangEdu.Registry.Api.Tests.Feed;

/// <summary>One event as it came over the stream.</summary>
internal sealed record StreamedEvent(string Id, string Name, string Data);

/// <summary>A client of the stream that reads it line by line, as WHATWG HTML §9.2 has it.</summary>
internal sealed class EventStream : IDisposable
{
    public const string Path = "/api/v1/events/stream";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly StreamReader lines;

    private EventStream(HttpResponseMessage answer, StreamReader lines) => (Answer, this.lines) = (answer, lines);

    public HttpResponseMessage Answer { get; }

    public static async Task<EventStream> Open(HttpClient client, string query = "", string? lastEventId = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, Path + query);
        if (lastEventId is not null) request.Headers.Add("Last-Event-ID", lastEventId);
        var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return new EventStream(answer, new StreamReader(await answer.Content.ReadAsStreamAsync(), Encoding.UTF8));
    }

    /// <summary>The next event; null when the stream has ended.</summary>
    public async Task<StreamedEvent?> Next()
    {
        using var patience = new CancellationTokenSource(Patience);
        var (id, name, data) = ("", "message", "");
        while (await lines.ReadLineAsync(patience.Token) is { } line)
        {
            switch (line.Split(": ", 2))
            {
                case ["id", var value]:
                    id = value;
                    break;
                case ["event", var value]:
                    name = value;
                    break;
                case ["data", var value]:
                    data += value;
                    break;
                case [""] when data.Length > 0:
                    return new StreamedEvent(id, name, data);
            }
        }

        return null;
    }

    /// <summary>Hangs up.</summary>
    public void Dispose()
    {
        lines.Dispose();
        Answer.Dispose();
    }
}
