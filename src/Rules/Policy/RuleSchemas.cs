using System.Collections.Immutable;

namespace NanchangEdu.Registry.Rules;

/// <summary>What a rule of the pack is made of: its parameters and what each does to a policy.</summary>
/// <param name="Name">The rule's name in the pack.</param>
/// <param name="IsRequired">Whether a row of it has to be in force at all times for every unit type.</param>
/// <param name="Parameters">Its parameters; all of them are given, none else.</param>
internal sealed record RuleSchema(string Name, bool IsRequired, ImmutableArray<RuleParameter> Parameters)
{
    /// <summary>Pairs of whole numbers of which the first must be the smaller.</summary>
    public ImmutableArray<(string Lower, string Higher)> Ascending { get; init; } = [];
}

/// <summary>One parameter: reads its value and gives what it does to a policy; null after a fault.</summary>
internal sealed record RuleParameter(string Name, Func<PackNode, Func<RegistryPolicy, RegistryPolicy>?> Read);

/// <summary>The rules that this program knows how to follow. A row with another name is refused: it would be read and not obeyed.</summary>
internal static partial class RuleSchemas
{
    public static ImmutableArray<RuleSchema> All { get; } = [.. Downline(), .. Requests(), .. FilingRules(), .. Operation()];

    private static RuleSchema Always(string name, params ImmutableArray<RuleParameter> parameters) => new(name, true, parameters);

    private static RuleSchema WhenGiven(string name, params ImmutableArray<RuleParameter> parameters) => new(name, false, parameters);

    private static RuleParameter Whole(string name, int min, int max, Func<RegistryPolicy, int, RegistryPolicy> set) =>
        new(name, node => node.Whole(min, max) is { } number ? policy => set(policy, number) : null);

    private static RuleParameter Flag(string name, Func<RegistryPolicy, bool, RegistryPolicy> set) =>
        new(name, node => node.Flag() is { } flag ? policy => set(policy, flag) : null);

    private static RuleParameter Date(string name, Func<RegistryPolicy, DateOnly, RegistryPolicy> set) =>
        new(name, node => node.Date() is { } date ? policy => set(policy, date) : null);

    private static RuleParameter Text(string name, int charactersMax, Func<RegistryPolicy, string, RegistryPolicy> set) =>
        new(name, node => node.Text(charactersMax) is { } text ? policy => set(policy, text) : null);

    private static RuleParameter Choice<T>(string name, IReadOnlyDictionary<string, T> choices, Func<RegistryPolicy, T, RegistryPolicy> set)
        where T : struct =>
        new(name, node => node.Choice(choices) is { } value ? policy => set(policy, value) : null);

    /// <summary>A decision that the pack states and this program knows one way to follow.</summary>
    private static RuleParameter Only(string name, string value) =>
        new(name, node => node.Choice(new Dictionary<string, bool> { [value] = true }) is null ? null : policy => policy);

    /// <summary>Distinct whole numbers, all rising or all falling, so that a ladder reads as one.</summary>
    private static RuleParameter Ladder(string name, int min, int max, bool rising, Func<RegistryPolicy, ImmutableArray<int>, RegistryPolicy> set) =>
        new(name, node =>
        {
            var numbers = node.Items().Select(item => item.Whole(min, max)).ToList();
            if (numbers.Count == 0 || numbers.Any(number => number is null)) return null;
            ImmutableArray<int> ladder = [.. numbers.Select(number => number!.Value)];
            if (ladder.Zip(ladder.Skip(1)).All(pair => rising ? pair.First < pair.Second : pair.First > pair.Second))
                return policy => set(policy, ladder);
            node.Expected(rising ? "由小到大且不重复的整数" : "由大到小且不重复的整数", rising ? "rising whole numbers" : "falling whole numbers");
            return null;
        });

    private static RuleParameter Suffixes(string name, Func<RegistryPolicy, ImmutableArray<string>, RegistryPolicy> set) =>
        new(name, node =>
        {
            var items = node.Items();
            var texts = items.Select(item => item.Text(20)).ToList();
            if (texts.Count == 0 || texts.Any(text => text is null)) return null;
            foreach (var (item, text) in items.Zip(texts))
            {
                if (text!.StartsWith('.') && text.Length > 1) continue;
                item.Expected("以点开头的后缀，如 .cn", "a suffix with its dot, such as .cn");
                return null;
            }

            ImmutableArray<string> suffixes = [.. texts.Select(text => text!)];
            return policy => set(policy, suffixes);
        });

    private static RuleParameter MonthsByLevel(string name, Func<RegistryPolicy, ImmutableSortedDictionary<int, int>, RegistryPolicy> set) =>
        new(name, node =>
        {
            var months = ImmutableSortedDictionary.CreateBuilder<int, int>();
            var faults = node.Errors.Count;
            foreach (var (level, value) in node.Entries())
            {
                if (level is not ("2" or "3" or "4" or "5")) value.Fault("等级应为 2 至 5", "the level must be 2 to 5");
                else if (value.Whole(1, 120) is { } number) months[level[0] - '0'] = number;
            }

            if (months.Count == 0 && node.Errors.Count == faults) node.Expected("至少一个等级", "at least one level");
            if (node.Errors.Count > faults) return null;
            var cycle = months.ToImmutable();
            return policy => set(policy, cycle);
        });
}
