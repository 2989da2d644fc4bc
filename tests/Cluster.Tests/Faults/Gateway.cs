using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using NanchangEdu.Registry.Cluster.Tests.History;

namespace NanchangEdu.Registry.Cluster.Tests.Faults;

/// <summary>
/// A client as a careful user writes one: every command under a key of its own, repeated under that key until the answer is
/// conclusive, at the next door when one does not answer, everything put down in the journal before it is sent.
/// </summary>
internal sealed class Gateway(IReadOnlyList<Uri> doors, JsonArray credentials, Journal journal, Pulse pulse, Pace pace) : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan AnswersWithin = TimeSpan.FromSeconds(6);

    private readonly HttpClient[] clients = [.. doors.Select(door => new HttpClient(
        new SocketsHttpHandler { ConnectTimeout = TimeSpan.FromSeconds(2) }) { BaseAddress = door, Timeout = AnswersWithin })];

    private readonly ConcurrentDictionary<string, string> tokens = new();
    private int turn;

    public IReadOnlyList<Person> People(string role) =>
        [.. credentials.Where(c => c!["role"]!.GetValue<string>() == role).Select(c => new Person(
            c!["clientId"]!.GetValue<string>(), c["clientSecret"]!.GetValue<string>(), c["unit"]?.GetValue<string>()))];

    public async Task<JsonNode> Get(Person person, string path, CancellationToken cancellationToken)
    {
        for (var door = NextDoor(); ; door = Other(door))
        {
            if (await TrySend(HttpMethod.Get, person, door, path, null, null, cancellationToken) is { IsSuccess: true } answer)
            {
                return JsonNode.Parse(answer.Body)!;
            }

            await Task.Delay(Pause, cancellationToken);
        }
    }

    /// <returns>Null when the gateway whose turn it was did not answer, or not with what was asked; and when it is over.</returns>
    public async Task<JsonNode?> TryGet(Person person, string path, CancellationToken until)
    {
        try
        {
            return await TrySend(HttpMethod.Get, person, NextDoor(), path, null, null, until) is { IsSuccess: true } answer ? JsonNode.Parse(answer.Body) : null;
        }
        catch (OperationCanceledException) when (until.IsCancellationRequested)
        {
            return null;
        }
    }

    /// <summary>A stream of server-sent events, at the gateway whose turn it is.</summary>
    /// <returns>Null when it could not be opened.</returns>
    public async Task<StreamReader?> TryOpen(Person person, string path, string lastEventId, CancellationToken until)
    {
        var door = NextDoor();
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path);
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", await Token(person, door, until));
            request.Headers.Add("Last-Event-ID", lastEventId);
            var response = await clients[door].SendAsync(request, HttpCompletionOption.ResponseHeadersRead, until);
            if (response.IsSuccessStatusCode) return new StreamReader(await response.Content.ReadAsStreamAsync(until), Encoding.UTF8);

            if ((int)response.StatusCode == 401) tokens.TryRemove(person.ClientId, out _);
            response.Dispose();
            return null;
        }
        catch (Exception e) when (e is HttpRequestException or IOException or OperationCanceledException)
        {
            return null;
        }
    }

    /// <summary>Reads a record as the store has it. A read that failed says nothing and is not repeated.</summary>
    public async Task ReadAuthoritatively(Person person, string record, string path, CancellationToken cancellationToken)
    {
        var invokedAt = Stopwatch.GetTimestamp();
        if (await TrySend(HttpMethod.Get, person, NextDoor(), path, null, null, cancellationToken, fresh: true) is { IsSuccess: true, Version: { } version })
        {
            journal.Add(new AuthoritativeRead(record, invokedAt, Stopwatch.GetTimestamp(), version));
        }
    }

    /// <summary>Sends something that the journal has no place for, under one key until the outcome is known.</summary>
    public async Task<Returned> Ask(Person person, HttpMethod method, string path, byte[] body, string media, CancellationToken cancellationToken)
    {
        var key = Guid.NewGuid().ToString("N");
        for (var door = NextDoor(); ; door = Other(door))
        {
            if (await TrySend(method, person, door, path, key, body, cancellationToken, media: media) is { Status: not (503 or 429 or 401) } answer) return answer;
            await Task.Delay(Pause, cancellationToken);
        }
    }

    /// <summary>Sends until the outcome is known.</summary>
    /// <param name="door">Where to go first, counted round; wherever it is the turn unless said.</param>
    public async Task<Returned> Command(
        Person person, HttpMethod method, string path, string? record, string body, CancellationToken cancellationToken, int? door = null)
    {
        await pace.Next(cancellationToken);
        var invocation = new Invocation(Guid.NewGuid().ToString("N"), person.ClientId, method.Method, path, body) { Record = record };
        journal.Invoked(invocation);
        pulse.Sent(invocation);
        var answer = await UntilKnown(person, invocation, door % clients.Length ?? NextDoor(), cancellationToken);
        if (answer.IsSuccess)
        {
            invocation.Record ??= JsonNode.Parse(answer.Body)!["id"]!.GetValue<string>();
        }

        journal.Answered(invocation, answer);
        invocation.ReturnedAt = Stopwatch.GetTimestamp();
        pulse.Answered(invocation, answer);
        return answer;
    }

    /// <summary>The same command once more, under the same key, at another door than first; the answer joins the others.</summary>
    public async Task Repeat(Invocation invocation, CancellationToken cancellationToken)
    {
        await pace.Next(cancellationToken);
        journal.Answered(invocation, await UntilKnown(Of(invocation), invocation, Other(invocation.Answers[0].Door), cancellationToken));
    }

    /// <summary>The key of an acknowledged command with another body: whatever happens, it must not be taken for a new command.</summary>
    public async Task Misuse(Invocation invocation, string body, CancellationToken cancellationToken)
    {
        await pace.Next(cancellationToken);
        var answer = await TrySend(new HttpMethod(invocation.Method), Of(invocation), NextDoor(), invocation.Path, invocation.Key, Encoding.UTF8.GetBytes(body), cancellationToken);
        if (answer is { Status: not (503 or 429 or 401) })
        {
            journal.Add(new Misuse(invocation.Key, answer.Status));
        }
    }

    public void Dispose()
    {
        foreach (var client in clients) client.Dispose();
    }

    private async Task<Returned> UntilKnown(Person person, Invocation invocation, int door, CancellationToken cancellationToken)
    {
        while (true)
        {
            var answer = await TrySend(new HttpMethod(invocation.Method), person, door, invocation.Path, invocation.Key, Encoding.UTF8.GetBytes(invocation.Body), cancellationToken);
            if (answer is { Status: not (503 or 429 or 401) })
            {
                return answer;
            }

            invocation.Doubt(door, answer is null ? "no answer" : $"{answer.Status} {Encoding.UTF8.GetString(answer.Body)}");
            pulse.Doubted(invocation);
            door = Other(door);
            await Task.Delay(Pause, cancellationToken);
        }
    }

    /// <returns>Null when the connection failed or broke: the outcome is unknown.</returns>
    private async Task<Returned?> TrySend(
        HttpMethod method, Person person, int door, string path, string? key, byte[]? body, CancellationToken cancellationToken, bool fresh = false,
        string media = "application/json")
    {
        try
        {
            using var request = new HttpRequestMessage(method, path);
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", await Token(person, door, cancellationToken));
            if (key is not null) request.Headers.Add("Idempotency-Key", key);
            if (fresh) request.Headers.CacheControl = new CacheControlHeaderValue { NoCache = true };
            if (body is not null) request.Content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue(media, "utf-8") } };

            using var response = await clients[door].SendAsync(request, cancellationToken);
            var bytes = await response.Content.ReadAsByteArrayAsync(cancellationToken);
            if ((int)response.StatusCode == 401) tokens.TryRemove(person.ClientId, out _); // it has run out: the next sending draws a new one
            return new((int)response.StatusCode, VersionIn(response.Headers.ETag?.Tag), bytes, door);
        }
        catch (Exception e) when (e is HttpRequestException or IOException || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return null;
        }
    }

    /// <summary>Two that draw one at the same time do no harm; one that waits at a dead door must not keep the others waiting.</summary>
    private async Task<string> Token(Person person, int door, CancellationToken cancellationToken)
    {
        if (tokens.TryGetValue(person.ClientId, out var known)) return known;

        using var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["grant_type"] = "client_credentials",
            ["client_id"] = person.ClientId,
            ["client_secret"] = person.Secret,
        });
        using var response = await clients[door].PostAsync(new Uri("/connect/token", UriKind.Relative), form, cancellationToken);
        response.EnsureSuccessStatusCode();
        var answer = JsonNode.Parse(await response.Content.ReadAsStringAsync(cancellationToken))!;
        return tokens[person.ClientId] = answer["access_token"]!.GetValue<string>();
    }

    private Person Of(Invocation invocation) =>
        credentials.Where(c => c!["clientId"]!.GetValue<string>() == invocation.Client)
            .Select(c => new Person(invocation.Client, c!["clientSecret"]!.GetValue<string>(), null)).First();

    private int NextDoor() => (int)((uint)Interlocked.Increment(ref turn) % clients.Length);

    private int Other(int door) => (door + 1) % clients.Length;

    private static long? VersionIn(string? tag) =>
        tag is not null && long.TryParse(tag.Trim('"').Split('-')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? version : null;
}

/// <summary>Somebody with credentials of the token server.</summary>
internal sealed record Person(string ClientId, string Secret, string? Unit);
