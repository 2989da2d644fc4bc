using System.Collections.Immutable;
using NanchangEdu.Registry.Contracts;

namespace NanchangEdu.Registry.Rules.Tables;

/// <summary>The words for what can be wrong with a row, beside those of the rules themselves.</summary>
public static class RowFaults
{
    public static ImportFault NotPlain(Column column) => new(
        column.Key, "text", "含有不允许的字符（控制字符或不完整的 Unicode）", "holds characters that are not allowed: control characters or broken Unicode");

    public static ImportFault TooLong(Column column) => new(
        column.Key, "length", $"不得超过 {column.Max} 个字符", $"has at most {column.Max} characters");

    public static ImportFault TooMany(Column column) => new(
        column.Key, "count", $"不得超过 {column.ItemsMax} 项", $"has at most {column.ItemsMax} items");

    public static ImportFault NoNumber(Column column) => new(
        column.Key, "integer", $"应为 {column.Min} 到 {column.Max} 之间的整数", $"must be a whole number from {column.Min} to {column.Max}");

    public static ImportFault NoDate(Column column) => new(
        column.Key, "date", "应为日期，如 2026-03-02", "must be a date such as 2026-03-02");

    public static ImportFault NoBoolean(Column column) => new(column.Key, "boolean", "应为“是”或“否”", "must be 是 or 否");

    public static ImportFault NoChoice(Column column)
    {
        var choices = string.Join("、", column.Choices.Select(choice => choice.Zh));
        return new(column.Key, "not-a-choice", $"只能是：{choices}", $"must be one of: {choices}");
    }

    public static ImportFault NoUnit(Column column) => new(
        column.Key, "unit", "应为 18 位统一社会信用代码", "must be a unified social credit code of 18 characters");

    public static ImportFault NoSite(Column column) => new(
        column.Key, "site", "应为网站编号，请从导出的文件中复制", "must be a site's id: copy it from an exported file");

    public static ImportFault Missing(Column column) => new(column.Key, "missing", "不能为空", "must not be empty");

    public static ImportFault ReadOnly(Column column) => new(
        column.Key, "read-only", "此列只读，不能通过导入修改", "is for reading: an import cannot change it");

    public static ImportFault Repeated(Column? column, int row) => new(
        column?.Key, "repeated-row", $"与第 {row} 行重复", $"repeats row {row}");

    public static ImportFault TestUnknown(Column column) => new(
        column.Key, "test-unknown", "没有这个编号的检测；新检测请将编号留空", "there is no test of this number; leave it empty for a new one");

    public static ImportFault TestKept(Column column) => new(
        column.Key, "test-kept", "已登记的检测不能修改；新检测请将编号留空", "a recorded test stays as it is; leave the number empty for a new one");

    /// <summary>Unknown, or outside the scope of whoever imports: the two are not told apart.</summary>
    public static ImportFault NotFound { get; } = new(
        null, "not-found", "没有这条记录，或者它不在您的权限范围内", "there is no such record, or it lies outside your scope");

    public static ImportFault MovedOn { get; } = new(
        null, "record-changed", "记录在检查之后已被修改，没有导入此行；请重新导出后再导入", "the record has changed since the dry run, and the row was not imported; export it anew");

    /// <summary>A rule's no, at the cell that it speaks of where that can be told: the one whose value the refusal quotes, or the only one that changes.</summary>
    public static ImmutableArray<ImportFault> Of(Refusal refusal, ImmutableArray<ImportChange> changes)
    {
        var column = changes.FirstOrDefault(change => refusal.Figures.Any(figure => IsIn(change, figure)))?.Column
            ?? (changes.Length == 1 ? changes[0].Column : null);
        return
        [
            new(
                column, RuleCatalog.NameOf(refusal.Rule), RuleCatalog.Describe(refusal, TextLanguage.Chinese),
                RuleCatalog.Describe(refusal, TextLanguage.English)),
            .. refusal.Items.Select(item => new ImportFault(null, item.Code, item.Zh, item.En)),
        ];
    }

    private static bool IsIn(ImportChange change, Figure figure) =>
        figure.Text.Length > 0 && (change.After == figure.Text || CellText.Items(change.After).Contains(figure.Text, StringComparer.Ordinal));
}
