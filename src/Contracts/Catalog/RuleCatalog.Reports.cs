namespace NanchangEdu.Registry.Contracts;

public static partial class RuleCatalog
{
    private static IEnumerable<RuleEntry> Reports() =>
    [
        Entry(RuleId.ComplianceMonthMissing, null,
            "没有该月的合规汇总", "There is no compliance report of that month",
            "没有 {month} 的合规汇总：该月末登记系统没有运行，或该月还没有结束并保存。汇总在次月 1 日 00:10 之后保存，事后不再补算。",
            "There is no compliance report of {month}: the registry was not running at its end, or the month is not over and kept yet. A report is kept after 00:10 on the 1st of the next month and is never made up afterwards."),
    ];
}
