using System.Collections.Immutable;
using System.Globalization;
using NanchangEdu.Registry.Contracts;
using NanchangEdu.Registry.Rules;
using NanchangEdu.Registry.Rules.Tables;

namespace NanchangEdu.Registry.Grains.Imports;

/// <summary>An import as its owner is shown it.</summary>
internal static class ImportAnswers
{
    private const string HeldUp = "登记库暂时没有应答，稍后自动继续 [the registry does not answer at present; it goes on by itself]";
    private const string GivenUp = "登记库长时间没有应答，已中止；可再次应用，已完成的行不会重复 [given up; apply it once more, what is done is not done twice]";

    public static ImportCounts Total(ImportHead head) =>
        head.Pages.Aggregate(new ImportCounts(0, 0, 0, 0, 0, 0, 0), (sum, page) => page is null ? sum : sum.Plus(page));

    public static byte[] View(ImportId id, ImportHead head, ImportCounts counts)
    {
        var (opening, by) = (head.Opening!, head.By!);
        return SiteViews.Bytes(new ImportView(
            id, head.Version, opening.Table, head.Phase!.Value, opening.FileName, opening.Sha256, new Person(by.PersonId, by.Name, by.Role), head.UploadedAt,
            head.CheckedAt, head.EndedAt, head.SkipErrors, PercentOf(head), counts with { All = opening.Rows }, id.Value, TroubleOf(head)));
    }

    private static int PercentOf(ImportHead head) => head.Phase switch
    {
        ImportPhase.Receiving => 0,
        ImportPhase.Checked or ImportPhase.Applied => 100,
        _ => head.Pages.IsEmpty ? 100 : head.PagesDone * 100 / head.Pages.Length,
    };

    private static string? TroubleOf(ImportHead head) => head.Phase == ImportPhase.Failed ? GivenUp : head.Troubles > 0 ? HeldUp : null;
}

/// <summary>Gathers the rows that are asked for out of an import's pages, in their order.</summary>
internal sealed class ImportRowsReading(Table table, AskImportRows asked)
{
    private readonly ImmutableArray<ImportRowView>.Builder rows = ImmutableArray.CreateBuilder<ImportRowView>();

    /// <summary>One more than asked for tells that more follow.</summary>
    public bool IsFull => rows.Count > asked.Limit;

    public bool MayBeIn(ImportCounts? page) => page is not null && (asked.State is not { } state || page.In(state) > 0);

    public void Take(ImportPage page)
    {
        for (var i = 0; i < page.Rows.Length && !IsFull; i++)
        {
            var (row, result) = (page.Rows[i], page.Results[i]);
            if (row.Number > asked.After && (asked.State is not { } state || result.State == state)) rows.Add(View(row, result));
        }
    }

    public byte[] Render() => SiteViews.Bytes(IsFull
        ? new ImportRowsView([.. rows.Take(asked.Limit)], rows[asked.Limit - 1].Row.ToString(CultureInfo.InvariantCulture))
        : new ImportRowsView(rows.ToImmutable(), null));

    private ImportRowView View(ImportRow row, ImportRowResult result) => new(
        row.Number, result.State, Table.RecordOf(row),
        [.. result.Changes.Select(change => new ImportChangeView(change.Column, HeaderOf(change.Column)!, change.Before, change.After))],
        [.. result.Faults.Select(fault => new ImportErrorView(row.Number, fault.Column, HeaderOf(fault.Column), fault.Code, fault.Zh, fault.En))]);

    private string? HeaderOf(string? column) => column is null ? null : table.ColumnOf(column).Header;
}
