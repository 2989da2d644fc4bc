using System.Globalization;
using System.Text.RegularExpressions;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using NanchangEdu.Registry.Rules.Tables;

namespace NanchangEdu.Registry.Api.Bulk.Files;

/// <summary>What the cells of a workbook say, as texts: shared texts, dates by their style, numbers without an exponent.</summary>
internal sealed partial class XlsxCells
{
    /// <summary>Days from the beginning of one calendar of workbooks to that of the other.</summary>
    private const int DaysTo1904 = 1462;

    private const double LatestDay = 2_958_465;
    private const double WholeMax = 1e15;

    private readonly List<string> shared = [];
    private readonly List<bool> isDateStyle = [];
    private readonly bool begins1904;

    public XlsxCells(WorkbookPart workbook)
    {
        begins1904 = Begins1904(workbook);
        if (workbook.SharedStringTablePart is { } texts) ReadShared(texts);
        if (workbook.WorkbookStylesPart is { } styles) ReadStyles(styles);
    }

    public string TextOf(Cell cell)
    {
        var raw = cell.CellValue?.Text ?? "";
        return cell.DataType?.InnerText switch
        {
            "s" => shared[int.Parse(raw, NumberStyles.None, CultureInfo.InvariantCulture)],
            "inlineStr" => cell.InlineString is { } inline ? TextOf(inline) : "",
            "b" => CellText.Of(raw is "1" or "true"),
            "str" or "e" or "d" => Decoded(raw),
            _ => NumberText(raw, cell.StyleIndex?.Value ?? 0),
        };
    }

    public static string? Attribute(OpenXmlReader reader, string name)
    {
        foreach (var attribute in reader.Attributes)
        {
            if (attribute.LocalName == name) return attribute.Value;
        }

        return null;
    }

    /// <summary>The text without the readings that may stand above it.</summary>
    private static string TextOf(RstType item) => Decoded(
        item.Text is { } plain ? plain.Text : string.Concat(item.Elements<Run>().Select(run => run.Text?.Text)));

    /// <summary>Characters that XML cannot hold are written as <c>_x000D_</c>.</summary>
    private static string Decoded(string text) => !text.Contains("_x", StringComparison.Ordinal)
        ? text
        : Escape().Replace(text, match => new string((char)int.Parse(match.Groups[1].ValueSpan, NumberStyles.HexNumber, CultureInfo.InvariantCulture), 1));

    private string NumberText(string raw, uint style)
    {
        if (!double.TryParse(raw, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)) return raw;
        if (style < isDateStyle.Count && isDateStyle[(int)style] && number is >= 0 and <= LatestDay) return DateText(number);

        return number == Math.Floor(number) && Math.Abs(number) < WholeMax
            ? ((long)number).ToString(CultureInfo.InvariantCulture)
            : number.ToString("R", CultureInfo.InvariantCulture);
    }

    private string DateText(double day)
    {
        var instant = DateTime.FromOADate(Math.Min(day + (begins1904 ? DaysTo1904 : 0), LatestDay));
        return instant.ToString(instant.TimeOfDay == TimeSpan.Zero ? "yyyy-MM-dd" : "yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
    }

    private static bool Begins1904(WorkbookPart workbook)
    {
        using var reader = OpenXmlReader.Create(workbook);
        while (reader.Read())
        {
            if (reader.ElementType == typeof(WorkbookProperties) && reader.IsStartElement) return Attribute(reader, "date1904") is "1" or "true";
        }

        return false;
    }

    private void ReadShared(SharedStringTablePart texts)
    {
        using var reader = OpenXmlReader.Create(texts);
        while (reader.Read())
        {
            if (reader.ElementType == typeof(SharedStringItem) && reader.IsStartElement && reader.LoadCurrentElement() is SharedStringItem item)
                shared.Add(TextOf(item));
        }
    }

    private void ReadStyles(WorkbookStylesPart styles)
    {
        var dates = new HashSet<int>();
        var isInCells = false;
        using var reader = OpenXmlReader.Create(styles);
        while (reader.Read())
        {
            if (reader.ElementType == typeof(CellFormats)) isInCells = reader.IsStartElement;
            if (!reader.IsStartElement) continue;

            var format = int.TryParse(Attribute(reader, "numFmtId"), NumberStyles.None, CultureInfo.InvariantCulture, out var told) ? told : 0;
            if (reader.ElementType == typeof(NumberingFormat) && IsDateForm(Attribute(reader, "formatCode") ?? "")) dates.Add(format);
            if (reader.ElementType == typeof(CellFormat) && isInCells) isDateStyle.Add(IsBuiltInDate(format) || dates.Contains(format));
        }
    }

    /// <summary>Those that ECMA-376 names, the ones of Chinese and Japanese programs among them.</summary>
    private static bool IsBuiltInDate(int format) => format is (>= 14 and <= 22) or (>= 27 and <= 36) or (>= 45 and <= 47) or (>= 50 and <= 58);

    /// <summary>A form that shows years or days, apart from what it quotes.</summary>
    private static bool IsDateForm(string form) => Quoted().Replace(form, "").AsSpan().IndexOfAny("yYdD") >= 0;

    [GeneratedRegex("_x([0-9A-Fa-f]{4})_", RegexOptions.CultureInvariant)]
    private static partial Regex Escape();

    [GeneratedRegex("\"[^\"]*\"|\\[[^\\]]*\\]|\\\\.", RegexOptions.CultureInvariant)]
    private static partial Regex Quoted();
}
