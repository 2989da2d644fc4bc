using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;
using NanchangEdu.Registry.Contracts;

namespace NanchangEdu.Registry.Rules;

internal static partial class PackReader
{
    private static readonly FrozenDictionary<string, RuleSchema> Schemas =
        RuleSchemas.All.ToFrozenDictionary(schema => schema.Name, StringComparer.Ordinal);

    private static readonly Dictionary<string, string> Marks = new() { ["R"] = "R", ["P"] = "P", ["C"] = "C", ["U"] = "U", ["D"] = "D" };

    private static readonly Dictionary<string, GateDue> Dues = new(StringComparer.Ordinal)
    {
        ["beforeLaunch"] = GateDue.BeforeLaunch,
        ["afterLaunch"] = GateDue.AfterLaunch,
        ["afterGrading"] = GateDue.AfterGrading,
        ["gradingCycle"] = GateDue.GradingCycle,
    };

    private static readonly Dictionary<string, GateKeeper> Keepers = new(StringComparer.Ordinal)
    {
        ["system"] = GateKeeper.System,
        ["reviewer"] = GateKeeper.Reviewer,
        ["lead"] = GateKeeper.Lead,
        ["centre"] = GateKeeper.Centre,
        ["authority"] = GateKeeper.Authority,
    };

    private static ImmutableArray<BoundRow> Rules(PackNode? node, HashSet<string> clauses)
    {
        var rows = ImmutableArray.CreateBuilder<BoundRow>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var item in node?.Items() ?? [])
        {
            var faults = item.Errors.Count;
            var members = item.Members(
                ["ruleId", "version", "clause", "source", "effectiveFrom", "appliesTo", "mark", "parameters"], ["effectiveTo", "confirm", "off"]);
            if (members is null) continue;

            var schema = Schema(members["ruleId"]);
            var version = members["version"]?.Whole(1, 10_000);
            var clause = KnownClause(members["clause"], clauses);
            var source = members["source"]?.Text(200);
            var (from, to) = Effective(members);
            var appliesTo = AppliesTo(members["appliesTo"]);
            var mark = members["mark"] is { } markNode ? Word(markNode, Marks) : null;
            var confirm = members["confirm"]?.Text();
            var isOff = members["off"]?.Flag() ?? false;
            var apply = schema is null ? null : Parameters(schema, members["parameters"]);
            if (item.Errors.Count > faults || schema is null || apply is null) continue;

            var row = new RuleRow(
                schema.Name, version!.Value, clause!, source!, from, to, appliesTo, mark!, confirm, isOff, members["parameters"]!.RawText);
            if (!seen.Add(row.Reference)) members["version"]!.Fault($"{row.Reference} 重复", $"{row.Reference} is given twice");
            else rows.Add(new(row, apply, item.Path));
        }

