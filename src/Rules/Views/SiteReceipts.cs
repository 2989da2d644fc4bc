using System.Collections.Immutable;
using NanchangEdu.Registry.Contracts;

namespace NanchangEdu.Registry.Rules;

/// <summary>The compact answer to a command: where the site stands now, which request or window is meant, what is next.</summary>
public static class SiteReceipts
{
    /// <returns>201 for commands that make something with a number or an id of its own, else 200.</returns>
    public static (int Status, byte[] Body) Render(
        Site site, long version, SiteCommand command, ImmutableArray<SiteEvent> events, RegistryPolicy policy, DateTimeOffset now)
    {
        policy = policy.For(site.Sponsor.Type);
        var request = RequestOf(command, events);
        var window = events.OfType<DownlineApproved>().LastOrDefault()?.Window ?? events.OfType<DownlineStarted>().LastOrDefault()?.Window
            ?? events.OfType<Restored>().LastOrDefault()?.Window;
        int? number = events.OfType<SecurityTestRecorded>().LastOrDefault()?.Number ?? events.OfType<Suspended>().LastOrDefault()?.Number
            ?? events.OfType<ContactsDisclosed>().LastOrDefault()?.Number ?? events.OfType<CaseOpened>().LastOrDefault()?.Case;
        var receipt = new SiteReceipt(
            site.Id, version, site.Stage, request, request is { } n ? Wire.Name(site.RequestOf(n)!.State) : null, window, number, Warnings(site, events, policy),
            site.LaunchedAt is null ? null : SiteViews.QuotaYear(site, RegistryCalendar.YearOf(now), policy), NextSteps.Of(site, policy, now));
        return (IsCreation(command, events) ? 201 : 200, SiteViews.Bytes(receipt));
    }

    private static bool IsCreation(SiteCommand command, ImmutableArray<SiteEvent> events) =>
        command is RegisterSite or RecordSecurityTest or DiscloseContacts or OpenCase || events.OfType<RequestSubmitted>().Any();

    private static int? RequestOf(SiteCommand command, ImmutableArray<SiteEvent> events) =>
        events.OfType<RequestSubmitted>().LastOrDefault()?.Number ?? command switch
        {
            ResubmitRequest c => c.Number,
            AssignRequest c => c.Number,
            ReleaseRequest c => c.Number,
            VerifyRequest c => c.Number,
            ReturnRequest c => c.Number,
            ApproveRequest c => c.Number,
            RejectRequest c => c.Number,
            WithdrawRequest c => c.Number,
            UrgeRequest c => c.Number,
            AcceptTransfer c => c.Number,
            _ => null,
        };

    /// <summary>D21 warns where it does not block; filings carry their own warnings.</summary>
    private static ImmutableArray<string> Warnings(Site site, ImmutableArray<SiteEvent> events, RegistryPolicy policy)
    {
        var terms = events.OfType<RequestSubmitted>().Select(e => e.Content.Downline).Concat(events.OfType<RequestResubmitted>().Select(e => e.Content.Downline));
        return
        [
            .. events.OfType<FilingRecorded>().SelectMany(e => e.Warnings),
            .. terms.OfType<DownlineTerms>().SelectMany(t => policy.PeriodsAgainst(site.Sponsor.Authority, t.From, t.Until)).Select(found => $"sensitive-period:{found.Period.Name}"),
        ];
    }
}
