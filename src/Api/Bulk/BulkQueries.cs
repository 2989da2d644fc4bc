using System.Globalization;
using NanchangEdu.Registry.Api.Bulk.Files;
using NanchangEdu.Registry.Api.Deadlines;
using NanchangEdu.Registry.Api.Http;
using NanchangEdu.Registry.Api.Lists;
using NanchangEdu.Registry.Contracts;
using NanchangEdu.Registry.Rules.Tables;

namespace NanchangEdu.Registry.Api.Bulk;

/// <param name="FileName">For the list of imports alone.</param>
internal sealed record ImportUploadQuery(string Table, string? FileName) : IQuestion<ImportUploadQuery>
{
    public static IReadOnlyList<QueryParameter> Parameters { get; } =
    [
        new("table", "Which table the file is of.", Required: true, Choices: [.. AllTables.All.Select(table => table.Name)], Example: "filings"),
        new("fileName", "The file's name, for the list of imports.", Max: Limits.LineLength, Example: "备案信息.xlsx"),
    ];

    public static ImportUploadQuery Read(QueryReader query) => new(query.Text("table") ?? "", query.Text("fileName"));
}

/// <param name="After">Number of the last row of the page before.</param>
internal sealed record ImportRowsQuery(ImportRowState? State, int After, int Limit) : IQuestion<ImportRowsQuery>
{
    public static IReadOnlyList<QueryParameter> Parameters { get; } =
    [
        new("state", "State of the rows.", Choices: [.. Json.NamesOf(typeof(ImportRowState))]),
        new("cursor", "The `nextCursor` of the page before.", "integer", Min: 0, Max: int.MaxValue),
        Paging.Limit,
    ];

    public static ImportRowsQuery Read(QueryReader query) => new(
        query.Text("state") is { } state ? Routes.Named<ImportRowState>(state) : null, query.Number("cursor") ?? 0, query.Number("limit") ?? Limits.PageDefault);
}

/// <summary>In which form a file is wanted.</summary>
internal sealed record FileChoice(FileFormat Format, FileEncoding Encoding)
{
    private static readonly string[] SheetForms = [Json.NameOf(FileFormat.Xlsx), Json.NameOf(FileFormat.Csv)];

    public static QueryParameter FormatOfLists { get; } =
        new("format", "`xlsx` if absent.", Choices: [.. Json.NamesOf(typeof(FileFormat))], Example: "csv");

    public static QueryParameter FormatOfTemplates { get; } = new("format", "`xlsx` if absent.", Choices: SheetForms, Example: "csv");

    public static QueryParameter EncodingOfCsv { get; } =
        new("encoding", "Of a CSV: `utf8` with a byte-order mark if absent.", Choices: [.. Json.NamesOf(typeof(FileEncoding))], Example: "gb18030");

    public string MediaType => FileForms.MediaTypeOf(Format, Encoding);

    public static FileChoice Read(QueryReader query) => new(
        query.Text("format") is { } format ? Routes.Named<FileFormat>(format) : FileFormat.Xlsx,
        query.Text("encoding") is { } encoding ? Routes.Named<FileEncoding>(encoding) : FileEncoding.Utf8);

    public string NameOf(string title, DateOnly today) => string.Create(CultureInfo.InvariantCulture, $"{title}-{today:yyyyMMdd}.{Json.NameOf(Format)}");
}

internal sealed record TemplateQuery(FileChoice File) : IQuestion<TemplateQuery>
{
    public static IReadOnlyList<QueryParameter> Parameters { get; } = [FileChoice.FormatOfTemplates, FileChoice.EncodingOfCsv];

    public static TemplateQuery Read(QueryReader query) => new(FileChoice.Read(query));
}

/// <summary>A list's own filters, and the form of the file; all pages are in it.</summary>
internal abstract record ExportParameters(FileChoice File)
{
    protected static IReadOnlyList<QueryParameter> With(IReadOnlyList<QueryParameter> list) =>
        [.. list.Where(parameter => parameter != Paging.Cursor && parameter != Paging.Limit && parameter != Paging.Total), FileChoice.FormatOfLists, FileChoice.EncodingOfCsv];
}

internal sealed record SiteExportQuery(SiteListQuery Filters, FileChoice File) : ExportParameters(File), IQuestion<SiteExportQuery>
{
    public static IReadOnlyList<QueryParameter> Parameters { get; } = With(SiteListQuery.Parameters);

    public static SiteExportQuery Read(QueryReader query) => new(SiteListQuery.Filters(query), FileChoice.Read(query));
}

internal sealed record UnitExportQuery(UnitListQuery Filters, FileChoice File) : ExportParameters(File), IQuestion<UnitExportQuery>
{
    public static IReadOnlyList<QueryParameter> Parameters { get; } = With(UnitListQuery.Parameters);

    public static UnitExportQuery Read(QueryReader query) => new(UnitListQuery.Filters(query), FileChoice.Read(query));
}

internal sealed record RequestExportQuery(RequestListQuery Filters, FileChoice File) : ExportParameters(File), IQuestion<RequestExportQuery>
{
    public static IReadOnlyList<QueryParameter> Parameters { get; } = With(RequestListQuery.Parameters);

    public static RequestExportQuery Read(QueryReader query) => new(RequestListQuery.Filters(query), FileChoice.Read(query));
}

internal sealed record DeadlineExportQuery(DeadlineListQuery Filters, FileChoice File) : ExportParameters(File), IQuestion<DeadlineExportQuery>
{
    public static IReadOnlyList<QueryParameter> Parameters { get; } = With(DeadlineListQuery.Parameters);

    public static DeadlineExportQuery Read(QueryReader query) => new(DeadlineListQuery.Filters(query), FileChoice.Read(query));
}

internal sealed record ReminderExportQuery(ReminderListQuery Filters, FileChoice File) : ExportParameters(File), IQuestion<ReminderExportQuery>
{
    public static IReadOnlyList<QueryParameter> Parameters { get; } = With(ReminderListQuery.Parameters);

    public static ReminderExportQuery Read(QueryReader query) => new(ReminderListQuery.Filters(query), FileChoice.Read(query));
}

internal sealed record AccountExportQuery(Accounts.AccountListQuery Filters, FileChoice File) : ExportParameters(File), IQuestion<AccountExportQuery>
{
    public static IReadOnlyList<QueryParameter> Parameters { get; } = With(Accounts.AccountListQuery.Parameters);

    public static AccountExportQuery Read(QueryReader query) => new(Accounts.AccountListQuery.Filters(query), FileChoice.Read(query));
}

/// <param name="SkipErrors">Whether rows with errors are left out; else one of them refuses the whole.</param>
public sealed record ApplyImportBody(bool SkipErrors = false);
