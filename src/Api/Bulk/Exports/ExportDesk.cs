using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Text.Json;
using NanchangEdu.Registry.Api.Bulk.Files;
using NanchangEdu.Registry.Api.Http;
using NanchangEdu.Registry.Api.Views;
using NanchangEdu.Registry.Contracts;
using NanchangEdu.Registry.Rules.Tables;
using NanchangEdu.Registry.Store;

namespace NanchangEdu.Registry.Api.Bulk.Exports;

/// <summary>
/// Lists as files: all pages of the catalog within the caller's scope, and where a table needs more than lists know, the records
/// themselves, as their grains show them to the caller.
/// </summary>
public sealed class ExportDesk(ICatalog catalog, RecordGrains records, TimeProvider clock)
{
    /// <summary>Records that are read at the same time; their rows are a piece of the file.</summary>
    private const int ReadAtOnce = 50;

    private static readonly TimeSpan Shanghai = TimeSpan.FromHours(8);

    internal async Task<IResult> Sites(SiteTable table, SiteExportQuery query, Caller caller, CancellationToken cancellationToken)
    {
        var filter = query.Filters.ToFilter(caller.Scope, Today());
        var rows = await Gather(cursor => catalog.Sites(filter with { Cursor = cursor }, cancellationToken), row => row.Id);
        return rows is null ? TooMany() : Answer(query.File, table, SiteRows(table, rows, caller, cancellationToken));
    }

    internal async Task<IResult> Units(UnitExportQuery query, Caller caller, CancellationToken cancellationToken)
    {
        var filter = query.Filters.ToFilter(caller.Scope);
        var rows = await Gather(cursor => catalog.Units(filter with { Cursor = cursor }, cancellationToken), row => UnitRowView.Of(row).Uscc);
        return rows is null ? TooMany() : Answer(query.File, AllTables.Units, UnitRows(rows, caller, cancellationToken));
    }

    internal async Task<IResult> Requests(RequestExportQuery query, Caller caller, CancellationToken cancellationToken)
    {
        var filter = query.Filters.ToFilter(caller.Scope, caller.Actor.PersonId, clock.GetUtcNow());
        return Answer(
            query.File, "申请", ListColumns.Requests,
            await Gather(cursor => catalog.Requests(filter with { Cursor = cursor }, cancellationToken), row => CellsOf(ListColumns.Requests, row)));
    }

    internal async Task<IResult> Deadlines(DeadlineExportQuery query, Caller caller, CancellationToken cancellationToken)
    {
        var filter = query.Filters.ToFilter(caller.Scope, Today());
        return Answer(
            query.File, "期限", ListColumns.Deadlines,
            await Gather(cursor => catalog.Deadlines(filter with { Cursor = cursor }, cancellationToken), row => CellsOf(ListColumns.Deadlines, row)));
    }

    internal async Task<IResult> Reminders(ReminderExportQuery query, Caller caller, CancellationToken cancellationToken)
    {
        var filter = query.Filters.Filter with { Scope = caller.Scope };
        return Answer(
            query.File, "提醒记录", ListColumns.Reminders,
            await Gather(cursor => catalog.Reminders(filter with { Cursor = cursor }, cancellationToken), row => CellsOf(ListColumns.Reminders, row)));
    }

    internal async Task<IResult> Accounts(AccountExportQuery query, Caller caller, CancellationToken cancellationToken)
    {
        var filter = query.Filters.ToFilter(caller.Scope);
        return Answer(
            query.File, "账号", ListColumns.Accounts,
            await Gather(cursor => catalog.Accounts(filter with { Cursor = cursor }, cancellationToken), row => CellsOf(ListColumns.Accounts, row)));
    }

    /// <summary>The headings, and beside them what they mean.</summary>
    internal FileAnswer Template(Table table, FileChoice file)
    {
        ImmutableArray<FileColumn> columns = [.. table.Columns.Select(FileColumn.Of)];
        return new FileAnswer(
            file.NameOf($"{table.Title}模板", Today()), file.MediaType,
            to => file.Format == FileFormat.Xlsx
                ? new XlsxWriting(to, table.Title, columns, ColumnNotes.Of(table))
                : RowWriting.To(to, file.Format, file.Encoding, table.Title, columns),
            Nothing());
    }

