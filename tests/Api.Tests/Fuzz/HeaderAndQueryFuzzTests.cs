using System.Net;
using System.Net.Sockets;
using System.Text;
using NanchangEdu.Registry.Api.Http;
using NanchangEdu.Registry.Api.Identity;
using NanchangEdu.Registry.Api.OpenApi;
using NanchangEdu.Registry.Contracts;

namespace NanchangEdu.Registry.Api.Tests.Fuzz;

[Collection(SharedGateway.Name)]
public sealed class HeaderAndQueryFuzzTests(Gateway gateway)
{
    private static readonly string[] Values =
    [
        "", "%20", "%00", "a%00b", "%ED%A0%80", "%FF%FE", "-1", "0", "999999999999", "1e3", "2026-02-30", "2026-08-03", "9999-12-31", "live", "Live",
        "%27%20OR%201%3D1--", "..%2F..%2Fetc", "%F0%9F%98%80", "%E4%B8%80", "*", "%25", "_", "me", new string('a', 600),
    ];

    [Fact]
    public async Task No_query_breaks_a_question()
    {
        foreach (var operation in Operations.Of(gateway).Where(operation => !operation.Metadata.TakesBody))
        {
            using var client = gateway.As(People.Of(Policies.Named(operation.Metadata.Policy).Roles.Max()));
            var documented = Description.Statuses(operation.Metadata);
            string[] names = ["unknown", .. ParametersOf(operation)];
            foreach (var query in names.SelectMany(name => Values.Select(value => $"?{name}={value}")).Concat([.. names.Select(name => $"?{name}=1&{name}=2")]))
            {
                using var answer = await client.GetAsync(operation.Path + query, HttpCompletionOption.ResponseHeadersRead);
                var status = (int)answer.StatusCode;
                var text = answer.IsStream() ? "" : await answer.Content.ReadAsStringAsync();
                Assert.True(documented.Contains(status) && status < 500, $"{operation}{query} answered {status}: {text}");
                if (status >= 400) await answer.ShouldBeProblem(answer.StatusCode);
            }
        }

        gateway.Defects.ShouldBeNone();
    }

    [Theory]
    [InlineData("/api/v1/sites?stage=Live", "stage")]
    [InlineData("/api/v1/sites?stagge=live", "stagge")]
    [InlineData("/api/v1/sites?limit=0", "limit")]
    [InlineData("/api/v1/sites?limit=201", "limit")]
    [InlineData("/api/v1/sites?stage=live&stage=draft", "stage")]
    [InlineData("/api/v1/sites?authority=1", "authority")]
    [InlineData("/api/v1/sites?cursor=made-up", "cursor")]
    [InlineData("/api/v1/requests?cursor=2026", "cursor")]
    [InlineData("/api/v1/units?cursor=bWFkZS11cA", "cursor")]
    [InlineData("/api/v1/accounts?cursor=2026", "cursor")]
    [InlineData("/api/v1/requests?state=open", "state")]
    [InlineData("/api/v1/units?q=%00", "q")]
    [InlineData("/api/v1/sites?order=up", "order")]
    [InlineData("/api/v1/sites?closed=yes", "closed")]
    [InlineData("/api/v1/sites?total=1", "total")]
    [InlineData("/api/v1/sites?gradedLevel=6", "gradedLevel")]
    [InlineData("/api/v1/sites?registeredFrom=2026-02-30", "registeredFrom")]
    [InlineData("/api/v1/sites?unit=1", "unit")]
    [InlineData("/api/v1/units?hasSite=True", "hasSite")]
    [InlineData("/api/v1/requests?box=theirs", "box")]
    [InlineData("/api/v1/requests?sort=name", "sort")]
    [InlineData("/api/v1/requests?dueBefore=tomorrow", "dueBefore")]
    public async Task A_parameter_at_fault_is_named(string path, string field)
    {
        using var client = gateway.As(People.Of(Role.Auditor));
        using var answer = await client.GetAsync(path);
        var problem = await answer.ShouldBeProblem(HttpStatusCode.BadRequest, "malformed");
        Assert.Equal(field, Assert.Single(problem.GetProperty("items").EnumerateArray()).GetProperty("field").GetString());
    }

