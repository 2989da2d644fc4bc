using System.Xml.Linq;

namespace NanchangEdu.Registry.Api.Bulk.Files;

/// <summary>The parts of a workbook that are the same in all of ours.</summary>
internal static class XlsxParts
{
    /// <summary>Cells are texts: what looks like a number stays as it was typed.</summary>
    public const string TextStyle = "1";

    public const string HeadingStyle = "2";

    /// <summary>The earliest date a zip can tell: an export of the same rows is the same file.</summary>
    public static readonly DateTimeOffset Made = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public const string FrozenHeading =
        "<sheetViews><sheetView workbookViewId=\"0\"><pane ySplit=\"1\" topLeftCell=\"A2\" activePane=\"bottomLeft\" state=\"frozen\"/></sheetView></sheetViews>";

    private const string Declaration = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>";
    private const string Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    private const string Relations = "http://schemas.openxmlformats.org/package/2006/relationships";
    private const string Office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    private const string Content = "application/vnd.openxmlformats-officedocument.spreadsheetml";

    private const string Styles =
        $"""
        {Declaration}<styleSheet xmlns="{Main}"><fonts count="2"><font><sz val="11"/><name val="等线"/></font><font><b/><sz val="11"/><name val="等线"/></font></fonts>
        <fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>
        <borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>
        <cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>
        <cellXfs count="3"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/><xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>
        <xf numFmtId="49" fontId="1" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyFont="1"/></cellXfs>
        <cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>
        """;

    public static IEnumerable<(string Name, string Content)> Around(string title, bool hasNotes)
    {
        var notes = hasNotes ? $"<Override PartName=\"/xl/worksheets/sheet2.xml\" ContentType=\"{Content}.worksheet+xml\"/>" : "";
        yield return ("[Content_Types].xml",
            $"""
            {Declaration}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
            <Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="{Content}.sheet.main+xml"/>
            <Override PartName="/xl/styles.xml" ContentType="{Content}.styles+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="{Content}.worksheet+xml"/>{notes}</Types>
            """);
        yield return ("_rels/.rels",
            $"""{Declaration}<Relationships xmlns="{Relations}"><Relationship Id="rId1" Type="{Office}/officeDocument" Target="xl/workbook.xml"/></Relationships>""");
        yield return ("xl/_rels/workbook.xml.rels",
            $"""
            {Declaration}<Relationships xmlns="{Relations}"><Relationship Id="rId1" Type="{Office}/worksheet" Target="worksheets/sheet1.xml"/>
            {(hasNotes ? $"<Relationship Id=\"rId2\" Type=\"{Office}/worksheet\" Target=\"worksheets/sheet2.xml\"/>" : "")}
            <Relationship Id="rId3" Type="{Office}/styles" Target="styles.xml"/></Relationships>
            """);
        yield return ("xl/workbook.xml", Workbook(title, hasNotes));
        yield return ("xl/styles.xml", Styles);
    }

    private static string Workbook(string title, bool hasNotes)
    {
        XNamespace main = Main, office = Office;
        XElement Sheet(string name, int number) => new(
            main + "sheet", new XAttribute("name", name), new XAttribute("sheetId", number), new XAttribute(office + "id", $"rId{number}"));

        var sheets = new XElement(main + "sheets", Sheet(title, 1), hasNotes ? Sheet("填写说明", 2) : null);
        return Declaration + new XElement(main + "workbook", new XAttribute(XNamespace.Xmlns + "r", office.NamespaceName), sheets).ToString(SaveOptions.DisableFormatting);
    }
}
