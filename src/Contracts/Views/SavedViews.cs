using System.Collections.Immutable;

namespace NanchangEdu.Registry.Contracts;

/// <summary>The lists of which a view can be saved.</summary>
public enum SavedList
{
    Sites = 1,
    Requests = 2,
    Units = 3,
    Deadlines = 4,
    Reminders = 5,
}

/// <summary>One parameter of a list, by its name in the query string.</summary>
[GenerateSerializer, Immutable, Alias("nce.SavedParameter")]
public sealed record SavedParameter([property: Id(0)] string Name, [property: Id(1)] string Value)
{
    /// <summary>Without what it says: whoever searches for a person writes the name there.</summary>
    public override string ToString() => "a parameter";
}

/// <summary>常用列表: a list with some of its parameters, saved by a person to come back to.</summary>
/// <param name="Name">By what the person knows it again; of the form of a person's id.</param>
/// <param name="Label">What it is called on a screen.</param>
/// <param name="Query">As the list itself takes them; whoever opens the view asks the list with them.</param>
[GenerateSerializer, Immutable, Alias("nce.SavedView")]
public sealed record SavedView(
    [property: Id(0)] string Name,
    [property: Id(1)] SavedList List,
    [property: Id(2)] string Label,
    [property: Id(3)] ImmutableArray<SavedParameter> Query)
{
    public override string ToString() => $"a view of {List}";
}

/// <param name="Query">The list's own parameters, by their names.</param>
public sealed record SavedViewView(string Name, SavedList List, string Label, ImmutableSortedDictionary<string, string> Query);

/// <param name="Items">By name.</param>
public sealed record SavedViewsView(ImmutableArray<SavedViewView> Items);

/// <summary>The answer to a command on a saved view.</summary>
/// <param name="IsSaved">Whether there is a view of this name now.</param>
public sealed record SavedViewReceipt(string Name, bool IsSaved);
