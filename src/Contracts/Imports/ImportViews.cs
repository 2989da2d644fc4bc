using System.Collections.Immutable;

namespace NanchangEdu.Registry.Contracts;

/// <summary>An import as its owner sees it.</summary>
/// <param name="Table">Which table the file is of.</param>
/// <param name="FileName">As the caller named the file.</param>
/// <param name="Sha256">Of the file, hex.</param>
/// <param name="By">Who uploaded it, in the role of then.</param>
/// <param name="CheckedAt">When the dry run was over.</param>
/// <param name="EndedAt">When it was applied, given up or cancelled.</param>
/// <param name="SkipErrors">Whether rows with errors were left out when it was applied.</param>
/// <param name="PercentDone">Of the dry run, or of the applying, whichever is under way or came last.</param>
/// <param name="RequestId">Under which the ledger and the feed know all that it changed.</param>
/// <param name="Trouble">Why it does not go on at present, or was given up; null when nothing is in the way.</param>
public sealed record ImportView(
    ImportId Id, long Version, string Table, ImportPhase State, string? FileName, string Sha256, Person By, DateTimeOffset UploadedAt,
    DateTimeOffset? CheckedAt, DateTimeOffset? EndedAt, bool SkipErrors, int PercentDone, ImportCounts Rows, string RequestId, string? Trouble);

/// <summary>How many rows are in which state.</summary>
/// <param name="All">All of the file's.</param>
public sealed record ImportCounts(int All, int Waiting, int Unchanged, int Changed, int Error, int Applied, int Refused)
{
    /// <summary>Of some rows by their states.</summary>
    public static ImportCounts Of(IReadOnlyCollection<ImportRowResult> results)
    {
        int Count(ImportRowState state) => results.Count(result => result.State == state);
        return new(
            results.Count, Count(ImportRowState.Waiting), Count(ImportRowState.Unchanged), Count(ImportRowState.Changed), Count(ImportRowState.Error),
            Count(ImportRowState.Applied), Count(ImportRowState.Refused));
    }

    public ImportCounts Plus(ImportCounts other) => new(
        All + other.All, Waiting + other.Waiting, Unchanged + other.Unchanged, Changed + other.Changed, Error + other.Error,
        Applied + other.Applied, Refused + other.Refused);

    public int In(ImportRowState state) => state switch
    {
        ImportRowState.Waiting => Waiting,
        ImportRowState.Unchanged => Unchanged,
        ImportRowState.Changed => Changed,
        ImportRowState.Error => Error,
        ImportRowState.Applied => Applied,
        ImportRowState.Refused => Refused,
        _ => 0,
    };
}

/// <summary>One row of an import with what it changes, or why it cannot.</summary>
/// <param name="Row">Its number in the file, the header being row 1.</param>
/// <param name="Record">The record that the row names; null when it names none.</param>
/// <param name="Changes">The cells that say something else than the record.</param>
/// <param name="Errors">What stands against it.</param>
public sealed record ImportRowView(
    int Row, ImportRowState State, string? Record, ImmutableArray<ImportChangeView> Changes, ImmutableArray<ImportErrorView> Errors);

/// <param name="Column">Key of the column.</param>
/// <param name="Header">The column's heading in the file.</param>
/// <param name="Before">What the record said; null when there was no record.</param>
/// <param name="After">What the row says.</param>
public sealed record ImportChangeView(string Column, string Header, string? Before, string After);

/// <param name="Row">Number of the row in the file.</param>
/// <param name="Column">Key of the column; null when it is about the row as a whole.</param>
/// <param name="Header">The column's heading in the file.</param>
/// <param name="Code">Stable kebab-case code: the rule's name where a rule refuses.</param>
public sealed record ImportErrorView(int Row, string? Column, string? Header, string Code, string Zh, string En);

/// <param name="NextCursor">Leads to the next page; null on the last one.</param>
public sealed record ImportRowsView(ImmutableArray<ImportRowView> Items, string? NextCursor);
