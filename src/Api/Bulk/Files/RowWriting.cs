using System.Collections.Immutable;

namespace NanchangEdu.Registry.Api.Bulk.Files;

/// <summary>Writes rows of canonical cells as a file of one of the forms. What it wrote is whole once it is disposed of.</summary>
internal interface IRowWriting : IDisposable
{
    /// <param name="cells">One for each column, in their order.</param>
    void Add(IReadOnlyList<string> cells);

    /// <summary>The rest of the file. Nothing can be added afterwards.</summary>
    void End();
}

internal static class RowWriting
{
    public static IRowWriting To(Stream to, FileFormat format, FileEncoding encoding, string title, ImmutableArray<FileColumn> columns) => format switch
    {
        FileFormat.Xlsx => new XlsxWriting(to, title, columns),
        FileFormat.Csv => new CsvWriting(to, encoding, columns),
        FileFormat.Json => new JsonWriting(to, columns),
    };
}
