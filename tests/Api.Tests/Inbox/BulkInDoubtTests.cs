using System.Net;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using NanchangEdu.Registry.Contracts;

namespace NanchangEdu.Registry.Api.Tests.Inbox;

/// <summary>A gateway that gets no answer of one site.</summary>
public sealed class LossyGateway : Gateway
{
    private readonly Losing losing = new();

    /// <summary>From now on what is asked of this site is lost on the way; of none when null.</summary>
    public void Lose(string? site) => losing.Key = site;

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        base.ConfigureWebHost(builder);
        builder.ConfigureServices(services => services.AddSingleton<IOutgoingGrainCallFilter>(losing));
    }

    private sealed class Losing : IOutgoingGrainCallFilter
    {
        public volatile string? Key;

        public Task Invoke(IOutgoingGrainCallContext context) => Key is { } key && context.TargetId.Key.ToString() == key
            ? throw new TimeoutException("no answer")
            : context.Invoke();
    }
}

public sealed class BulkInDoubtTests(LossyGateway gateway) : IClassFixture<LossyGateway>
{
    private static readonly Actor Reviewer = People.Of(Role.Reviewer);

    private readonly ReviewDesk desk = new(gateway);

    [Fact]
    public async Task Doubt_about_one_item_is_503_with_what_is_known_and_the_same_key_does_the_rest()
    {
        var (lost, other) = (await desk.Filed(), await desk.Filed());
        await desk.Take(Reviewer, lost.Site, other.Site);
        var (key, body) = (RequestParts.FreshKey(), ReviewDesk.Bulk(ReviewDesk.Return, ReviewDesk.Item(lost.Site), ReviewDesk.Item(other.Site)));
        using var client = gateway.As(Reviewer);

        gateway.Lose(lost.Site);
        using var doubted = await client.SendAsync(new HttpRequestMessage(HttpMethod.Post, "/api/v1/requests/decisions").With(body, key));
        gateway.Lose(null);

        var problem = await doubted.ShouldBeProblem(HttpStatusCode.ServiceUnavailable, "outcome-unknown");
        Assert.NotNull(doubted.Headers.RetryAfter);
        Assert.Equal(["unknown", "done"], ReviewDesk.Outcomes(problem.GetProperty("results")));
        Assert.Equal((3L, "inReview"), await desk.Look(lost.City, lost.Site));
        Assert.Equal(["done", "done"], ReviewDesk.Outcomes(await desk.Decide(Reviewer, body, key)));
        Assert.Equal((4L, "returned"), await desk.Look(lost.City, lost.Site));
        Assert.Equal((4L, "returned"), await desk.Look(other.City, other.Site));
    }

    [Fact]
    public async Task After_a_doubt_the_rest_waits_for_the_repeat()
    {
        var filed = new List<(City City, string Site)>();
        for (var i = 0; i < 10; i++) filed.Add(await desk.Filed());
        await desk.Take(Reviewer, [.. filed.Select(one => one.Site)]);
        var body = ReviewDesk.Bulk(ReviewDesk.Return, [.. filed.Select(one => ReviewDesk.Item(one.Site))]);
        using var client = gateway.As(Reviewer);

        gateway.Lose(filed[0].Site);
        using var doubted = await client.SendAsync(new HttpRequestMessage(HttpMethod.Post, "/api/v1/requests/decisions").With(body));
        gateway.Lose(null);

        var outcomes = ReviewDesk.Outcomes((await doubted.ShouldBeProblem(HttpStatusCode.ServiceUnavailable, "outcome-unknown")).GetProperty("results"));
        Assert.Equal(10, outcomes.Length);
        Assert.Equal("unknown", outcomes[0]);
        Assert.Equal("unknown", outcomes[^1]);
        Assert.Equal((3L, "inReview"), await desk.Look(filed[^1].City, filed[^1].Site));
    }
}
