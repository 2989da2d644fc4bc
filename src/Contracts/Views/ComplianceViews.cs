using System.Collections.Immutable;

namespace NanchangEdu.Registry.Contracts;

/// <summary>合规汇总: the figures of one calendar month (Asia/Shanghai) by supervising authority.</summary>
/// <param name="Month">yyyy-MM.</param>
/// <param name="IsFinal">True for a month that is over: kept at its end and never counted again.</param>
/// <param name="AsOf">The instant at which sites stand as the figures say: the end of a month that is over.</param>
/// <param name="CountedAt">When they were counted.</param>
/// <param name="RulePack">Version of the rule pack under which they were counted.</param>
/// <param name="Authorities">By code; those that the caller sees.</param>
/// <param name="Total">The sum of these.</param>
public sealed record ComplianceView(
    string Month, bool IsFinal, DateTimeOffset AsOf, DateTimeOffset CountedAt, string RulePack, ImmutableArray<AuthorityComplianceView> Authorities,
    ComplianceFigures Total);

/// <param name="Name">Null when no such unit is registered.</param>
public sealed record AuthorityComplianceView(UnitId Authority, string? Name, ComplianceFigures Figures);

/// <summary>What is counted of the sites of an authority's units. In service: launched and neither closed nor deregistered.</summary>
/// <param name="SitesByStage">As of the instant, by wire name; every stage is there.</param>
/// <param name="Standing">As of the instant, of sites in service.</param>
/// <param name="FilingsMissing">
/// As of the instant: sites in service without a filing that they need, by wire name of its kind; every kind is there. One that was
/// submitted is not missing.
/// </param>
/// <param name="Tests">As of the instant, of sites in service.</param>
/// <param name="Launched">In the month.</param>
/// <param name="Downlines">In the month; emergencies that were counted are not among them.</param>
/// <param name="Requests">In the month.</param>
/// <param name="Emergencies">In the month.</param>
/// <param name="Closures">In the month.</param>
public sealed record ComplianceFigures(
    ImmutableSortedDictionary<string, int> SitesByStage, StandingFigures Standing, ImmutableSortedDictionary<string, int> FilingsMissing,
    TestFigures Tests, int Launched, DownlineFigures Downlines, RequestFigures Requests, EmergencyFigures Emergencies, ClosureFigures Closures);

public sealed record StandingFigures(int InService, int Ok, int Attention, int Violation);

/// <param name="Missing">No passed and verified test covers the site as it is.</param>
/// <param name="Expired">It did once, and its validity is over.</param>
/// <param name="EndingInMonth">The last valid date lies in the month, whether or not it has gone by.</param>
public sealed record TestFigures(int Missing, int Expired, int EndingInMonth);

/// <param name="Started">Windows that began.</param>
/// <param name="Days">Distinct dates of downtime, site by site.</param>
/// <param name="Overdue">Windows that became overdue, and were not found in time afterwards.</param>
public sealed record DownlineFigures(int Started, int Days, int Overdue);

/// <param name="Filed">Requests filed for the first time.</param>
/// <param name="Decided">Approved or rejected.</param>
/// <param name="Approved">Of these.</param>
/// <param name="WorkingDays">Working days that the decided ones lay with the authority: from each filing to its return or decision.</param>
/// <param name="AverageWorkingDays">A decided one's share of these, to a tenth; null when none was decided.</param>
public sealed record RequestFigures(int Filed, int Decided, int Approved, int WorkingDays, double? AverageWorkingDays);

/// <param name="Declared">Emergencies that began.</param>
/// <param name="Counted">Of these, how many were turned into a counted downline.</param>
public sealed record EmergencyFigures(int Declared, int Counted);

/// <param name="Approved">Closure requests that were approved.</param>
/// <param name="Completed">Sites that were closed.</param>
public sealed record ClosureFigures(int Approved, int Completed);
