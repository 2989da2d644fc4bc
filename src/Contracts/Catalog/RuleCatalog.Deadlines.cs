namespace NanchangEdu.Registry.Contracts;

public static partial class RuleCatalog
{
    private static IEnumerable<RuleEntry> DeadlineEntries() =>
    [
        Entry(RuleId.DeadlineUnknown, "NC-2.2",
            "没有这一期限", "There is no such deadline",
            "网站目前没有期限 {value}，可能已经办结或日期有变。请刷新期限列表后再办理。",
            "The site has no deadline {value} at present: it may be met, or have moved. Please read the list of deadlines again."),
        Entry(RuleId.DeadlineAcknowledged, "NC-2.2",
            "该期限已有人知悉", "The deadline is acknowledged already",
            "{person} 已经确认知悉这一期限（{dueOn} 到期），无须重复确认，请按期办理。",
            "{person} has acknowledged this deadline, due on {dueOn}; once is enough. Please act in time."),
        Entry(RuleId.DeadlineOfOthers, "NC-2.2",
            "该期限由其他方办理", "Others are to act on it",
            "期限 {value} 由{who}办理，请由该方人员确认知悉。",
            "The deadline {value} is for {who} to act on: somebody of theirs says that it is known."),
    ];
}
