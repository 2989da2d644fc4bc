using System.Collections.Immutable;
using System.Text.Json;
using NanchangEdu.Registry.Contracts;
using NanchangEdu.Registry.Rules.Clauses;

namespace NanchangEdu.Registry.Rules;

/// <summary>A question's answer: UTF-8 JSON, or the refusal of a question that makes no sense.</summary>
public sealed record RenderedView(byte[] Body, Refusal? Refusal);

/// <summary>A site as its readers see it: at an instant, with what time alone has brought about already in it.</summary>
public static class SiteViews
{
    /// <summary>Whether the caller is shown the contacts masked: of two who are not, or both are, a view has the same bytes.</summary>
    public static bool IsMasked(Site site, Actor by) => PersonalData.IsMasked(PersonalData.RelationOf(site.Unit?.Id, by));

    /// <summary>Whether the answer is the same for all whose <see cref="IsMasked"/> is the same, until a commit or the next due instant.</summary>
    public static bool IsShared(SiteQuestion question) => question is not AskDisclosedContacts;

    public static RenderedView Render(Site site, long version, SiteQuestion question, Actor by, RegistryPolicy policy, DateTimeOffset now)
    {
        policy = policy.For(site.Sponsor.Type);
        var current = SiteRules.At(site, policy, now);
        return question switch
        {
            AskView => View(current, version, PersonalData.RelationOf(current.Sponsor.Id, by), policy, now),
            AskLaunchGate => Json(Gate(current, version, policy, now)),
            AskQuota q => Quota(current, version, q.Year, policy, now),
            AskQuotaPreview q => Preview(current, version, q, policy, now),
            AskDisclosedContacts q => PersonalData.Show(current, q, by, policy, now),
            AskBook q => Book(current, version, q.Year, PersonalData.RelationOf(current.Sponsor.Id, by), policy, now),
            _ => throw new InvalidOperationException($"no view answers {question.GetType().Name}"),
        };
    }

    /// <summary>The view as it was, of a state that the ledger had made by then.</summary>
    /// <param name="sponsorNow">The unit whose record it is now.</param>
    public static byte[] RenderPast(Site then, long version, UnitId? sponsorNow, Actor by, RegistryPolicy policy, DateTimeOffset at)
    {
        policy = policy.For(then.Sponsor.Type);
        return View(SiteRules.At(then, policy, at), version, PersonalData.RelationOf(sponsorNow, by), policy, at).Body;
    }

    private static RenderedView View(Site site, long version, Relation relation, RegistryPolicy policy, DateTimeOffset now) =>
        new(JsonSerializer.SerializeToUtf8Bytes(Whole(site, version, relation, policy, now), PersonalData.JsonFor(relation)), null);

    private static RenderedView Book(Site site, long version, int year, Relation relation, RegistryPolicy policy, DateTimeOffset now) =>
        new(JsonSerializer.SerializeToUtf8Bytes(SiteBooks.Of(site, version, year, policy, now), PersonalData.JsonFor(relation)), null);

    private static SiteView Whole(Site site, long version, Relation relation, RegistryPolicy policy, DateTimeOffset now)
    {
        var reasons = ComplianceAxis.ReasonsOf(site, policy, now);
        return Whole(site, version, relation, reasons, policy, now);
    }

    private static SiteView Whole(
        Site site, long version, Relation relation, ImmutableArray<ComplianceReason> reasons, RegistryPolicy policy, DateTimeOffset now) => new(
        site.Id, version, site.Stage, ComplianceAxis.LevelOf(reasons), reasons, site.Lineage, SiteParts.Brief(site.Sponsor),
        site.Facts, site.RegisteredAt!.Value, site.LaunchedAt, site.ClosedAt,
        SiteParts.Approval(site, policy), SiteParts.Filings(site), SiteParts.Evidence(site),
        [.. site.Tests.Select(SiteParts.Test)],
        [.. site.Requests.Select(r => RequestViews.Of(r, policy))],
        [.. site.Windows.Select(SiteParts.Window)],
        QuotaYear(site, RegistryCalendar.YearOf(now), policy),
        [.. site.Suspensions.Select(SiteParts.Suspension)],
        SiteParts.Closure(site, policy),
        [.. site.Cases.Select(c => CaseViews.Of(c, policy, RegistryCalendar.DateOf(now)))],
        site.Duties, site.Responsibility?.At,
        relation == Relation.Sponsor ? [.. site.LatestDisclosures.Select(d => new ContactDisclosureView(d.Number, d.Reason, d.At, d.By))] : [],
        NextSteps.Of(site, policy, now));

    public static QuotaYearView QuotaYear(Site site, int year, RegistryPolicy policy)
    {
        var limits = new QuotaLimits(policy.DownlineTimesPerYearMax, policy.DownlineDaysPerYearMax);
        var counters = site.Quota.Of(year);
        var left = counters.Left(limits);
        var over = counters.Over(limits);
        return new(year, limits.Times, limits.Days, counters.UsedTimes, counters.UsedDays, counters.ReservedTimes, counters.ReservedDays,
            left.Times, left.Days, over.Times, over.Days);
    }

