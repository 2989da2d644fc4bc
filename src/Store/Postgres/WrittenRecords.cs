using System.Collections.Immutable;

namespace NanchangEdu.Registry.Store.Postgres;

/// <summary>
/// What this writer has put into the tables beside a record's row, so that a commit which changes none of it need not have them
/// looked up. It counts only for the very version it was written with: that the row is at this version, the database decides.
/// </summary>
internal sealed class WrittenRecords
{
    /// <summary>Records remembered; with one more all are forgotten, which costs each a look once.</summary>
    private const int RecordsMax = 50_000;

    private readonly Dictionary<(RecordKind, string), Written> records = [];

    /// <summary>For commits that follow others within a transaction: nothing is known.</summary>
    public static WrittenRecords None { get; } = new();

    public bool HasText(Placed commit) => Find(commit.Commit) is { } written && written.Text == commit.SearchText;

    public bool HasRequests(Commit commit) =>
        commit.Site is { } site && Find(commit) is { } written
        && written.Unit == site.Unit && written.Authority == site.Authority && written.Requests.SequenceEqual(site.Requests);

    public bool HasDeadlines(Commit commit) =>
        commit.Site is { } site && Find(commit) is { } written
        && written.Unit == site.Unit && written.Authority == site.Authority && written.Deadlines == site.DeadlinePrint;

    /// <summary>The commit is in the database.</summary>
    public void Add(Placed commit)
    {
        if (records.Count >= RecordsMax)
            records.Clear();
        var site = commit.Commit.Site;
        records[(commit.Commit.Kind, commit.Commit.Id)] =
            new Written(commit.Commit.ExpectedVersion + 1, commit.SearchText, site?.Unit, site?.Authority, site?.Requests ?? [], site?.DeadlinePrint ?? UInt128.Zero);
    }

    /// <summary>Another connection may lead to another state of the database, a restored one even.</summary>
    public void Forget() => records.Clear();

    /// <summary>Something else was written beside the record's row than this writer's commits.</summary>
    public void Forget(RecordKind kind, string id) => records.Remove((kind, id));

    private Written? Find(Commit commit) =>
        records.TryGetValue((commit.Kind, commit.Id), out var written) && written.Version == commit.ExpectedVersion ? written : null;

    private sealed record Written(
        long Version, string Text, string? Unit, string? Authority, ImmutableArray<RequestCatalogRow> Requests, UInt128 Deadlines);
}
