using System.Collections.Immutable;

namespace NanchangEdu.Registry.Rules;

/// <summary>What a period of the calendar does to a downline request (D21).</summary>
public enum PeriodAction
{
    Warn = 1,
    Block = 2,
    /// <summary>Nothing: it is shown, no more.</summary>
    Allow = 3,
}

/// <summary>What the site mark must be at launch (NC-3.4).</summary>
public enum SiteMarkGate
{
    /// <summary>Applied for: the receipt is enough.</summary>
    Applied = 1,
    Granted = 2,
}

// The numbers, by matter. The names say the unit; no number stands anywhere else.
public sealed partial record RegistryPolicy
{
    // Downline quota (NC-3.12).

    /// <summary>临时下线每年不得超过2次. Rules downline-limits, downline-national; the lower one wins.</summary>
    public int DownlineTimesPerYearMax { get; init; } = int.MaxValue;

    /// <summary>每年下线时间不得超过30天. Rules downline-limits, downline-national; the lower one wins.</summary>
    public int DownlineDaysPerYearMax { get; init; } = int.MaxValue;

    // Downline requests (NC-3.11).

    /// <summary>D19: a downline is filed this many working days ahead, else urgent with a reason.</summary>
    public int DownlineLeadWorkingDays { get; init; }

    /// <summary>A window ends at most this many days after the day on which it is filed.</summary>
    public int DownlineAheadDaysMax { get; init; }

    /// <summary>D20: the notice's text is due when the request is filed.</summary>
    public bool DownlineNoticeTextRequired { get; init; }

    /// <summary>D20: the notice's address is due before the start.</summary>
    public bool DownlineNoticeUrlRequired { get; init; }

    /// <summary>D11.</summary>
    public int ExtensionsPerWindowMax { get; init; }

    /// <summary>D21: of the sensitive periods that do not say it themselves.</summary>
    public PeriodAction SensitivePeriodAction { get; init; }

    /// <summary>D12: alerts on these days around the planned end, negative before it.</summary>
    public ImmutableArray<int> DownlineEndAlertDays { get; init; } = [];

    /// <summary>D12: while overdue, an alert every so many days.</summary>
    public int OverdueAlertEveryDays { get; init; }

    /// <summary>D15: whether unauthorised downtime is charged to the quota.</summary>
    public bool UnauthorisedDowntimeCharged { get; init; }

    /// <summary>D16: short announced maintenance without a request.</summary>
    public bool MaintenanceNoticeAllowed { get; init; }

    /// <summary>D16: shorter than this.</summary>
    public int MaintenanceNoticeHoursMax { get; init; }

    /// <summary>D16: announced at least this long ahead.</summary>
    public int MaintenanceNoticeAheadHours { get; init; }

    /// <summary>D16: so many a year.</summary>
    public int MaintenanceNoticesPerYearMax { get; init; }

    /// <summary>D18: the time of a fact lies at most this far back.</summary>
    public int FactTimeBackHoursMax { get; init; }

    // Emergency (NC-9.11, D14).

    /// <summary>Whether a confirmed emergency counts against the quota.</summary>
    public bool EmergencyCounted { get; init; }

    /// <summary>The sponsor's own declaration is filed within.</summary>
    public int EmergencyDeclareWithinHours { get; init; }

    /// <summary>The authority confirms it within, else it becomes a counted window.</summary>
    public int EmergencyConfirmWorkingDays { get; init; }

    // Requests (NC-3.8, NC-2.1).

    /// <summary>L5: an approved launch that does not happen lapses.</summary>
    public int ApprovalLapsesAfterDays { get; init; }

    /// <summary>L5: reminders of an approved launch begin on this day.</summary>
    public int ApprovalReminderFromDay { get; init; }

    public int ReturnedReminderAfterDays { get; init; }

    public int ReturnedRequestLapsesAfterDays { get; init; }

    public int DraftRequestLapsesAfterDays { get; init; }

