using System.Net;
using System.Text.Json;
using NanchangEdu.Registry.Contracts;

namespace NanchangEdu.Registry.Api.Tests.Identity;

/// <summary>Webhooks as their people, administrators and auditors meet them at the door.</summary>
[Collection(SharedGateway.Name)]
public sealed class WebhookTests(Gateway gateway)
{
    private const string Reason = """{"reason": "例行更换"}""";

    private static int serial;

    private readonly string hook = $"door-hook-{Interlocked.Increment(ref serial)}";

    private string Own => $"/api/v1/me/webhooks/{hook}";

    [Fact]
    public async Task A_webhook_is_added_with_its_secret_and_a_repeat_brings_the_same_answer()
    {
        var city = await City.Found(gateway);
        using var clerk = gateway.As(city.Clerk);
        var key = RequestParts.FreshKey();

        var added = await Sent(clerk, HttpMethod.Post, "/api/v1/me/webhooks", Body(), key, HttpStatusCode.Created);
        var again = await Sent(clerk, HttpMethod.Post, "/api/v1/me/webhooks", Body(), key, HttpStatusCode.Created);

        Assert.StartsWith("whsec_", added.GetProperty("secret").GetString(), StringComparison.Ordinal);
        Assert.Equal(added.GetRawText(), again.GetRawText());
        var row = Assert.Single((await Read(clerk, "/api/v1/me/webhooks")).EnumerateArray());
        Assert.Equal((hook, "clerk", "active", 1), (Text(row, "webhookId"), Text(row, "role"), Text(row, "state"), row.GetProperty("key").GetInt32()));
        Assert.Equal("https://receiver.example/registry", Text(row, "url"));
        Assert.False(row.TryGetProperty("secret", out _));
    }

    [Fact]
    public async Task A_repeat_brings_the_same_answer_after_a_renewal_and_after_the_removal_too()
    {
        var city = await City.Found(gateway);
        using var clerk = gateway.As(city.Clerk);
        var key = RequestParts.FreshKey();
        var added = await Sent(clerk, HttpMethod.Post, "/api/v1/me/webhooks", Body(), key, HttpStatusCode.Created);

        var (renewal, redelivery) = (RequestParts.FreshKey(), RequestParts.FreshKey());
        var renewed = await Sent(clerk, HttpMethod.Post, $"{Own}/keys", Reason, renewal, HttpStatusCode.OK);
        var putBack = await Sent(clerk, HttpMethod.Post, $"{Own}/redelivery", "{}", redelivery, HttpStatusCode.OK);
        var addedAgain = await Sent(clerk, HttpMethod.Post, "/api/v1/me/webhooks", Body(), key, HttpStatusCode.Created);
        await Sent(clerk, HttpMethod.Post, $"{Own}/removal", Reason, null, HttpStatusCode.OK);

        Assert.Equal(2, renewed.GetProperty("key").GetInt32());
        Assert.NotEqual(Text(added, "secret"), Text(renewed, "secret"));
        Assert.Equal(added.GetRawText(), addedAgain.GetRawText());
        Assert.Equal(added.GetRawText(), (await Sent(clerk, HttpMethod.Post, "/api/v1/me/webhooks", Body(), key, HttpStatusCode.Created)).GetRawText());
        Assert.Equal(renewed.GetRawText(), (await Sent(clerk, HttpMethod.Post, $"{Own}/keys", Reason, renewal, HttpStatusCode.OK)).GetRawText());
        Assert.Equal(putBack.GetRawText(), (await Sent(clerk, HttpMethod.Post, $"{Own}/redelivery", "{}", redelivery, HttpStatusCode.OK)).GetRawText());
    }

