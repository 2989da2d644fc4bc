using System.Collections.Immutable;
using System.Globalization;

namespace NanchangEdu.Registry.Contracts;

/// <summary>One figure behind a refusal, by its wire name: a number, or a text such as a date (yyyy-MM-dd, Asia/Shanghai).</summary>
[GenerateSerializer, Immutable, Alias("nce.Figure")]
public readonly record struct Figure(
    [property: Id(0)] string Name,
    [property: Id(1)] string Text,
    [property: Id(2)] bool IsNumber)
{
    public static Figure Of(string name, long number) =>
        new(name, number.ToString(CultureInfo.InvariantCulture), IsNumber: true);

    public static Figure Of(string name, string text) => new(name, text, IsNumber: false);

    public static Figure Of(string name, DateOnly date) =>
        new(name, date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), IsNumber: false);

    /// <summary>An instant, written in UTC as RFC 3339.</summary>
    public static Figure Of(string name, DateTimeOffset instant) =>
        new(name, instant.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture), IsNumber: false);
}

/// <summary>One thing among several that a refusal or a gate names: what is wrong with which field or item, and who mends it.</summary>
[GenerateSerializer, Immutable, Alias("nce.RefusalItem")]
public sealed record RefusalItem(
    [property: Id(0)] string Code,
    [property: Id(1)] string? Clause,
    [property: Id(2)] string? Who,
    [property: Id(3)] string Zh,
    [property: Id(4)] string En);

/// <summary>
/// A command refused by a rule: a value, never an exception. <see cref="Clause"/> is the id of the clause (NC-3.12) and
/// <see cref="ClauseText"/> its official words from the rule pack in force; both are null for the door's own reasons.
/// </summary>
[GenerateSerializer, Immutable, Alias("nce.Refusal")]
public sealed record Refusal(
    [property: Id(0)] RuleId Rule,
    [property: Id(1)] string? Clause,
    [property: Id(2)] string? ClauseText,
    [property: Id(3)] ImmutableArray<Figure> Figures,
    [property: Id(4)] ImmutableArray<RefusalItem> Items);
