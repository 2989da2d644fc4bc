namespace NanchangEdu.Registry.Store;

/// <summary>Whether a commit is one that can be written at all: what fails here is a programmer's error, not the database's trouble.</summary>
internal static class CommitShape
{
    /// <exception cref="ArgumentException"/>
    public static void Check(Commit commit)
    {
        Demand(commit.Id is { Length: > 0 }, commit, "has no id");
        Demand(commit.ExpectedVersion >= 0, commit, "expects a negative version");
        Demand(
            commit.Kind switch
            {
                RecordKind.Site => commit is { Site: not null, Unit: null, Account: null },
                RecordKind.Unit => commit is { Site: null, Unit: not null, Account: null },
                RecordKind.Account => commit is { Site: null, Unit: null, Account: not null },
                _ => false,
            },
            commit, "does not carry the catalog row of its kind");
        Demand(
            !commit.Events.IsDefault && !commit.Releases.IsDefault && !commit.Takes.IsDefault && commit.Site is not { Requests.IsDefault: true },
            commit, "holds an array that was never made");
        Demand(commit.Takes.All(take => !take.AnyOf.IsDefaultOrEmpty), commit, "takes a claim without a value");
        CheckEvents(commit);
    }

    /// <summary>No change without an event, no event that does not continue the one before.</summary>
    private static void CheckEvents(Commit commit)
    {
        Demand(commit.Events.Length > 0, commit, "changes the record without a ledger event");
        var first = commit.Events[0];
        Demand(first.Seq > 0 && (commit.ExpectedVersion > 0) == (first.Seq > 1), commit, "does not continue the record's ledger");
        var previous = first.Seq == 1 ? LedgerChain.Genesis.Span : first.PrevHash;
        for (var i = 0; i < commit.Events.Length; i++)
        {
            var item = commit.Events[i];
            Demand(item.Seq == first.Seq + i, commit, "leaves a gap in the ledger");
            Demand(
                item.PrevHash.Length == LedgerChain.HashBytes && item.PrevHash.AsSpan().SequenceEqual(previous)
                    && item.Hash.AsSpan().SequenceEqual(LedgerChain.Hash(item.PrevHash, item.Body)),
                commit, "breaks the hash chain");
            previous = item.Hash;
        }
    }

    private static void Demand(bool holds, Commit commit, string fault)
    {
        if (!holds)
            throw new ArgumentException($"The commit of {commit.Kind} '{commit.Id}' {fault}.", nameof(commit));
    }
}
