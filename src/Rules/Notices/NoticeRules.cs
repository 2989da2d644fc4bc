using System.Collections.Immutable;
using NanchangEdu.Registry.Contracts;

namespace NanchangEdu.Registry.Rules;

/// <summary>Something to be told to the people of a party.</summary>
/// <param name="Org">Code of the unit or authority; null for the centre, of which there is one.</param>
public sealed record NoticeTelling(Party Party, string? Org, NoticeKind Kind, string Title, string Text);

/// <summary>Which events of a site are told to whom, and in which words. What falls due is the daily reminder's matter.</summary>
public static class NoticeRules
{
    private const int NoteLengthMax = 200;

    /// <summary>Wire names of the events that are told to anybody.</summary>
    public static ImmutableArray<string> Types { get; } =
    [
        StoredFormat.TypeOf<RequestSubmitted>(), StoredFormat.TypeOf<RequestResubmitted>(), StoredFormat.TypeOf<RequestReturned>(), StoredFormat.TypeOf<RequestApproved>(),
        StoredFormat.TypeOf<RequestRejected>(), StoredFormat.TypeOf<RequestLapsed>(), StoredFormat.TypeOf<RequestUrged>(), StoredFormat.TypeOf<FilingVerified>(),
        StoredFormat.TypeOf<EvidenceVerified>(), StoredFormat.TypeOf<SecurityTestVerified>(), StoredFormat.TypeOf<DownlineOverdue>(), StoredFormat.TypeOf<Suspended>(),
        StoredFormat.TypeOf<SuspensionConverted>(), StoredFormat.TypeOf<ApprovalLapsed>(), StoredFormat.TypeOf<ContactsDisclosed>(),
        StoredFormat.TypeOf<CaseOpened>(), StoredFormat.TypeOf<CaseReplied>(), StoredFormat.TypeOf<CaseDecided>(), StoredFormat.TypeOf<CaseAppealed>(),
        StoredFormat.TypeOf<CaseAppealDecided>(), StoredFormat.TypeOf<CaseNoticeIssued>(), StoredFormat.TypeOf<CaseConcluded>(),
    ];

    /// <param name="site">The site as it is now: who is told goes by where it belongs today.</param>
    public static ImmutableArray<NoticeTelling> Of(SiteEvent @event, Site site) => @event switch
    {
        RequestSubmitted e => [ToWhoseTurnItIs(site, e.Number, $"收到新的{Kind(site, e.Number)}申请", "提交了")],
        RequestResubmitted e => [ToWhoseTurnItIs(site, e.Number, $"{Kind(site, e.Number)}申请已重新提交", "修改后重新提交了")],
        RequestUrged e => [ToWhoseTurnItIs(site, e.Number, $"{Kind(site, e.Number)}申请催办", "催办") with { Kind = NoticeKind.RequestUrged }],
        RequestReturned e =>
        [
            Decided(site, $"{Kind(site, e.Number)}申请被退回", $"第 {e.Number} 号申请被退回，请按意见修改后重新提交，逾期失效。{Reasons(e.Reasons)}"),
        ],
        RequestApproved e => [Decided(site, $"{Kind(site, e.Number)}申请已批准", $"第 {e.Number} 号申请已批准。{Note(e.Note)}")],
        RequestRejected e => [Decided(site, $"{Kind(site, e.Number)}申请未获批准", $"第 {e.Number} 号申请未获批准。{Reasons(e.Reasons)}")],
        RequestLapsed e => [Decided(site, $"{Kind(site, e.Number)}申请已失效", $"第 {e.Number} 号申请退回后逾期未重新提交，已失效；需要时请重新申请。")],
        FilingVerified { Verification.Result: VerificationResult.Refused } e => [Refused(site, FilingName(e.Kind), e.Verification)],
        EvidenceVerified { Verification.Result: VerificationResult.Refused } e => [Refused(site, EvidenceName(e.Kind), e.Verification)],
        SecurityTestVerified { Verification.Result: VerificationResult.Refused } e => [Refused(site, "安全检测报告", e.Verification)],
        DownlineOverdue e =>
        [
            ToSponsor(site, NoticeKind.DownlineOverdue, "临时下线已逾期", $"第 {e.Window} 次下线已过批准的期限，已立案并按日计入年度下线天数。请立即恢复上线并登记（NC-3.12）；负责人可在期限内申辩（NC-3.13）。"),
            ToAuthority(site, NoticeKind.DownlineOverdue, "下属网站下线逾期", $"第 {e.Window} 次下线已过批准的期限，已立案。"),
        ],
        Suspended { By.Role: Role.Clerk or Role.Head } e =>
        [
            ToAuthority(site, NoticeKind.SiteSuspended, "学校申报紧急关停", $"请在期限内认定，逾期未认定将计入年度下线（NC-9.11）。原因：{Cut(e.Reason)}"),
            ToCentre(site, NoticeKind.SiteSuspended, "学校申报紧急关停", $"原因：{Cut(e.Reason)}"),
        ],
        Suspended e => [ToSponsor(site, NoticeKind.SiteSuspended, "网站被责令紧急关停", $"请立即处置，整改后申请恢复（NC-9.11）。原因：{Cut(e.Reason)}")],
        SuspensionConverted e =>
        [
            ToSponsor(site, NoticeKind.SiteSuspended, "紧急关停已计入年度下线", $"第 {e.Number} 次紧急关停逾期未获认定，已转为第 {e.Window} 次临时下线。"),
        ],
        ApprovalLapsed => [ToSponsor(site, NoticeKind.ApprovalLapsed, "上线审批已失效", "批准后逾期未上线，审批已失效；上线前请重新申请（NC-3.8）。")],
        ContactsDisclosed e => [ToSponsor(site, NoticeKind.ContactsDisclosed, "网站联系人信息被查看", $"{e.By.Name} 查看了联系人信息。理由：{Cut(e.Reason)}")],
        _ => OfCase(@event, site) is { } telling ? [telling] : [],
    };

