using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text.Json;
using NanchangEdu.Registry.Contracts;

namespace NanchangEdu.Registry.Rules;

/// <summary>Reads the bytes of a pack: strictly, and to the end, so that every fault is named at once.</summary>
internal static partial class PackReader
{
    private const int BytesMax = 1 << 20;
    private const int DepthMax = 16;

    private static readonly string[] Sections =
        ["version", "name", "rules", "launchGate", "clauses", "returnReasons", "domainZones", "sensitivePeriods", "workingCalendar"];

    /// <summary>A pack without vacations has none.</summary>
    private static readonly string[] OptionalSections = ["schoolVacations"];

    public static PackContent Read(ReadOnlySpan<byte> json)
    {
        var errors = new PackErrors();
        if (json.Length > BytesMax)
        {
            errors.Add("$", $"文件不得超过 {BytesMax} 字节，实际 {json.Length} 字节", $"the file may have {BytesMax} bytes, it has {json.Length}");
            errors.ThrowIfAny();
        }

        var bytes = json.ToArray();
        using var document = Parse(bytes, errors);
        var content = Read(new PackNode(document.RootElement, "$", errors), errors) with
        {
            Sha256 = Convert.ToHexStringLower(SHA256.HashData(bytes)),
            Json = bytes,
        };
        errors.ThrowIfAny();
        return content;
    }

    private static JsonDocument Parse(byte[] bytes, PackErrors errors)
    {
        // A byte-order mark is what some editors put in front of UTF-8.
        var start = bytes.AsSpan().StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]) ? 3 : 0;
        try
        {
            return JsonDocument.Parse(bytes.AsMemory(start), new JsonDocumentOptions { MaxDepth = DepthMax });
        }
        catch (JsonException broken)
        {
            var line = broken.LineNumber + 1;
            errors.Add("$", $"不是有效的 JSON，第 {line} 行", $"no valid JSON, line {line}: {broken.Message}");
            throw new RulePackInvalidException([new("$", $"不是有效的 JSON，第 {line} 行", $"no valid JSON, line {line}: {broken.Message}")]);
        }
    }

    private static PackContent Read(PackNode root, PackErrors errors)
    {
        var file = root.Members(Sections, OptionalSections);
        var clauses = Clauses(file?["clauses"]);
        var known = clauses.Select(clause => clause.Id).ToHashSet(StringComparer.Ordinal);
        var zones = Zones(file?["domainZones"]);
        file?["name"]?.Text(100);
        var content = new PackContent(
            file?["version"]?.Text(40) ?? "",
            "",
            default,
            Rules(file?["rules"], known),
            clauses,
            ReturnReasons(file?["returnReasons"]),
            Gate(file?["launchGate"], known),
            zones.Default,
            zones.ByAuthority,
            Periods(file?["sensitivePeriods"]),
            Periods(file?["schoolVacations"]),
            Calendar(file?["workingCalendar"]));

        // What the parts owe each other is asked only of parts that are sound, or one slip would be reported many times over.
        if (errors.Count > 0) return content;
        CheckRules(content, errors);
        CheckGate(content, errors);
        CheckCitations(known, errors);
        return content;
    }

    private static ImmutableArray<ClauseWords> Clauses(PackNode? node)
    {
        var clauses = ImmutableArray.CreateBuilder<ClauseWords>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var item in node?.Items() ?? [])
        {
            if (item.Members(["id", "words", "kinds"]) is not { } members) continue;
            var id = members["id"] is { } idNode ? ClauseId(idNode) : null;
            var words = members["words"]?.Text(200);
            var kinds = members["kinds"] is { } kindsNode
                ? kindsNode.Items().Select(kind => kind.Choice(Kinds)).OfType<char>().ToImmutableArray() : [];
            if (id is null || words is null) continue;
            if (!seen.Add(id)) members["id"]!.Fault($"条款 {id} 重复", $"the clause {id} is given twice");
            else clauses.Add(new(id, words, kinds));
        }

        return clauses.ToImmutable();
    }

    private static ImmutableArray<ReturnReasonText> ReturnReasons(PackNode? node)
    {
        var reasons = ImmutableArray.CreateBuilder<ReturnReasonText>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var item in node?.Items() ?? [])
        {
            if (item.Members(["code", "zh", "en"]) is not { } members) continue;
            var (code, zh, en) = (members["code"]?.Kebab(), members["zh"]?.Text(200), members["en"]?.Text(200));
            if (code is null || zh is null || en is null) continue;
            if (!seen.Add(code)) members["code"]!.Fault($"退回原因 {code} 重复", $"the reason {code} is given twice");
            else reasons.Add(new(code, zh, en));
        }

        return reasons.ToImmutable();
    }

    private static readonly Dictionary<string, char> Kinds = new() { ["E"] = 'E', ["D"] = 'D', ["O"] = 'O', ["R"] = 'R' };

    /// <summary>An id like NC-3.12.</summary>
    private static string? ClauseId(PackNode node)
    {
        var text = node.Text(10);
        if (text is null) return null;
        var parts = text.StartsWith("NC-", StringComparison.Ordinal) ? text[3..].Split('.') : [];
        if (parts.Length == 2 && parts.All(part => part.Length is 1 or 2 && part.All(char.IsAsciiDigit))) return text;
        node.Expected("条款编号，如 NC-3.12", "a clause id such as NC-3.12");
        return null;
    }

    /// <summary>A clause id that the pack has the words of.</summary>
    private static string? KnownClause(PackNode? node, HashSet<string> known)
    {
        if (node is null || ClauseId(node) is not { } id) return null;
        if (known.Contains(id)) return id;
        node.Fault($"条款 {id} 没有在 clauses 中给出原文", $"the clause {id} is not given in clauses");
        return null;
    }

    private static (DateOnly? From, DateOnly? To) Effective(PackObject members)
    {
        var from = members["effectiveFrom"] is { IsNull: false } fromNode ? fromNode.Date() : null;
        var to = members["effectiveTo"] is { IsNull: false } toNode ? toNode.Date() : null;
        if (to < from) members["effectiveTo"]!.Fault("失效日期早于生效日期", "the rule ends before it begins");
        return (from, to);
    }

    private static ImmutableArray<UnitType> AppliesTo(PackNode? node)
    {
        var types = new SortedSet<UnitType>();
        foreach (var item in node?.Items() ?? [])
        {
            if (item.Choice(UnitTypeWords) is not { } word) continue;
            foreach (var type in Enum.GetValues<UnitType>().Where(type => word.Includes(type)))
                if (!types.Add(type)) item.Fault("与其他项重复", "this is covered by another entry");
        }

        return [.. types];
    }

    private readonly record struct UnitTypeWord(UnitType? Type, bool? IsPublic)
    {
        public bool Includes(UnitType type) => Type is { } one ? one == type : IsPublic is not { } isPublic || type.IsPublic() == isPublic;
    }

    private static readonly Dictionary<string, UnitTypeWord> UnitTypeWords = new(StringComparer.Ordinal)
    {
        ["all"] = new(null, null),
        ["public"] = new(null, true),
        ["bureau"] = new(UnitType.Bureau, null),
        ["bureauInstitution"] = new(UnitType.BureauInstitution, null),
        ["bureauSchool"] = new(UnitType.BureauSchool, null),
        ["provincialInstitutionSchool"] = new(UnitType.ProvincialInstitutionSchool, null),
        ["privateSchool"] = new(UnitType.PrivateSchool, null),
    };
}
