using System.Collections.Immutable;
using NanchangEdu.Registry.Contracts;
using NanchangEdu.Registry.Rules.Clauses;

namespace NanchangEdu.Registry.Rules;

/// <summary>What one site adds to the report of a month. By the same rules as its view and its book: there is no second arithmetic.</summary>
internal static class ComplianceCount
{
    /// <summary>The item of the launch gate that says whether a site needs the filing at all.</summary>
    private static readonly ImmutableArray<(FilingKind Kind, string Item)> Needs =
    [
        (FilingKind.Icp, GateCodes.Icp), (FilingKind.PublicSecurity, GateCodes.PublicSecurity), (FilingKind.GradedProtection, GateCodes.GradedFiling),
        (FilingKind.SiteMark, GateCodes.SiteMark), (FilingKind.Domain, GateCodes.Domain),
    ];

    /// <param name="site">As it stands at <paramref name="asOf"/>: what time alone has brought about is in it.</param>
    /// <param name="asOf">Not after the end of the month.</param>
    /// <param name="today">The last date of the month by <paramref name="asOf"/>.</param>
    public static ComplianceFigures Of(Site site, CalendarMonth month, RegistryPolicy policy, DateTimeOffset asOf, DateOnly today)
    {
        var gate = LaunchGate.Evaluate(site, policy, today);
        var isInService = site.LaunchedAt is not null && site.Stage is not (Stage.Closed or Stage.Deregistered);
        return new(
            ComplianceSums.Zero.SitesByStage.SetItem(Wire.Name(site.Stage), 1),
            isInService ? Standing(ComplianceAxis.Of(site, policy, today, gate)) : ComplianceSums.Zero.Standing,
            isInService ? FilingsMissing(site, gate) : ComplianceSums.Zero.FilingsMissing,
            isInService ? Tests(month, gate) : ComplianceSums.Zero.Tests,
            One(month.Holds(site.LaunchedAt)),
            Downlines(site, month, asOf),
            Requests(site, month, policy),
            Emergencies(site, month),
            new(
                site.Requests.Count(r => r is { Kind: RequestKind.Closure, State: RequestState.Approved } && month.Holds(r.Ending?.At)),
                One(month.Holds(site.ClosedAt))));
    }

    private static StandingFigures Standing(Compliance compliance) => new(
        1, One(compliance == Compliance.Ok), One(compliance == Compliance.Attention), One(compliance == Compliance.Violation));

    private static ImmutableSortedDictionary<string, int> FilingsMissing(Site site, ImmutableArray<GateItem> gate) => Needs.ToImmutableSortedDictionary(
        need => Wire.Name(need.Kind),
        need => One(gate.Any(i => i.Code == need.Item && i.State != GateState.NotApplicable) && !IsUnderWay(site.FilingOf(need.Kind))),
        StringComparer.Ordinal);

    private static bool IsUnderWay(FilingRecord? record) =>
        record?.Filing.State is FilingState.Submitted or FilingState.Filed or FilingState.ChangePending;

    private static TestFigures Tests(CalendarMonth month, ImmutableArray<GateItem> gate)
    {
        if (gate.FirstOrDefault(i => i.Code == GateCodes.SecurityTest) is not { State: not GateState.NotApplicable } test) return ComplianceSums.Zero.Tests;

        return new(
            One(test.State is not (GateState.Pass or GateState.Expired)),
            One(test.State == GateState.Expired),
            One(test.State is GateState.Pass or GateState.Expired && month.Holds(test.ExpiresOn)));
    }

    private static DownlineFigures Downlines(Site site, CalendarMonth month, DateTimeOffset asOf)
    {
        // a window without a request is an emergency that was counted
        var downtimes = site.Windows.Where(w => w is { Request: not null, StartedAt: not null }).ToArray();
        var days = new HashSet<DateOnly>();
        foreach (var window in downtimes)
        {
            var (from, until) = (Later(window.StartedAt!.Value, month.From), Earlier(window.EndedAt ?? asOf, Earlier(asOf, month.Until)));
            if (RegistryCalendar.DatesTouched(from, until) is var (first, last)) days.UnionWith(RegistryCalendar.DatesOf(first, last));
        }

        return new(downtimes.Count(w => month.Holds(w.StartedAt)), days.Count, site.Cases.Count(c => c.Stands && month.Holds(c.OpenedAt)));
    }

    private static RequestFigures Requests(Site site, CalendarMonth month, RegistryPolicy policy)
    {
        var decided = site.Requests
            .Where(r => r.State is RequestState.Approved or RequestState.Rejected && month.Holds(r.Ending?.At))
            .ToArray();
        var days = decided.Sum(r => r.Rounds.Sum(round => RegistryCalendar.WorkingDaysBetween(
            RegistryCalendar.DateOf(round.At), RegistryCalendar.DateOf(round.ReturnedAt ?? r.Ending!.At), policy.WorkingCalendar).Days));
        return ComplianceSums.Requests(
            site.Requests.Count(r => month.Holds(r.SubmittedAt)), decided.Length, decided.Count(r => r.State == RequestState.Approved), days);
    }

    private static EmergencyFigures Emergencies(Site site, CalendarMonth month)
    {
        var declared = site.Suspensions.Where(s => month.Holds(s.At)).ToArray();
        return new(declared.Length, declared.Count(s => s.ConvertedTo is not null));
    }

    private static int One(bool counts) => counts ? 1 : 0;

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;

    private static DateTimeOffset Earlier(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;
}
