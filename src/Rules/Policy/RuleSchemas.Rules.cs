namespace NanchangEdu.Registry.Rules;

internal static partial class RuleSchemas
{
    private static IEnumerable<RuleSchema> Downline() =>
    [
        Always("downline-limits",
            Whole("timesPerYearMax", 0, 366, (p, n) => p with { DownlineTimesPerYearMax = Math.Min(p.DownlineTimesPerYearMax, n) }),
            Whole("daysPerYearMax", 0, 366, (p, n) => p with { DownlineDaysPerYearMax = Math.Min(p.DownlineDaysPerYearMax, n) })),
        WhenGiven("downline-national",
            Whole("timesPerYearMax", 0, 366, (p, n) => p with { DownlineTimesPerYearMax = Math.Min(p.DownlineTimesPerYearMax, n) }),
            Whole("daysPerYearMax", 0, 366, (p, n) => p with { DownlineDaysPerYearMax = Math.Min(p.DownlineDaysPerYearMax, n) })),
        Always("downline-counting",
            Only("year", "calendar"),
            Only("timeCountedIn", "yearOfStart"),
            Only("days", "distinctDates"),
            Flag("unauthorisedCharged", (p, f) => p with { UnauthorisedDowntimeCharged = f })),
        Always("downline-filing",
            Whole("leadWorkingDays", 0, 60, (p, n) => p with { DownlineLeadWorkingDays = n }),
            Whole("aheadDaysMax", 1, 1100, (p, n) => p with { DownlineAheadDaysMax = n }),
            Flag("noticeTextRequired", (p, f) => p with { DownlineNoticeTextRequired = f }),
            Flag("noticeUrlRequired", (p, f) => p with { DownlineNoticeUrlRequired = f }),
            Choice("sensitivePeriods",
                new Dictionary<string, PeriodAction> { ["warn"] = PeriodAction.Warn, ["block"] = PeriodAction.Block },
                (p, c) => p with { SensitivePeriodAction = c })),
        Always("downline-extension",
            Whole("perWindowMax", 0, 12, (p, n) => p with { ExtensionsPerWindowMax = n })),
        Always("downline-alerts",
            Ladder("endAlertDays", -30, 30, rising: true, (p, l) => p with { DownlineEndAlertDays = l }),
            Whole("overdueEveryDays", 1, 30, (p, n) => p with { OverdueAlertEveryDays = n })),
        Always("downline-emergency",
            Flag("counted", (p, f) => p with { EmergencyCounted = f }),
            Whole("declareWithinHours", 1, 720, (p, n) => p with { EmergencyDeclareWithinHours = n }),
            Whole("confirmWorkingDays", 1, 60, (p, n) => p with { EmergencyConfirmWorkingDays = n })),
        Always("maintenance-notice",
            Flag("allowed", (p, f) => p with { MaintenanceNoticeAllowed = f }),
            Whole("hoursMax", 1, 24, (p, n) => p with { MaintenanceNoticeHoursMax = n }),
            Whole("aheadHours", 0, 720, (p, n) => p with { MaintenanceNoticeAheadHours = n }),
            Whole("perYearMax", 0, 366, (p, n) => p with { MaintenanceNoticesPerYearMax = n })),
        Always("fact-times",
            Whole("backHoursMax", 0, 720, (p, n) => p with { FactTimeBackHoursMax = n })),
    ];