    /// <summary>NC-3.13: each step to the side that did not take it.</summary>
    private static NoticeTelling? OfCase(SiteEvent @event, Site site) => @event switch
    {
        CaseOpened e => ToUnit(site, "网站自行下线已立案", $"第 {e.Case} 号案件，请立即恢复上线；负责人可在期限内提出申辩（NC-3.13）。所见：{Cut(e.Report.Observation)}"),
        CaseReplied e => ToDeciders(site, "收到案件申辩", $"单位已就第 {e.Case} 号案件提出申辩，请在期限内认定。"),
        CaseDecided { Result: CaseResult.Confirmed } e =>
            ToUnit(site, "违规案件已认定", $"第 {e.Case} 号案件已认定{(e.AdverseEffect ? "，造成不良影响，将予通报批评" : "")}。有异议的，负责人可在期限内申诉（NC-3.13）。理由：{Cut(e.Reason)}"),
        CaseDecided e => ToUnit(site, "违规案件不予认定", $"第 {e.Case} 号案件经审核不予认定。理由：{Cut(e.Reason)}"),
        CaseAppealed e => ToDeciders(site, "收到案件申诉", $"单位对第 {e.Case} 号案件的认定提出申诉，请由原认定人以外的人员处理。"),
        CaseAppealDecided e => ToUnit(site, "案件申诉已处理", $"第 {e.Case} 号案件的申诉处理结果：{(e.Result == AppealResult.Upheld ? "维持认定" : "撤销认定")}。理由：{Cut(e.Reason)}"),
        CaseNoticeIssued e => ToUnit(site, "收到通报批评", $"第 {e.Case} 号案件已发出通报批评（{e.DocumentNumber}），全文见网站详情。"),
        CaseConcluded e => ToUnit(site, "违规案件已结案", $"第 {e.Case} 号案件已结案。{Note(e.Note)}"),
        _ => null,
    };

    private static NoticeTelling ToUnit(Site site, string title, string text) => ToSponsor(site, NoticeKind.CaseProgress, title, text);

    private static NoticeTelling ToDeciders(Site site, string title, string text) => ToAuthority(site, NoticeKind.CaseProgress, title, text);

    private static NoticeTelling ToWhoseTurnItIs(Site site, int number, string title, string deed)
    {
        var text = $"主办单位{deed}第 {number} 号申请，请在收件箱办理。";
        return site.Requests.FirstOrDefault(r => r.Number == number) is { } request && RequestWords.WaitsForCentre(request)
            ? ToCentre(site, NoticeKind.RequestFiled, title, text)
            : ToAuthority(site, NoticeKind.RequestFiled, title, text);
    }

    private static NoticeTelling Decided(Site site, string title, string text) => ToSponsor(site, NoticeKind.RequestDecided, title, text);

    private static NoticeTelling Refused(Site site, string what, Verification verification) =>
        ToSponsor(site, NoticeKind.VerificationRefused, $"{what}核验未通过", $"请更正后重新填报。{Note(verification.Note)}");

    private static NoticeTelling ToSponsor(Site site, NoticeKind kind, string title, string text) => Make(Party.Sponsor, site.Sponsor.Id.Uscc, site, kind, title, text);

    private static NoticeTelling ToAuthority(Site site, NoticeKind kind, string title, string text) =>
        Make(Party.Authority, site.Sponsor.Authority.Uscc, site, kind, title, text);

    private static NoticeTelling ToCentre(Site site, NoticeKind kind, string title, string text) => Make(Party.Centre, null, site, kind, title, text);

    private static NoticeTelling Make(Party party, string? org, Site site, NoticeKind kind, string title, string text) =>
        new(party, org, kind, title, $"{site.Facts.Name}（{site.Sponsor.Name}）：{text}");

    private static string Kind(Site site, int number) =>
        site.Requests.FirstOrDefault(r => r.Number == number) is { } request ? RequestWords.Of(request.Kind).Zh : "";

    private static string Reasons(ImmutableArray<ReturnReason> reasons) => $"意见：{Cut(string.Join("；", reasons.Select(reason => reason.Note)))}";

    private static string Note(string? note) => string.IsNullOrWhiteSpace(note) ? "" : $"说明：{Cut(note)}";

    private static string Cut(string text) => text.Length <= NoteLengthMax ? text : $"{text[..NoteLengthMax]}…";

    private static string FilingName(FilingKind kind) => kind switch
    {
        FilingKind.Icp => "ICP 备案",
        FilingKind.PublicSecurity => "公安联网备案",
        FilingKind.GradedProtection => "等级保护备案",
        FilingKind.SiteMark => "网站标识",
        _ => "域名",
    };

    private static string EvidenceName(EvidenceKind kind) => kind switch
    {
        EvidenceKind.Hosting => "境内托管证明",
        EvidenceKind.HeaderFooter => "页面头部和底部",
        EvidenceKind.MarkShown => "网站标识展示",
        EvidenceKind.LogRetention => "日志留存证明",
        _ => "应急预案与演练",
    };
}
