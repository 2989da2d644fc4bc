namespace NanchangEdu.Registry.Contracts;

public static partial class RuleCatalog
{
    /// <summary>Persons in the records.</summary>
    private static IEnumerable<RuleEntry> Persons() =>
    [
        Entry(RuleId.DisclosureReasonMissing, "NC-2.3",
            "查看联系人须说明理由", "Seeing the contacts needs a reason",
            "查看联系人的姓名、电话和邮箱须说明理由，理由记入台账，主办单位可以看到。请填写理由后重新提交。",
            "Names, telephone numbers and addresses of contacts are shown to whoever says why; the reason goes into the ledger, and the sponsor sees it. Please give one and send it again."),
        Entry(RuleId.DisclosureUnknown, "NC-2.3",
            "没有可供您查看的联系人", "There are no contacts to show you",
            "编号 {value} 不是您本人最近 {limit} 分钟内的查看记录，联系人只向说明理由的本人显示 {limit} 分钟。如仍需查看，请重新说明理由。",
            "Number {value} is no disclosure of yours within the last {limit} minutes: contacts are shown to the person who said why, and for {limit} minutes. If you still need them, please say why again."),
    ];
}
