namespace NanchangEdu.Registry.Cluster.Tests.History;

/// <summary>What can be wrong with a history.</summary>
internal enum Violation
{
    /// <summary>The input is not whole: nothing is proved.</summary>
    Incomplete,
    /// <summary>Acknowledged and not there.</summary>
    Lost,
    /// <summary>Acknowledged once and there twice.</summary>
    Doubled,
    /// <summary>There, and nobody asked for it, or it was refused.</summary>
    Phantom,
    /// <summary>One version made by two commands, or versions with a gap.</summary>
    Fork,
    /// <summary>Not the bytes, actor or status that were first.</summary>
    Altered,
    /// <summary>A later command with an earlier version.</summary>
    Order,
    /// <summary>An authoritative read that was behind.</summary>
    Stale,
    /// <summary>Ledger and state do not make each other.</summary>
    Ledger,
    /// <summary>An instant that goes backwards or lies outside the run.</summary>
    Time,
    /// <summary>More than the rules allow: times, days, sites, holders of a name.</summary>
    Quota,
}

internal sealed record Finding(Violation Violation, string Words)
{
    public override string ToString() => $"{Violation}: {Words}";
}

/// <summary>What the clients saw.</summary>
internal sealed record ClientHistory(IReadOnlyList<Invocation> Invocations, IReadOnlyList<AuthoritativeRead> Reads, IReadOnlyList<Misuse> Misuses)
{
    public static ClientHistory Of(Journal journal) => new(journal.Invocations, journal.Reads, journal.Misuses);

    /// <summary>What concerns some of the records.</summary>
    public ClientHistory Of(IReadOnlySet<string> records)
    {
        Invocation[] kept = [.. Invocations.Where(i => i.Record is not null && records.Contains(i.Record))];
        var keys = kept.Select(i => i.Key).ToHashSet(StringComparer.Ordinal);
        return new(kept, [.. Reads.Where(r => records.Contains(r.Record))], [.. Misuses.Where(m => keys.Contains(m.Key))]);
    }
}