    private static IEnumerable<RuleSchema> Requests() =>
    [
        Always("approval-lapse",
            Whole("reminderFromDay", 1, 365, (p, n) => p with { ApprovalReminderFromDay = n }),
            Whole("lapsesAfterDays", 1, 365, (p, n) => p with { ApprovalLapsesAfterDays = n })) with
        {
            Ascending = [("reminderFromDay", "lapsesAfterDays")],
        },
        Always("request-clock",
            Whole("draftLapsesAfterDays", 1, 365, (p, n) => p with { DraftRequestLapsesAfterDays = n }),
            Whole("returnedReminderAfterDays", 1, 365, (p, n) => p with { ReturnedReminderAfterDays = n }),
            Whole("returnedLapsesAfterDays", 1, 365, (p, n) => p with { ReturnedRequestLapsesAfterDays = n }),
            Whole("reviewReminderAfterWorkingDays", 1, 60, (p, n) => p with { ReviewReminderAfterWorkingDays = n }),
            Whole("urgesPerWorkingDayMax", 1, 10, (p, n) => p with { UrgesPerWorkingDayMax = n })) with
        {
            Ascending = [("returnedReminderAfterDays", "returnedLapsesAfterDays")],
        },
        Always("case-clock",
            Whole("replyWorkingDays", 1, 60, (p, n) => p with { CaseReplyWorkingDays = n }),
            Whole("decisionWorkingDays", 1, 60, (p, n) => p with { CaseDecisionWorkingDays = n }),
            Whole("appealWorkingDays", 1, 60, (p, n) => p with { CaseAppealWorkingDays = n }),
            Whole("appealDecisionWorkingDays", 1, 60, (p, n) => p with { CaseAppealDecisionWorkingDays = n }),
            Whole("conclusionWorkingDays", 1, 60, (p, n) => p with { CaseConclusionWorkingDays = n })),
        Always("responsibility",
            Whole("newLeaderConfirmDays", 1, 365, (p, n) => p with { NewLeaderConfirmDays = n })),
        Always("contact-disclosure",
            Whole("shownMinutes", 1, 1440, (p, n) => p with { ContactsShownMinutes = n })),
        Always("closure-steps",
            Whole("noticeDays", 0, 365, (p, n) => p with { ClosureNoticeDays = n }),
            Whole("reopenBlockedMonths", 0, 120, (p, n) => p with { ReopenBlockedMonths = n })),
    ];

    private static IEnumerable<RuleSchema> FilingRules() =>
    [
        Always("expiry-reminders",
            Ladder("daysBefore", 0, 365, rising: false, (p, l) => p with { ExpiryReminderDays = l })),
        Always("reminders",
            Whole("overdueEveryDays", 1, 90, (p, n) => p with { OverdueReminderEveryDays = n }),
            Whole("escalatedAfterDays", 1, 90, (p, n) => p with { EscalatedAfterDays = n }),
            Whole("urgentEveryDays", 1, 90, (p, n) => p with { UrgentReminderEveryDays = n }),
            Whole("urgentEscalatedAfterDays", 1, 90, (p, n) => p with { UrgentEscalatedAfterDays = n }),
            Whole("digestHour", 0, 23, (p, n) => p with { DigestHour = n })),
        Always("public-security",
            Ladder("reminderDaysBefore", 0, 90, rising: false, (p, l) => p with { PublicSecurityReminderDays = l })),
        Always("locality",
            Text("provinceCharacter", 1, (p, t) => p with { ProvinceCharacter = t }),
            new RuleParameter("divisionPrefix", node => node.Text(2) is { Length: 2 } text && text.All(char.IsAsciiDigit)
                ? policy => policy with { DivisionPrefix = text }
                : Refused(node, "两位数字的行政区划前缀", "the two digits of a province's division"))),
        WhenGiven("icp-change",
            Whole("noticeDays", 0, 365, (p, n) => p with { IcpChangeNoticeDays = n })),
        WhenGiven("icp-one-domain",
            Flag("newFilingsOneDomain", (p, f) => p with { IcpOneDomain = f })),
        Always("icp-query",
            Whole("notFoundConfirmations", 1, 10, (p, n) => p with { IcpNotFoundConfirmations = n })),
        Always("site-mark",
            Choice("gate",
                new Dictionary<string, SiteMarkGate> { ["applied"] = SiteMarkGate.Applied, ["granted"] = SiteMarkGate.Granted },
                (p, c) => p with { SiteMarkGate = c })),
        Always("host-quarantine",
            Whole("days", 0, 3650, (p, n) => p with { HostQuarantineDays = n })),
        Always("own-domain",
            Whole("monthsMax", 0, 120, (p, n) => p with { OwnDomainMonthsMax = n })),
        WhenGiven("domain-suffix",
            Suffixes("suffixes", (p, s) => p with { DomainSuffixes = s })),
        WhenGiven("gov-domain",
            Flag("allowed", (p, f) => p with { GovDomainAllowed = f })),
        WhenGiven("portal-level",
            Whole("levelMin", 1, 5, (p, n) => p with { PortalLevelMin = n })),
        Always("graded-cycle",
            MonthsByLevel("assessmentMonths", (p, m) => p with { GradedAssessmentCycleMonths = m })),
        WhenGiven("graded-refile",
            Date("dueOn", (p, d) => p with { GradedRefileDueOn = d })),
        Always("cyberlaw-citation",
            Whole("article", 1, 200, (p, n) => p with { CyberlawArticle = n })),
        WhenGiven("security-assessment",
            Whole("cycleMonths", 1, 120, (p, n) => p with { SecurityAssessmentCycleMonths = n }),
            Flag("testBeforeUpgrade", (p, f) => p with { TestBeforeUpgrade = f })),
        Always("log-retention",
            Whole("monthsMin", 1, 240, (p, n) => p with { LogRetentionMonthsMin = Math.Max(p.LogRetentionMonthsMin, n) })),
        WhenGiven("log-retention-public",
            Whole("monthsMin", 1, 240, (p, n) => p with { LogRetentionMonthsMin = Math.Max(p.LogRetentionMonthsMin, n) }),
            Flag("backup", (p, f) => p with { LogBackupRequired = p.LogBackupRequired || f })),
        Always("ledger-retention",
            Whole("monthsAfterEnd", 12, 1200, (p, n) => p with { LedgerKeptMonthsAfterEnd = n })),
    ];

