using System.Collections.Immutable;
using System.IO.Compression;
using System.Text;
using System.Xml.Linq;
using NanchangEdu.Registry.Api.Bulk.Files;
using NanchangEdu.Registry.Rules.Tables;

namespace NanchangEdu.Registry.Api.Tests.Bulk;

/// <summary>Files for tests: as the registry writes them, and as other programs and strangers do.</summary>
internal static class Workbooks
{
    public const string Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";

    private const string SheetPart = "xl/worksheets/sheet1.xml";

    /// <summary>Written by the registry, all columns texts.</summary>
    public static byte[] Write(FileFormat format, FileEncoding encoding, IEnumerable<string> headings, IEnumerable<IReadOnlyList<string>> rows)
    {
        ImmutableArray<FileColumn> columns = [.. headings.Select(heading => new FileColumn(heading, heading, ColumnKind.Text, []))];
        using var file = new MemoryStream();
        using (var writing = RowWriting.To(file, format, encoding, "测试", columns))
        {
            foreach (var row in rows) writing.Add(row);
            writing.End();
        }

        return file.ToArray();
    }

    /// <summary>A workbook of these parts around a sheet; what is not given is as small as can be.</summary>
    public static byte[] Of(string sheet, params (string Name, string Content)[] parts)
    {
        var all = new Dictionary<string, string>
        {
            ["[Content_Types].xml"] =
                """
                <Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/><Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/><Override PartName="/xl/sharedStrings.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/></Types>
                """,
            ["_rels/.rels"] =
                """
                <Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>
                """,
            ["xl/_rels/workbook.xml.rels"] =
                """
                <Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/><Relationship Id="rId3" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings" Target="sharedStrings.xml"/></Relationships>
                """,
            ["xl/workbook.xml"] =
                $"""
                <workbook xmlns="{Main}" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets></workbook>
                """,
            ["xl/styles.xml"] = $"""<styleSheet xmlns="{Main}"><cellXfs count="1"><xf numFmtId="0"/></cellXfs></styleSheet>""",
            ["xl/sharedStrings.xml"] = $"""<sst xmlns="{Main}"/>""",
            [SheetPart] = sheet,
        };
        foreach (var (name, content) in parts) all[name] = content;
        return Zip(all.Select(part => (part.Key, Encoding.UTF8.GetBytes(part.Value.Trim()))));
    }

    public static string Sheet(string rows) => $"""<worksheet xmlns="{Main}"><sheetData>{rows}</sheetData></worksheet>""";

    public static byte[] Zip(IEnumerable<(string Name, byte[] Content)> parts)
    {
        using var file = new MemoryStream();
        using (var zip = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, content) in parts)
            {
                using var part = zip.CreateEntry(name, CompressionLevel.SmallestSize).Open();
                part.Write(content);
            }
        }

        return file.ToArray();
    }

    /// <summary>The XML of the sheet of a workbook that the registry wrote.</summary>
    public static XDocument SheetOf(byte[] workbook)
    {
        using var zip = new ZipArchive(new MemoryStream(workbook), ZipArchiveMode.Read);
        using var part = zip.GetEntry(SheetPart)!.Open();
        return XDocument.Load(part);
    }

    /// <summary>The cells of the rows that say anything, as long as the headings.</summary>
    public static string[][] Read(byte[] file, FileFormat format)
    {
        var rows = SheetFile.Read(file, format);
        var columns = rows.IsEmpty ? 0 : rows[0].Cells.Length;
        return [.. rows.Where(row => !row.IsBlank).Select(row => row.Cells.Concat(Enumerable.Repeat("", columns - row.Cells.Length)).ToArray())];
    }
}
