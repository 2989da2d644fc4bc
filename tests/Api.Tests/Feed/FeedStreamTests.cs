using System.Globalization;
using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using NanchangEdu.Registry.Contracts;

namespace NanchangEdu.Registry.Api.Tests.Feed;

/// <summary>The feed as a stream: what happens comes by itself, and who was away goes on where it was.</summary>
[Collection(SharedGateway.Name)]
public sealed class FeedStreamTests(Gateway gateway)
{
    [Fact]
    public async Task What_happens_after_it_was_opened_comes_as_the_pages_have_it()
    {
        var city = await City.Found(gateway);
        using var client = gateway.As(city.Clerk);
        using var stream = await EventStream.Open(client);
        Assert.Equal("text/event-stream", stream.Answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal("utf-8", stream.Answer.Content.Headers.ContentType?.CharSet);
        Assert.True(stream.Answer.Headers.CacheControl?.NoStore);
        Assert.Equal("no", Assert.Single(stream.Answer.Headers.GetValues("X-Accel-Buffering")));

        var (id, _) = await city.RegisterSite();
        var registered = await stream.Next();
        await gateway.RecordDomain(city, id, "甲");
        var recorded = await stream.Next();

        Assert.Equal((await gateway.Feed(city.Clerk, $"&record={id}")).Select(Told), new[] { registered, recorded });
    }

    [Fact]
    public async Task Who_comes_again_gets_what_followed_the_last_event_and_nothing_twice()
    {
        var city = await City.Found(gateway);
        var (id, _) = await city.RegisterSite();
        using var client = gateway.As(city.Clerk);
        await gateway.RecordDomain(city, id, "甲");
        await gateway.RecordDomain(city, id, "乙");
        var known = await gateway.Feed(city.Clerk, $"&record={id}");

        string last;
        using (var first = await EventStream.Open(client, $"?record={id}", Told(known[0]).Id))
        {
            Assert.Equal(Told(known[1]), await first.Next());
            last = Told(known[1]).Id;
        }

        await gateway.RecordDomain(city, id, "丙");
        using var again = await EventStream.Open(client, $"?record={id}&after=0", last);
        var (third, fourth) = (await again.Next(), await again.Next());
        await gateway.RecordDomain(city, id, "丁");
        var fifth = await again.Next();

        Assert.Equal((await gateway.Feed(city.Clerk, $"&record={id}")).Skip(2).Select(Told), new[] { third, fourth, fifth });
    }

    [Fact]
    public async Task The_parameter_goes_on_from_a_position_too()
    {
        var city = await City.Found(gateway);
        var (id, _) = await city.RegisterSite();
        using var client = gateway.As(city.Clerk);
        using var stream = await EventStream.Open(client, $"?after=0&kind=site&record={id}");
        Assert.Equal(Told(Assert.Single(await gateway.Feed(city.Clerk, $"&record={id}"))), await stream.Next());
    }

    [Fact]
    public async Task What_happens_elsewhere_does_not_come()
    {
        var (owner, stranger) = (await City.Found(gateway), await City.Found(gateway));
        using var client = gateway.As(stranger.Clerk);
        using var stream = await EventStream.Open(client);
        await owner.RegisterSite();

        var (id, _) = await stranger.RegisterSite();

        Assert.Equal(Told(Assert.Single(await gateway.Feed(stranger.Clerk, $"&record={id}"))), await stream.Next());
    }

    [Fact]
    public async Task Contacts_are_masked_as_in_the_pages()
    {
        var city = await City.Found(gateway);
        using var client = gateway.As(city.Reviewer);
        using var stream = await EventStream.Open(client, "?kind=site");
        await city.RegisterSite();

        var registered = await stream.Next();

        Assert.NotNull(registered);
        Assert.True(JsonElement.Parse(registered.Data).GetProperty("isMasked").GetBoolean());
        Assert.DoesNotContain("0791-86000001", registered.Data, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_ends_with_the_token()
    {
        var city = await City.Found(gateway);
        var claims = gateway.Tokens.ClaimsOf(city.Clerk);
        claims["exp"] = gateway.Tokens.Seconds(4);
        using var client = gateway.As(gateway.Tokens.Sign(claims));
        using var stream = await EventStream.Open(client, $"?record={city.Unit.Uscc}");
        Assert.Null(await stream.Next());
    }

    [Fact]
    public async Task Who_hangs_up_leaves_no_defect_behind()
    {
        var city = await City.Found(gateway);
        using var client = gateway.As(city.Clerk);
        for (var number = 0; number < 5; number++) (await EventStream.Open(client)).Dispose();
        var (id, _) = await city.RegisterSite();
        await gateway.RecordDomain(city, id, "甲");

        // the hub looks four times a second: by then it has brought both to whoever was still thought to listen
        using var stays = await EventStream.Open(client);
        await gateway.RecordDomain(city, id, "乙");
        Assert.NotNull(await stays.Next());
        await Task.Delay(TimeSpan.FromSeconds(1), TestContext.Current.CancellationToken);
        gateway.Defects.ShouldBeNone();
    }

    [Fact]
    public async Task A_gateway_that_stops_ends_its_streams()
    {
        await using var stopping = new Gateway();
        var city = await City.Found(stopping);
        using var client = stopping.As(city.Clerk);
        using var stream = await EventStream.Open(client);
        await city.RegisterSite();
        Assert.NotNull(await stream.Next());

        stopping.Services.GetRequiredService<IHostApplicationLifetime>().StopApplication();

        Assert.Null(await stream.Next());
    }

    [Theory]
    [InlineData("?after=-1", null, "after")]
    [InlineData("?limit=5", null, "limit")]
    [InlineData("?kind=school", null, "kind")]
    [InlineData("", "yesterday", "Last-Event-ID")]
    [InlineData("", "-1", "Last-Event-ID")]
    public async Task A_malformed_question_is_told_before_the_stream_begins(string query, string? lastEventId, string parameter)
    {
        using var client = gateway.As(People.Of(Role.Auditor));
        using var request = new HttpRequestMessage(HttpMethod.Get, EventStream.Path + query);
        if (lastEventId is not null) request.Headers.Add("Last-Event-ID", lastEventId);
        using var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        var problem = await answer.ShouldBeProblem(HttpStatusCode.BadRequest, "malformed");
        Assert.Equal(parameter, problem.GetProperty("field").GetString());
    }

    private static StreamedEvent Told(JsonElement item) => new(
        item.GetProperty("position").GetInt64().ToString(CultureInfo.InvariantCulture), item.GetProperty("type").GetString()!, item.GetRawText());
}
