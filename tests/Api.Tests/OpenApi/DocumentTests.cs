using System.Text.Json;
using NanchangEdu.Registry.Api.Bulk.Files;
using NanchangEdu.Registry.Api.Http;
using NanchangEdu.Registry.Api.OpenApi;
using NanchangEdu.Registry.Contracts;

namespace NanchangEdu.Registry.Api.Tests.OpenApi;

[Collection(SharedGateway.Name)]
public sealed class DocumentTests(Gateway gateway)
{
    [Fact]
    public async Task Every_route_of_the_api_stands_in_the_document_with_its_headers_answers_and_roles()
    {
        var paths = (await Document()).GetProperty("paths");
        foreach (var operation in Operations.Of(gateway))
        {
            var described = paths.GetProperty(Plain(operation.Template)).GetProperty(operation.Method.ToLowerInvariant());
            Assert.Equal(operation.Name, described.GetProperty("operationId").GetString());
            Assert.False(string.IsNullOrWhiteSpace(described.GetProperty("summary").GetString()));
            Assert.Contains("Roles: ", described.GetProperty("description").GetString(), StringComparison.Ordinal);
            Assert.NotEmpty(described.GetProperty("security").EnumerateArray());

            var statuses = described.GetProperty("responses").EnumerateObject().Select(answer => int.Parse(answer.Name, null)).Order();
            Assert.Equal(Description.Statuses(operation.Metadata).Order(), statuses);

            var headers = described.GetProperty("parameters").EnumerateArray()
                .Where(p => p.GetProperty("in").GetString() == "header").Select(p => p.GetProperty("name").GetString()).ToArray();
            Assert.Equal(operation.Metadata.IsCommand, headers.Contains(IdempotencyKeys.Header));
            Assert.Equal(operation.Metadata.IsCommand, headers.Contains("If-Match"));
            Assert.Equal(operation.Metadata.IsStream, headers.Contains("Last-Event-ID"));
            Assert.Equal(operation.Metadata.HasETag, headers.Contains("If-None-Match"));
            Assert.Equal(operation.Metadata.TakesBody, described.TryGetProperty("requestBody", out _));
        }
    }

    [Fact]
    public async Task Nothing_stands_in_the_document_that_is_no_route()
    {
        var named = Operations.Of(gateway).Select(o => $"{o.Method} {Plain(o.Template)}").Concat(["GET /healthz/live", "GET /healthz/ready"]);
        var described = (await Document()).GetProperty("paths").EnumerateObject()
            .SelectMany(path => path.Value.EnumerateObject().Select(verb => $"{verb.Name.ToUpperInvariant()} {path.Name}"));
        Assert.Equal(named.Order(), described.Order());
    }

    [Fact]
    public async Task It_is_OpenAPI_3_1_and_needs_nothing_from_outside()
    {
        var document = await Document();
        Assert.StartsWith("3.1", document.GetProperty("openapi").GetString(), StringComparison.Ordinal);
        Assert.DoesNotContain("https://", document.GetRawText().Replace("https://nc1z.ncedu.cn", "", StringComparison.Ordinal).Replace("https://www.ncedu.cn", "", StringComparison.Ordinal)
            .Replace("https://receiver.example", "", StringComparison.Ordinal).Replace("https://oapi.dingtalk.com", "", StringComparison.Ordinal), StringComparison.Ordinal);

        using var client = gateway.Anonymous();
        using var page = await client.GetAsync("/docs/");
        var html = await page.Content.ReadAsStringAsync();
        Assert.DoesNotContain("://", html, StringComparison.Ordinal);
        Assert.Contains("default-src 'self'", string.Join(' ', page.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_counted_answer_stands_there_with_the_headers_of_its_limits()
    {
        foreach (var path in (await Document()).GetProperty("paths").EnumerateObject())
        {
            foreach (var answer in path.Value.EnumerateObject().SelectMany(verb => verb.Value.GetProperty("responses").EnumerateObject()))
            {
                string[] headers = answer.Value.TryGetProperty("headers", out var all) ? [.. all.EnumerateObject().Select(header => header.Name)] : [];
                var isCounted = !path.Name.StartsWith("/healthz", StringComparison.Ordinal);
                Assert.Equal(isCounted, headers.Contains(RateWords.PolicyHeader));
                Assert.Equal(isCounted, headers.Contains(RateWords.LeftHeader));
                Assert.Equal(answer.Name is "429" or "503", headers.Contains("Retry-After"));
            }
        }
    }

    [Fact]
    public async Task Files_stand_there_with_their_forms_and_without_a_version()
    {
        var paths = (await Document()).GetProperty("paths");
        foreach (var operation in Operations.Of(gateway).Where(operation => operation.Metadata.IsFile))
        {
            var answer = paths.GetProperty(Plain(operation.Template)).GetProperty("get").GetProperty("responses").GetProperty("200");
            Assert.Equal(operation.Metadata.Files.Order(), answer.GetProperty("content").EnumerateObject().Select(form => form.Name).Order());
            string[] headers = [.. answer.GetProperty("headers").EnumerateObject().Select(header => header.Name)];
            Assert.Contains("Content-Disposition", headers);
            Assert.DoesNotContain("ETag", headers);
        }

        var upload = paths.GetProperty("/api/v1/imports").GetProperty("post").GetProperty("requestBody");
        Assert.Equal([FileForms.Xlsx, FileForms.Csv], upload.GetProperty("content").EnumerateObject().Select(form => form.Name));
        Assert.True(upload.GetProperty("required").GetBoolean());
    }

    [Fact]
    public void Every_example_fits_its_record()
    {
        foreach (var operation in Operations.Of(gateway).Where(operation => operation.BodyType is not null))
        {
            using var example = JsonDocument.Parse(operation.ExampleBody!);
            Assert.Empty(BodyShape.Find(example.RootElement, operation.BodyType!));
        }
    }

    [Fact]
    public void Every_reason_of_the_registry_has_a_status_that_its_answers_document()
    {
        int[] documented = [400, 401, 403, 404, 405, 406, 408, 409, 412, 413, 415, 422, 429, 503];
        Assert.All(Enum.GetValues<RuleId>(), rule => Assert.Contains(Problems.StatusOf(rule), documented));
        Assert.All(Enum.GetValues<RuleId>().Where(rule => (int)rule < 900), rule => Assert.True(Problems.StatusOf(rule) is 404 or 409));
    }

    private async Task<JsonElement> Document()
    {
        using var client = gateway.Anonymous();
        using var document = JsonDocument.Parse(await client.GetStringAsync("/openapi/v1.json"));
        return document.RootElement.Clone();
    }

    private static string Plain(string template) =>
        System.Text.RegularExpressions.Regex.Replace(template, @"\{(\w+):\w+\}", "{$1}");
}
