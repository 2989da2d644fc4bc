using System.Net;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using NanchangEdu.Registry.Api.Http;
using NanchangEdu.Registry.Contracts;

namespace NanchangEdu.Registry.Api.Tests.Http;

/// <summary>Too much, or not what was announced: the caller is told so or cut, and the gateway has no defect.</summary>
public sealed class OversizedRequestTests(Gateway gateway) : IClassFixture<Gateway>
{
    private static readonly Actor Clerk = People.Of(Role.Clerk);

    private static string Get(string path, string headers) => $"GET {path} HTTP/1.1\r\nHost: registry\r\nConnection: close\r\n{headers}\r\n";

    [Fact]
    public async Task Headers_beyond_their_bound_are_431()
    {
        Assert.Equal(["200"], await Statuses(Get("/healthz/live", $"X-Long: {new string('a', Limits.HeaderBytes - 1000)}\r\n")));
        Assert.Equal(["431"], await Statuses(Get("/healthz/live", $"X-Long: {new string('a', Limits.HeaderBytes)}\r\n")));
        Assert.Equal(["431"], await Statuses(Get("/healthz/live", string.Concat(Enumerable.Range(0, 400).Select(n => $"X-{n}: {new string('a', 100)}\r\n")))));
    }

    [Fact]
    public async Task More_headers_than_their_number_are_431()
    {
        Assert.Equal(["200"], await Statuses(Get("/healthz/live", string.Concat(Enumerable.Range(0, Limits.HeaderCount - 2).Select(n => $"X-{n}: a\r\n")))));
        Assert.Equal(["431"], await Statuses(Get("/healthz/live", string.Concat(Enumerable.Range(0, Limits.HeaderCount).Select(n => $"X-{n}: a\r\n")))));
    }

    [Fact]
    public async Task A_first_line_beyond_its_bound_is_414()
    {
        Assert.Equal(["200"], await Statuses(Get($"/healthz/live?{new string('a', Limits.RequestLineBytes - 100)}", "")));
        Assert.Equal(["414"], await Statuses(Get($"/healthz/live?{new string('a', Limits.RequestLineBytes)}", "")));
    }

    [Fact]
    public async Task Headers_without_end_are_431_or_cut()
    {
        await using var caller = await RawConnection.To(gateway);
        await caller.Send("GET /healthz/live HTTP/1.1\r\nHost: registry\r\n");
        RawAnswers.ShouldBeCutOr(await caller.Pour($"X-More: {new string('a', 1000)}\r\n"), "431");
        gateway.Defects.ShouldBeNone();
    }

