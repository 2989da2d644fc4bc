using System.Collections.Immutable;
using System.Text.Json;
using NanchangEdu.Registry.Contracts;

namespace NanchangEdu.Registry.Api.Http;

/// <summary>Every reason for a no, as HTTP says it.</summary>
public static class Problems
{
    public const string TypePrefix = "/problems/";

    private static readonly HashSet<string> OwnMembers =
        new(["type", "title", "status", "detail", "instance", "rule", "clause", "clauseText", "items"], StringComparer.Ordinal);

    /// <summary>
    /// What a rule refuses is 409, formats with a clause included: the same request may pass under another rule pack. 400 is what
    /// the door alone can tell. A number in the path that leads nowhere is 404, in words of its own: its reader is in scope.
    /// The compiler holds this switch total.
    /// </summary>
    public static int StatusOf(RuleId rule) => rule switch
    {
        RuleId.Malformed or RuleId.IdempotencyKeyMissing or RuleId.PreconditionMalformed or RuleId.AntiforgeryMissing
            or RuleId.ImportFileUnreadable or RuleId.ImportTableMismatch => 400,
        RuleId.Unauthenticated => 401,
        RuleId.RoleNotAllowed => 403,
        RuleId.NotFound or RuleId.RequestUnknown or RuleId.WindowUnknown or RuleId.SecurityTestUnknown or RuleId.ClientUnknown
            or RuleId.WebhookUnknown or RuleId.CaseUnknown or RuleId.DisclosureUnknown or RuleId.NotSealed or RuleId.ComplianceMonthMissing => 404,
        RuleId.MethodNotAllowed => 405,
        RuleId.NotAcceptable => 406,
        RuleId.RequestTooSlow => 408,
        RuleId.VersionStale => 412,
        RuleId.BodyTooLarge or RuleId.ImportTooLarge => 413,
        RuleId.UnsupportedMediaType => 415,
        RuleId.IdempotencyKeyReused => 422,
        RuleId.TooManyRequests => 429,
        RuleId.OutcomeUnknown or RuleId.Overloaded or RuleId.NotReady => 503,

        RuleId.SiteNotLaunched or RuleId.SiteNotApproved or RuleId.SiteAlreadyLaunched or RuleId.RequestOpen
            or RuleId.NoOpenRequest or RuleId.NoDownlineWindow or RuleId.SiteDown or RuleId.DownlineOverdue or RuleId.SiteNotDown
            or RuleId.SiteSuspended or RuleId.SiteNotSuspended or RuleId.SiteClosing or RuleId.SiteNotClosing or RuleId.SiteClosed
            => 409,
        RuleId.RequestNotTaken or RuleId.RequestReturned or RuleId.RequestFinal
            or RuleId.RequestHeldByOther or RuleId.ReasonsRequired or RuleId.UrgedToday or RuleId.SelfApproval
            or RuleId.VerificationMissing or RuleId.TwoKeysOnePerson or RuleId.SubstituteInvalid
            or RuleId.RequestNotReturned => 409,
        RuleId.UsccInvalid or RuleId.UsccOverrideNeedsReason or RuleId.UnitUnknown or RuleId.UnitNotEligible
            or RuleId.OneSitePerUnit or RuleId.ExemptionInvalid or RuleId.SiteNameMismatch or RuleId.NothingChanged => 409,
        RuleId.IcpNumberInvalid or RuleId.PublicSecurityNumberInvalid or RuleId.PublicSecurityNumberTaken
            or RuleId.GradedLevelInvalid or RuleId.SiteMarkNotApplicable or RuleId.DomainNameInvalid or RuleId.DomainOutsideZone
            or RuleId.DomainLabelReserved or RuleId.DomainTaken or RuleId.FilingNotRecorded or RuleId.EvidenceHashInvalid
            or RuleId.EvidenceDateInvalid or RuleId.HostingOutsideMainland or RuleId.ProfileIncomplete or RuleId.AlreadyVerified
            or RuleId.IpAddressInvalid or RuleId.ContactInvalid or RuleId.UrlInvalid => 409,
        RuleId.LaunchGateUnmet or RuleId.FactTimeInFuture or RuleId.FactTimeTooOld => 409,
        RuleId.DownlineTimesExhausted or RuleId.DownlineDaysExhausted or RuleId.DownlineOverlap or RuleId.DownlineTooEarly
            or RuleId.DownlineBeforeApproval or RuleId.DownlineInPast or RuleId.DownlineLeadTime or RuleId.DownlineWindowInverted
            or RuleId.DownlineNoticeMissing or RuleId.DownlineSensitivePeriod or RuleId.ExtensionLimit or RuleId.ExtensionNotLater
            or RuleId.RetestMissing or RuleId.RestoreApprovalMissing or RuleId.RestoreRequestNotNeeded
            or RuleId.DownlineWindowTooFar => 409,
        RuleId.SuspensionAlreadyConfirmed or RuleId.ClosureNoticeRunning or RuleId.ClosureChecklistUnmet
            or RuleId.ClosureFilingsOpen or RuleId.ClosureReopenBlocked or RuleId.TransferReceiverInvalid
            or RuleId.TransferNotAccepted or RuleId.TransferAlreadyAccepted => 409,
        RuleId.DisclosureReasonMissing or RuleId.DeadlineUnknown or RuleId.DeadlineAcknowledged or RuleId.DeadlineOfOthers => 409,
        RuleId.CaseTimesInverted or RuleId.CaseDowntimeAuthorised or RuleId.CaseAlreadyOpen or RuleId.CaseAlreadyDecided or RuleId.CaseAlreadyReplied
            or RuleId.CaseReplyRunning or RuleId.CaseNotConfirmed or RuleId.CaseAlreadyConcluded or RuleId.AppealTooLate or RuleId.AppealAlreadyFiled
            or RuleId.AppealNotOpen or RuleId.AppealRunning or RuleId.CaseNoticeNotDue or RuleId.CaseNoticeAlreadyIssued or RuleId.CaseNoticeMissing => 409,
        RuleId.AccountRolesInvalid or RuleId.AccountIsRetired or RuleId.UserNameInvalid or RuleId.UserNameTaken or RuleId.ClientIdInvalid
            or RuleId.ClientIdTaken or RuleId.ClientScopesInvalid or RuleId.ClientExpiryInvalid or RuleId.AddressRangeInvalid
            or RuleId.OwnAccount or RuleId.PersonIdInvalid or RuleId.ClientsTooMany or RuleId.SavedViewsTooMany
            or RuleId.NoticeAddressInvalid or RuleId.NoticeRobotInvalid or RuleId.NoticeChannelOff or RuleId.NoticeChannelsUnset => 409,
        RuleId.WebhookUrlInvalid or RuleId.WebhookIdInvalid or RuleId.WebhookIdTaken or RuleId.WebhooksTooMany or RuleId.WebhookTypesInvalid
            or RuleId.WebhookRoleInvalid or RuleId.WebhooksOff => 409,
        RuleId.ImportNotChecked or RuleId.ImportHasErrors or RuleId.ImportOver or RuleId.ExportTooLarge => 409,
    };

