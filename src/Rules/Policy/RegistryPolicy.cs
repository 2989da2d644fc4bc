using System.Collections.Immutable;
using NanchangEdu.Registry.Contracts;

namespace NanchangEdu.Registry.Rules;

/// <summary>
/// Every number and choice of the rule pack that is in force on one date for one unit type: the argument that the rules take beside
/// state, command and time. Where it comes from: <see cref="RulePack.At(DateOnly, UnitType)"/>. The clause behind a number stands in its
/// comment, its source and mark in the pack's row.
/// </summary>
public sealed partial record RegistryPolicy
{
    internal RegistryPolicy(RulePack pack) => Pack = pack;

    /// <summary>Version of the pack; every event keeps it.</summary>
    public required string PackVersion { get; init; }

    /// <summary>The first date on which exactly these rows are in force.</summary>
    public required DateOnly Since { get; init; }

    /// <summary>The first date on which other rows are; null when none are known.</summary>
    public DateOnly? ChangesOn { get; init; }

    /// <summary>The unit type for which it was taken.</summary>
    public required UnitType UnitType { get; init; }

    internal RulePack Pack { get; }

    /// <summary>The rows of the pack that made this policy, in the pack's order.</summary>
    public ImmutableArray<RuleRow> Rows { get; init; } = [];

    /// <summary>What a site needs before and after launch (L2), in the pack's order; those that do not apply to this unit type are marked so.</summary>
    public ImmutableArray<GateRequirement> GateRequirements { get; init; } = [];

    /// <summary>The working-day calendar, with which <see cref="RegistryCalendar"/> counts 工作日.</summary>
    public WorkingCalendar WorkingCalendar { get; init; } = WorkingCalendar.Empty;

    /// <summary>招生, 中考, 高考 and the like, for this unit type.</summary>
    public ImmutableArray<CalendarPeriod> SensitivePeriods { get; init; } = [];

    /// <summary>寒假, 暑假, for this unit type.</summary>
    public ImmutableArray<CalendarPeriod> SchoolVacations { get; init; } = [];

    /// <summary>The reasons with which a request may be returned or rejected (L8).</summary>
    public ImmutableArray<ReturnReasonText> ReturnReasons => Pack.ReturnReasons;

    /// <summary>
    /// The policy of the same dates for another unit type; this very one for its own. Cheap: rules may call it with the site's
    /// type before they read a number.
    /// </summary>
    public RegistryPolicy For(UnitType type) => type == UnitType ? this : Pack.At(Since, type);

    /// <summary>The official words of a clause (NC-3.12); null for an id that the pack does not know.</summary>
    public string? ClauseText(string? clause) => clause is null ? null : Pack.ClauseText(clause);

    /// <summary>
    /// The refusal with its clause and the clause's words from this pack: how every decision makes one.
    /// </summary>
    public Refusal Refuse(RuleId rule, params ReadOnlySpan<Figure> figures) =>
        new(rule, RuleCatalog.ClauseOf(rule), ClauseText(RuleCatalog.ClauseOf(rule)), [.. figures], []);

    /// <summary>The refusal with the things it names.</summary>
    public Refusal Refuse(RuleId rule, IEnumerable<RefusalItem> items, params ReadOnlySpan<Figure> figures) =>
        Refuse(rule, figures) with { Items = [.. items] };

    /// <summary>A rule's name and version as decisions store it, <c>downline-limits@1</c>; the bare name when no such row is in force.</summary>
    public string RuleReference(string name)
    {
        foreach (var row in Rows)
            if (row.Name == name)
                return row.Reference;
        return name;
    }

    public bool IsReturnReason(string code) => ReturnReasons.Any(reason => reason.Code == code);

    /// <summary>One requirement of the launch gate; the codes are those of <see cref="GateCodes"/>. Null when the pack does not ask for it.</summary>
    public GateRequirement? Gate(string code) => GateRequirements.FirstOrDefault(item => item.Code == code);

    /// <summary>The parent zones under which the sites of this authority's units lie (NC-4.1), canonical form.</summary>
    public ImmutableArray<string> ZonesOf(UnitId authority) => Pack.ZonesOf(authority);

    /// <summary>What of the calendar of this authority's units speaks against a downline on these dates, both ends included (D21).</summary>
    public IEnumerable<(CalendarPeriod Period, PeriodAction Action)> PeriodsAgainst(UnitId authority, DateOnly from, DateOnly until) =>
        Touching(SensitivePeriods, authority, from, until).Select(period => (period, period.Action ?? SensitivePeriodAction))
            .Concat(Touching(SchoolVacations, authority, from, until).Select(period => (period, period.Action ?? PeriodAction.Allow)))
            .Where(found => found.Item2 != PeriodAction.Allow);

    /// <summary>The vacations of this authority's schools that the range of dates touches, both ends included.</summary>
    public IEnumerable<CalendarPeriod> VacationsTouching(UnitId authority, DateOnly from, DateOnly until) => Touching(SchoolVacations, authority, from, until);

    private static IEnumerable<CalendarPeriod> Touching(ImmutableArray<CalendarPeriod> periods, UnitId authority, DateOnly from, DateOnly until) =>
        periods.Where(period => period.From <= until && from <= period.Until && period.IsOf(authority));

    // The members that a record prints by itself lead back to the whole pack.
    public override string ToString() =>
        $"{PackVersion} {UnitType} {Since.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture)}";
}

