using System.Net;
using System.Text;
using System.Text.Json;
using NanchangEdu.Registry.Api.Http;
using NanchangEdu.Registry.Contracts;

namespace NanchangEdu.Registry.Api.Tests.Http;

/// <summary>Idempotency, versions and scope, as a client meets them.</summary>
[Collection(SharedGateway.Name)]
public sealed class CommandContractTests(Gateway gateway)
{
    [Fact]
    public async Task A_repeated_registration_gives_the_first_answer_byte_for_byte()
    {
        var city = await City.Found(gateway);
        using var clerk = gateway.As(city.Clerk);
        var key = RequestParts.FreshKey();

        var first = await Register(clerk, city.Profile, key);
        var other = await Discard(clerk, first.Id);
        var again = await Register(clerk, city.Profile, key);

        Assert.Equal(HttpStatusCode.OK, other.StatusCode);
        Assert.Equal(HttpStatusCode.Created, again.Status);
        Assert.Equal(first.Bytes, again.Bytes);
        Assert.Equal(first.ETag, again.ETag);
        Assert.Equal($"/api/v1/sites/{first.Id}", again.Location);
        Assert.Equal(first.Location, again.Location);
    }

    [Fact]
    public async Task A_key_with_another_body_or_path_is_422_and_does_nothing()
    {
        var city = await City.Found(gateway);
        var (id, _) = await city.RegisterSite();
        using var clerk = gateway.As(city.Clerk);
        var key = RequestParts.FreshKey();
        var path = $"/api/v1/sites/{id}/filings/domain";
        const string body = """{"state": "filed", "holder": "南昌市教育局"}""";

        using var first = await clerk.SendAsync(new HttpRequestMessage(HttpMethod.Put, path).With(body, key));
        using var otherBody = await clerk.SendAsync(new HttpRequestMessage(HttpMethod.Put, path).With("""{"state": "filed", "holder": "另一单位"}""", key));
        using var otherPath = await clerk.SendAsync(new HttpRequestMessage(HttpMethod.Post, $"/api/v1/sites/{id}/discard").With("""{"reason": "r"}""", key));

        Assert.Equal(HttpStatusCode.OK, first.StatusCode);
        await otherBody.ShouldBeProblem(HttpStatusCode.UnprocessableEntity, "idempotency-key-reused");
        await otherPath.ShouldBeProblem(HttpStatusCode.UnprocessableEntity, "idempotency-key-reused");
        using var view = JsonDocument.Parse(await clerk.GetStringAsync($"/api/v1/sites/{id}"));
        Assert.Equal("draft", view.RootElement.GetProperty("stage").GetString());
        Assert.Equal("南昌市教育局", view.RootElement.GetProperty("filings")[0].GetProperty("filing").GetProperty("holder").GetString());
    }

    [Fact]
    public async Task The_same_key_of_another_person_is_another_key()
    {
        var (one, two) = (await City.Found(gateway), await City.Found(gateway));
        var key = RequestParts.FreshKey();
        using var first = gateway.As(one.Clerk);
        using var second = gateway.As(two.Clerk);
        Assert.NotEqual((await Register(first, one.Profile, key)).Id, (await Register(second, two.Profile, key)).Id);
    }

    [Fact]
    public async Task If_Match_of_an_older_version_is_412_and_of_the_view_is_taken()
    {
        var city = await City.Found(gateway);
        var (id, created) = await city.RegisterSite();
        using var clerk = gateway.As(city.Clerk);

        using var view = await clerk.GetAsync($"/api/v1/sites/{id}");
        using var withView = await clerk.SendAsync(Domain(id, "甲", view.Headers.ETag!.Tag));
        using var stale = await clerk.SendAsync(Domain(id, "乙", created));
        using var withReceipt = await clerk.SendAsync(Domain(id, "乙", withView.Headers.ETag!.Tag));
        using var any = await clerk.SendAsync(Domain(id, "丙", "*"));

        Assert.Equal("\"1\"", created);
        Assert.Equal(HttpStatusCode.OK, withView.StatusCode);
        await stale.ShouldBeProblem(HttpStatusCode.PreconditionFailed, "version-stale");
        Assert.Equal(HttpStatusCode.OK, withReceipt.StatusCode);
        Assert.Equal(HttpStatusCode.OK, any.StatusCode);
    }

