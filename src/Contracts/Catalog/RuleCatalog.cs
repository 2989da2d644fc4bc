using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace NanchangEdu.Registry.Contracts;

/// <summary>The two languages of the registry's texts. Chinese is the language of its users.</summary>
public enum TextLanguage
{
    Chinese = 0,
    English = 1,
}

/// <summary>What stands behind one <see cref="RuleId"/>: its clause and its words in both languages.</summary>
/// <param name="Rule">The reason.</param>
/// <param name="Clause">The clause of the regulation (NC-3.12); null for the door's own reasons.</param>
/// <param name="TitleZh">A short title without figures.</param>
/// <param name="TitleEn">A short title without figures.</param>
/// <param name="DetailZh">
/// What happened and what to do next. <c>{used}</c> stands for a figure; a part in square brackets is left out when one of its
/// figures is not given.
/// </param>
/// <param name="DetailEn">The same in English.</param>
/// <param name="Figures">Every figure that the details name.</param>
/// <param name="OptionalFigures">Those of <paramref name="Figures"/> that stand only inside square brackets.</param>
public sealed record RuleEntry(
    RuleId Rule,
    string? Clause,
    string TitleZh,
    string TitleEn,
    string DetailZh,
    string DetailEn,
    ImmutableArray<string> Figures,
    ImmutableArray<string> OptionalFigures)
{
    /// <summary>The stable name on the wire, <c>downline-days-exhausted</c>.</summary>
    public string Name => RuleCatalog.NameOf(Rule);

    public string Title(TextLanguage language) => language == TextLanguage.English ? TitleEn : TitleZh;

    /// <summary>The detail with its placeholders.</summary>
    public string Template(TextLanguage language) => language == TextLanguage.English ? DetailEn : DetailZh;
}

/// <summary>
/// The words of every refusal. A new <see cref="RuleId"/> without an entry here is found by the tests; should one get past them,
/// it is still described by its name and never by an exception.
/// </summary>
public static partial class RuleCatalog
{
    /// <summary>A figure may quote what the caller sent: it is not repeated at greater length than this.</summary>
    private const int FigureCharactersMax = 80;

    private static readonly FrozenDictionary<RuleId, string> Names =
        Enum.GetValues<RuleId>().ToFrozenDictionary(rule => rule, rule => Kebab(rule.ToString()));

    private static readonly FrozenDictionary<string, RuleId> ByName =
        Names.ToFrozenDictionary(pair => pair.Value, pair => pair.Key, StringComparer.Ordinal);

    /// <summary>Every entry, in the order of the numbers.</summary>
    public static ImmutableArray<RuleEntry> All { get; } =
        [.. Life().Concat(Requests()).Concat(Units()).Concat(Filings()).Concat(Downlines()).Concat(Endings()).Concat(Persons()).Concat(DeadlineEntries()).Concat(Cases()).Concat(Accounts())
            .Concat(Webhooks()).Concat(Door()).Concat(Imports()).Concat(Reports())
            .OrderBy(entry => entry.Rule)];

    private static readonly FrozenDictionary<RuleId, RuleEntry> Entries = All.ToFrozenDictionary(entry => entry.Rule);

    public static RuleEntry Of(RuleId rule) =>
        Entries.TryGetValue(rule, out var entry) ? entry : new(rule, null, NameOf(rule), NameOf(rule), NameOf(rule), NameOf(rule), [], []);

    /// <summary>The clause a reason cites; null for the door's own.</summary>
    public static string? ClauseOf(RuleId rule) => Of(rule).Clause;

    /// <summary>The stable kebab-case name.</summary>
    public static string NameOf(RuleId rule) => Names.TryGetValue(rule, out var name) ? name : $"rule-{(int)rule}";

    public static bool TryParseName([NotNullWhen(true)] string? name, out RuleId rule)
    {
        rule = default;
        return name is not null && ByName.TryGetValue(name, out rule);
    }

