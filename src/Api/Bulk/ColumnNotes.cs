using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using NanchangEdu.Registry.Rules.Tables;

namespace NanchangEdu.Registry.Api.Bulk;

/// <summary>What the columns of a table ask for, in words: on the second sheet of a template, and in the API's document.</summary>
internal static class ColumnNotes
{
    /// <summary>Rows with a heading of their own, for people who fill in.</summary>
    public static ImmutableArray<ImmutableArray<string>> Of(Table table) =>
    [
        ["列", "英文名", "必填", "填写要求", "示例"],
        .. table.Columns.Select(ImmutableArray<string> (Column column) =>
            [column.Heading, column.Key, column.IsKey || column.IsRequired ? "是" : "否", ZhOf(column), column.Example]),
    ];

    /// <summary>A list of all tables, for those who write programs.</summary>
    public static string Markdown { get; } = AllTables.All.Aggregate(new StringBuilder(), (text, table) => text
        .Append(CultureInfo.InvariantCulture, $"\n\n**{table.Name}** ({table.Title}): ")
        .AppendJoin(", ", table.Columns.Select(column => $"`{column.Key}` {column.Header}{(column.IsReadOnly ? " (read only)" : column.IsKey || column.IsRequired ? "*" : "")}")))
        .ToString();

    private static string ZhOf(Column column)
    {
        if (column.IsReadOnly) return "仅供查看，导入时不得修改，可以留空";

        var form = column.Kind switch
        {
            ColumnKind.Text => $"文字，不超过 {column.Max} 个字符",
            ColumnKind.Integer => $"{column.Min} 到 {column.Max} 之间的整数",
            ColumnKind.Date => "日期，如 2026-03-02",
            ColumnKind.Boolean => "是 或 否",
            ColumnKind.Choice => $"任选其一：{Choices(column)}",
            ColumnKind.Choices => $"可选多项，以“；”分隔：{Choices(column)}",
            ColumnKind.Hosts => column.ItemsMax > 1 ? $"域名，多个以“；”分隔，最多 {column.ItemsMax} 个" : "一个域名",
            ColumnKind.Unit => "18 位统一社会信用代码",
            ColumnKind.Site => "网站编号，从导出的文件中复制",
        };
        return column.IsKey ? $"{form}；据此确定记录" : form;
    }

    private static string Choices(Column column) => string.Join('、', column.Choices.Select(choice => choice.Zh));
}
