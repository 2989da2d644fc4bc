using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NanchangEdu.Registry.Api.Http;
using NanchangEdu.Registry.Contracts;

namespace NanchangEdu.Registry.Api.Tests.Http;

/// <summary>Buckets that fill so slowly, for their size, that no machine is too slow for the tests.</summary>
public sealed class NarrowGateway : Gateway
{
    public const int Burst = 60;
    public const int UnitBurst = 150;
    public const int Attempts = 20;

    protected override IEnumerable<(string Key, string Value)> Settings =>
    [
        ("RateLimit:PerSecond", "1"), ("RateLimit:Burst", Text(Burst)),
        ("RateLimit:UnitPerSecond", "1"), ("RateLimit:UnitBurst", Text(UnitBurst)),
        ("RateLimit:AttemptsPerMinute", Text(Attempts)),
    ];

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}

public sealed class RateLimitTests(NarrowGateway gateway) : IClassFixture<NarrowGateway>
{
    private const string BothPolicies = "\"client\";q=60;w=60, \"unit\";q=150;w=150";
    private const string ClientPolicy = "\"client\";q=60;w=60";
    private const string AttemptsPolicy = "\"attempts\";q=20;w=60";

    [Fact]
    public async Task Whoever_asks_too_fast_is_told_when_to_go_on_and_nobody_else_is_held_up()
    {
        var answers = await Ask(People.Of(Role.Centre), "fast", 200);
        var refused = answers.Where(answer => answer.StatusCode == HttpStatusCode.TooManyRequests).ToArray();
        Assert.NotEmpty(refused);
        foreach (var answer in refused)
        {
            await answer.ShouldBeProblem(HttpStatusCode.TooManyRequests, "too-many-requests");
            Assert.InRange(int.Parse(answer.Headers.GetValues("Retry-After").Single(), CultureInfo.InvariantCulture), 1, 60);
            Assert.Equal(ClientPolicy, PolicyOf(answer));
            Assert.Equal("\"client\";r=0;t=1", LeftOf(answer));
        }

        await ShouldBeLetIn(People.Of(Role.Auditor), "calm");
        using var other = gateway.Anonymous();
        foreach (var _ in Enumerable.Range(0, 2 * NarrowGateway.Burst))
        {
            using var probe = await other.GetAsync("/healthz/live");
            Assert.Equal(HttpStatusCode.OK, probe.StatusCode);
            Assert.False(probe.Headers.Contains(RateWords.PolicyHeader) || probe.Headers.Contains(RateWords.LeftHeader));
        }
    }

    [Fact]
    public async Task Persons_of_one_client_share_its_bucket_and_clients_of_one_person_have_one_each()
    {
        var (one, two) = (People.Of(Role.Centre), People.Of(Role.Auditor));
        await Ask(one, "shared", NarrowGateway.Burst);

        Assert.InRange(Left(await AskOnce(two, "shared"), "client"), 0, NarrowGateway.Burst - 10);
        Assert.InRange(Left(await AskOnce(one, "own"), "client"), NarrowGateway.Burst - 10, NarrowGateway.Burst);
    }

