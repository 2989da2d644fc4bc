using System.Globalization;
using System.IO.Compression;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using NanchangEdu.Registry.Api.Http;
using NanchangEdu.Registry.Rules.Tables;

namespace NanchangEdu.Registry.Api.Bulk.Files;

/// <summary>
/// The rows of a workbook's first sheet, cell by cell: no part is ever held in memory as a whole. What the zip would unpack to is looked at
/// before anything of it is unpacked.
/// </summary>
internal static class XlsxReading
{
    private const int SmallPartBytes = 1024 * 1024;

    public static IEnumerable<SheetRow> Rows(byte[] file)
    {
        DemandModestZip(file);
        using var stream = new MemoryStream(file, writable: false);
        using var document = SpreadsheetDocument.Open(stream, isEditable: false, new OpenSettings { MaxCharactersInPart = Limits.UnpackedBytes });
        var workbook = document.WorkbookPart ?? throw NoSheet();
        var cells = new XlsxCells(workbook);
        foreach (var row in Rows(FirstSheet(workbook), cells)) yield return row;
    }

    /// <summary>The sizes are the zip's own word; a part is not unpacked beyond what it says, so that a lie only cuts it short.</summary>
    private static void DemandModestZip(byte[] file)
    {
        using var zip = new ZipArchive(new MemoryStream(file, writable: false), ZipArchiveMode.Read);
        if (zip.Entries.Count > Limits.ZipEntries)
            throw BadFileException.TooLarge($"压缩包内最多 {Limits.ZipEntries} 个部件", $"{Limits.ZipEntries} parts in it at most");

        var unpacked = 0L;
        foreach (var part in zip.Entries)
        {
            unpacked += part.Length;
            var isSwollen = part.Length > SmallPartBytes && part.Length / Math.Max(1, part.CompressedLength) > Limits.UnpackedTimes;
            if (isSwollen || unpacked > Limits.UnpackedBytes)
                throw BadFileException.TooLarge($"解压后最多 {Limits.UnpackedBytes >> 20} MiB", $"{Limits.UnpackedBytes >> 20} MiB unpacked at most");
        }
    }

    private static WorksheetPart FirstSheet(WorkbookPart workbook)
    {
        using var reader = OpenXmlReader.Create(workbook);
        while (reader.Read())
        {
            if (reader.ElementType == typeof(Sheet) && reader.IsStartElement && XlsxCells.Attribute(reader, "id") is { } id
                && workbook.TryGetPartById(id, out var part) && part is WorksheetPart sheet)
                return sheet;
        }

        throw NoSheet();
    }

    private static IEnumerable<SheetRow> Rows(WorksheetPart sheet, XlsxCells cells)
    {
        var (number, row) = (0, new List<string>());
        using var reader = OpenXmlReader.Create(sheet);
        while (reader.Read())
        {
            if (reader.ElementType == typeof(Row) && reader.IsStartElement)
            {
                if (row.Count > 0) yield return new SheetRow(number, [.. row]);
                row.Clear();
                number = int.TryParse(XlsxCells.Attribute(reader, "r"), NumberStyles.None, CultureInfo.InvariantCulture, out var told) ? told : number + 1;
            }
            else if (reader.ElementType == typeof(Cell) && reader.IsStartElement && reader.LoadCurrentElement() is Cell cell)
            {
                var text = cells.TextOf(cell);
                var place = PlaceOf(cell.CellReference?.Value) ?? row.Count;
                if (text.Length == 0) continue;                                // styled far and wide, and empty
                if (place >= Limits.FileColumns) throw BadFileException.TooLarge($"最多 {Limits.FileColumns} 列", $"{Limits.FileColumns} columns at most");

                while (row.Count <= place) row.Add("");
                row[place] = text;
            }
        }

        if (row.Count > 0) yield return new SheetRow(number, [.. row]);
    }

    /// <summary>The column of a reference such as AB12, counted from 0; null when there is none.</summary>
    private static int? PlaceOf(string? reference)
    {
        var place = 0;
        foreach (var letter in reference ?? "")
        {
            if (!char.IsAsciiLetterUpper(letter)) break;
            place = (place * 26) + (letter - 'A' + 1);
            if (place > Limits.FileColumns) break;
        }

        return place == 0 ? null : place - 1;
    }

    private static BadFileException NoSheet() => BadFileException.Unreadable("文件中没有工作表", "there is no sheet in it");
}
