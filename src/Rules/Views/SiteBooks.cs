using NanchangEdu.Registry.Contracts;
using NanchangEdu.Registry.Rules.Clauses;

namespace NanchangEdu.Registry.Rules;

/// <summary>网站管理台账: what a site's record says of one calendar year. A function of the state, like every view.</summary>
internal static class SiteBooks
{
    public static SiteBookView Of(Site site, long version, int year, RegistryPolicy policy, DateTimeOffset now)
    {
        var today = RegistryCalendar.DateOf(now);
        var gate = LaunchGate.Evaluate(site, policy, today);
        return new(
            site.Id, version, year, policy.PackVersion, site.Stage, ComplianceAxis.Of(site, policy, today, gate), site.Lineage,
            SiteParts.Brief(site.Sponsor), site.Facts, site.RegisteredAt!.Value, site.LaunchedAt, site.ClosedAt, SiteParts.Approval(site, policy),
            SiteParts.Filings(site), SiteParts.Evidence(site), SiteParts.IsReady(gate), SiteParts.Gate(gate),
            [.. site.Tests.Where(t => t.Report.TestedOn.Year == year || RegistryCalendar.YearOf(t.RecordedAt) == year).Select(SiteParts.Test)],
            [.. site.Requests.Where(r => Touches(year, r.SubmittedAt, r.Ending?.At, now)).Select(r => RequestViews.Of(r, policy))],
            [.. site.Windows.Where(w => Touches(year, w, now)).Select(SiteParts.Window)],
            SiteViews.QuotaYear(site, year, policy), [.. site.QuotaEntries.Where(e => e.Year == year)],
            [.. site.Suspensions.Where(s => Touches(year, s.At, s.LiftedAt, now)).Select(SiteParts.Suspension)],
            SiteParts.Closure(site, policy),
            [.. site.Cases.Where(c => Touches(year, c.OpenedAt, c.EndedAt, now)).Select(c => CaseViews.Of(c, policy, today))],
            site.Duties);
    }

    /// <summary>What has not ended goes on until now.</summary>
    private static bool Touches(int year, DateTimeOffset from, DateTimeOffset? until, DateTimeOffset now) =>
        RegistryCalendar.YearOf(from) <= year && year <= RegistryCalendar.YearOf(until ?? now);

    /// <summary>A downtime that was planned for December and lasted until January stands in both years' books.</summary>
    private static bool Touches(int year, DownlineWindow window, DateTimeOffset now) =>
        (window.From.Year <= year && year <= window.Until.Year)
        || (window.StartedAt is { } started && Touches(year, started, window.EndedAt, now));
}
