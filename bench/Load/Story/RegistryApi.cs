using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;

namespace NanchangEdu.Registry.Bench.Load.Story;

/// <summary>A client of the token server, as <c>first-run.json</c> and <c>client add</c> write it.</summary>
internal sealed record Credential(string ClientId, string ClientSecret, string Role, string? Unit, string? Authority);

/// <summary>The registry as people use it: a token per role, commands, questions. For preparing; what is measured goes another way.</summary>
internal sealed class RegistryApi(Uri address, IReadOnlyList<Credential> people) : IDisposable
{
    private readonly HttpClient http = new() { BaseAddress = address };
    private readonly Dictionary<string, string> tokens = [];

    public Credential Person(string role) => people.First(person => person.Role == role);

    public async Task<string> Token(string role)
    {
        if (tokens.TryGetValue(role, out var known)) return known;

        var person = Person(role);
        using var form = new FormUrlEncodedContent(
        [
            new("grant_type", "client_credentials"), new("client_id", person.ClientId), new("client_secret", person.ClientSecret),
        ]);
        using var answer = await http.PostAsync("/connect/token", form);
        return tokens[role] = (await Json(answer))["access_token"]!.GetValue<string>();
    }

    public async Task<JsonNode> Command(string role, HttpMethod method, string path, string body)
    {
        using var request = await Request(role, method, path);
        request.Headers.Add("Idempotency-Key", Guid.NewGuid().ToString("N"));
        request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        using var answer = await http.SendAsync(request);
        return await Json(answer);
    }

    public async Task<byte[]> Read(string role, string path)
    {
        using var request = await Request(role, HttpMethod.Get, path);
        using var answer = await http.SendAsync(request);
        return await answer.EnsureSuccessStatusCode().Content.ReadAsByteArrayAsync();
    }

    public void Dispose() => http.Dispose();

    private async Task<HttpRequestMessage> Request(string role, HttpMethod method, string path)
    {
        var request = new HttpRequestMessage(method, $"/api/v1{path}");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", await Token(role));
        return request;
    }

    private static async Task<JsonNode> Json(HttpResponseMessage answer)
    {
        if (!answer.IsSuccessStatusCode)
        {
            throw new InvalidOperationException(
                $"{answer.RequestMessage?.Method} {answer.RequestMessage?.RequestUri} was answered {(int)answer.StatusCode}: {await answer.Content.ReadAsStringAsync()}");
        }

        return (await answer.Content.ReadFromJsonAsync<JsonNode>())!;
    }
}