    /// <summary>The refusal in words, its figures filled in.</summary>
    public static string Describe(Refusal refusal, TextLanguage language)
    {
        var figures = refusal.Figures.IsDefault ? [] : refusal.Figures;
        return Fill(Of(refusal.Rule).Template(language), figures, language);
    }

    private static string Fill(string template, ImmutableArray<Figure> figures, TextLanguage language)
    {
        var text = new StringBuilder(template.Length + 64);
        for (var rest = template.AsSpan(); !rest.IsEmpty;)
        {
            var open = rest.IndexOf('[');
            var close = open < 0 ? -1 : rest[open..].IndexOf(']') + open;
            if (close <= open)
            {
                Append(text, rest, figures, language);
                break;
            }

            Append(text, rest[..open], figures, language);
            var optional = rest[(open + 1)..close];
            if (NamesIn(optional).All(name => Find(figures, name) is not null)) Append(text, optional, figures, language);
            rest = rest[(close + 1)..];
        }

        return text.ToString();
    }

    private static void Append(StringBuilder text, ReadOnlySpan<char> part, ImmutableArray<Figure> figures, TextLanguage language)
    {
        while (!part.IsEmpty)
        {
            var open = part.IndexOf('{');
            var close = open < 0 ? -1 : part[open..].IndexOf('}') + open;
            if (close <= open)
            {
                text.Append(part);
                return;
            }

            text.Append(part[..open]);
            var name = part[(open + 1)..close].ToString();
            text.Append(Find(figures, name) is { } figure ? Shown(figure, language) : language == TextLanguage.English ? "(not given)" : "（未注明）");
            part = part[(close + 1)..];
        }
    }

    private static Figure? Find(ImmutableArray<Figure> figures, string name)
    {
        foreach (var figure in figures)
            if (figure.Name == name && figure.Text is not null)
                return figure;
        return null;
    }

    private static string Shown(Figure figure, TextLanguage language)
    {
        var text = figure.IsNumber ? figure.Text : WordOf(figure.Name, figure.Text, language);
        if (text.Length <= FigureCharactersMax) return text;
        var end = char.IsHighSurrogate(text[FigureCharactersMax - 1]) ? FigureCharactersMax - 1 : FigureCharactersMax;
        return string.Concat(text.AsSpan(0, end), "…");
    }

    private static RuleEntry Entry(RuleId rule, string? clause, string titleZh, string titleEn, string detailZh, string detailEn)
    {
        ImmutableArray<string> all = [.. NamesIn(detailZh).Concat(NamesIn(detailEn)).Distinct()];
        var needed = NamesIn(WithoutOptional(detailZh)).Concat(NamesIn(WithoutOptional(detailEn))).ToHashSet();
        return new(rule, clause, titleZh, titleEn, detailZh, detailEn, all, [.. all.Where(name => !needed.Contains(name))]);
    }

    private static List<string> NamesIn(ReadOnlySpan<char> template)
    {
        var names = new List<string>();
        for (var open = template.IndexOf('{'); open >= 0; open = template.IndexOf('{'))
        {
            template = template[(open + 1)..];
            var close = template.IndexOf('}');
            if (close < 0) break;
            names.Add(template[..close].ToString());
            template = template[(close + 1)..];
        }

        return names;
    }

    private static string WithoutOptional(string template)
    {
        var text = new StringBuilder(template.Length);
        var depth = 0;
        foreach (var character in template)
        {
            if (character == ']') depth--;
            else if (character == '[') depth++;
            else if (depth == 0) text.Append(character);
        }

        return text.ToString();
    }

    private static string Kebab(string pascal)
    {
        var text = new StringBuilder(pascal.Length + 8);
        foreach (var character in pascal)
        {
            if (char.IsAsciiLetterUpper(character) && text.Length > 0) text.Append('-');
            text.Append(char.ToLowerInvariant(character));
        }

        return text.ToString();
    }
}
