using NanchangEdu.Registry.Api.Bulk.Files;

namespace NanchangEdu.Registry.Api.Tests.Bulk;

/// <summary>Workbooks as spreadsheets save them, which differs from how the registry writes them.</summary>
public sealed class ForeignWorkbookTests
{
    [Fact]
    public void Shared_texts_numbers_dates_booleans_and_results_of_formulas_are_read_as_texts()
    {
        var file = Workbooks.Of(
            Workbooks.Sheet(
                """
                <row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c><c r="C1" t="s"><v>2</v></c></row>
                <row r="2"><c r="A2"><v>12360100491012</v></c><c r="B2" s="1"><v>46083</v></c><c r="C2" t="b"><v>1</v></c></row>
                <row r="3"><c r="A3"><v>1.2E+3</v></c><c r="B3" s="2"><v>46083.5</v></c><c r="C3" t="str"><f>"a"&amp;"b"</f><v>ab</v></c></row>
                <row r="5"><c r="C5" t="inlineStr"><is><t xml:space="preserve"> _x0041__x005F_x0041_ </t></is></c></row>
                """),
            ("xl/sharedStrings.xml",
                $"""<sst xmlns="{Workbooks.Main}"><si><t>代码</t></si><si><r><t>日</t></r><r><rPr><b/></rPr><t>期</t></r><rPh sb="0" eb="1"><t>ri</t></rPh></si><si><t>备注</t></si></sst>"""),
            ("xl/styles.xml",
                $"""<styleSheet xmlns="{Workbooks.Main}"><numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;\ h:mm"/></numFmts><cellStyleXfs count="1"><xf numFmtId="14"/></cellStyleXfs><cellXfs count="3"><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/></cellXfs></styleSheet>"""));

        var rows = SheetFile.Read(file, FileFormat.Xlsx);

        Assert.Equal([1, 2, 3, 5], rows.Select(row => row.Number));
        Assert.Equal<string>(["代码", "日期", "备注"], rows[0].Cells);
        Assert.Equal<string>(["12360100491012", "2026-03-02", "是"], rows[1].Cells);
        Assert.Equal<string>(["1200", "2026-03-02 12:00:00", "ab"], rows[2].Cells);
        Assert.Equal<string>(["", "", " A_x0041_ "], rows[3].Cells);
    }

    [Fact]
    public void Dates_of_the_other_calendar_are_the_same_dates()
    {
        var file = Workbooks.Of(
            Workbooks.Sheet("""<row r="1"><c r="A1" s="1"><v>44621</v></c></row>"""),
            ("xl/styles.xml", $"""<styleSheet xmlns="{Workbooks.Main}"><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>"""),
            ("xl/workbook.xml",
                $"""<workbook xmlns="{Workbooks.Main}" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><workbookPr date1904="1"/><sheets><sheet name="a" sheetId="1" r:id="rId1"/></sheets></workbook>"""));

        Assert.Equal<string>(["2026-03-02"], Assert.Single(SheetFile.Read(file, FileFormat.Xlsx)).Cells);
    }

    [Fact]
    public void A_sheet_without_references_is_read_in_its_order()
    {
        var file = Workbooks.Of(Workbooks.Sheet("""<row><c t="inlineStr"><is><t>甲</t></is></c><c t="inlineStr"><is><t>乙</t></is></c></row><row><c><v>1</v></c></row>"""));

        var rows = SheetFile.Read(file, FileFormat.Xlsx);

        Assert.Equal<string>(["甲", "乙"], rows[0].Cells);
        Assert.Equal([1, 2], rows.Select(row => row.Number));
    }

    [Fact]
    public void Cells_that_are_only_styled_far_to_the_right_are_no_columns()
    {
        var file = Workbooks.Of(Workbooks.Sheet("""<row r="1"><c r="A1"><v>1</v></c><c r="XFD1" s="0"/></row>"""));

        Assert.Equal<string>(["1"], Assert.Single(SheetFile.Read(file, FileFormat.Xlsx)).Cells);
    }
}
