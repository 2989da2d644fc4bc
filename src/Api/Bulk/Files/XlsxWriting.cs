using System.Collections.Immutable;
using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml;
using NanchangEdu.Registry.Api.Http;
using NanchangEdu.Registry.Rules.Tables;

namespace NanchangEdu.Registry.Api.Bulk.Files;

/// <summary>
/// A workbook of one sheet, written as its rows come. Every cell is a text and styled as one: a spreadsheet makes no number of a code, and no
/// date of what somebody types later. Choices may be picked from a list.
/// </summary>
internal sealed partial class XlsxWriting : IRowWriting
{
    private const string Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    private const int SheetNameCharacters = 31;
    private const int ListCharactersMax = 250;

    private static readonly XmlWriterSettings Form = new() { Encoding = new UTF8Encoding(false), NewLineHandling = NewLineHandling.Entitize };

    private readonly ImmutableArray<FileColumn> columns;
    private readonly ZipArchive zip;
    private readonly Stream part;
    private readonly XmlWriter xml;
    private int row;

    /// <param name="notes">Rows of a second sheet that explains the first; none without.</param>
    public XlsxWriting(Stream to, string title, ImmutableArray<FileColumn> columns, ImmutableArray<ImmutableArray<string>> notes = default)
    {
        this.columns = columns;
        var hasNotes = !notes.IsDefaultOrEmpty;
        zip = new ZipArchive(to, ZipArchiveMode.Create, leaveOpen: true);
        foreach (var (name, content) in XlsxParts.Around(title.Length <= SheetNameCharacters ? title : title[..SheetNameCharacters], hasNotes))
        {
            using var stream = Open(name);
            stream.Write(Encoding.UTF8.GetBytes(content));
        }

        if (hasNotes) WriteNotes(notes);
        part = Open("xl/worksheets/sheet1.xml");
        xml = Begin(part, columns.Length, frozen: true);
        Write([.. columns.Select(column => column.Heading)], XlsxParts.HeadingStyle);
    }

    public void Add(IReadOnlyList<string> cells) => Write(cells, XlsxParts.TextStyle);

    public void End()
    {
        xml.WriteEndElement();
        WriteLists();
        xml.WriteEndElement();
    }

    public void Dispose()
    {
        xml.Dispose();
        part.Dispose();
        zip.Dispose();
    }

    /// <summary>
    /// Characters that XML cannot hold are escaped as spreadsheets do it, and so is whatever looks like an escape, or it would be read as one.
    /// </summary>
    private static string Encoded(string text) => Unfit().Replace(
        text.Replace("_x", "_x005F_x", StringComparison.Ordinal), match => string.Create(CultureInfo.InvariantCulture, $"_x{(int)match.ValueSpan[0]:X4}_"));

    /// <summary>A, B … Z, AA, AB …</summary>
    private static string LettersOf(int column)
    {
        var letters = "";
        for (var rest = column + 1; rest > 0; rest = (rest - 1) / 26) letters = (char)('A' + ((rest - 1) % 26)) + letters;
        return letters;
    }

    private Stream Open(string name)
    {
        var entry = zip.CreateEntry(name, CompressionLevel.Fastest);
        entry.LastWriteTime = XlsxParts.Made;
        return entry.Open();
    }

    private static XmlWriter Begin(Stream to, int columns, bool frozen)
    {
        var xml = XmlWriter.Create(to, Form);
        xml.WriteStartDocument(standalone: true);
        xml.WriteStartElement("worksheet", Main);
        if (frozen) xml.WriteRaw(XlsxParts.FrozenHeading);
        xml.WriteStartElement("cols", Main);
        xml.WriteStartElement("col", Main);
        xml.WriteAttributeString("min", "1");
        xml.WriteAttributeString("max", columns.ToString(CultureInfo.InvariantCulture));
        xml.WriteAttributeString("width", "18");
        xml.WriteAttributeString("style", XlsxParts.TextStyle);
        xml.WriteAttributeString("customWidth", "1");
        xml.WriteEndElement();
        xml.WriteEndElement();
        xml.WriteStartElement("sheetData", Main);
        return xml;
    }

    private void WriteNotes(ImmutableArray<ImmutableArray<string>> notes)
    {
        using var stream = Open("xl/worksheets/sheet2.xml");
        using var sheet = Begin(stream, notes[0].Length, frozen: false);
        for (var i = 0; i < notes.Length; i++) WriteRow(sheet, i + 1, notes[i], i == 0 ? XlsxParts.HeadingStyle : XlsxParts.TextStyle);
        sheet.WriteEndElement();
        sheet.WriteEndElement();
    }

    private void Write(IReadOnlyList<string> cells, string style) => WriteRow(xml, ++row, cells, style);

    private static void WriteRow(XmlWriter xml, int number, IReadOnlyList<string> cells, string style)
    {
        var place = number.ToString(CultureInfo.InvariantCulture);
        xml.WriteStartElement("row", Main);
        xml.WriteAttributeString("r", place);
        for (var i = 0; i < cells.Count; i++)
        {
            if (cells[i].Length == 0) continue;

            xml.WriteStartElement("c", Main);
            xml.WriteAttributeString("r", LettersOf(i) + place);
            xml.WriteAttributeString("s", style);
            xml.WriteAttributeString("t", "inlineStr");
            xml.WriteStartElement("is", Main);
            xml.WriteStartElement("t", Main);
            xml.WriteAttributeString("xml", "space", null, "preserve");
            xml.WriteString(Encoded(FormulaGuard.Put(cells[i])));
            xml.WriteEndElement();
            xml.WriteEndElement();
            xml.WriteEndElement();
        }

        xml.WriteEndElement();
    }

    /// <summary>For the rows that are there and for those that somebody adds.</summary>
    private void WriteLists()
    {
        var lists = columns.Select((column, place) => (Place: place, List: ListOf(column))).Where(one => one.List is not null).ToArray();
        if (lists.Length == 0) return;

        xml.WriteStartElement("dataValidations", Main);
        xml.WriteAttributeString("count", lists.Length.ToString(CultureInfo.InvariantCulture));
        foreach (var (place, list) in lists)
        {
            var letters = LettersOf(place);
            xml.WriteStartElement("dataValidation", Main);
            xml.WriteAttributeString("type", "list");
            xml.WriteAttributeString("allowBlank", "1");
            xml.WriteAttributeString("sqref", string.Create(CultureInfo.InvariantCulture, $"{letters}2:{letters}{Limits.FileRows + 1}"));
            xml.WriteElementString("formula1", Main, $"\"{list}\"");
            xml.WriteEndElement();
        }

        xml.WriteEndElement();
    }

    private static string? ListOf(FileColumn column)
    {
        var list = column.Kind switch
        {
            ColumnKind.Boolean => $"{CellText.Yes},{CellText.No}",
            ColumnKind.Choice => string.Join(',', column.Choices.Select(choice => choice.Zh)),
            _ => null,
        };
        return list is { Length: <= ListCharactersMax } ? list : null;
    }

    [GeneratedRegex("[\\u0000-\\u0008\\u000B\\u000C\\u000E-\\u001F\\uFFFE\\uFFFF]", RegexOptions.CultureInvariant)]
    private static partial Regex Unfit();
}