    [Fact]
    public async Task Its_deliveries_are_read_pinged_and_put_back_by_its_person_alone()
    {
        var city = await City.Found(gateway);
        using var clerk = gateway.As(city.Clerk);
        await Sent(clerk, HttpMethod.Post, "/api/v1/me/webhooks", Body(), null, HttpStatusCode.Created);
        var key = RequestParts.FreshKey();

        var pinged = await Sent(clerk, HttpMethod.Post, $"{Own}/test", "{}", null, HttpStatusCode.OK);
        var putBack = await Sent(clerk, HttpMethod.Post, $"{Own}/redelivery", "{}", key, HttpStatusCode.OK);
        var again = await Sent(clerk, HttpMethod.Post, $"{Own}/redelivery", "{}", key, HttpStatusCode.OK);

        Assert.Equal((hook, 0), (Text(pinged, "webhookId"), putBack.GetProperty("putBack").GetInt32()));
        Assert.Equal(putBack.GetRawText(), again.GetRawText());
        Assert.Equal("active", Text(await Read(clerk, $"{Own}/deliveries"), "state"));

        using var stranger = gateway.As((await City.Found(gateway)).Clerk);
        using var foreign = await stranger.GetAsync($"{Own}/deliveries");
        await foreign.ShouldBeProblem(HttpStatusCode.NotFound, "webhook-unknown");
        foreach (var act in new[] { "test", "redelivery" })
        {
            using var refused = await stranger.SendAsync(new HttpRequestMessage(HttpMethod.Post, $"{Own}/{act}").With("{}"));
            await refused.ShouldBeProblem(HttpStatusCode.NotFound, "webhook-unknown");
        }
    }

    [Fact]
    public async Task An_auditor_sees_it_and_an_administrator_removes_it_with_a_reason_in_the_ledger()
    {
        var city = await City.Found(gateway);
        using var clerk = gateway.As(city.Clerk);
        var added = await Sent(clerk, HttpMethod.Post, "/api/v1/me/webhooks", Body(), null, HttpStatusCode.Created);
        using var auditor = gateway.As(People.Of(Role.Auditor));
        using var admin = gateway.As(People.Of(Role.Admin));
        var theirs = $"/api/v1/accounts/{city.Clerk.PersonId}/webhooks";

        Assert.Equal(hook, Text(Assert.Single((await Read(auditor, theirs)).EnumerateArray()), "webhookId"));
        await Sent(admin, HttpMethod.Post, $"{theirs}/{hook}/removal", """{"reason": "疑似泄露"}""", null, HttpStatusCode.OK);

        Assert.Empty((await Read(auditor, theirs)).EnumerateArray());
        Assert.Empty((await Read(clerk, "/api/v1/me/webhooks")).EnumerateArray());
        var history = await auditor.GetStringAsync($"/api/v1/accounts/{city.Clerk.PersonId}/history");
        Assert.Contains("webhookAdded", history, StringComparison.Ordinal);
        Assert.Contains("疑似泄露", history, StringComparison.Ordinal);
        Assert.DoesNotContain(Text(added, "secret")!, history, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://127.0.0.1/", "webhook-url-invalid")]
    [InlineData("https://169.254.169.254/latest/meta-data", "webhook-url-invalid")]
    [InlineData("gopher://receiver.example/", "webhook-url-invalid")]
    public async Task An_address_that_is_no_public_one_is_refused(string url, string rule)
    {
        using var clerk = gateway.As((await City.Found(gateway)).Clerk);
        using var refused = await clerk.SendAsync(new HttpRequestMessage(HttpMethod.Post, "/api/v1/me/webhooks").With(Body(url)));
        await refused.ShouldBeProblem(HttpStatusCode.Conflict, rule);
    }

    /// <summary>A stolen token ends within half an hour; what it set up would not.</summary>
    [Fact]
    public async Task A_token_that_may_only_read_sets_none_up()
    {
        var city = await City.Found(gateway);
        using var reading = gateway.As(gateway.Tokens.Sign(gateway.Tokens.ClaimsOf(city.Clerk, Scopes.Read)));
        using var refused = await reading.SendAsync(new HttpRequestMessage(HttpMethod.Post, "/api/v1/me/webhooks").With(Body()));
        await refused.ShouldBeProblem(HttpStatusCode.Forbidden, "role-not-allowed");
        Assert.Empty((await Read(reading, "/api/v1/me/webhooks")).EnumerateArray());
    }

    private string Body(string url = "https://receiver.example/registry") =>
        $$"""{"webhookId": "{{hook}}", "label": "校办公系统", "url": "{{url}}", "types": ["launched"]}""";

    private static string? Text(JsonElement element, string member) => element.GetProperty(member).GetString();

    private static async Task<JsonElement> Read(HttpClient client, string path) => JsonDocument.Parse(await client.GetStringAsync(path)).RootElement;

    private static async Task<JsonElement> Sent(HttpClient client, HttpMethod method, string path, string body, string? key, HttpStatusCode expected)
    {
        using var answer = await client.SendAsync(new HttpRequestMessage(method, path).With(body, key));
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.StatusCode == expected, text);
        return JsonDocument.Parse(text).RootElement;
    }
}