/// <summary>One row of the rule pack: a rule, its source, when and to whom it applies.</summary>
/// <param name="Name">The rule's stable name, <c>downline-limits</c>.</param>
/// <param name="Version">Rises whenever the row's meaning changes.</param>
/// <param name="Clause">The clause of the regulation to which it belongs.</param>
/// <param name="Source">The regulation or rule that says so.</param>
/// <param name="EffectiveFrom">The first date on which it holds; null when undated: always.</param>
/// <param name="EffectiveTo">The last date on which it holds; null without end.</param>
/// <param name="AppliesTo">The unit types to which it applies.</param>
/// <param name="Mark">How well it is known: R regulation, P primary source, C common copy, U unverified, D our decision.</param>
/// <param name="Confirm">What the owner should confirm; null when nothing.</param>
/// <param name="IsOff">True for a rule kept in the pack but not applied.</param>
/// <param name="ParametersJson">The parameters as the pack has them.</param>
public sealed record RuleRow(
    string Name,
    int Version,
    string Clause,
    string Source,
    DateOnly? EffectiveFrom,
    DateOnly? EffectiveTo,
    ImmutableArray<UnitType> AppliesTo,
    string Mark,
    string? Confirm,
    bool IsOff,
    string ParametersJson)
{
    public string Reference => $"{Name}@{Version}";

    public bool IsInForce(DateOnly date, UnitType type) =>
        !IsOff && AppliesTo.Contains(type) && (EffectiveFrom ?? DateOnly.MinValue) <= date && date <= (EffectiveTo ?? DateOnly.MaxValue);
}

/// <summary>A clause of the regulation: its id, official words and kind (E enforce, D deadline, O observe, R report).</summary>
public sealed record ClauseWords(string Id, string Words, ImmutableArray<char> Kinds);

/// <summary>A reason code of returns and rejections, in both languages.</summary>
public sealed record ReturnReasonText(string Code, string Zh, string En);

/// <summary>A period of the school calendar, both ends included: one in which sites should stay up (D21), or a vacation.</summary>
/// <param name="Authorities">The authorities whose units have it; empty for all.</param>
/// <param name="Action">What it does to downlines; null where that is not said of it alone.</param>
public sealed record CalendarPeriod(
    string Name, DateOnly From, DateOnly Until, ImmutableArray<UnitType> AppliesTo, ImmutableArray<UnitId> Authorities, PeriodAction? Action)
{
    public bool IsOf(UnitId authority) => Authorities.IsEmpty || Authorities.Contains(authority);
}

/// <summary>When an item of the launch gate is due.</summary>
public enum GateDue
{
    /// <summary>Before launch: it holds the launch up (L1).</summary>
    BeforeLaunch = 1,
    /// <summary>Days after launch: a duty, never a block (L3).</summary>
    AfterLaunch = 2,
    /// <summary>Days after the grading, for graded sites.</summary>
    AfterGrading = 3,
    /// <summary>By the cycle of the site's level, counted from the last assessment or the grading.</summary>
    GradingCycle = 4,
}

/// <summary>Who settles an item of the launch gate.</summary>
public enum GateKeeper
{
    System = 1,
    Reviewer = 2,
    Lead = 3,
    Centre = 4,
    Authority = 5,
}

/// <summary>One item of the launch gate as the pack has it.</summary>
/// <param name="Code">Its stable code, see <see cref="GateCodes"/>.</param>
/// <param name="Clause">Its first clause.</param>
/// <param name="Clauses">All its clauses.</param>
/// <param name="Applies">Whether it applies to the unit type of the policy.</param>
/// <param name="LevelMin">Lowest protection level to which it applies; 0 for every site.</param>
/// <param name="Due">When it is due.</param>
/// <param name="DueDays">Days after launch or grading; 0 where <paramref name="Due"/> counts no days.</param>
/// <param name="ValidMonths">How long its evidence is valid; null when until something changes.</param>
/// <param name="By">Who settles it.</param>
/// <param name="Zh">What is asked, in Chinese.</param>
/// <param name="En">What is asked, in English.</param>
public sealed record GateRequirement(
    string Code,
    string Clause,
    ImmutableArray<string> Clauses,
    bool Applies,
    int LevelMin,
    GateDue Due,
    int DueDays,
    int? ValidMonths,
    ImmutableArray<GateKeeper> By,
    string Zh,
    string En)
{
    public bool IsBeforeLaunch => Due == GateDue.BeforeLaunch;
}

/// <summary>The codes of the launch gate's items.</summary>
public static class GateCodes
{
    public const string UnitEligible = "unit-eligible";
    public const string OneSite = "one-site";
    public const string SiteName = "site-name";
    public const string Domain = "domain";
    public const string People = "people";
    public const string Icp = "icp";
    public const string SecurityTest = "security-test";
    public const string SiteMark = "site-mark";
    public const string Graded = "graded";
    public const string Hosting = "hosting";
    public const string Approval = "approval";
    public const string PublicSecurity = "public-security";
    public const string GradedFiling = "graded-filing";
    public const string GradedAssessment = "graded-assessment";
    public const string HeaderFooter = "header-footer";
    public const string MarkShown = "mark-shown";
    public const string LogRetention = "log-retention";
    public const string Plan = "plan";

    /// <summary>All of them, in the order of the table.</summary>
    public static ImmutableArray<string> All { get; } =
    [
        UnitEligible, OneSite, SiteName, Domain, People, Icp, SecurityTest, SiteMark, Graded, Hosting, Approval,
        PublicSecurity, GradedFiling, GradedAssessment, HeaderFooter, MarkShown, LogRetention, Plan,
    ];
}