    /// <summary>A submitted request is brought to mind after this many working days, and every so many again.</summary>
    public int ReviewReminderAfterWorkingDays { get; init; }

    /// <summary>催办: so many on one working day.</summary>
    public int UrgesPerWorkingDayMax { get; init; }

    // Cases (NC-3.13), in working days. Rule case-clock.

    /// <summary>The unit's reply is waited for so long.</summary>
    public int CaseReplyWorkingDays { get; init; }

    /// <summary>After the reply, or after its time, the authority decides within.</summary>
    public int CaseDecisionWorkingDays { get; init; }

    /// <summary>A finding is appealed against within.</summary>
    public int CaseAppealWorkingDays { get; init; }

    public int CaseAppealDecisionWorkingDays { get; init; }

    /// <summary>When no appeal is possible any more, the notice is issued and the case concluded within.</summary>
    public int CaseConclusionWorkingDays { get; init; }

    // People and responsibility (NC-2.3).

    /// <summary>A new leader states the responsibility within.</summary>
    public int NewLeaderConfirmDays { get; init; }

    /// <summary>For how long the contacts are shown to whoever said why. Rule contact-disclosure.</summary>
    public int ContactsShownMinutes { get; init; }

    // Filings and evidence.

    /// <summary>L7: reminders this many days before evidence expires.</summary>
    public ImmutableArray<int> ExpiryReminderDays { get; init; } = [];

    /// <summary>NC-3.7: reminders this many days before the public-security filing is due.</summary>
    public ImmutableArray<int> PublicSecurityReminderDays { get; init; } = [];

    /// <summary>What is overdue is brought to mind again every so many days. Rule reminders.</summary>
    public int OverdueReminderEveryDays { get; init; }

    /// <summary>So many days after the due date the superior is told unless somebody reacted.</summary>
    public int EscalatedAfterDays { get; init; }

    /// <summary>As <see cref="OverdueReminderEveryDays"/>, of what others wait for: requests, verifications, replies.</summary>
    public int UrgentReminderEveryDays { get; init; }

    /// <summary>As <see cref="EscalatedAfterDays"/>, of what others wait for and of downlines.</summary>
    public int UrgentEscalatedAfterDays { get; init; }

    /// <summary>From this hour of the day on, Asia/Shanghai, the day's reminders are sent, together.</summary>
    public int DigestHour { get; init; }

    /// <summary>NC-3.6: the province's character in ICP and public-security numbers; another one warns.</summary>
    public string ProvinceCharacter { get; init; } = "";

    /// <summary>NC-3.2: the first two digits of the division in a credit code; others warn.</summary>
    public string DivisionPrefix { get; init; } = "";

    /// <summary>NC-3.6: a change is filed this many days ahead.</summary>
    public int? IcpChangeNoticeDays { get; init; }

    /// <summary>NC-3.6: "not found" by the query plug-in counts after so many confirmations.</summary>
    public int IcpNotFoundConfirmations { get; init; }

    /// <summary>NC-3.6: a new filing covers one domain.</summary>
    public bool IcpOneDomain { get; init; }

    /// <summary>NC-3.4.</summary>
    public SiteMarkGate SiteMarkGate { get; init; }

    /// <summary>NC-3.5: a released host is held back this long.</summary>
    public int HostQuarantineDays { get; init; }

    /// <summary>NC-4.1: an old domain of the unit's own is tolerated this long at most.</summary>
    public int OwnDomainMonthsMax { get; init; }

    /// <summary>NC-4.1: the endings allowed to this unit type; empty when the rule is not in force.</summary>
    public ImmutableArray<string> DomainSuffixes { get; init; } = [];

    /// <summary>NC-4.1: whether a .gov.cn host is open to this unit type.</summary>
    public bool GovDomainAllowed { get; init; }

    /// <summary>NC-9.1: the lowest level of the bureau's portal; null where the rule does not apply.</summary>
    public int? PortalLevelMin { get; init; }

