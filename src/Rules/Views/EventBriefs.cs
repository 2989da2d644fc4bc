using System.Collections.Immutable;
using NanchangEdu.Registry.Contracts;

namespace NanchangEdu.Registry.Rules;

/// <summary>
/// What a line of a printed ledger says beside the event's name, in Chinese. Of basic information nothing: contacts are in it. The whole event
/// stands in the ledger.
/// </summary>
public static class EventBriefs
{
    /// <summary>Null when the name says all.</summary>
    public static string? Of(SiteEvent @event) => @event switch
    {
        DraftDiscarded e => e.Reason,
        ProfileChanged e => e.Material ? "含重要信息" : null,
        ApprovalVoided e => Cause(e.Cause),
        FilingRecorded e => $"{Word(e.Filing.Kind)}：{Word(e.Filing.State)}",
        FilingVerified e => $"{Word(e.Kind)}：{Of(e.Verification)}",
        EvidenceRecorded e => Word(e.Kind),
        EvidenceVerified e => $"{Word(e.Kind)}：{Of(e.Verification)}",
        SecurityTestRecorded e => $"第 {e.Number} 次，{e.Report.TestedOn:yyyy-MM-dd} {Word(e.Report.Result)}（{e.Report.Tester}）",
        SecurityTestVerified e => $"第 {e.Number} 次：{Of(e.Verification)}",
        ResponsibilityConfirmed e => e.Statement,
        Transferred e => $"移交至{e.Receiver.Name}",
        Launched or UnitRefreshed or SiteRegistered or ApprovalLapsed => null,
        ClosureApproved e => $"{Word(e.Terms.Mode)}：{e.Terms.Reason}",
        ClosureStepRecorded e => $"{Word(e.Step)}：{e.Note}",
        ClosureCancelled e => e.Reason,
        HostsReleased e => string.Join('、', e.Hosts),
        ContactsDisclosed e => e.Reason,
        _ => OfRequest(@event) ?? OfDowntime(@event) ?? OfCase(@event),
    };

    /// <summary>Null when the name says all.</summary>
    public static string? Of(UnitEvent @event) => @event switch
    {
        UnitRegistered e => e.Name,
        UnitChanged e => e.Name,
        UsccCheckOverridden e => e.Reason,
        ExemptionGranted e => $"第 {e.Exemption.Number} 项{Word(e.Exemption.Kind)}，至 {e.Exemption.ExpiresOn:yyyy-MM-dd}：{e.Exemption.Reason}",
        SubstituteAppointed e => $"{e.Substitute.From:yyyy-MM-dd} 至 {e.Substitute.Until:yyyy-MM-dd}，{e.Substitute.Name}代理{e.Substitute.ForName}",
        _ => null,
    };

    private static string? OfRequest(SiteEvent @event) => @event switch
    {
        RequestSubmitted e => $"第 {e.Number} 号{Word(e.Kind)}申请",
        RequestResubmitted e => $"第 {e.Number} 号，第 {e.Round} 次提交",
        RequestAssigned e => $"第 {e.Number} 号，由{e.Name}办理",
        RequestReleased e => Number(e.Number),
        RequestVerified e => $"第 {e.Number} 号：{Of(e.Verification)}",
        RequestReturned e => $"第 {e.Number} 号：{Reasons(e.Reasons)}",
        RequestApproved e => WithNote(e.Number, e.Note),
        RequestRejected e => $"第 {e.Number} 号：{Reasons(e.Reasons)}",
        RequestWithdrawn e => WithNote(e.Number, e.Reason),
        RequestUrged e => Number(e.Number),
        RequestLapsed e => Number(e.Number),
        RequestSuperseded e => $"第 {e.Number} 号：{Cause(e.Cause)}",
        TransferAccepted e => Number(e.Number),
        _ => null,
    };

    private static string? OfDowntime(SiteEvent @event) => @event switch
    {
        DownlineApproved e => $"时段 {e.Window}：{Dates(e.Terms.From, e.Terms.Until)}，{Word(e.Terms.ReasonCode)}",
        WindowCancelled e => $"时段 {e.Window}：{e.Reason}",
        WindowLapsed e => $"时段 {e.Window}",
        DownlineStarted e => $"时段 {e.Window}，公告 {e.NoticeUrl}",
        DownlineExtended e => $"时段 {e.Window}，延至 {e.Until:yyyy-MM-dd}",
        DownlineOverdue e => $"时段 {e.Window}，案件 {e.Case}",
        OverrunCharged e => $"时段 {e.Window}：{Dates(e.From, e.Until)}",
        Restored e => $"时段 {e.Window}",
        WindowSettled e => $"时段 {e.Window}",
        DownlineFactCorrected e => $"时段 {e.Window}：{e.Reason}",
        Suspended e => $"第 {e.Number} 次，{Word(e.ReasonCode)}：{e.Reason}",
        SuspensionConfirmed e => $"第 {e.Number} 次：{e.Note}",
        SuspensionConverted e => $"第 {e.Number} 次，计为时段 {e.Window}：{Dates(e.From, e.Until)}",
        SuspensionCharged e => $"第 {e.Number} 次，时段 {e.Window}：{Dates(e.From, e.Until)}",
        SuspensionLifted e => $"第 {e.Number} 次：{e.Reason}",
        _ => null,
    };

    private static string? OfCase(SiteEvent @event) => @event switch
    {
        CaseOpened e => $"第 {e.Case} 号：{e.Report.Observation}",
        CaseReplied e => $"第 {e.Case} 号：{e.Statement}",
        CaseDecided e => $"第 {e.Case} 号{Word(e.Result)}{(e.AdverseEffect ? "，造成不良影响" : "")}：{e.Reason}",
        CaseAppealed e => $"第 {e.Case} 号：{e.Reason}",
        CaseAppealDecided e => $"第 {e.Case} 号{Word(e.Result)}：{e.Reason}",
        CaseNoticeDrafted e => Number(e.Case),
        CaseNoticeIssued e => $"第 {e.Case} 号，{e.DocumentNumber}",
        CaseConcluded e => $"第 {e.Case} 号：{e.Note}",
        _ => null,
    };

    private static string Of(Verification verification) =>
        verification.Note is { Length: > 0 } note ? $"{Word(verification.Result)}，{note}" : Word(verification.Result);

    private static string Number(int number) => $"第 {number} 号";

    private static string WithNote(int number, string? note) => note is { Length: > 0 } ? $"第 {number} 号：{note}" : Number(number);

    private static string Reasons(ImmutableArray<ReturnReason> reasons) => string.Join('；', reasons.Select(reason => reason.Note));

    private static string Dates(DateOnly from, DateOnly until) => $"{from:yyyy-MM-dd} 至 {until:yyyy-MM-dd}";

    private static string Cause(string code) => RuleCatalog.WordOf("cause", code, TextLanguage.Chinese);

    private static string Word<TEnum>(TEnum value)
        where TEnum : struct, Enum => RuleCatalog.WordOf(value, TextLanguage.Chinese);
}
