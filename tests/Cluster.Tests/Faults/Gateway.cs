using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using NanchangEdu.Registry.Cluster.Tests.History;

namespace NanchangEdu.Registry.Cluster.Tests.Faults;

/// <summary>
/// A client as a careful user writes one: every command under a key of its own, repeated under that key until the answer is
/// conclusive, everything put down in the journal before it is sent.
/// </summary>
internal sealed class Gateway(RegistryProcess registry, Journal journal, Action acknowledged) : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly HttpClient client = new() { BaseAddress = registry.Address, Timeout = TimeSpan.FromSeconds(10) };
    private readonly JsonArray credentials = JsonNode.Parse(File.ReadAllText(registry.CredentialsFile))!.AsArray();
    private readonly Dictionary<string, string> tokens = [];
    private readonly SemaphoreSlim gate = new(1);

    public string UnitOf(string clientRole, int index) => Credential(clientRole, index)["unit"]!.GetValue<string>();

    public int CountOf(string role) => credentials.Count(c => c!["role"]!.GetValue<string>() == role);

    public async Task<JsonNode> Get(string role, int index, string path, CancellationToken cancellationToken)
    {
        while (true)
        {
            var answer = await TrySend(HttpMethod.Get, role, index, path, null, null, cancellationToken);
            if (answer is { IsSuccess: true })
            {
                return JsonNode.Parse(answer.Body)!;
            }

            await Task.Delay(Pause, cancellationToken);
        }
    }

    /// <summary>Sends until the outcome is known.</summary>
    public async Task<Returned> Command(
        string role, int index, HttpMethod method, string path, string? record, string body, CancellationToken cancellationToken)
    {
        var invocation = new Invocation(Guid.NewGuid().ToString("N"), method.Method, path, body) { Record = record, InvokedAt = Stopwatch.GetTimestamp() };
        journal.Add(invocation);
        var answer = await Repeat(role, index, invocation, cancellationToken);
        invocation.ReturnedAt = Stopwatch.GetTimestamp();
        if (answer.IsSuccess)
        {
            invocation.Record ??= JsonNode.Parse(answer.Body)!["id"]!.GetValue<string>();
            acknowledged();
        }

        return answer;
    }

    /// <summary>The same command once more, under the same key; the answer joins the others.</summary>
    public async Task<Returned> Repeat(string role, int index, Invocation invocation, CancellationToken cancellationToken)
    {
        while (true)
        {
            var answer = await TrySend(new HttpMethod(invocation.Method), role, index, invocation.Path, invocation.Key, invocation.Body, cancellationToken);
            if (answer is { Status: not (503 or 429 or 401) })
            {
                invocation.Answers.Enqueue(answer);
                return answer;
            }

            await Task.Delay(Pause, cancellationToken);
        }
    }

    public void Dispose()
    {
        client.Dispose();
        gate.Dispose();
    }

    /// <returns>Null when the connection failed or broke: the outcome is unknown.</returns>
    private async Task<Returned?> TrySend(
        HttpMethod method, string role, int index, string path, string? key, string? body, CancellationToken cancellationToken)
    {
        try
        {
            using var request = new HttpRequestMessage(method, path);
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", await Token(role, index, cancellationToken));
            if (key is not null)
            {
                request.Headers.Add("Idempotency-Key", key);
            }

            if (body is not null)
            {
                request.Content = new StringContent(body, Encoding.UTF8, "application/json");
            }

            using var response = await client.SendAsync(request, cancellationToken);
            var bytes = await response.Content.ReadAsByteArrayAsync(cancellationToken);
            return new((int)response.StatusCode, VersionIn(response.Headers.ETag?.Tag), bytes);
        }
        catch (Exception e) when (e is HttpRequestException or IOException || (e is TaskCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return null;
        }
    }

    private async Task<string> Token(string role, int index, CancellationToken cancellationToken)
    {
        await gate.WaitAsync(cancellationToken);
        try
        {
            if (tokens.TryGetValue($"{role}{index}", out var known))
            {
                return known;
            }

            var credential = Credential(role, index);
            using var form = new FormUrlEncodedContent(new Dictionary<string, string>
            {
                ["grant_type"] = "client_credentials",
                ["client_id"] = credential["clientId"]!.GetValue<string>(),
                ["client_secret"] = credential["clientSecret"]!.GetValue<string>(),
            });
            using var response = await client.PostAsync(new Uri("/connect/token", UriKind.Relative), form, cancellationToken);
            response.EnsureSuccessStatusCode();
            var answer = JsonNode.Parse(await response.Content.ReadAsStringAsync(cancellationToken))!;
            return tokens[$"{role}{index}"] = answer["access_token"]!.GetValue<string>();
        }
        finally
        {
            gate.Release();
        }
    }

    private JsonNode Credential(string role, int index) =>
        credentials.Where(c => c!["role"]!.GetValue<string>() == role).ElementAt(index)!;

    private static long? VersionIn(string? tag) =>
        tag is not null && long.TryParse(tag.Trim('"').Split('-')[0], out var version) ? version : null;
}
