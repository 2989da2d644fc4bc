using System.Net;
using NanchangEdu.Registry.Api.Http;
using NanchangEdu.Registry.Contracts;

namespace NanchangEdu.Registry.Api.Tests.Http;

/// <summary>As patient as the door may be set at the least.</summary>
public sealed class ImpatientGateway : Gateway
{
    protected override IEnumerable<(string Key, string Value)> Settings =>
        [("Door:HeaderSeconds", "1"), ("Door:IdleSeconds", "1"), ("Door:BodyGraceSeconds", "2")];
}

/// <summary>Whoever sends too slowly is hung up on. When, is not asserted: only that the connection ends.</summary>
public sealed class SlowClientTests(ImpatientGateway gateway) : IClassFixture<ImpatientGateway>
{
    private static readonly Actor Clerk = People.Of(Role.Clerk);

    [Fact]
    public async Task Headers_that_drip_are_cut()
    {
        await using var slow = await RawConnection.To(gateway);
        RawAnswers.ShouldBeCutOr(await slow.Drip("GET /healthz/live HTTP/1.1\r\nHost: registry\r\nX-Drip: " + new string('a', 10_000)), "408");
        gateway.Defects.ShouldBeNone();
    }

    [Fact]
    public async Task Headers_that_stop_are_cut()
    {
        await using var slow = await RawConnection.To(gateway);
        await slow.Send("GET /healthz/live HTTP/1.1\r\nHost: registry\r\n");
        RawAnswers.ShouldBeCutOr(await slow.UntilEnd(), "408");
    }

    [Fact]
    public async Task A_connection_without_a_request_is_cut()
    {
        await using var silent = await RawConnection.To(gateway);
        Assert.Equal("", await silent.UntilEnd());
    }

    [Fact]
    public async Task A_connection_that_asks_nothing_more_is_cut()
    {
        await using var idle = await RawConnection.To(gateway);
        await idle.Send("GET /healthz/live HTTP/1.1\r\nHost: registry\r\n\r\n");
        Assert.Equal(["200"], RawAnswers.StatusesIn(await idle.UntilEnd()));
    }

    [Theory]
    [InlineData("Content-Length: 1000", "{\"reason\": \"aaaaaaaaaaaaaaaaaaaaaaaa")]
    [InlineData("Transfer-Encoding: chunked", "1\r\na\r\n")]
    public async Task A_body_that_drips_is_408_or_cut(string length, string body)
    {
        await using var slow = await RawConnection.To(gateway);
        await slow.Send(Discarding.Head(gateway, Clerk, length));
        var answer = await slow.Drip(body);
        RawAnswers.ShouldBeCutOr(answer, "408");
        if (answer.Length > 0) Assert.Contains("/problems/request-too-slow", answer, StringComparison.Ordinal);
        gateway.Defects.ShouldBeNone();
    }

    [Fact]
    public async Task A_form_for_a_token_that_drips_is_cut()
    {
        await using var slow = await RawConnection.To(gateway);
        await slow.Send("POST /connect/token HTTP/1.1\r\nHost: registry\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 1000\r\n\r\n");
        RawAnswers.ShouldBeCutOr(await slow.Drip("a=b&"), "400", "408");
        gateway.Defects.ShouldBeNone();
    }

    [Fact]
    public async Task A_body_that_drips_where_nobody_reads_it_is_cut()
    {
        await using var slow = await RawConnection.To(gateway);
        await slow.Send(Discarding.Head(gateway, person: null, "Content-Length: 1000"));
        RawAnswers.ShouldBeCutOr(await slow.Drip("aaaaaaaa"), "401", "408");
        gateway.Defects.ShouldBeNone();
    }
}

/// <summary>With the patience of every day, so that the slow ones hang while others are served.</summary>
public sealed class ManySlowClientsTests(Gateway gateway) : IClassFixture<Gateway>
{
    private const int Many = 200;

    [Fact]
    public async Task Two_hundred_slow_clients_do_not_keep_an_ordinary_one_waiting_for_ever()
    {
        var slow = await Task.WhenAll(Enumerable.Range(0, Many).Select(async number =>
        {
            var connection = await RawConnection.To(gateway);
            await connection.Send(number % 2 == 0
                ? "GET /api/v1/counters HTTP/1.1\r\nHost: registry\r\nX-Slow: "
                : Discarding.Head(gateway, People.Of(Role.Clerk), "Content-Length: 1000") + "{\"reason\": ");
            return connection;
        }));

        using var ordinary = gateway.As(People.Of(Role.Centre));
        using var read = await ordinary.GetAsync("/api/v1/counters");
        Assert.Equal(HttpStatusCode.OK, read.StatusCode);
        await City.Found(gateway);

        foreach (var connection in slow) await connection.DisposeAsync();
        using var after = await ordinary.GetAsync("/api/v1/counters");
        Assert.Equal(HttpStatusCode.OK, after.StatusCode);
        gateway.Defects.ShouldBeNone();
    }
}

/// <summary>The head of a command, by hand.</summary>
internal static class Discarding
{
    public static string Head(Gateway gateway, Actor? person, string length, string more = "") =>
        $"POST {Operations.Named(gateway, "discardDraft").Path} HTTP/1.1\r\nHost: registry\r\nContent-Type: application/json\r\n" +
        (person is null ? "" : $"Authorization: Bearer {gateway.Tokens.Of(person)}\r\n") +
        $"{IdempotencyKeys.Header}: {RequestParts.FreshKey()}\r\n{length}\r\n{more}\r\n";
}
