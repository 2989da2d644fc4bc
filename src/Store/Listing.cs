using System.Collections.Immutable;

namespace NanchangEdu.Registry.Store;

/// <summary>Which way a list goes. The whole order is turned round, ties and what comes last included.</summary>
public enum ListOrder
{
    Asc = 1,
    Desc = 2,
}

public enum RequestSort
{
    /// <summary>By submission: ascending, the longest waiting comes first.</summary>
    Age = 1,
    /// <summary>By what is due next; what is not due at all comes last.</summary>
    Due = 2,
}

/// <summary>One box of somebody's inbox: conditions beside those that the caller gives, all of which hold.</summary>
/// <param name="Assignee">Taken by this person.</param>
/// <param name="FiledBy">First filed by this person.</param>
/// <param name="OverdueAt">Due at or before this instant.</param>
public sealed record RequestBox(string? Assignee = null, string? FiledBy = null, DateTimeOffset? OverdueAt = null)
{
    /// <summary>Wire names of states, of which it is in one; empty for any.</summary>
    public ImmutableArray<string> States { get; init; } = [];
}

/// <summary>How many rows a list has in all its pages, as far as they are counted.</summary>
/// <param name="Rows">The number, <see cref="Max"/> at most.</param>
/// <param name="IsCapped">Whether there are more than were counted.</param>
public sealed record ListTotal(long Rows, bool IsCapped)
{
    /// <summary>Counting costs as much as reading: nobody pages through more.</summary>
    public const int Max = 10_000;

    internal static ListTotal Of(long counted) => new(Math.Min(counted, Max), counted > Max);
}

/// <summary>The keys by which a list goes, all in one direction so that one walk along an index serves it. No two rows have the last one alike.</summary>
internal sealed record SortKeys(ListOrder Order, ImmutableArray<string> Columns)
{
    public string OrderBy => string.Join(", ", Columns.Select(column => Order == ListOrder.Desc ? $"{column} DESC" : column));

    /// <summary>The keys of a row against those of the page's start: whether it comes after it.</summary>
    public string Beyond => $"({string.Join(", ", Columns)}) {(Order == ListOrder.Desc ? "<" : ">")}";
}
