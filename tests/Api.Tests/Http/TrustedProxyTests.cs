using System.ComponentModel.DataAnnotations;
using System.Net;
using NanchangEdu.Registry.Api.Http;

namespace NanchangEdu.Registry.Api.Tests.Http;

/// <summary>Its ingress has the address 127.0.0.2 and ends TLS; whoever comes from elsewhere is a client.</summary>
public sealed class GatewayBehindProxy : Gateway
{
    public const string Proxy = "127.0.0.2";
    public const int Connections = 40;

    protected override IEnumerable<(string Key, string Value)> Settings =>
    [
        ("Door:TrustedProxies:0", "192.0.2.0/24"),
        ("Door:TrustedProxies:1", $"{Proxy}/32"),
        ("Door:ConnectionsMax", $"{Connections}"),
        ("RateLimit:AttemptsPerMinute", "20"),
        ("Auth:PublicUrl", "https://registry.example.edu.cn/"),
    ];
}

public sealed class TrustedProxyTests(GatewayBehindProxy gateway) : IClassFixture<GatewayBehindProxy>
{
    private const int Many = 100;

    [Fact]
    public async Task A_stranger_who_writes_another_address_each_time_is_counted_by_his_own()
    {
        using var stranger = RawConnection.From(gateway, "127.0.0.9");
        Assert.Contains(HttpStatusCode.TooManyRequests, await Guess(stranger, number => $"203.0.113.{number}"));
    }

    [Fact]
    public async Task This_machine_is_no_proxy_unless_it_is_named()
    {
        using var local = RawConnection.From(gateway, "127.0.0.1");
        Assert.Contains(HttpStatusCode.TooManyRequests, await Guess(local, number => $"203.0.113.{number}"));
    }

    [Fact]
    public async Task Clients_behind_the_proxy_are_counted_by_their_own_addresses()
    {
        using var proxy = RawConnection.From(gateway, GatewayBehindProxy.Proxy);
        Assert.DoesNotContain(HttpStatusCode.TooManyRequests, await Guess(proxy, number => $"198.51.100.{number}"));
        Assert.Contains(HttpStatusCode.TooManyRequests, await Guess(proxy, _ => "198.51.100.200"));
        // the proxy appends; what stood there before is the client's own word
        Assert.Contains(HttpStatusCode.TooManyRequests, await Guess(proxy, number => $"203.0.113.{number}, 198.51.100.201"));
        Assert.Contains(HttpStatusCode.TooManyRequests, await Guess(proxy, number => $"203.0.113.{number}, {GatewayBehindProxy.Proxy}"));
    }

    [Fact]
    public async Task The_proxys_word_on_the_scheme_is_taken_and_a_strangers_is_not()
    {
        using var proxy = RawConnection.From(gateway, GatewayBehindProxy.Proxy);
        using var byHttps = await proxy.SendAsync(Live("https"));
        Assert.Equal(SecurityHeaders.HttpsOnly, Assert.Single(byHttps.Headers.GetValues("Strict-Transport-Security")));
        using var byHttp = await proxy.SendAsync(Live("http"));
        Assert.False(byHttp.Headers.Contains("Strict-Transport-Security"));

        using var stranger = RawConnection.From(gateway, "127.0.0.10");
        using var claimed = await stranger.SendAsync(Live("https"));
        Assert.False(claimed.Headers.Contains("Strict-Transport-Security"));
    }

    /// <summary>The token server answers by https alone: without the proxy's word nobody would get a token.</summary>
    [Fact]
    public async Task The_token_server_hears_from_the_proxy_that_it_was_asked_by_https()
    {
        using var proxy = RawConnection.From(gateway, GatewayBehindProxy.Proxy);
        Assert.Contains("invalid_client", await Ask("https"), StringComparison.Ordinal);
        Assert.Contains("invalid_request", await Ask("http"), StringComparison.Ordinal);

        async Task<string> Ask(string scheme)
        {
            using var request = Guess("198.51.100.220");
            request.Headers.Add("X-Forwarded-Proto", scheme);
            using var answer = await proxy.SendAsync(request);
            return await answer.Content.ReadAsStringAsync();
        }
    }

    [Fact]
    public async Task More_connections_than_there_may_be_are_hung_up_on_and_there_is_room_when_some_have_gone()
    {
        List<RawConnection> open = [];
        while (open.Count <= GatewayBehindProxy.Connections)
        {
            var next = await RawConnection.To(gateway);
            if (!await IsAnswered(next))
            {
                await next.DisposeAsync();
                break;
            }

            open.Add(next);
        }

        Assert.InRange(open.Count, 1, GatewayBehindProxy.Connections);

        foreach (var connection in open) await connection.DisposeAsync();
        var isAnswered = false;
        foreach (var _ in Enumerable.Range(0, 1000))
        {
            await using var again = await RawConnection.To(gateway);
            if (isAnswered = await IsAnswered(again)) break;
            await Task.Delay(10);
        }

        Assert.True(isAnswered, "nobody was let in any more");
    }

    [Theory]
    [InlineData("10.244.0.0/16", true)]
    [InlineData("10.0.0.7/32", true)]
    [InlineData("fd00::/8", true)]
    [InlineData("10.0.0.7", false)]
    [InlineData("10.244.0.0/33", false)]
    [InlineData("0.0.0.0/0", false)]
    [InlineData("::/0", false)]
    [InlineData("ingress-nginx", false)]
    [InlineData("", false)]
    public void Only_a_network_of_proxies_may_be_trusted(string network, bool may)
    {
        var options = new DoorOptions { TrustedProxies = ["192.0.2.0/24", network] };
        List<ValidationResult> findings = [];
        Assert.Equal(may, Validator.TryValidateObject(options, new ValidationContext(options), findings, validateAllProperties: true));
        Assert.All(findings, finding => Assert.Contains($"'{network}'", finding.ErrorMessage, StringComparison.Ordinal));
    }

    [Fact]
    public void The_defaults_are_these()
    {
        var door = new DoorOptions();
        Assert.Empty(door.TrustedProxies);
        Assert.Equal((1, 10_000, 10, 130, 5), (door.ProxiesInRow, door.ConnectionsMax, door.HeaderSeconds, door.IdleSeconds, door.BodyGraceSeconds));
    }

    private static async Task<bool> IsAnswered(RawConnection connection) =>
        await connection.Send("GET /healthz/live HTTP/1.1\r\nHost: registry\r\n\r\n") && await connection.FirstByteComes();

    private static HttpRequestMessage Live(string scheme)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, "/healthz/live");
        request.Headers.Add("X-Forwarded-For", "198.51.100.230");
        request.Headers.Add("X-Forwarded-Proto", scheme);
        return request;
    }

    private static async Task<HttpStatusCode[]> Guess(HttpClient client, Func<int, string> forwardedFor)
    {
        List<HttpStatusCode> statuses = [];
        foreach (var number in Enumerable.Range(0, Many))
        {
            using var request = Guess(forwardedFor(number));
            using var answer = await client.SendAsync(request);
            statuses.Add(answer.StatusCode);
        }

        return [.. statuses];
    }

    private static HttpRequestMessage Guess(string forwardedFor)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/connect/token")
        {
            Content = new FormUrlEncodedContent([new("grant_type", "client_credentials"), new("client_id", "a"), new("client_secret", "guessed")]),
        };
        request.Headers.Add("X-Forwarded-For", forwardedFor);
        return request;
    }
}
