using System.Collections.Immutable;
using System.Text;
using NanchangEdu.Registry.Rules.Tables;

namespace NanchangEdu.Registry.Api.Bulk.Files;

/// <summary>The forms in which rows go out; the first two come in, too.</summary>
internal enum FileFormat
{
    Xlsx = 1,
    Csv = 2,
    Json = 3,
}

/// <summary>How the text of a CSV is encoded.</summary>
internal enum FileEncoding
{
    /// <summary>With a byte-order mark, by which spreadsheets know it.</summary>
    Utf8 = 1,
    /// <summary>GB 18030, which spreadsheets on Chinese computers take a CSV for.</summary>
    Gb18030 = 2,
}

/// <summary>A column as a file has it.</summary>
internal sealed record FileColumn(string Key, string Heading, ColumnKind Kind, ImmutableArray<ColumnChoice> Choices)
{
    public static FileColumn Of(Column column) => new(column.Key, column.Heading, column.Kind, column.Choices);
}

internal static class FileForms
{
    public const string Xlsx = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    public const string Csv = "text/csv";
    public const string Json = "application/json";

    public static string MediaTypeOf(FileFormat format, FileEncoding encoding) => format switch
    {
        FileFormat.Xlsx => Xlsx,
        FileFormat.Csv => encoding == FileEncoding.Gb18030 ? $"{Csv}; charset=gb18030" : $"{Csv}; charset=utf-8",
        FileFormat.Json => $"{Json}; charset=utf-8",
    };

    /// <summary>What cannot be read or written in it is an exception and never a question mark.</summary>
    public static Encoding Gb18030 { get; } =
        CodePagesEncodingProvider.Instance.GetEncoding("GB18030", EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback)!;

    public static Encoding Utf8 { get; } = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
}
