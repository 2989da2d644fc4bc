using NanchangEdu.Registry.Api.Bulk.Exports;
using NanchangEdu.Registry.Api.Http;
using NanchangEdu.Registry.Api.Identity;
using NanchangEdu.Registry.Api.OpenApi;
using NanchangEdu.Registry.Api.Views;
using NanchangEdu.Registry.Contracts;
using NanchangEdu.Registry.Rules.Tables;

namespace NanchangEdu.Registry.Api.Bulk;

/// <summary>Tables in and lists out: templates, imports with their dry run, exports.</summary>
internal static class BulkEndpoints
{
    public static void MapFiles(this RouteGroupBuilder api)
    {
        api.MapGet("/import-templates/{table:table}", IResult (string table, Query<TemplateQuery> query, ExportDesk desk) =>
                desk.Template(AllTables.Named(table), query.Question.File))
            .File("readTemplate", Policies.ReadRecordsName, Tags.Bulk, refuses: false, hasJson: false,
                "Get the template of a table",
                "The headings; of XLSX, a second sheet says what each column asks for.");
        MapImports(api.MapGroup("/imports"));
        MapExports(api.MapGroup("/exports"));
    }

    private static void MapImports(RouteGroupBuilder imports)
    {
        imports.MapPost("", (Uploaded file, Query<ImportUploadQuery> query, ImportDesk desk, CancellationToken ct) => desk.Upload(file, query.Question, ct))
            .Upload("uploadImport", Policies.ImportName, Tags.Bulk,
                "Upload a file",
                "XLSX or CSV (UTF-8 or GB 18030), of at most 8 MiB and 20,000 rows. The dry run begins at once and changes nothing: every row is tried by the decisions of the very commands that it would give. Columns may be left out and stand in any order, by their Chinese or English name; an empty cell empties what it stands for." + ColumnNotes.Markdown);
        imports.MapGet("", (Caller caller, ImportDesk desk, CancellationToken ct) => desk.List(caller, ct))
            .Query("listImports", Policies.ImportName, Tags.Bulk, typeof(PageView<ImportView>),
                "List one's own imports", "The latest ones, the newest first; kept for 30 days.");

        var import = imports.MapGroup("/{import:import}");
        import.MapGet("", (ImportId import, Caller caller, ImportDesk desk, CancellationToken ct) => desk.Read(import, caller, ct))
            .Query("readImport", Policies.ImportName, Tags.Bulk, typeof(ImportView),
                "Read an import", "Its state, how far it is, and how many rows are in which state. By its owner alone.");
        import.MapGet("/rows", (ImportId import, Query<ImportRowsQuery> query, Caller caller, ImportDesk desk, CancellationToken ct) =>
                desk.ReadRows(import, query.Question, caller, ct))
            .Query("readImportRows", Policies.ImportName, Tags.Bulk, typeof(ImportRowsView),
                "Read the rows of an import",
                "In the order of the file: what each changes, before and after, or what stands against it, by row and column. `cursor` is the number of the last row that is known.");
        import.MapPost("/application", (ImportId import, Asked<ApplyImportBody> asked, ImportDesk desk, CancellationToken ct) => desk.Apply(import, asked, ct))
            .Command("applyImport", Policies.ImportName, Tags.Bulk,
                "Apply an import",
                "Carries out what the dry run showed, by the real commands, as one act: all events have the import's id for `requestId`. Refused while rows have errors, unless they are skipped. A row whose record has changed since the dry run is left out and says so.");
        import.MapPost("/cancellation", (ImportId import, Asked<Nothing> asked, ImportDesk desk, CancellationToken ct) => desk.Cancel(import, asked, ct))
            .Command("cancelImport", Policies.ImportName, Tags.Bulk,
                "Cancel an import", "Before or while it is applied; what was applied by then stays.");
    }

    private static void MapExports(RouteGroupBuilder exports)
    {
        exports.MapGet("/sites", (Query<SiteExportQuery> query, Caller caller, ExportDesk desk, CancellationToken ct) =>
                desk.Sites(AllTables.Sites, query.Question, caller, ct))
            .Export("exportSites", Policies.ReadRecordsName, "Export sites", "Their basic information, without the people in it. Such a file can be imported again.");
        exports.MapGet("/filings", (Query<SiteExportQuery> query, Caller caller, ExportDesk desk, CancellationToken ct) =>
                desk.Sites(AllTables.Filings, query.Question, caller, ct))
            .Export("exportFilings", Policies.ReadRecordsName, "Export filings", "A row a site with its five filings; the filters are those of sites. Such a file can be imported again.");
        exports.MapGet("/tests", (Query<SiteExportQuery> query, Caller caller, ExportDesk desk, CancellationToken ct) =>
                desk.Sites(AllTables.Tests, query.Question, caller, ct))
            .Export("exportTests", Policies.ReadRecordsName, "Export security tests", "A row a test; the filters are those of sites. Such a file can be imported again.");
        exports.MapGet("/units", (Query<UnitExportQuery> query, Caller caller, ExportDesk desk, CancellationToken ct) =>
                desk.Units(query.Question, caller, ct))
            .Export("exportUnits", Policies.ReadRecordsName, "Export units", "Such a file can be imported again.");
        exports.MapGet("/requests", (Query<RequestExportQuery> query, Caller caller, ExportDesk desk, CancellationToken ct) =>
                desk.Requests(query.Question, caller, ct))
            .Export("exportRequests", Policies.ReadRecordsName, "Export requests", "The inbox, the longest waiting first.");
        exports.MapGet("/deadlines", (Query<DeadlineExportQuery> query, Caller caller, ExportDesk desk, CancellationToken ct) =>
                desk.Deadlines(query.Question, caller, ct))
            .Export("exportDeadlines", Policies.ReadRecordsName, "Export deadlines", "What is due, the earliest first.");
        exports.MapGet("/reminders", (Query<ReminderExportQuery> query, Caller caller, ExportDesk desk, CancellationToken ct) =>
                desk.Reminders(query.Question, caller, ct))
            .Export("exportReminders", Policies.ReadRecordsName, "Export reminders", "Who was told of what, and when, the earliest first.");
        exports.MapGet("/accounts", (Query<AccountExportQuery> query, Caller caller, ExportDesk desk, CancellationToken ct) =>
                desk.Accounts(query.Question, caller, ct))
            .Export("exportAccounts", Policies.ReadAccountsName, "Export accounts", "By name. No secret is in it.");
    }

    private static void Export(this RouteHandlerBuilder endpoint, string name, string policy, string summary, string description) => endpoint.File(
        name, policy, Tags.Bulk, refuses: true, hasJson: true, summary,
        $"{description} All rows within the caller's scope that the filters leave, as XLSX, CSV or JSON; beyond 50,000 it is refused.");
}
