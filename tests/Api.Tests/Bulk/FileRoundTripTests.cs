using System.Text;
using System.Xml.Linq;
using CsCheck;
using NanchangEdu.Registry.Api.Bulk.Files;
using NanchangEdu.Registry.Rules.Tables;

namespace NanchangEdu.Registry.Api.Tests.Bulk;

/// <summary>What goes out comes back as it was, in every form, and a spreadsheet runs none of it.</summary>
public sealed class FileRoundTripTests
{
    private const int Iterations = 300;

    private static readonly string[] Pieces =
    [
        "=", "+", "-", "@", "＝", "'", "''", "\"", "\"\"", ",", ";", "；", "\n", "\t", " ", "　", "\u00A0", "南昌", "𠮷", "㐀", "é", "\u200b", "_x000D_", "_x005F_", "_x", "<b>", "&amp;", "]]>",
        "1", "007", "1E5", "2026-03-02", "cmd|' /C calc'!A0", "http://", "\uFEFF", "\u0001", "\uFFFE",
    ];

    /// <summary>In canonical form, as records give them.</summary>
    private static readonly Gen<string> Cells = Gen.OneOf(Pieces).Array[0, 8].Select(pieces => CellText.Canonical(string.Concat(pieces)));

    private static readonly string[] Headings = ["统一社会信用代码", "名称", "备注"];

    [Theory]
    [InlineData("xlsx", "utf8")]
    [InlineData("csv", "utf8")]
    [InlineData("csv", "gb18030")]
    public void Rows_are_read_as_they_were_written(string format, string encoding)
    {
        var (form, code) = (Enum.Parse<FileFormat>(format, ignoreCase: true), Enum.Parse<FileEncoding>(encoding, ignoreCase: true));
        Cells.Array[3].Array[0, 6].Sample(
            rows =>
            {
                var written = Workbooks.Write(form, code, Headings, rows);

                string[][] wanted = [Headings, .. rows.Where(row => !row.All(string.IsNullOrWhiteSpace))];
                Assert.Equal(wanted, Workbooks.Read(written, form));
            },
            iter: Iterations);
    }

    [Fact]
    public void No_cell_that_goes_out_begins_like_a_formula_and_taking_the_guard_off_gives_the_text() => Cells.Sample(
        text =>
        {
            var shown = FormulaGuard.Put(text);
            Assert.False(shown.Length > 0 && "=+-@\t\r\n＝＋－＠".Contains(shown[0], StringComparison.Ordinal), shown);
            Assert.Equal(text, FormulaGuard.Take(shown));
        },
        iter: 10_000);

    [Theory]
    [InlineData("=1+1", "'=1+1")]
    [InlineData("'=1+1", "''=1+1")]
    [InlineData("'quoted'", "'quoted'")]
    [InlineData("-5", "'-5")]
    [InlineData("a=b", "a=b")]
    [InlineData("", "")]
    public void The_guard_stands_before_what_spreadsheets_would_run(string text, string shown) => Assert.Equal(shown, FormulaGuard.Put(text));

    [Fact]
    public void Every_cell_of_a_workbook_is_a_text_and_none_a_formula()
    {
        var sheet = Workbooks.SheetOf(Workbooks.Write(FileFormat.Xlsx, FileEncoding.Utf8, Headings, [["12360100491012347A", "=HYPERLINK(\"http://x\")", "007"]]));

        XNamespace main = Workbooks.Main;
        Assert.Empty(sheet.Descendants(main + "f"));
        Assert.All(sheet.Descendants(main + "c"), cell => Assert.Equal("inlineStr", cell.Attribute("t")?.Value));
        Assert.Contains("'=HYPERLINK(\"http://x\")", sheet.Descendants(main + "t").Select(text => text.Value));
    }

    [Fact]
    public void A_CSV_for_spreadsheets_says_that_it_is_UTF_8_and_one_in_GB_18030_does_not()
    {
        var utf8 = Workbooks.Write(FileFormat.Csv, FileEncoding.Utf8, Headings, []);
        var gb18030 = Workbooks.Write(FileFormat.Csv, FileEncoding.Gb18030, Headings, []);

        Assert.Equal("EFBBBF", Convert.ToHexString(utf8[..3]));
        Assert.Equal("\"统一社会信用代码\",\"名称\",\"备注\"\r\n", FileForms.Gb18030.GetString(gb18030));
    }

    [Fact]
    public void A_CSV_without_quotes_or_mark_is_read_too_line_breaks_of_either_kind()
    {
        string[][] wanted = [["代码", "名称"], ["1", "一\n二"], ["3", "三"]];

        Assert.Equal(wanted, Workbooks.Read(Encoding.UTF8.GetBytes("代码,名称\n1,\"一\n二\"\r\n\n3,三"), FileFormat.Csv));
    }

    [Fact]
    public void JSON_has_numbers_booleans_lists_and_names_of_the_wire()
    {
        FileColumn[] columns =
        [
            new("text", "文字", ColumnKind.Text, []), new("count", "数量", ColumnKind.Integer, []), new("on", "日期", ColumnKind.Date, []), new("is", "是否", ColumnKind.Boolean, []),
            new("state", "状态", ColumnKind.Choice, [new("filed", "已备案")]), new("functions", "功能", ColumnKind.Choices, [new("a", "甲"), new("b", "乙")]), new("hosts", "域名", ColumnKind.Hosts, []),
        ];
        using var file = new MemoryStream();
        using (var writing = RowWriting.To(file, FileFormat.Json, FileEncoding.Utf8, "测试", [.. columns]))
        {
            writing.Add(["=1", "7", "2026-03-02", "是", "已备案", "甲；乙", "a.cn；b.cn"]);
            writing.Add(["", "", "", "", "", "", ""]);
            writing.End();
        }

        Assert.Equal(
            """[{"text":"=1","count":7,"on":"2026-03-02","is":true,"state":"filed","functions":["a","b"],"hosts":["a.cn","b.cn"]},{"text":null,"count":null,"on":null,"is":null,"state":null,"functions":[],"hosts":[]}]""",
            Encoding.UTF8.GetString(file.ToArray()));
    }
}
