using System.Text.Json.Nodes;

namespace NanchangEdu.Registry.Cluster.Tests.History;

/// <summary>An event as a reader of the feed got it.</summary>
internal readonly record struct FeedEntry(long Position, string Hash)
{
    public static FeedEntry Of(JsonNode item) => new(item["position"]!.GetValue<long>(), item["hash"]!.GetValue<string>());
}

/// <summary>Holds what a reader of the feed saw against the ledger: every event once, in the ledger's order, and nothing else.</summary>
internal static class FeedChecker
{
    /// <param name="reader">What the reader is called.</param>
    /// <param name="seen">In the order in which it came.</param>
    /// <param name="dump">The register, read no later than the reader came to its end.</param>
    /// <param name="after">The position that the reader began after.</param>
    public static IEnumerable<Finding> Check(string reader, IReadOnlyList<FeedEntry> seen, RegisterDump dump, long after)
    {
        var until = dump.Ledger.Count == 0 ? 0 : dump.Ledger.Max(row => row.Position);
        var told = dump.Told.Where(row => row.Position > after).ToDictionary(row => row.Position, row => Convert.ToHexStringLower(row.Hash));
        var met = new HashSet<long>();
        long before = after;
        foreach (var entry in seen.TakeWhile(entry => entry.Position <= until))
        {
            if (!met.Add(entry.Position)) yield return new(Violation.Doubled, $"{reader} of the feed told of position {entry.Position} twice");
            else if (entry.Position < before) yield return new(Violation.Order, $"{reader} of the feed told of position {entry.Position} after {before}");
            if (!told.TryGetValue(entry.Position, out var hash)) yield return new(Violation.Phantom, $"{reader} of the feed told of position {entry.Position}, which the ledger has not");
            else if (hash != entry.Hash) yield return new(Violation.Altered, $"{reader} of the feed told of another event at position {entry.Position}");
            before = Math.Max(before, entry.Position);
        }

        foreach (var position in told.Keys.Where(position => !met.Contains(position)))
            yield return new(Violation.Lost, $"{reader} of the feed never told of position {position}");
    }
}
