using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Features;
using NanchangEdu.Registry.Api.Http;
using NanchangEdu.Registry.Api.Identity;
using NanchangEdu.Registry.Api.Identity.Standing;
using NanchangEdu.Registry.Hosting.Tokens;
using NanchangEdu.Registry.Store;

namespace NanchangEdu.Registry.Api.Feed;

/// <summary>
/// Server-sent events (WHATWG HTML §9.2): each event of the caller's scope with its position as <c>id</c>, and a heartbeat when there is none.
/// It ends when the caller's standing does, when the gateway stops, and after some minutes in any case: clients connect again, with a token
/// of the day, and go on after the <c>Last-Event-ID</c>.
/// </summary>
internal sealed class FeedStream(FeedQuery query, Caller caller, long after, FeedHub hub, ICatalog catalog, Admission admission, TimeProvider clock) : IResult
{
    public static readonly TimeSpan HeartbeatEvery = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan LastsMax = TimeSpan.FromMinutes(30);

    /// <summary>How long a client waits before it connects again, milliseconds.</summary>
    private const int RetryMilliseconds = 2000;

    private static readonly TimeSpan TroublePause = TimeSpan.FromSeconds(1);

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.ContentType = "text/event-stream; charset=utf-8";
        response.Headers.CacheControl = "no-store";
        response.Headers["X-Accel-Buffering"] = "no"; // proxies hand it on as it comes
        httpContext.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();

        using var listening = hub.Listen();
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(httpContext.RequestAborted, hub.Stopping);
        ending.CancelAfter(LastsFor(httpContext));
        try
        {
            await response.WriteAsync(string.Create(CultureInfo.InvariantCulture, $"retry: {RetryMilliseconds}\n\n"), ending.Token);
            await response.Body.FlushAsync(ending.Token);
            await Follow(httpContext, ending.Token);
        }
        catch (OperationCanceledException) when (!httpContext.RequestAborted.IsCancellationRequested)
        {
            // its time is over, or the gateway's: the client connects again
        }
    }

    private async Task Follow(HttpContext context, CancellationToken cancellationToken)
    {
        var position = after;
        var (saidAt, askedAt) = (clock.GetTimestamp(), clock.GetTimestamp());
        while (true)
        {
            if (clock.GetElapsedTime(askedAt) >= HeartbeatEvery)
            {
                if (!await IsStillLetIn(context)) return;
                askedAt = clock.GetTimestamp();
            }

            var (known, more) = hub.Look();
            var (items, until, isCaughtUp) = await Next(position, known, cancellationToken);
            foreach (var item in items) await Write(context.Response, item, cancellationToken);
            position = until;
            if (items.Count > 0)
            {
                await context.Response.Body.FlushAsync(cancellationToken);
                saidAt = clock.GetTimestamp();
            }

            if (!isCaughtUp) continue;

            var patience = HeartbeatEvery - clock.GetElapsedTime(saidAt);
            if (patience > TimeSpan.Zero && await Happens(more, patience, cancellationToken)) continue;

            if (!await IsStillLetIn(context)) return;
            askedAt = clock.GetTimestamp();
            await context.Response.WriteAsync(string.Create(CultureInfo.InvariantCulture, $"id: {position}\nevent: heartbeat\ndata: {{\"next\":{position}}}\n\n"), cancellationToken);
            await context.Response.Body.FlushAsync(cancellationToken);
            saidAt = clock.GetTimestamp();
        }
    }

    /// <summary>From memory what the hub has, from the store what it has no more.</summary>
    private async Task<(IReadOnlyList<FeedItem> Items, long Until, bool IsCaughtUp)> Next(long position, FeedHub.Recent known, CancellationToken cancellationToken)
    {
        var filter = query.ToFilter(caller, position);
        if (position >= known.From && known.Until > 0)
        {
            return position >= known.Until
                ? ([], position, true)
                : ([.. known.Items.Where(item => item.Row.Position > position && Holds(filter, item))], known.Until, true);
        }

        try
        {
            var page = await catalog.Feed(filter, cancellationToken);
            return (page.Items, page.Position, page.IsEnd && page.Items.IsEmpty);
        }
        catch (StoreUnavailableException)
        {
            // The line stays open over a trouble of the database: what was missed is read when it is over.
            await Task.Delay(TroublePause, clock, cancellationToken);
            return ([], position, true);
        }
    }

    private static bool Holds(FeedFilter filter, FeedItem item) =>
        filter.Kinds.Contains(item.Row.Kind) && filter.Scope.Covers(item.Unit, item.Authority)
        && (filter.Types.IsEmpty || filter.Types.Contains(item.Row.Type)) && (filter.RecordId is null || filter.RecordId == item.Row.Id);

    private async Task Write(HttpResponse response, FeedItem item, CancellationToken cancellationToken)
    {
        await response.WriteAsync(string.Create(CultureInfo.InvariantCulture, $"id: {item.Row.Position}\nevent: {item.Row.Type}\ndata: "), cancellationToken);
        await response.Body.WriteAsync(JsonSerializer.SerializeToUtf8Bytes(FeedEventView.Of(item, caller.Actor), Json.Options), cancellationToken);
        await response.WriteAsync("\n\n", cancellationToken);
    }

    /// <summary>Whether more came before patience ended.</summary>
    private async Task<bool> Happens(Task more, TimeSpan patience, CancellationToken cancellationToken)
    {
        try
        {
            await more.WaitAsync(patience, clock, cancellationToken);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    private async Task<bool> IsStillLetIn(HttpContext context)
    {
        try
        {
            return context.User.Claimed() is { } claims
                && await admission.Of(claims, context.Connection.RemoteIpAddress) is { } holder && holder.Actor.Equals(caller.Actor with { Subordinates = holder.Actor.Subordinates });
        }
        catch (StoreUnavailableException)
        {
            return false; // whose standing cannot be told is not let in
        }
    }

    private TimeSpan LastsFor(HttpContext context)
    {
        var left = VerifiedTokens.EndOf(context) is { } end ? end - clock.GetUtcNow() : LastsMax;
        return left < TimeSpan.Zero ? TimeSpan.Zero : left < LastsMax ? left : LastsMax;
    }
}