    [Theory]
    [InlineData("If-Match", "12", 400)]
    [InlineData("If-Match", "W/\"12\"", 400)]
    [InlineData("If-Match", "\"\"", 400)]
    [InlineData("If-Match", "\"12\", \"13\"", 400)]
    [InlineData("If-Match", "\"99999999999999999999\"", 400)]
    [InlineData("If-Match", "\"-1\"", 400)]
    [InlineData("If-Match", "\"12-\"", 400)]
    [InlineData("If-Match", "*", 404)]
    [InlineData("If-Match", "\"12\"", 404)]
    [InlineData("If-Match", "\"12-5f3a\"", 404)]
    [InlineData("If-None-Match", "nonsense", 404)]
    [InlineData("Accept-Language", "xx;q=2,,,;", 404)]
    [InlineData("Cache-Control", "no-cache=\"", 404)]
    [InlineData("Accept", "text/xml", 404)]
    public async Task Odd_headers_are_answered(string header, string value, int status)
    {
        using var client = gateway.As(People.Of(Role.Clerk));
        using var request = Operations.Named(gateway, "launchSite").Request();
        request.Headers.TryAddWithoutValidation(header, value);
        using var answer = await client.SendAsync(request);
        await answer.ShouldBeProblem((HttpStatusCode)status);
    }

    [Theory]
    [InlineData("")]
    [InlineData("with blank")]
    [InlineData("\u00e9")]
    [InlineData("tab\tinside")]
    public async Task An_idempotency_key_that_is_no_key_is_refused(string key)
    {
        var answer = await Raw($"Idempotency-Key: {key}\r\n");
        Assert.StartsWith("HTTP/1.1 400", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_idempotency_key_of_129_characters_is_refused_and_one_of_128_is_not()
    {
        Assert.StartsWith("HTTP/1.1 400", await Raw($"Idempotency-Key: {new string('k', 129)}\r\n"), StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 404", await Raw($"Idempotency-Key: {new string('k', 128)}\r\n"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_idempotency_keys_are_refused() =>
        Assert.StartsWith("HTTP/1.1 400", await Raw("Idempotency-Key: a\r\nIdempotency-Key: b\r\n"), StringComparison.Ordinal);

    [Fact]
    public async Task A_missing_idempotency_key_is_told_with_what_to_do()
    {
        using var client = gateway.As(People.Of(Role.Clerk));
        using var request = Operations.Named(gateway, "launchSite").Request();
        request.Headers.Remove(IdempotencyKeys.Header);
        using var answer = await client.SendAsync(request);
        var problem = await answer.ShouldBeProblem(HttpStatusCode.BadRequest, "idempotency-key-missing");
        Assert.Contains("Idempotency-Key", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    private IEnumerable<string> ParametersOf(Operation operation) => gateway.Routes
        .Single(route => route.Metadata.GetMetadata<Microsoft.AspNetCore.Routing.IEndpointNameMetadata>()?.EndpointName == operation.Name)
        .Metadata.GetMetadata<QueryMetadata>()?.Parameters.Select(parameter => parameter.Name) ?? [];

    /// <summary>Past any client library that would mend or refuse the header.</summary>
    private async Task<string> Raw(string headers)
    {
        var operation = Operations.Named(gateway, "launchSite");
        var address = gateway.ClientOptions.BaseAddress;
        using var connection = new TcpClient();
        await connection.ConnectAsync(address.Host, address.Port);
        await using var stream = connection.GetStream();
        var request = $"POST {operation.Path} HTTP/1.1\r\nHost: {address.Authority}\r\nConnection: close\r\nContent-Type: application/json\r\n" +
            $"Authorization: Bearer {gateway.Tokens.Of(People.Of(Role.Clerk))}\r\n{headers}Content-Length: 2\r\n\r\n{{}}";
        await stream.WriteAsync(Encoding.Latin1.GetBytes(request));
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return await reader.ReadToEndAsync();
    }
}
