using System.Collections.Immutable;
using NanchangEdu.Registry.Api.Http;
using NanchangEdu.Registry.Rules.Tables;

namespace NanchangEdu.Registry.Api.Bulk.Files;

/// <summary>Reads the rows of a file that a stranger may have made: within bounds, or not at all.</summary>
internal static class SheetFile
{
    /// <exception cref="BadFileException">It cannot be read, or is too large.</exception>
    public static ImmutableArray<SheetRow> Read(byte[] file, FileFormat format)
    {
        try
        {
            return [.. Bounded(format == FileFormat.Xlsx ? XlsxReading.Rows(file) : CsvReading.Rows(file))];
        }
        catch (Exception trouble) when (trouble is not (BadFileException or OutOfMemoryException))
        {
            // Whatever a library makes of bytes that are no such file: the fault is the file's.
            throw BadFileException.Unreadable(
                format == FileFormat.Xlsx ? "不是完好的 XLSX 文件" : "不是完好的 CSV 文件",
                format == FileFormat.Xlsx ? "it is no sound XLSX file" : "it is no sound CSV file");
        }
    }

    private static IEnumerable<SheetRow> Bounded(IEnumerable<SheetRow> rows)
    {
        var count = 0;
        foreach (var row in rows)
        {
            if (++count > Limits.FileRows + 1)
                throw BadFileException.TooLarge($"最多 {Limits.FileRows} 行", $"{Limits.FileRows} rows at most");
            if (row.Cells.Length > Limits.FileColumns)
                throw BadFileException.TooLarge($"最多 {Limits.FileColumns} 列", $"{Limits.FileColumns} columns at most");
            if (row.Cells.Any(cell => cell.Length > Limits.CellCharacters))
                throw BadFileException.TooLarge($"每个单元格最多 {Limits.CellCharacters} 个字符", $"{Limits.CellCharacters} characters in a cell at most");
            yield return row with { Cells = [.. row.Cells.Select(FormulaGuard.Take)] };
        }
    }
}
