using System.Collections.Immutable;
using System.Text;
using CsvHelper;
using NanchangEdu.Registry.Api.Http;
using NanchangEdu.Registry.Rules.Tables;

namespace NanchangEdu.Registry.Api.Bulk.Files;

/// <summary>The records of a CSV (RFC 4180): commas, quoted cells may hold line breaks.</summary>
internal static class CsvReading
{
    private static readonly CsvReaderOptions Form = new()
    {
        Separator = ',',
        HasHeader = false,
        SkipEmptyLines = false,
        MalformedData = CsvMalformedDataHandling.Throw,
        MaxRecordSize = Limits.CellCharacters * 16,
        IncludeValuesInExceptions = false,
    };

    /// <summary>Numbered by record: a spreadsheet shows a cell with a line break in one row, too.</summary>
    public static IEnumerable<SheetRow> Rows(byte[] file)
    {
        using var reader = CsvReader.FromText(Text(file), Form);
        for (var number = 1; reader.Read(); number++)
        {
            if (reader.FieldCount > Limits.FileColumns)
                throw BadFileException.TooLarge($"最多 {Limits.FileColumns} 列", $"{Limits.FileColumns} columns at most");

            var cells = ImmutableArray.CreateBuilder<string>(reader.FieldCount);
            for (var i = 0; i < reader.FieldCount; i++) cells.Add(reader.GetString(i));
            yield return new SheetRow(number, cells.ToImmutable());
        }
    }

    /// <summary>By its mark, else by what it can be: hardly any text of GB 18030 is UTF-8 as well.</summary>
    private static string Text(ReadOnlySpan<byte> file)
    {
        var mark = Encoding.UTF8.Preamble;
        if (file.StartsWith(mark)) return FileForms.Utf8.GetString(file[mark.Length..]);

        try
        {
            return FileForms.Utf8.GetString(file);
        }
        catch (DecoderFallbackException)
        {
            return AsGb18030(file);
        }
    }

    private static string AsGb18030(ReadOnlySpan<byte> file)
    {
        try
        {
            return FileForms.Gb18030.GetString(file);
        }
        catch (DecoderFallbackException)
        {
            throw BadFileException.Unreadable("编码既不是 UTF-8 也不是 GB18030", "it is encoded neither in UTF-8 nor in GB18030");
        }
    }
}