    /// <summary>A no of the door itself.</summary>
    public static ProblemResult Of(RuleId rule) => Of(rule, StatusOf(rule));

    /// <summary>A no of the door whose status the framework chose.</summary>
    public static ProblemResult Of(RuleId rule, int status) =>
        new(status, language => Words(new Refusal(rule, null, null, [], []), status, language, items: null));

    public static ProblemResult Of(Refusal refusal) => new(StatusOf(refusal.Rule), language => Words(
        refusal,
        StatusOf(refusal.Rule),
        language,
        [.. refusal.Items.Select(item => new ProblemItem(
            item.Code, Field: null, item.Clause, item.Who, language == TextLanguage.English ? item.En : item.Zh))]));

    /// <summary>A no of the door with each thing that is at fault, and the figures of its words.</summary>
    public static ProblemResult Of(RuleId rule, IReadOnlyList<Fault> faults, params ImmutableArray<Figure> figures) => new(StatusOf(rule), language => Words(
        new Refusal(rule, null, null, figures, []),
        StatusOf(rule),
        language,
        [.. faults.Select(fault => new ProblemItem(
            fault.Code, fault.Field, Clause: null, Who: null, language == TextLanguage.English ? fault.En : fault.Zh))]));

    /// <summary>What is malformed, member by member; a single fault is told in the detail already.</summary>
    public static ProblemResult Malformed(params IReadOnlyList<Fault> faults) => new(StatusOf(RuleId.Malformed), language =>
    {
        string Told(Fault fault) => language == TextLanguage.English ? fault.En : fault.Zh;
        var refusal = new Refusal(RuleId.Malformed, null, null, [], []);
        if (faults is [var only])
            refusal = refusal with { Figures = [Figure.Of("field", only.Field), Figure.Of("expected", Told(only))] };
        return Words(
            refusal,
            StatusOf(RuleId.Malformed),
            language,
            [.. faults.Select(fault => new ProblemItem(fault.Code, fault.Field, Clause: null, Who: null, Told(fault)))]);
    });

    private static Problem Words(Refusal refusal, int status, TextLanguage language, IReadOnlyList<ProblemItem>? items) => new(
        TypePrefix + RuleCatalog.NameOf(refusal.Rule),
        RuleCatalog.Of(refusal.Rule).Title(language),
        status,
        RuleCatalog.Describe(refusal, language),
        RuleCatalog.NameOf(refusal.Rule),
        refusal.Clause,
        refusal.ClauseText,
        items is { Count: > 0 } ? items : null)
    {
        Figures = Figures(refusal),
    };

    private static Dictionary<string, JsonElement>? Figures(Refusal refusal)
    {
        if (refusal.Figures.IsDefaultOrEmpty) return null;
        var figures = new Dictionary<string, JsonElement>();
        foreach (var figure in refusal.Figures)
        {
            var name = OwnMembers.Contains(figure.Name) ? $"{figure.Name}Figure" : figure.Name;
            figures[name] = figure.IsNumber
                ? JsonElement.Parse(figure.Text)
                : JsonSerializer.SerializeToElement(figure.Text, Json.Options);
        }

        return figures;
    }
}
