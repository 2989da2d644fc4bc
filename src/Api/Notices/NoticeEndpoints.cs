using NanchangEdu.Registry.Api.Http;
using NanchangEdu.Registry.Api.Identity;
using NanchangEdu.Registry.Api.OpenApi;
using NanchangEdu.Registry.Contracts;

namespace NanchangEdu.Registry.Api.Notices;

/// <summary>What one is told, and where it is sent besides. All of it is the caller's own; nothing of the register changes.</summary>
internal static class NoticeEndpoints
{
    public static void MapNotices(this RouteGroupBuilder api)
    {
        var notices = api.MapGroup("/me/notices");
        notices.MapGet("", (Query<NoticeListQuery> query, Caller caller, NoticeDesk desk, CancellationToken ct) => desk.List(query.Question.Question, caller, ct))
            .Query("listNotices", Policies.ReadName, Tags.Notices, typeof(NoticesView),
                "List one's notices",
                "The caller's inbox, the latest first: what happened to requests and sites that concern the caller, and once a day what falls due. The latest 500 are kept; the lists and the ledger keep what they tell of.");
        notices.MapPost("/read", (Asked<NoticesReadBody> asked, NoticeDesk desk, CancellationToken ct) => desk.MarkRead(asked, ct))
            .Command("readNotices", Policies.ReadName, Tags.Notices, typeof(NoticeReceipt),
                "Mark notices as read", "All up to a number, it included. `changed` says how many were unread before.");
        notices.MapPost("/{n:number}/acknowledgement", (int n, Asked<Nothing> asked, NoticeDesk desk, CancellationToken ct) => desk.Acknowledge(n, asked, ct))
            .Command("acknowledgeNotice", Policies.ReadName, Tags.Notices, typeof(NoticeReceipt),
                "Acknowledge a notice", "Says that it is known, which also reads it; a number that is not there changes nothing. A deadline is acknowledged at its site: that is in the ledger and stops the superior from being told.");

        var preferences = api.MapGroup("/me/notice-preferences");
        preferences.MapGet("", (Caller caller, NoticeDesk desk, CancellationToken ct) => desk.ReadPreferences(caller, ct))
            .Query("readNoticePreferences", Policies.ReadName, Tags.Notices, typeof(NoticePreferencesView),
                "Read where one's notices go", "`channels` are the ways that this registry offers. Of a robot only the host is shown: its address is a key.");
        preferences.MapPut("", (Asked<NoticePreferencesBody> asked, NoticeDesk desk, CancellationToken ct) => desk.PutPreferences(asked, ct))
            .Command("putNoticePreferences", Policies.NoticesName, Tags.Notices, typeof(NoticeReceipt),
                "Say where one's notices go", "By e-mail, and into a group by a robot of 企业微信 or 钉钉; for all kinds or for some. What is absent is switched off. The inbox has them in any case.");
        preferences.MapPost("/trial", (Asked<Nothing> asked, NoticeDesk desk, CancellationToken ct) => desk.TryChannels(asked, ct))
            .Command("tryNoticeChannels", Policies.NoticesName, Tags.Notices, typeof(NoticeReceipt),
                "Send a trial notice", "To the inbox and on every way that is set; the notice's `deliveries` say what became of it.");
    }
}

/// <summary>Carries what a person asks of the inbox to the grain that is the person's own.</summary>
public sealed class NoticeDesk(IGrainFactory grains)
{
    private const string Place = $"{Routes.Root}/me/notices";

    public async Task<IResult> List(NoticeQuestion question, Caller caller, CancellationToken cancellationToken) =>
        (await Of(caller.Actor).List(question, caller.Actor, cancellationToken)).ToHttpResult();

    public async Task<IResult> ReadPreferences(Caller caller, CancellationToken cancellationToken) =>
        (await Of(caller.Actor).ReadPreferences(caller.Actor, cancellationToken)).ToHttpResult();

    public async Task<IResult> MarkRead(Asked<NoticesReadBody> asked, CancellationToken cancellationToken) =>
        (await Of(asked.Envelope.By).MarkRead(asked.Body.Until, asked.Envelope, cancellationToken)).ToHttpResult(Place);

    public async Task<IResult> Acknowledge(int number, Asked<Nothing> asked, CancellationToken cancellationToken) =>
        (await Of(asked.Envelope.By).Acknowledge(number, asked.Envelope, cancellationToken)).ToHttpResult(Place);

    public async Task<IResult> PutPreferences(Asked<NoticePreferencesBody> asked, CancellationToken cancellationToken) =>
        (await Of(asked.Envelope.By).PutPreferences(asked.Body.ToPreferences(), asked.Envelope, cancellationToken)).ToHttpResult(Place);

    public async Task<IResult> TryChannels(Asked<Nothing> asked, CancellationToken cancellationToken) =>
        (await Of(asked.Envelope.By).TryChannels(asked.Envelope, cancellationToken)).ToHttpResult(Place);

    private INoticeBoxGrain Of(Actor by) => grains.GetGrain<INoticeBoxGrain>(new AccountId(by.PersonId).NoticesKey);
}
