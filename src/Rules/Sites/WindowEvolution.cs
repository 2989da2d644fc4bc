using System.Collections.Immutable;
using NanchangEdu.Registry.Contracts;

namespace NanchangEdu.Registry.Rules;

/// <summary>What the events of downline windows, and of emergencies turned into windows, make of a site.</summary>
internal static class WindowEvolution
{
    public static Site Apply(Site site, SiteEvent @event) => @event switch
    {
        DownlineApproved e => Book(site, e.Quota) with
        {
            Stage = site.Stage == Stage.Live ? Stage.DownlineScheduled : site.Stage,
            Windows = site.Windows.Add(new(e.Window, e.Request, e.Terms.From, e.Terms.Until, e.Terms.ReasonCode, e.Terms.NoticeUrl, e.At)),
        },
        WindowCancelled e => Online(Book(Change(site, e.Window, w => w with { State = WindowState.Cancelled, EndedAt = e.At }), e.Quota)),
        WindowLapsed e => Online(Book(Change(site, e.Window, w => w with { State = WindowState.Lapsed, EndedAt = e.At }), e.Quota)),
        DownlineStarted e => Book(Change(site, e.Window, w => w with { State = WindowState.Started, StartedAt = e.At, NoticeUrl = e.NoticeUrl }), e.Quota) with
        {
            Stage = Stage.Downline,
        },
        DownlineExtended e => Book(Change(site, e.Window, w => w with { State = WindowState.Started, Until = e.Until, Extensions = w.Extensions + 1 }), e.Quota) with
        {
            Stage = Stage.Downline,
        },
        DownlineOverdue e => Book(Change(site, e.Window, w => w with { State = WindowState.Overdue }), e.Quota) with
        {
            Stage = Stage.Overdue,
            Cases = site.Cases.Add(new(e.Case, CaseCauses.DownlineOverdue, e.Window, e.At, null)),
        },
        OverrunCharged e => Book(Change(site, e.Window, w => w with { OverrunThrough = e.Until }), e.Quota),
        Restored e => Back(End(site, e.Window, e.At, e.Quota), e),
        WindowSettled e => InTime(End(site, e.Window, e.At, e.Quota), e.Window, e.At),
        DownlineFactCorrected e => InTime(
            Book(Change(site, e.Window, w => w with { StartedAt = e.StartedAt ?? w.StartedAt, EndedAt = e.RestoredAt ?? w.EndedAt }), e.Quota), e.Window, e.RestoredAt),
        SuspensionConverted e => Book(site, e.Quota) with
        {
            Suspensions = site.Suspensions.Change(s => s.Number == e.Number, s => s with { ConvertedTo = e.Window, ChargedThrough = e.Until }),
            Windows = site.Windows.Add(Converted(site, e)),
        },
        SuspensionCharged e => Book(Change(site, e.Window, w => w with { Until = e.Until }), e.Quota) with
        {
            Suspensions = site.Suspensions.Change(s => s.Number == e.Number, s => s with { ChargedThrough = e.Until }),
        },
        _ => throw new InvalidOperationException($"no rule says what {@event.GetType().Name} makes of a window"),
    };

    private static DownlineWindow Converted(Site site, SuspensionConverted e)
    {
        var suspension = site.Suspensions.Single(s => s.Number == e.Number);
        return new(e.Window, null, e.From, e.Until, DownlineReason.Other, null, e.At)
        {
            State = WindowState.Ended,
            StartedAt = suspension.At,
            EndedAt = suspension.LiftedAt,
            Suspension = e.Number,
        };
    }

    private static Site Change(Site site, int window, Func<DownlineWindow, DownlineWindow> change) =>
        site with { Windows = site.Windows.Change(w => w.Number == window, change) };

    private static Site End(Site site, int window, DateTimeOffset at, ImmutableArray<QuotaEntry> quota) =>
        Book(Change(site, window, w => w with { State = WindowState.Ended, EndedAt = at }), quota);

    private static Site Back(Site site, Restored e) => InTime(site, e.Window, e.At) with { Stage = site.BackOnline() };

    /// <summary>An end that proves to have been in time dissolves the case of the overrun that was charged meanwhile.</summary>
    private static Site InTime(Site site, int window, DateTimeOffset? endedAt) =>
        endedAt is { } at && at <= RegistryCalendar.EndOf(site.Windows.Single(w => w.Number == window).Until)
            ? site with { Cases = site.Cases.Change(c => c.Window == window && c.OpenedAt >= at && c.DissolvedAt is null, c => c with { DissolvedAt = at }) }
            : site;

    private static Site Online(Site site) =>
        site.Stage is Stage.DownlineScheduled ? site with { Stage = site.BackOnline() } : site;

    private static Site Book(Site site, ImmutableArray<QuotaEntry> quota) =>
        quota.IsDefaultOrEmpty ? site : site with { QuotaEntries = site.QuotaEntries.AddRange(quota) };
}
