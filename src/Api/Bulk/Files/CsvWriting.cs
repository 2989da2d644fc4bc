using System.Collections.Immutable;
using System.Text;

namespace NanchangEdu.Registry.Api.Bulk.Files;

/// <summary>RFC 4180 with every cell quoted: nobody has to guess what a comma or a line break means.</summary>
internal sealed class CsvWriting : IRowWriting
{
    private readonly Stream to;
    private readonly Encoding encoding;
    private readonly StringBuilder line = new();

    public CsvWriting(Stream to, FileEncoding encoding, ImmutableArray<FileColumn> columns)
    {
        this.to = to;
        this.encoding = encoding == FileEncoding.Gb18030 ? FileForms.Gb18030 : FileForms.Utf8;
        if (encoding == FileEncoding.Utf8) to.Write(Encoding.UTF8.Preamble);
        Write(columns.Select(column => column.Heading));
    }

    public void Add(IReadOnlyList<string> cells) => Write(cells);

    public void End()
    {
    }

    public void Dispose()
    {
    }

    private void Write(IEnumerable<string> cells)
    {
        line.Clear();
        foreach (var cell in cells)
        {
            if (line.Length > 0) line.Append(',');
            line.Append('"').Append(FormulaGuard.Put(cell).Replace("\"", "\"\"", StringComparison.Ordinal)).Append('"');
        }

        line.Append("\r\n");
        to.Write(encoding.GetBytes(line.ToString()));
    }
}
