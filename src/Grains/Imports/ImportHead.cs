using System.Collections.Immutable;
using NanchangEdu.Registry.Contracts;
using NanchangEdu.Registry.Store;

namespace NanchangEdu.Registry.Grains.Imports;

/// <summary>
/// What an import remembers beside its rows: operational state, no record. What it changes stands in the records and their ledger; losing
/// this costs a file to be uploaded once more, which then finds done what was done.
/// </summary>
public sealed record ImportHead
{
    /// <summary>Null before it is opened.</summary>
    public ImportPhase? Phase { get; set; }

    /// <summary>Counts the commands that were taken and the ends of what they began.</summary>
    public long Version { get; set; }

    public ImportOpening? Opening { get; set; }

    /// <summary>Whose it is, and who acts: as of the upload, and as of the applying from then on.</summary>
    public Actor? By { get; set; }

    /// <summary>Tells a repeated upload from another one under the same key.</summary>
    public string UploadHash { get; set; } = "";

    public DateTimeOffset UploadedAt { get; set; }

    public DateTimeOffset? CheckedAt { get; set; }

    public DateTimeOffset? EndedAt { get; set; }

    public bool SkipErrors { get; set; }

    /// <summary>What is known of the rows of each page; null of a page that did not come yet.</summary>
    public ImmutableArray<ImportCounts?> Pages { get; set; } = [];

    /// <summary>Pages that what is under way has done: it goes on behind them.</summary>
    public int PagesDone { get; set; }

    /// <summary>Troubles one after the other.</summary>
    public int Troubles { get; set; }

    /// <summary>The upload's answer, and the latest others, each under its key.</summary>
    public ImmutableArray<ImportAnswer> Answers { get; set; } = [];
}

/// <summary>An answer as it was told.</summary>
/// <param name="Version">The import's version of then.</param>
public sealed record ImportAnswer(long Version, AnswerRow Answer);