    /// <summary>NC-9.1: months between assessments by level; a level that is not named is never due.</summary>
    public ImmutableSortedDictionary<int, int> GradedAssessmentCycleMonths { get; init; } = ImmutableSortedDictionary<int, int>.Empty;

    /// <summary>NC-9.1: by this date the filing is renewed on the new form.</summary>
    public DateOnly? GradedRefileDueOn { get; init; }

    /// <summary>NC-9.1: the article of 网络安全法 that asks for graded protection.</summary>
    public int CyberlawArticle { get; init; }

    /// <summary>NC-9.6: months between security assessments; null where the rule does not apply.</summary>
    public int? SecurityAssessmentCycleMonths { get; init; }

    /// <summary>NC-3.9: an upgrade or material change needs a new test.</summary>
    public bool TestBeforeUpgrade { get; init; }

    /// <summary>NC-9.9: 留存网站运行日志不少于六个月; 12 for public bodies since 2024-07-01. The longest rule wins.</summary>
    public int LogRetentionMonthsMin { get; init; }

    /// <summary>NC-9.9: logs are backed up.</summary>
    public bool LogBackupRequired { get; init; }

    /// <summary>NC-9.9: the registry's own ledger of a site is kept at least this long after its end.</summary>
    public int LedgerKeptMonthsAfterEnd { get; init; }

    // Closure (NC-3.10).

    public int ClosureNoticeDays { get; init; }

    /// <summary>Months after a closure in which the unit opens no new site without an exemption.</summary>
    public int ReopenBlockedMonths { get; init; }

    // Operation.

    /// <summary>NC-12.2: 应在48小时内转载, elapsed from publication.</summary>
    public int RepostWithinHours { get; init; }

    /// <summary>NC-9.12: 较大以上 incidents are reported within; null before the rule is in force.</summary>
    public int? IncidentReportWithinHours { get; init; }

    /// <summary>NC-7.2.</summary>
    public int ComplaintReplyWorkingDays { get; init; }

    /// <summary>NC-5.1, NC-9.8: the figures of inspections; null before the rule is in force.</summary>
    public InspectionFigures? Inspection { get; init; }

    /// <summary>An outage is an episode after so many failures …</summary>
    public int EpisodeFailuresMin { get; init; }

    /// <summary>… from so many points.</summary>
    public int EpisodePointsMin { get; init; }

    // The launch gate's figures under their own names; the truth is GateRequirements.

    public int? SecurityTestValidMonths => Gate(GateCodes.SecurityTest)?.ValidMonths;

    public int? IcpVerificationValidMonths => Gate(GateCodes.Icp)?.ValidMonths;

    public int? PeopleValidMonths => Gate(GateCodes.People)?.ValidMonths;

    public int? SiteMarkReceiptValidMonths => Gate(GateCodes.SiteMark)?.ValidMonths;

    public int? PublicSecurityDueDays => Gate(GateCodes.PublicSecurity)?.DueDays;

    public int? GradedFilingDueDays => Gate(GateCodes.GradedFiling)?.DueDays;

    public int? HeaderFooterDueDays => Gate(GateCodes.HeaderFooter)?.DueDays;

    public int? MarkShownDueDays => Gate(GateCodes.MarkShown)?.DueDays;

    public int? LogRetentionDueDays => Gate(GateCodes.LogRetention)?.DueDays;

    public int? PlanDueDays => Gate(GateCodes.Plan)?.DueDays;
}

/// <summary>The figures of 国办秘函〔2019〕19号 (inspection-veto).</summary>
public sealed record InspectionFigures(
    int ProbeDays,
    int ProbesMin,
    int ProbeTimeoutSeconds,
    int FailedPercentMin,
    int HomePageStaleDays,
    int ColumnStaleDays,
    int ColumnStaleMonths,
    int UnansweredMonths);