    [Fact]
    public async Task A_token_without_a_client_is_counted_by_its_person_and_a_stranger_by_his_address()
    {
        await Ask(new Actor("person-1", "王五", Role.Centre, null, null), client: null, NarrowGateway.Burst);
        Assert.InRange(Left(await AskOnce(new Actor("person-1", "王五", Role.Centre, null, null), client: null), "client"), 0, NarrowGateway.Burst - 10);
        Assert.InRange(Left(await AskOnce(new Actor("person-2", "王五", Role.Centre, null, null), client: null), "client"), NarrowGateway.Burst - 10, NarrowGateway.Burst);
        // the same word as client and as person are two
        Assert.InRange(Left(await AskOnce(People.Of(Role.Auditor), "person-1"), "client"), NarrowGateway.Burst - 10, NarrowGateway.Burst);

        using var here = RawConnection.From(gateway, "127.0.0.3");
        using var there = RawConnection.From(gateway, "127.0.0.4");
        var knocks = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => here.GetAsync("/api/v1/counters")));
        Assert.Contains(knocks, knock => knock.StatusCode == HttpStatusCode.TooManyRequests);
        Assert.Contains(knocks, knock => knock.StatusCode == HttpStatusCode.Unauthorized);
        using var first = await there.GetAsync("/api/v1/counters");
        Assert.Equal(HttpStatusCode.Unauthorized, first.StatusCode);
        Assert.Equal(ClientPolicy, PolicyOf(first));
    }

    [Fact]
    public async Task A_unit_with_many_clients_has_one_limit_for_all_of_them()
    {
        var clerk = new Actor("clerk-of-many", "张三", Role.Clerk, People.School, null);
        var answers = (await Task.WhenAll(Enumerable.Range(0, 5).Select(number => Ask(clerk, $"school-{number}", 50)))).SelectMany(all => all).ToArray();

        var refused = answers.Where(answer => answer.StatusCode == HttpStatusCode.TooManyRequests).ToArray();
        Assert.NotEmpty(refused);
        foreach (var answer in refused)
        {
            Assert.Equal(BothPolicies, PolicyOf(answer));
            Assert.Equal(0, Left(answer, "unit"));
            Assert.InRange(Left(answer, "client"), 1, NarrowGateway.Burst);
            Assert.True(answer.Headers.RetryAfter?.Delta >= TimeSpan.FromSeconds(1));
        }

        var neighbour = await AskOnce(new Actor("clerk-next-door", "张三", Role.Clerk, People.OtherSchool, null), "school-next-door");
        Assert.Equal(HttpStatusCode.OK, neighbour.StatusCode);
        Assert.Equal(BothPolicies, PolicyOf(neighbour));
    }

    [Fact]
    public async Task Whom_the_clients_bucket_refuses_costs_the_authority_nothing()
    {
        var lead = People.Of(Role.Lead);
        var answers = await Ask(lead, "hammering", 400);
        Assert.True(answers.Count(answer => answer.StatusCode == HttpStatusCode.TooManyRequests) > NarrowGateway.UnitBurst);

        var other = await AskOnce(lead, "of-the-same-authority");
        Assert.Equal(HttpStatusCode.OK, other.StatusCode);
        Assert.InRange(Left(other, "unit"), 1, NarrowGateway.UnitBurst - NarrowGateway.Burst + 30);
    }

    [Fact]
    public async Task Attempts_at_a_secret_are_counted_by_address_before_it_is_looked_at()
    {
        using var guesser = RawConnection.From(gateway, "127.0.0.5");
        var guesses = await Task.WhenAll(Enumerable.Range(0, 100).Select(number => guesser.PostAsync("/connect/token", Guess($"client-{number}"))));

        Assert.Contains(guesses, guess => guess.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.BadRequest);
        var refused = guesses.Where(guess => guess.StatusCode == HttpStatusCode.TooManyRequests).ToArray();
        Assert.NotEmpty(refused);
        foreach (var answer in refused)
        {
            await answer.ShouldBeProblem(HttpStatusCode.TooManyRequests, "too-many-requests");
            Assert.Equal("\"attempts\";r=0;t=3", LeftOf(answer));
            Assert.True(answer.Headers.RetryAfter?.Delta >= TimeSpan.FromSeconds(3));
        }

        Assert.All(guesses, guess => Assert.Equal(AttemptsPolicy, PolicyOf(guess)));

        using var ordinary = await guesser.GetAsync("/api/v1/counters");
        Assert.Equal(HttpStatusCode.Unauthorized, ordinary.StatusCode);
        using var neighbour = RawConnection.From(gateway, "127.0.0.6");
        using var first = await neighbour.PostAsync("/connect/token", Guess("client"));
        Assert.NotEqual(HttpStatusCode.TooManyRequests, first.StatusCode);
    }

    /// <summary>However it is written, and whatever a stranger says of his own address.</summary>
    [Fact]
    public async Task No_spelling_of_the_path_and_no_header_leads_round_the_count()
    {
        using var guesser = RawConnection.From(gateway, "127.0.0.7");
        string[] spellings =
        [
            "/connect/token", "/CONNECT/Token", "/connect/token/", "/connect/%74oken", "/connect/token?a=b",
            "/account/sign-in", "/Account/Sign-In/", "/account/second-factor", "/account/invitation", "/account/invitation/abc",
        ];
        foreach (var round in Enumerable.Range(0, 10))
        {
            foreach (var spelling in spellings)
            {
                using var request = new HttpRequestMessage(HttpMethod.Post, spelling) { Content = Guess("client") };
                request.Headers.Add("X-Forwarded-For", $"203.0.113.{round}");
                using var answer = await guesser.SendAsync(request);
                Assert.Equal(AttemptsPolicy, PolicyOf(answer));
            }
        }

        foreach (var spelling in spellings)
        {
            using var answer = await guesser.PostAsync(spelling, Guess("client"));
            Assert.InRange(Left(answer, "attempts"), 0, NarrowGateway.Attempts / 2);
        }
    }

    private static FormUrlEncodedContent Guess(string client) => new(
        [new("grant_type", "client_credentials"), new("client_id", client), new("client_secret", "guessed")]);

    private async Task ShouldBeLetIn(Actor person, string client) =>
        Assert.Equal(HttpStatusCode.OK, (await AskOnce(person, client)).StatusCode);

    private async Task<HttpResponseMessage> AskOnce(Actor person, string? client) => (await Ask(person, client, 1))[0];

    private async Task<HttpResponseMessage[]> Ask(Actor person, string? client, int times)
    {
        var claims = gateway.Tokens.ClaimsOf(person);
        if (client is null) claims.Remove(Requester.ClientClaim);
        else claims[Requester.ClientClaim] = client;
        using var caller = gateway.As(gateway.Tokens.Sign(claims));
        return await Task.WhenAll(Enumerable.Range(0, times).Select(_ => caller.GetAsync("/api/v1/policy")));
    }

    private static string PolicyOf(HttpResponseMessage answer) => Assert.Single(answer.Headers.GetValues(RateWords.PolicyHeader));

    private static string LeftOf(HttpResponseMessage answer) => Assert.Single(answer.Headers.GetValues(RateWords.LeftHeader));

    private static int Left(HttpResponseMessage answer, string policy) =>
        int.Parse(Regex.Match(LeftOf(answer), $"\"{policy}\";r=([0-9]+);t=[0-9]+").Groups[1].Value, CultureInfo.InvariantCulture);
}