    public static byte[] Bytes<T>(T view) => JsonSerializer.SerializeToUtf8Bytes(view, RegistryJson.Options);

    private static RenderedView Json<T>(T view) => new(Bytes(view), null);

    private static LaunchGateView Gate(Site site, long version, RegistryPolicy policy, DateTimeOffset now)
    {
        var items = LaunchGate.Evaluate(site, policy, RegistryCalendar.DateOf(now));
        return new(site.Id, version, site.Stage, SiteParts.IsReady(items), SiteParts.Gate(items));
    }

    private static RenderedView Quota(Site site, long version, int? asked, RegistryPolicy policy, DateTimeOffset now)
    {
        var year = asked ?? RegistryCalendar.YearOf(now);
        return Json(new DownlineQuotaView(site.Id, version, site.Lineage, QuotaYear(site, year, policy), [.. site.QuotaEntries.Where(e => e.Year == year)]));
    }

    private static RenderedView Preview(Site site, long version, AskQuotaPreview asked, RegistryPolicy policy, DateTimeOffset now)
    {
        var today = RegistryCalendar.DateOf(now);
        if (asked.Until < asked.From)
        {
            return new([], policy.Refuse(RuleId.DownlineWindowInverted, Figure.Of("from", asked.From), Figure.Of("until", asked.Until)));
        }

        var farthest = RegistryCalendar.AddDays(today, policy.DownlineAheadDaysMax);
        if (asked.Until > farthest)
        {
            return new([], policy.Refuse(RuleId.DownlineWindowTooFar, Figure.Of("limit", farthest), Figure.Of("from", asked.From), Figure.Of("until", asked.Until)));
        }

        if (asked.From < today)
        {
            return new([], policy.Refuse(RuleId.DownlineInPast, Figure.Of("from", asked.From), Figure.Of("until", asked.Until), Figure.Of("opensOn", today)));
        }

        var lead = DownlineRequest.EarliestFrom(policy, today);
        var fit = DownlineQuota.Preview(site.Quota, asked.From, asked.Until, new QuotaStampSource(policy, now).Limits, lead);
        return Json(new QuotaPreviewView(
            site.Id, version, asked.From, asked.Until, fit.Fits && !fit.Overlaps, fit.Overlaps, lead,
            [
                .. fit.Years.Select(y => new QuotaPreviewYear(
                    y.Year, y.Asked.Times, y.Asked.Days, y.Counters.UsedTimes, y.Counters.UsedDays, y.Counters.ReservedTimes, y.Counters.ReservedDays,
                    y.Left.Times, y.Left.Days, y.Fits)),
            ],
            fit.Earliest?.From, fit.Earliest?.Until, fit.LongestDays,
            [.. policy.PeriodsAgainst(site.Sponsor.Authority, asked.From, asked.Until).Select(found => found.Period.Name)],
            [.. policy.VacationsTouching(site.Sponsor.Authority, asked.From, asked.Until).Select(period => period.Name)]));
    }
}

/// <summary>A request with its rounds as its readers see it.</summary>
internal static class RequestViews
{
    public static RequestView Of(Request r, RegistryPolicy policy) => new(
        r.Number, r.Kind, r.State, r.SubmittedAt, r.ChangedAt, DueAt(r, policy), r.Assignee, r.Verification, r.Urges, r.AcceptedBy,
        r.Ending?.By, r.Ending?.OnBehalfOf, r.Ending?.At, r.Ending?.Note, r.Ending?.Reasons ?? [],
        [.. r.Rounds.Select(Round)]);

    /// <summary>When the reviewer should have answered, or when a returned request lapses; null once it ended.</summary>
    public static DateTimeOffset? DueAt(Request r, RegistryPolicy policy) => r.State switch
    {
        RequestState.Submitted or RequestState.InReview => ReviewDueAt(r, policy).At,
        RequestState.Returned => LapsesAt(r, policy),
        _ => null,
    };

    public static DueInstant ReviewDueAt(Request r, RegistryPolicy policy) =>
        RegistryCalendar.DueAfterWorkingDays(r.Latest.At, policy.ReviewReminderAfterWorkingDays, policy.WorkingCalendar);

    /// <summary>Counted from the return: that somebody takes or releases the request meanwhile gives no longer time.</summary>
    public static DateTimeOffset LapsesAt(Request returned, RegistryPolicy policy) =>
        RegistryCalendar.DueAfterDays(returned.Latest.ReturnedAt ?? returned.ChangedAt, policy.ReturnedRequestLapsesAfterDays);

    private static RequestRoundView Round(RequestRound x) =>
        new(x.Round, x.Content, x.Note, x.At, x.By, x.Differences, x.Returned, x.ReturnedAt, x.ReturnedBy);
}