    /// <summary>All rows of a list; null when they are more than one export may have.</summary>
    private static async Task<List<TKept>?> Gather<TRow, TKept>(Func<string?, Task<CatalogPage<TRow>>> read, Func<TRow, TKept> keep)
    {
        var rows = new List<TKept>();
        string? cursor = null;
        do
        {
            var page = await read(cursor);
            rows.AddRange(page.Items.Select(keep));
            if (rows.Count > Limits.ExportRows) return null;
            cursor = page.NextCursor;
        }
        while (cursor is not null);

        return rows;
    }

    private async IAsyncEnumerable<IReadOnlyList<IReadOnlyList<string>>> SiteRows(
        SiteTable table, List<string> ids, Caller caller, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var few in ids.Chunk(ReadAtOnce))
        {
            var read = await Task.WhenAll(few.Select(id => records.Of(new SiteId(id)).Read(
                new AskView(), caller.Actor, caller.DemandsFreshness, cancellationToken)));
            yield return [.. read.Select(BodyOf).OfType<byte[]>().SelectMany(body => table.Rows(TabledSite.Read(body))).Cast<IReadOnlyList<string>>()];
        }
    }

    private async IAsyncEnumerable<IReadOnlyList<IReadOnlyList<string>>> UnitRows(
        List<string> codes, Caller caller, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var few in codes.Chunk(ReadAtOnce))
        {
            var read = await Task.WhenAll(few.Select(code => records.Of(new UnitId(code)).Read(caller.Actor, caller.DemandsFreshness, cancellationToken)));
            yield return [.. read.Select(BodyOf).OfType<byte[]>().Select(body => (IReadOnlyList<string>)UnitsTable.Cells(UnitIn(body)))];
        }
    }

    /// <summary>Null of a record that has left the caller's scope since the list was read.</summary>
    private static byte[]? BodyOf(ReadAnswer answer) => answer.Kind switch
    {
        ReadKind.Found => answer.Body,
        ReadKind.NotFound => null,
        ReadKind.Refused or ReadKind.Unknown => throw new StoreUnavailableException("a record could not be read for an export"),
    };

    private static UnitView UnitIn(byte[] body) => JsonSerializer.Deserialize<UnitView>(body, RegistryJson.Options) ?? throw new JsonException("a view is an object");

    private static ImmutableArray<string> CellsOf<TRow>(ImmutableArray<ListColumn<TRow>> columns, TRow row) =>
        [.. columns.Select(column => CellText.Canonical(column.Of(row)))];

    private FileAnswer Answer(FileChoice file, Table table, IAsyncEnumerable<IReadOnlyList<IReadOnlyList<string>>> pages) =>
        Answer(file, table.Title, [.. table.Columns.Select(FileColumn.Of)], pages);

    private IResult Answer<TRow>(FileChoice file, string title, ImmutableArray<ListColumn<TRow>> columns, List<ImmutableArray<string>>? rows) =>
        rows is null ? TooMany() : Answer(file, title, [.. columns.Select(column => column.Column)], Chunks(rows));

    private FileAnswer Answer(
        FileChoice file, string title, ImmutableArray<FileColumn> columns, IAsyncEnumerable<IReadOnlyList<IReadOnlyList<string>>> pages) => new(
        file.NameOf(title, Today()), file.MediaType, to => RowWriting.To(to, file.Format, file.Encoding, title, columns), pages);

    private static ProblemResult TooMany() => Problems.Of(new Refusal(RuleId.ExportTooLarge, null, null, [Figure.Of("limit", Limits.ExportRows)], []));

    private static async IAsyncEnumerable<IReadOnlyList<IReadOnlyList<string>>> Chunks(List<ImmutableArray<string>> rows)
    {
        foreach (var some in rows.Chunk(Limits.PageMax))
        {
            yield return [.. some.Cast<IReadOnlyList<string>>()];
            await Task.Yield();
        }
    }

    private static IAsyncEnumerable<IReadOnlyList<IReadOnlyList<string>>> Nothing() => Chunks([]);

    private DateOnly Today() => DateOnly.FromDateTime(clock.GetUtcNow().ToOffset(Shanghai).DateTime);
}