/// <summary>What needs no gateway.</summary>
public sealed class RateLimitUnitTests
{
    [Fact]
    public void The_defaults_are_these()
    {
        var options = new RateLimitOptions();
        Assert.Equal((500, 2000, 120), (options.PerSecond, options.Burst, options.AttemptsPerMinute));
        Assert.Equal((null, null), (options.UnitPerSecond, options.UnitBurst));

        using var buckets = new RateBuckets(Microsoft.Extensions.Options.Options.Create(options));
        Assert.Equal("\"client\";q=2000;w=4", buckets.Clients.Policy);
        Assert.Equal("\"unit\";q=8000;w=4", buckets.Units.Policy);
        Assert.Equal("\"attempts\";q=30;w=60", buckets.Attempts.Policy);
        Assert.Equal("\"client\";r=2000;t=1", RateWords.Left(buckets.Clients, new ClientKey("a", null, 0)));
        Assert.Equal("\"attempts\";r=30;t=2", RateWords.Left(buckets.Attempts, UInt128.One));
    }

    [Fact]
    public void The_paths_where_secrets_are_tried_are_these() =>
        Assert.Equal(["/connect/token", "/account/sign-in", "/account/second-factor", "/account/invitation"], AttemptPaths.All.Select(path => path.Value));

    [Theory]
    [InlineData("/connect/tokens", false)]
    [InlineData("/api/v1/connect/token", false)]
    [InlineData("/account", false)]
    [InlineData("/", false)]
    [InlineData("/connect/token/x", true)]
    public void Only_they_and_what_lies_below_are_meant(string path, bool isMeant) => Assert.Equal(isMeant, AttemptPaths.Hold(path));

    [Theory]
    [InlineData("203.0.113.7", "::ffff:203.0.113.7", true)]
    [InlineData("203.0.113.7", "203.0.113.8", false)]
    [InlineData("::ffff:203.0.113.7", "::ffff:203.0.113.8", false)]
    [InlineData("2001:db8:1:2:3:4:5:6", "2001:db8:1:2:ffff::1", true)]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:3::1", false)]
    [InlineData("::1", "203.0.113.7", false)]
    public void An_address_is_itself_and_of_IPv6_its_network(string one, string other, bool areOne) =>
        Assert.Equal(areOne, Requester.NetworkOf(IPAddress.Parse(one)) == Requester.NetworkOf(IPAddress.Parse(other)));

    /// <summary>The wall clears the answer that was begun, and with it whatever had been written into its headers.</summary>
    [Fact]
    public async Task An_answer_that_came_of_an_exception_tells_the_limits_too()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddRateLimits(builder.Configuration);
        await using var app = builder.Build();
        app.UseMiddleware<ExceptionWall>();
        app.UseMiddleware<RateLimits>();
        app.Run(_ => throw new TimeoutException());
        await app.StartAsync();

        using var client = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
        using var answer = await client.GetAsync("/");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Equal("\"client\";q=2000;w=4", Assert.Single(answer.Headers.GetValues(RateWords.PolicyHeader)));
        Assert.Equal("\"client\";r=1999;t=1", Assert.Single(answer.Headers.GetValues(RateWords.LeftHeader)));
    }
}
