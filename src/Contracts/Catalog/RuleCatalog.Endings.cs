namespace NanchangEdu.Registry.Contracts;

public static partial class RuleCatalog
{
    /// <summary>Suspension, closure, transfer.</summary>
    private static IEnumerable<RuleEntry> Endings() =>
    [
        Entry(RuleId.SuspensionAlreadyConfirmed, "NC-9.11",
            "紧急关停已经认定", "The suspension is settled already",
            "该次紧急关停[（编号 {value}）]已经认定或已转为计次下线[（{dueOn}）]，不能再次认定。",
            "This suspension[ (number {value})] is confirmed, or was converted to a counted downline[ on {dueOn}]; it cannot be confirmed again."),
        Entry(RuleId.ClosureNoticeRunning, "NC-3.10",
            "关停公告期未满", "The closure notice is still running",
            "关停应提前 {limit} 天公告[，公告自 {from} 起，最早可于 {closingOn} 完成关停]。请在公告期满后办理。",
            "A closure is announced {limit} days ahead[: announced on {from}, it may be completed on {closingOn}]. Please wait until the notice is over."),
        Entry(RuleId.ClosureChecklistUnmet, "NC-3.10",
            "关停事项尚未全部完成", "The closure checklist is not complete",
            "关停前还有[ {left} 项]事项没有完成[：{step}]。请按所列各项逐一办理并登记。",
            "Before the closure[ {left}] steps are to be completed[: {step}]. Please do and record the items listed."),
        Entry(RuleId.ClosureFilingsOpen, "NC-3.10",
            "仍有备案未注销", "Some filings are not cancelled",
            "网站注销前，须先注销或变更全部备案[，尚有 {left} 项][：{filing}]。请办理后填报为“已注销”。",
            "All filings are cancelled before a site is struck off[; {left} remain][: {filing}]. Please cancel them and record it."),
        Entry(RuleId.ClosureReopenBlocked, "NC-3.10",
            "关停后暂不能重新开办", "Reopening is blocked for now",
            "网站关停后 {limit} 个月内不得重新开办[，本单位于 {from} 关停网站，最早可于 {opensOn} 重新登记]。确有需要的，请主管单位负责人批准例外。",
            "For {limit} months after a closure the unit opens no new site[: closed on {from}, possible from {opensOn}]. If it is needed earlier, please ask the authority's lead for an exemption."),
        Entry(RuleId.TransferReceiverInvalid, "NC-3.2",
            "接收单位不符合要求", "The receiver cannot take the site",
            "接收单位[（{value}）]须是已登记的其他单位、属同一主管单位且没有自己的网站。请更正接收单位。",
            "The receiver[ ({value})] must be another registered unit under the same authority, without a site of its own. Please name another."),
        Entry(RuleId.TransferNotAccepted, "NC-2.1",
            "接收单位尚未同意", "The receiver has not agreed yet",
            "网站移交须经接收单位同意后，主管单位方可批准[（申请编号 {request}）]。请等待接收单位确认。",
            "A transfer is approved only after the receiver agreed[ (request {request})]. Please wait for the receiver."),
        Entry(RuleId.TransferAlreadyAccepted, "NC-2.1",
            "接收单位已经同意", "The receiver has agreed already",
            "接收单位已经同意该移交[（申请编号 {request}）]，无需重复确认。请等待主管单位审批。",
            "The receiver has agreed to this transfer[ (request {request})] already. Please wait for the authority's decision."),
    ];
}
