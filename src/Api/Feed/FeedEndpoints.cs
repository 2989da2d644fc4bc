using System.Globalization;
using NanchangEdu.Registry.Api.Http;
using NanchangEdu.Registry.Api.Identity;
using NanchangEdu.Registry.Api.Identity.Standing;
using NanchangEdu.Registry.Api.OpenApi;
using NanchangEdu.Registry.Store;

namespace NanchangEdu.Registry.Api.Feed;

/// <summary>What happens, as it happens: in pages, and as a stream.</summary>
internal static class FeedEndpoints
{
    private const string LastEventHeader = "Last-Event-ID";

    public static void MapFeed(this RouteGroupBuilder api)
    {
        api.MapGet("/events", async (Query<FeedQuery> query, Caller caller, ICatalog catalog, CancellationToken ct) =>
            {
                var page = await catalog.Feed(query.Question.ToFilter(caller, query.Question.After ?? 0), ct);
                return JsonBytes.Of(new FeedPageView([.. page.Items.Select(item => FeedEventView.Of(item, caller.Actor))], page.Position, page.IsEnd));
            })
            .Query("listEvents", Policies.FeedName, Tags.Feed, typeof(FeedPageView),
                "Read the feed",
                "The events of all records within the caller's scope in one order, which nothing is ever put into from behind: who reads on from `next` misses no event and meets none twice, whatever fails meanwhile. A page looks at some thousand events at most and may hold none of the caller's; go on while `isEnd` is false. An event is here once every transaction that began before it has ended, a second as a rule.");
        api.MapGet("/events/stream", (
                Query<StreamQuery> query, Caller caller, HttpContext context, FeedHub hub, ICatalog catalog, Admission admission, TimeProvider clock, CancellationToken ct) =>
                Stream(query.Question.Of, caller, context, hub, catalog, admission, clock, ct))
            .Stream("streamEvents", Policies.FeedName, Tags.Feed, typeof(FeedEventView),
                "Follow the feed",
                "Server-sent events: each with its position as `id`, its type as `event` and the same JSON as in the pages as `data`; a `heartbeat` every 15 seconds when nothing happens. It begins after `Last-Event-ID`, or `after`, or with what happens from now on. It ends after half an hour at most, when the token does, or when the gateway stops: connect again with the last id.");
    }

    private static async Task<IResult> Stream(
        FeedQuery query, Caller caller, HttpContext context, FeedHub hub, ICatalog catalog, Admission admission, TimeProvider clock, CancellationToken cancellationToken)
    {
        var after = query.After;
        if (context.Request.Headers[LastEventHeader] is [{ Length: > 0 } last, ..])
        {
            if (!long.TryParse(last, NumberStyles.None, CultureInfo.InvariantCulture, out var seen))
                return Problems.Malformed(new Fault(LastEventHeader, "position", "应为收到的最后一个事件的 id", "is the id of the event received last"));
            after = seen;
        }

        return new FeedStream(query, caller, after ?? await catalog.FeedHead(cancellationToken), hub, catalog, admission, clock);
    }
}
