using System.Collections.Immutable;
using NanchangEdu.Registry.Contracts;
using NanchangEdu.Registry.Rules.Clauses;

namespace NanchangEdu.Registry.Rules;

/// <summary>The parts of a site that its view and its books show alike.</summary>
internal static class SiteParts
{
    public static UnitBrief Brief(UnitFacts unit) => new(unit.Id, unit.Name, unit.Type, unit.Authority, unit.Address);

    public static ApprovalView? Approval(Site site, RegistryPolicy policy) =>
        site.Approval is { } a ? new(a.Request, a.ProfileHash, a.At, a.By, LapsesOn(site, a, policy)) : null;

    public static ImmutableArray<FilingView> Filings(Site site) =>
        [.. site.Filings.OrderBy(f => f.Filing.Kind).Select(f => new FilingView(f.Filing, f.Filing.Kind, f.RecordedAt, f.By, f.Warnings, f.Verification))];

    public static ImmutableArray<EvidenceView> Evidence(Site site) =>
        [.. site.Evidence.OrderBy(e => e.Kind).Select(e => new EvidenceView(e.Kind, e.Statement, e.RecordedAt, e.By, e.Verification))];

    public static SecurityTestView Test(TestRecord t) => new(t.Number, t.Report, t.RecordedAt, t.By, t.Verification);

    public static DownlineWindowView Window(DownlineWindow w) => new(
        w.Number, w.Request, w.From, w.Until, w.ReasonCode, Wire.Name(w.State), w.NoticeUrl, w.ApprovedAt, w.StartedAt, w.EndedAt, w.Extensions, w.Suspension);

    public static SuspensionView Suspension(Suspension s) =>
        new(s.Number, s.ReasonCode, s.Reason, s.At, s.By, s.ConfirmBy, s.ConfirmedAt, s.LiftedAt, s.ConvertedTo);

    public static ClosureView? Closure(Site site, RegistryPolicy policy) => site.Closure is not { } closure ? null : new(
        closure.Request, closure.Terms, closure.ApprovedAt, RegistryCalendar.AddDays(closure.Terms.AnnouncedOn, policy.ClosureNoticeDays),
        [
            .. closure.Steps.Select(s => new ClosureStepView(s.Step, Done: true, s.Note, s.EvidenceSha256, s.At)),
            .. SiteClosure.MissingSteps(site).Select(step => new ClosureStepView(step, Done: false, null, null, null)),
        ],
        SiteClosure.OpenFilings(site));

    public static bool IsReady(ImmutableArray<GateItem> items) => items.All(i => !i.HoldsLaunchUp);

    public static ImmutableArray<GateItemView> Gate(ImmutableArray<GateItem> items) =>
    [
        .. items.Select(i => new GateItemView(
            i.Code, i.Requirement.Clause, Wire.Name(i.State), i.Requirement.IsBeforeLaunch, i.Reason,
            i.State is GateState.Pass or GateState.NotApplicable ? null : GateActors.Of(i), GateTexts.Zh(i), GateTexts.En(i),
            i.SettledBy, i.SettledAt, i.EvidenceSha256, i.ExpiresOn, i.DueOn)),
    ];

    private static DateOnly? LapsesOn(Site site, Approval approval, RegistryPolicy policy) => site.Stage == Stage.Approved
        ? RegistryCalendar.AddDays(RegistryCalendar.DateOf(approval.At), policy.ApprovalLapsesAfterDays)
        : null;
}