    [Fact]
    public async Task If_None_Match_of_the_current_view_is_304_without_a_body()
    {
        var city = await City.Found(gateway);
        var (id, _) = await city.RegisterSite();
        using var clerk = gateway.As(city.Clerk);
        foreach (var path in new[] { $"/api/v1/sites/{id}", $"/api/v1/sites/{id}/launch-gate", $"/api/v1/sites/{id}/history", "/api/v1/sites", "/api/v1/counters", "/api/v1/policy" })
        {
            using var first = await clerk.GetAsync(path);
            Assert.Equal(HttpStatusCode.OK, first.StatusCode);
            foreach (var known in new[] { first.Headers.ETag!.Tag, $"W/{first.Headers.ETag.Tag}", $"\"other\", {first.Headers.ETag.Tag}", "*" })
            {
                using var request = new HttpRequestMessage(HttpMethod.Get, path);
                request.Headers.TryAddWithoutValidation("If-None-Match", known);
                using var second = await clerk.SendAsync(request);
                Assert.Equal(HttpStatusCode.NotModified, second.StatusCode);
                Assert.Equal(first.Headers.ETag, second.Headers.ETag);
                Assert.Empty(await second.Content.ReadAsByteArrayAsync());
            }

            using var changed = new HttpRequestMessage(HttpMethod.Get, path);
            changed.Headers.TryAddWithoutValidation("If-None-Match", "\"0-000000000000\"");
            using var third = await clerk.SendAsync(changed);
            Assert.Equal(HttpStatusCode.OK, third.StatusCode);
        }
    }

    [Fact]
    public async Task A_foreign_site_answers_in_the_same_bytes_as_an_unknown_one()
    {
        var (owner, stranger) = (await City.Found(gateway), await City.Found(gateway));
        var (id, _) = await owner.RegisterSite();
        using var client = gateway.As(stranger.Clerk);
        foreach (var operation in Operations.Of(gateway).Where(o => o.Template.Contains("{id", StringComparison.Ordinal)))
        {
            if (!Api.Identity.Policies.Named(operation.Metadata.Policy).Admits(Role.Clerk)) continue;
            var foreign = await Ask(client, operation, id);
            var unknown = await Ask(client, operation, SiteId.Derive("nobody", "nothing").Value);
            Assert.Equal(unknown, foreign);
            Assert.StartsWith("404", foreign, StringComparison.Ordinal);
        }

        using var reviewer = gateway.As(new Actor("reviewer-elsewhere", "赵六", Role.Reviewer, null, People.OtherSchool));
        using var answer = await reviewer.GetAsync($"/api/v1/sites/{id}");
        await answer.ShouldBeProblem(HttpStatusCode.NotFound, "not-found");
    }

    [Fact]
    public async Task Lists_show_each_caller_the_own_scope_alone()
    {
        var (one, two) = (await City.Found(gateway), await City.Found(gateway));
        var (first, second) = ((await one.RegisterSite()).Id, (await two.RegisterSite()).Id);

        Assert.Equal([first], await IdsFor(one.Clerk));
        Assert.Equal([second], await IdsFor(two.Clerk));
        Assert.Superset(new HashSet<string> { first, second }, (await IdsFor(one.Reviewer)).ToHashSet());
        Assert.Empty(await IdsFor(new Actor("reviewer-elsewhere", "赵六", Role.Reviewer, null, People.OtherSchool)));
    }

