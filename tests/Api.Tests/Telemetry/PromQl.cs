using System.Text.RegularExpressions;

namespace NanchangEdu.Registry.Api.Tests.Telemetry;

/// <summary>The metrics that an expression of PromQL asks for, each with the labels it picks by.</summary>
internal static partial class PromQl
{
    private static readonly HashSet<string> Words =
        ["and", "or", "unless", "by", "without", "on", "ignoring", "group_left", "group_right", "offset", "bool", "inf", "nan"];

    public static IEnumerable<(string Metric, IReadOnlyList<string> Labels)> Metrics(string expression)
    {
        // what stands in a list after by, on … is a label; after a number, a unit of time
        var bare = Variable().Replace(Grouping().Replace(expression, " "), "1m");
        foreach (Match name in Name().Matches(Text().Replace(bare, match => new string('"', match.Length))))
        {
            if (Words.Contains(name.Value)) continue;
            var rest = bare[(name.Index + name.Length)..].TrimStart();
            if (rest.StartsWith('(') || IsInside(bare, name.Index, '{', '}') || IsInside(bare, name.Index, '[', ']')) continue;

            var picked = rest.StartsWith('{') ? rest[1..rest.IndexOf('}', StringComparison.Ordinal)] : "";
            yield return (name.Value, [.. Label().Matches(picked).Select(label => label.Groups[1].Value)]);
        }
    }

    /// <summary>The labels an expression groups by, wherever.</summary>
    public static IEnumerable<string> Groupings(string expression) =>
        Grouping().Matches(expression).SelectMany(match => match.Groups[1].Value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));

    private static bool IsInside(string text, int at, char open, char close) =>
        text[..at].LastIndexOf(open) > text[..at].LastIndexOf(close);

    [GeneratedRegex(@"\b(?:by|without|on|ignoring|group_left|group_right)\s*\(([^)]*)\)")]
    private static partial Regex Grouping();

    [GeneratedRegex(@"\$__\w+")]
    private static partial Regex Variable();

    [GeneratedRegex("\"[^\"]*\"")]
    private static partial Regex Text();

    [GeneratedRegex(@"(?<![\w.])[a-zA-Z_:][\w:]*")]
    private static partial Regex Name();

    [GeneratedRegex(@"(\w+)\s*(?:=~|!~|!=|=)")]
    private static partial Regex Label();
}