    [Fact]
    public async Task A_body_announced_beyond_one_mebibyte_is_413_before_it_is_sent()
    {
        await using var caller = await RawConnection.To(gateway);
        await caller.Send(Discarding.Head(gateway, Clerk, $"Content-Length: {Limits.BodyBytes + 1}", "Connection: close\r\n"));
        var answer = await caller.UntilEnd();
        Assert.Equal(["413"], RawAnswers.StatusesIn(answer));
        Assert.Contains("/problems/body-too-large", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_body_announced_beyond_all_that_is_drained_is_413()
    {
        await using var caller = await RawConnection.To(gateway);
        await caller.Send(Discarding.Head(gateway, Clerk, $"Content-Length: {long.MaxValue}", "Connection: close\r\n"));
        Assert.Equal(["413"], RawAnswers.StatusesIn(await caller.UntilEnd()));
        gateway.Defects.ShouldBeNone();
    }

    [Theory]
    [InlineData("a\r\n1\r\n")]
    [InlineData("1000\r\n")]
    public async Task Chunks_without_end_are_413_or_cut(string firstSizes)
    {
        await using var caller = await RawConnection.To(gateway);
        await caller.Send(Discarding.Head(gateway, Clerk, "Transfer-Encoding: chunked"));
        var chunk = firstSizes.StartsWith("1000", StringComparison.Ordinal) ? $"1000\r\n{new string('a', 0x1000)}\r\n" : $"a\r\n{new string('1', 10)}\r\n";
        RawAnswers.ShouldBeCutOr(await caller.Pour(string.Concat(Enumerable.Repeat(chunk, 64))), "413");
        gateway.Defects.ShouldBeNone();
    }

    [Theory]
    [InlineData("1;", "a")]
    [InlineData("0\r\n", "X-Trailer: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\r\n")]
    [InlineData("", "0")]
    public async Task What_stands_between_chunks_has_an_end_too(string first, string endless)
    {
        await using var caller = await RawConnection.To(gateway);
        await caller.Send(Discarding.Head(gateway, Clerk, "Transfer-Encoding: chunked") + first);
        RawAnswers.ShouldBeCutOr(await caller.Pour(string.Concat(Enumerable.Repeat(endless, 1000))), "400", "413", "431");
        gateway.Defects.ShouldBeNone();
    }

    [Fact]
    public async Task A_body_shorter_than_announced_is_400()
    {
        await using var caller = await RawConnection.To(gateway);
        await caller.Send(Discarding.Head(gateway, Clerk, "Content-Length: 500") + "{\"reason\": \"short\"}");
        caller.EndSending();
        RawAnswers.ShouldBeCutOr(await caller.UntilEnd(), "400");
        gateway.Defects.ShouldBeNone();
    }

    [Theory]
    [InlineData("Content-Length: 500")]
    [InlineData("Transfer-Encoding: chunked")]
    public async Task Who_goes_away_in_the_middle_of_a_body_leaves_no_defect_behind(string length)
    {
        foreach (var _ in Enumerable.Range(0, 20))
        {
            await using var caller = await RawConnection.To(gateway);
            await caller.Send(Discarding.Head(gateway, Clerk, length) + "5\r\n{\"rea");
            caller.Reset();
        }

        using var other = gateway.As(Clerk);
        using var answer = await other.GetAsync("/api/v1/counters");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        gateway.Defects.ShouldBeNone();
    }

    [Fact]
    public async Task A_body_longer_than_announced_is_no_second_command()
    {
        await using var caller = await RawConnection.To(gateway);
        await caller.Send(Discarding.Head(gateway, Clerk, "Content-Length: 5") + "{\"reason\": \"GET / HTTP/1.1\"}\r\n\r\n");
        var answer = await caller.UntilEnd();
        Assert.All(RawAnswers.StatusesIn(answer), status => Assert.Equal("400", status));
        Assert.NotEmpty(RawAnswers.StatusesIn(answer));
        gateway.Defects.ShouldBeNone();
    }

    [Theory]
    [InlineData("Content-Length: -1")]
    [InlineData("Content-Length: 0x10")]
    [InlineData("Content-Length: 5 5")]
    [InlineData("Content-Length: 99999999999999999999")]
    [InlineData("Content-Length: 2\r\nContent-Length: 3")]
    [InlineData("Transfer-Encoding: gzip")]
    [InlineData("Transfer-Encoding: chunked, gzip")]
    [InlineData("Content-Length: 2\r\nTransfer-Encoding: chunked")]
    [InlineData("Transfer-Encoding: chunked", "ZZ\r\n{}\r\n0\r\n\r\n")]
    [InlineData("Transfer-Encoding: chunked", "80000000\r\n{}\r\n0\r\n\r\n")]
    [InlineData("Transfer-Encoding: chunked", "FFFFFFFFFFFFFFFFF\r\n{}\r\n0\r\n\r\n")]
    [InlineData("Transfer-Encoding: chunked", "-2\r\n{}\r\n0\r\n\r\n")]
    public async Task A_length_that_is_none_is_the_callers_fault(string length, string body = "{}")
    {
        await using var caller = await RawConnection.To(gateway);
        await caller.Send(Discarding.Head(gateway, Clerk, length, "Connection: close\r\n") + body);
        RawAnswers.ShouldBeCutOr(await caller.UntilEnd(), "400", "411", "413", "501");
        gateway.Defects.ShouldBeNone();
    }

    [Fact]
    public Task Where_secrets_are_tried_a_body_is_smaller() => Task.WhenAll( // the server waits some seconds for a body before it closes
        AttemptPaths.All.Select(path => path.Value!).Append("/CONNECT/token/").Select(async path =>
        {
            await using var caller = await RawConnection.To(gateway, from: "127.0.0.20");
            await caller.Send(
                $"POST {path} HTTP/1.1\r\nHost: registry\r\nConnection: close\r\nContent-Type: application/x-www-form-urlencoded\r\n" +
                $"Content-Length: {Limits.TokenRequestBytes + 1}\r\n\r\n");
            Assert.Equal(["413"], RawAnswers.StatusesIn(await caller.UntilEnd()));
        }));

    /// <summary>Those that no test can wait for, or reach without TLS.</summary>
    [Fact]
    public void The_web_servers_limits_are_ours_and_not_whatever_it_comes_with()
    {
        var limits = gateway.Services.GetRequiredService<IOptions<KestrelServerOptions>>().Value.Limits;
        Assert.Equal(8 * 1024, limits.MaxRequestLineSize);
        Assert.Equal(32 * 1024, limits.MaxRequestHeadersTotalSize);
        Assert.Equal(100, limits.MaxRequestHeaderCount);
        Assert.Equal(8 * 1024 * 1024, limits.MaxRequestBodySize);
        Assert.Equal(TimeSpan.FromSeconds(10), limits.RequestHeadersTimeout);
        Assert.Equal(TimeSpan.FromSeconds(130), limits.KeepAliveTimeout);
        Assert.Equal((240, TimeSpan.FromSeconds(5)), (limits.MinRequestBodyDataRate!.BytesPerSecond, limits.MinRequestBodyDataRate.GracePeriod));
        Assert.Equal((240, TimeSpan.FromSeconds(5)), (limits.MinResponseDataRate!.BytesPerSecond, limits.MinResponseDataRate.GracePeriod));
        Assert.Equal(10_000, limits.MaxConcurrentConnections);
        Assert.Equal(0, limits.MaxConcurrentUpgradedConnections);
        Assert.Equal(100, limits.Http2.MaxStreamsPerConnection);
        Assert.Equal(32 * 1024, limits.Http2.MaxRequestHeaderFieldSize);
        Assert.Equal(256 * 1024, limits.Http2.InitialStreamWindowSize);
        Assert.Equal(1024 * 1024, limits.Http2.InitialConnectionWindowSize);
        Assert.Equal(TimeSpan.FromSeconds(30), limits.Http2.KeepAlivePingDelay);
        Assert.Equal(TimeSpan.FromSeconds(10), limits.Http2.KeepAlivePingTimeout);
    }

    private async Task<string[]> Statuses(string request)
    {
        await using var caller = await RawConnection.To(gateway);
        await caller.Send(request);
        return RawAnswers.StatusesIn(await caller.UntilEnd());
    }
}