        return rows.ToImmutable();
    }

    private static RuleSchema? Schema(PackNode? node)
    {
        if (node?.Kebab() is not { } name) return null;
        if (Schemas.TryGetValue(name, out var schema)) return schema;
        node.Fault($"未知规则 {name}，本程序不会执行它", $"unknown rule {name}: this program would not follow it");
        return null;
    }

    private static Func<RegistryPolicy, RegistryPolicy>? Parameters(RuleSchema schema, PackNode? node)
    {
        if (node?.Members(schema.Parameters.Select(parameter => parameter.Name)) is not { } members) return null;

        var setters = new List<Func<RegistryPolicy, RegistryPolicy>>();
        foreach (var parameter in schema.Parameters)
            if (members[parameter.Name] is { } value && parameter.Read(value) is { } setter)
                setters.Add(setter);
        if (setters.Count < schema.Parameters.Length) return null;

        foreach (var (lower, higher) in schema.Ascending)
            if (members[lower]!.Whole(int.MinValue, int.MaxValue) >= members[higher]!.Whole(int.MinValue, int.MaxValue))
                members[lower]!.Fault($"应小于 {higher}", $"must be less than {higher}");
        return policy => setters.Aggregate(policy, (built, set) => set(built));
    }

    private static string? Word(PackNode node, Dictionary<string, string> words)
    {
        if (node.Text(40) is { } text && words.ContainsKey(text)) return text;
        node.Expected($"其中之一：{string.Join('、', words.Keys)}", $"one of {string.Join(", ", words.Keys)}");
        return null;
    }

    private static ImmutableArray<BoundGateItem> Gate(PackNode? node, HashSet<string> clauses)
    {
        var gate = ImmutableArray.CreateBuilder<BoundGateItem>();
        foreach (var item in node?.Items() ?? [])
        {
            var faults = item.Errors.Count;
            var members = item.Members(
                ["code", "clauses", "appliesTo", "due", "by", "zh", "en"], ["dueDays", "validMonths", "levelMin", "effectiveFrom", "effectiveTo"]);
            if (members is null) continue;

            var code = members["code"]?.Kebab();
            if (code is not null && !GateCodes.All.Contains(code))
                members["code"]!.Fault($"未知上线条件 {code}，本程序不会检查它", $"unknown item {code}: this program would not check it");
            var cited = members["clauses"]?.Items().Select(clause => KnownClause(clause, clauses)).OfType<string>().ToImmutableArray() ?? [];
            var appliesTo = AppliesTo(members["appliesTo"]);
            var due = members["due"]?.Choice(Dues);
            var dueDays = members["dueDays"]?.Whole(1, 730);
            var validMonths = members["validMonths"]?.Whole(1, 120);
            var levelMin = members["levelMin"]?.Whole(1, 5);
            var by = members["by"]?.Items().Select(keeper => keeper.Choice(Keepers)).OfType<GateKeeper>().ToImmutableArray() ?? [];
            var (zh, en) = (members["zh"]?.Text(200), members["en"]?.Text(200));
            var (from, to) = Effective(members);
            var counted = due is GateDue.AfterLaunch or GateDue.AfterGrading;
            if (due is not null && counted && members["dueDays"] is null) item.Fault("须填写 dueDays", "dueDays is needed with this due");
            if (due is not null && !counted && members["dueDays"] is { } extra) extra.Fault("此时限不计天数，请删去", "this due counts no days: leave it out");
            if (item.Errors.Count > faults) continue;

            var requirement = new GateRequirement(
                code!, cited[0], cited, Applies: true, levelMin ?? 0, due!.Value, dueDays ?? 0, validMonths, by, zh!, en!);
            gate.Add(new(requirement, appliesTo, from, to, item.Path));
        }

        return gate.ToImmutable();
    }

    private static void CheckRules(PackContent content, PackErrors errors)
    {
        foreach (var rows in content.Rows.Where(bound => !bound.Row.IsOff).GroupBy(bound => bound.Row.Name))
        {
            foreach (var (first, second) in Pairs([.. rows]))
            {
                if (first.Row.AppliesTo.Intersect(second.Row.AppliesTo).Any() && Overlap(
                        (first.Row.EffectiveFrom, first.Row.EffectiveTo), (second.Row.EffectiveFrom, second.Row.EffectiveTo)))
                {
                    errors.Add(
                        $"{second.Path}.effectiveFrom",
                        $"{second.Row.Reference} 与 {first.Row.Reference}（{first.Path}）的有效期重叠",
                        $"{second.Row.Reference} is in force at the same time as {first.Row.Reference} ({first.Path})");
                }
            }
        }

        var boundaries = content.Boundaries().ToList();
        foreach (var schema in RuleSchemas.All.Where(schema => schema.IsRequired))
        {
            foreach (var type in Enum.GetValues<UnitType>())
            {
                var gaps = boundaries.Where(date => !content.Rows.Any(bound => bound.Row.Name == schema.Name && bound.Row.IsInForce(date, type)));
                foreach (var gap in gaps.Take(1))
                    errors.Add(
                        "rules",
                        $"规则 {schema.Name} 自 {Iso(gap)} 起对 {type} 没有有效的行",
                        $"the rule {schema.Name} has no row in force for {type} from {Iso(gap)}");
            }
        }
    }

    private static void CheckGate(PackContent content, PackErrors errors)
    {
        foreach (var items in content.Gate.GroupBy(item => item.Requirement.Code))
        {
            foreach (var (first, second) in Pairs([.. items]))
                if (Overlap((first.EffectiveFrom, first.EffectiveTo), (second.EffectiveFrom, second.EffectiveTo)))
                    errors.Add(
                        $"{second.Path}.code",
                        $"上线条件 {items.Key} 与 {first.Path} 重复",
                        $"the item {items.Key} is given already by {first.Path}");
        }

        var boundaries = content.Boundaries().ToList();
        foreach (var code in GateCodes.All)
        {
            var gaps = boundaries.Where(date => !content.Gate.Any(item => item.Requirement.Code == code && item.IsInForce(date)));
            foreach (var gap in gaps.Take(1))
                errors.Add("launchGate", $"缺少上线条件 {code}（自 {Iso(gap)} 起）", $"the item {code} is missing from {Iso(gap)}");
        }
    }

    /// <summary>The clauses that refusals cite: their words are part of every answer.</summary>
    private static void CheckCitations(HashSet<string> known, PackErrors errors)
    {
        foreach (var missing in RuleCatalog.All.Select(entry => entry.Clause).OfType<string>().Distinct().Where(clause => !known.Contains(clause)))
            errors.Add("clauses", $"缺少条款 {missing} 的原文", $"the words of the clause {missing} are missing");
    }

    private static bool Overlap((DateOnly? From, DateOnly? To) first, (DateOnly? From, DateOnly? To) second) =>
        (first.From ?? DateOnly.MinValue) <= (second.To ?? DateOnly.MaxValue)
        && (second.From ?? DateOnly.MinValue) <= (first.To ?? DateOnly.MaxValue);

    private static IEnumerable<(T First, T Second)> Pairs<T>(IReadOnlyList<T> items)
    {
        for (var i = 0; i < items.Count; i++)
            for (var j = i + 1; j < items.Count; j++)
                yield return (items[i], items[j]);
    }

    private static string Iso(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