    private static IEnumerable<RuleSchema> Operation() =>
    [
        Always("repost",
            Whole("withinHours", 1, 720, (p, n) => p with { RepostWithinHours = n })),
        WhenGiven("incident-report",
            Whole("withinHours", 1, 720, (p, n) => p with { IncidentReportWithinHours = n })),
        Always("complaint-reply",
            Whole("workingDays", 1, 60, (p, n) => p with { ComplaintReplyWorkingDays = n })),
        WhenGiven("inspection-veto",
            Inspection("probeDays", 1, 365, (f, n) => f with { ProbeDays = n }),
            Inspection("probesMin", 1, 1000, (f, n) => f with { ProbesMin = n }),
            Inspection("probeTimeoutSeconds", 1, 300, (f, n) => f with { ProbeTimeoutSeconds = n }),
            Inspection("failedPercentMin", 1, 100, (f, n) => f with { FailedPercentMin = n }),
            Inspection("homePageStaleDays", 1, 365, (f, n) => f with { HomePageStaleDays = n }),
            Inspection("columnStaleDays", 1, 365, (f, n) => f with { ColumnStaleDays = n }),
            Inspection("columnStaleMonths", 1, 24, (f, n) => f with { ColumnStaleMonths = n }),
            Inspection("unansweredMonths", 1, 24, (f, n) => f with { UnansweredMonths = n })),
        Always("outage-episode",
            Whole("failuresMin", 1, 100, (p, n) => p with { EpisodeFailuresMin = n }),
            Whole("pointsMin", 1, 100, (p, n) => p with { EpisodePointsMin = n })),
    ];

    private static RuleParameter Inspection(string name, int min, int max, Func<InspectionFigures, int, InspectionFigures> set) =>
        Whole(name, min, max, (p, n) => p with { Inspection = set(p.Inspection ?? new(0, 0, 0, 0, 0, 0, 0, 0), n) });

    private static Func<RegistryPolicy, RegistryPolicy>? Refused(PackNode node, string zh, string en)
    {
        node.Expected(zh, en);
        return null;
    }
}