    [Fact]
    public async Task History_is_the_exact_bytes_that_were_hashed()
    {
        var city = await City.Found(gateway);
        var (id, _) = await city.RegisterSite();
        using var clerk = gateway.As(city.Clerk);
        var page = await clerk.GetStringAsync($"/api/v1/sites/{id}/history");

        using var document = JsonDocument.Parse(page);
        var first = document.RootElement.GetProperty("items")[0];
        var body = first.GetProperty("body").GetRawText();
        var hashed = Convert.FromHexString(first.GetProperty("prevHash").GetString()!).Concat(Encoding.UTF8.GetBytes(body)).ToArray();
        Assert.Equal(first.GetProperty("hash").GetString(), Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(hashed)));
    }

    [Fact]
    public async Task A_body_beyond_one_mebibyte_is_413_and_one_below_is_read()
    {
        using var clerk = gateway.As(People.Of(Role.Clerk));
        var operation = Operations.Named(gateway, "discardDraft");
        using var tooLarge = await clerk.SendAsync(operation.Request($"{{\"reason\":\"{new string('a', Limits.BodyBytes)}\"}}"));
        await tooLarge.ShouldBeProblem(HttpStatusCode.RequestEntityTooLarge, "body-too-large");
        using var large = await clerk.SendAsync(operation.Request($"{{\"reason\":\"{new string('a', Limits.BodyBytes - 100)}\"}}"));
        await large.ShouldBeProblem(HttpStatusCode.BadRequest, "malformed");
    }

    [Fact]
    public async Task A_chunked_body_beyond_one_mebibyte_is_413()
    {
        using var clerk = gateway.As(People.Of(Role.Clerk));
        using var request = Operations.Named(gateway, "discardDraft").Request();
        request.Content = new StreamContent(new MemoryStream(new byte[Limits.BodyBytes + 1]));
        request.Content.Headers.ContentType = new("application/json");
        request.Headers.TransferEncodingChunked = true;
        using var answer = await clerk.SendAsync(request);
        await answer.ShouldBeProblem(HttpStatusCode.RequestEntityTooLarge, "body-too-large");
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("application/json; charset=gb2312")]
    [InlineData("application/xml")]
    public async Task Another_media_type_is_415(string type)
    {
        using var clerk = gateway.As(People.Of(Role.Clerk));
        using var request = Operations.Named(gateway, "discardDraft").Request();
        request.Content!.Headers.Remove("Content-Type");
        request.Content.Headers.TryAddWithoutValidation("Content-Type", type);
        using var answer = await clerk.SendAsync(request);
        await answer.ShouldBeProblem(HttpStatusCode.UnsupportedMediaType, "unsupported-media-type");
    }

    [Fact]
    public async Task A_method_that_is_not_offered_is_405()
    {
        using var clerk = gateway.As(People.Of(Role.Clerk));
        using var answer = await clerk.DeleteAsync($"/api/v1/sites/{SiteId.Derive("a", "b")}");
        await answer.ShouldBeProblem(HttpStatusCode.MethodNotAllowed, "method-not-allowed");
    }

    [Fact]
    public async Task Problems_are_Chinese_and_English_when_asked_for()
    {
        using var clerk = gateway.As(People.Of(Role.Clerk));
        Assert.Equal("没有找到", await TitleOf(clerk, null));
        Assert.Equal("Not found", await TitleOf(clerk, "en"));
        Assert.Equal("Not found", await TitleOf(clerk, "fr, en-GB;q=0.8, zh;q=0.2"));
        Assert.Equal("没有找到", await TitleOf(clerk, "en;q=0.2, zh-CN"));
        Assert.Equal("没有找到", await TitleOf(clerk, "fr"));
    }

    private static async Task<string?> TitleOf(HttpClient client, string? language)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/nothing-here");
        if (language is not null) request.Headers.Add("Accept-Language", language);
        using var answer = await client.SendAsync(request);
        return (await answer.ShouldBeProblem(HttpStatusCode.NotFound)).GetProperty("title").GetString();
    }

    private static HttpRequestMessage Domain(string id, string holder, string ifMatch)
    {
        var request = new HttpRequestMessage(HttpMethod.Put, $"/api/v1/sites/{id}/filings/domain").With($$"""{"state": "filed", "holder": "{{holder}}"}""");
        request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        return request;
    }

    private static async Task<string> Ask(HttpClient client, Operation operation, string id)
    {
        using var request = new HttpRequestMessage(new HttpMethod(operation.Method), operation.PathOf(id) + operation.Query).With(operation.ExampleBody);
        using var answer = await client.SendAsync(request);
        return $"{(int)answer.StatusCode} {answer.Content.Headers} {await answer.Content.ReadAsStringAsync()}";
    }

    private async Task<string[]> IdsFor(Actor person)
    {
        using var client = gateway.As(person);
        using var page = JsonDocument.Parse(await client.GetStringAsync("/api/v1/sites?limit=200"));
        return [.. page.RootElement.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("id").GetString()!)];
    }

    private static async Task<HttpResponseMessage> Discard(HttpClient client, string id) =>
        await client.SendAsync(new HttpRequestMessage(HttpMethod.Post, $"/api/v1/sites/{id}/discard").With("""{"reason": "不再需要"}"""));

    private static async Task<(HttpStatusCode Status, string Id, byte[] Bytes, string? ETag, string? Location)> Register(HttpClient client, string profile, string key)
    {
        using var answer = await client.SendAsync(new HttpRequestMessage(HttpMethod.Post, "/api/v1/sites").With(profile, key));
        var bytes = await answer.Content.ReadAsByteArrayAsync();
        Assert.True(answer.IsSuccessStatusCode, Encoding.UTF8.GetString(bytes));
        using var receipt = JsonDocument.Parse(bytes);
        return (answer.StatusCode, receipt.RootElement.GetProperty("id").GetString()!, bytes, answer.Headers.ETag?.Tag, answer.Headers.Location?.ToString());
    }
}
