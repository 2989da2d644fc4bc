using System.Globalization;
using System.Net;
using NanchangEdu.Registry.Contracts;

namespace NanchangEdu.Registry.Api.Tests.Http;

public sealed class NarrowGateway : Gateway
{
    protected override IEnumerable<(string Key, string Value)> Settings => [("RateLimit:PerSecond", "1"), ("RateLimit:Burst", "5")];
}

public sealed class RateLimitTests(NarrowGateway gateway) : IClassFixture<NarrowGateway>
{
    [Fact]
    public async Task Whoever_asks_too_fast_is_told_when_to_go_on_and_nobody_else_is_held_up()
    {
        using var fast = gateway.As(People.Of(Role.Centre));
        var answers = await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => fast.GetAsync("/api/v1/counters")));
        var refused = answers.Where(answer => answer.StatusCode == HttpStatusCode.TooManyRequests).ToArray();
        Assert.NotEmpty(refused);
        foreach (var answer in refused)
        {
            await answer.ShouldBeProblem(HttpStatusCode.TooManyRequests, "too-many-requests");
            Assert.InRange(int.Parse(answer.Headers.GetValues("Retry-After").Single(), CultureInfo.InvariantCulture), 1, 60);
        }

        using var other = gateway.As(People.Of(Role.Auditor));
        using var untouched = await other.GetAsync("/api/v1/counters");
        Assert.Equal(HttpStatusCode.OK, untouched.StatusCode);
        foreach (var _ in Enumerable.Range(0, 20))
        {
            using var probe = await other.GetAsync("/healthz/live");
            Assert.Equal(HttpStatusCode.OK, probe.StatusCode);
        }
    }
}
