using System.Collections.Immutable;
using System.Text.Json;

namespace NanchangEdu.Registry.Api.Views;

/// <summary>The rule pack in force, for the OpenAPI document: what is sent are the bytes of the pack itself.</summary>
/// <param name="Version">Stored with every decision.</param>
/// <param name="Rules">Every number, with its source, its dates and for whom it holds.</param>
/// <param name="Clauses">The official words of each clause.</param>
/// <param name="ReturnReasons">The codes that a return or rejection may carry.</param>
/// <param name="LaunchGate">The items of the launch gate.</param>
/// <param name="DomainZones">The parent zones under which hosts may lie, by authority.</param>
/// <param name="SensitivePeriods">Dates in which no site should go down.</param>
/// <param name="SchoolVacations">寒假 and 暑假; absent when the pack has none.</param>
/// <param name="WorkingCalendar">Days off and working days that differ from the week.</param>
public sealed record RulePackView(
    string Version, string Name, ImmutableArray<RuleRowView> Rules, ImmutableArray<ClauseView> Clauses,
    ImmutableArray<ReturnReasonView> ReturnReasons, ImmutableArray<GateRowView> LaunchGate, JsonElement DomainZones,
    ImmutableArray<CalendarPeriodView> SensitivePeriods, JsonElement WorkingCalendar, ImmutableArray<CalendarPeriodView>? SchoolVacations = null);

/// <param name="Code">The item's stable code, as the launch gate names it.</param>
/// <param name="Due">When it is due: before the launch, or days after launch or grading.</param>
/// <param name="ValidMonths">How long its evidence counts; absent when until something changes.</param>
/// <param name="By">Who settles it.</param>
public sealed record GateRowView(
    string Code, ImmutableArray<string> Clauses, ImmutableArray<string> AppliesTo, string Due, ImmutableArray<string> By, string Zh, string En,
    int? DueDays = null, int? ValidMonths = null, int? LevelMin = null, DateOnly? EffectiveFrom = null, DateOnly? EffectiveTo = null);

/// <param name="Confirm">What of it the bureau must still confirm.</param>
/// <param name="Authorities">Codes of the authorities whose units have it; absent when all do.</param>
/// <param name="Action">What it does to downline requests: warn, block or allow; absent when the rule downline-filing says it, or it is a vacation, which allows.</param>
public sealed record CalendarPeriodView(
    string Name, DateOnly From, DateOnly Until, ImmutableArray<string> AppliesTo, string? Confirm = null, ImmutableArray<string>? Authorities = null, string? Action = null);

/// <param name="Id">NC-3.12 and the like; never changes.</param>
/// <param name="Words">The official words.</param>
/// <param name="Kinds">What the registry does about it: `E` enforces, `D` watches a deadline, `O` observes, `R` reports or keeps a checklist.</param>
public sealed record ClauseView(string Id, string Words, ImmutableArray<string> Kinds);

/// <param name="Code">What a decision names.</param>
public sealed record ReturnReasonView(string Code, string Zh, string En);

/// <param name="EffectiveFrom">The first date on which it holds; null when it always did.</param>
/// <param name="Parameters">The numbers and choices, by name.</param>
public sealed record RuleRowView(
    string RuleId, int Version, string Clause, string Source, DateOnly? EffectiveFrom, ImmutableArray<string> AppliesTo, string Mark,
    JsonElement Parameters, DateOnly? EffectiveTo = null, string? Confirm = null, bool? Off = null);
