using System.Collections.Immutable;

namespace NanchangEdu.Registry.Contracts;

/// <summary>
/// 网站管理台账 of one calendar year (Asia/Shanghai), as far as the record itself holds it. Basic information, filings, evidence, launch gate
/// and closure are those of now; tests, requests, windows, quota, emergencies and cases are those that touch the year.
/// </summary>
/// <param name="RulePack">Version of the rule pack under which the view was made.</param>
/// <param name="LaunchGateReady">Whether every item before the launch passes or does not apply, now.</param>
/// <param name="SecurityTests">Made or recorded in the year.</param>
/// <param name="Requests">Filed in the year, or still open in it.</param>
/// <param name="Windows">Planned for dates of the year, or under way in it.</param>
/// <param name="QuotaEntries">Every line that makes the sums of the year's quota.</param>
public sealed record SiteBookView(
    SiteId Id, long Version, int Year, string RulePack, Stage Stage, Compliance Compliance, string Lineage, UnitBrief Unit, SiteProfile Profile,
    DateTimeOffset RegisteredAt, DateTimeOffset? LaunchedAt, DateTimeOffset? ClosedAt, ApprovalView? Approval,
    ImmutableArray<FilingView> Filings, ImmutableArray<EvidenceView> Evidence, bool LaunchGateReady, ImmutableArray<GateItemView> LaunchGate,
    ImmutableArray<SecurityTestView> SecurityTests, ImmutableArray<RequestView> Requests, ImmutableArray<DownlineWindowView> Windows,
    QuotaYearView DownlineQuota, ImmutableArray<QuotaEntry> QuotaEntries, ImmutableArray<SuspensionView> Suspensions, ClosureView? Closure,
    ImmutableArray<CaseView> Cases, ImmutableArray<Duty> Duties);
