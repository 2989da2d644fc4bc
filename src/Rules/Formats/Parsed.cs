using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using NanchangEdu.Registry.Contracts;

namespace NanchangEdu.Registry.Rules.Formats;

/// <summary>
/// What became of reading a text: its canonical value with warnings, or the reason why there is none. Never an exception, whatever
/// the text.
/// </summary>
/// <param name="Value">The value; null exactly when there is a problem.</param>
/// <param name="Problem">Why there is no value.</param>
/// <param name="Warnings">Stable kebab-case codes of what a person should look at.</param>
public readonly record struct Parsed<T>(T? Value, RuleId? Problem, ImmutableArray<string> Warnings)
    where T : class
{
    [MemberNotNullWhen(true, nameof(Value))]
    [MemberNotNullWhen(false, nameof(Problem))]
    public bool IsValid => Value is not null;
}

internal static class Parsed
{
    public static Parsed<T> Value<T>(T value, params ImmutableArray<string> warnings)
        where T : class => new(value, null, warnings);

    public static Parsed<T> Problem<T>(RuleId problem, params ImmutableArray<string> warnings)
        where T : class => new(null, problem, warnings);
}
