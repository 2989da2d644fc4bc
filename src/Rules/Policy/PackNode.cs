using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace NanchangEdu.Registry.Rules;

/// <summary>Every fault found so far: reading goes on after one, so that all are named at once.</summary>
internal sealed class PackErrors
{
    /// <summary>A file of another kind altogether would give thousands.</summary>
    private const int ErrorsMax = 200;

    private readonly List<RulePackError> errors = [];

    public int Count => errors.Count;

    public void Add(string path, string zh, string en)
    {
        if (errors.Count < ErrorsMax) errors.Add(new(path, zh, en));
    }

    public void ThrowIfAny()
    {
        if (errors.Count > 0) throw new RulePackInvalidException([.. errors]);
    }
}

/// <summary>The members of an object, known ones only.</summary>
internal sealed class PackObject(IReadOnlyDictionary<string, PackNode> members)
{
    /// <summary>The member; null when it is absent (which is an error already when it is required).</summary>
    public PackNode? this[string name] => members.GetValueOrDefault(name);
}

/// <summary>
/// A value of the pack with its path. Each reader gives the value, or null and an error that names the path and what was expected.
/// </summary>
internal sealed class PackNode(JsonElement element, string path, PackErrors errors)
{
    private static readonly SearchValues<char> KebabCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-");

    public string Path => path;

    public PackErrors Errors => errors;

    public bool IsNull => element.ValueKind == JsonValueKind.Null;

    public string RawText => element.GetRawText();

    public void Fault(string zh, string en) => errors.Add(path, zh, en);

    public PackObject? Members(IEnumerable<string> required, IEnumerable<string>? optional = null)
    {
        if (element.ValueKind != JsonValueKind.Object)
        {
            Expected("对象 { … }", "an object { … }");
            return null;
        }

        var needed = required.ToList();
        var known = needed.Concat(optional ?? []).ToList();
        var members = new Dictionary<string, PackNode>(StringComparer.Ordinal);
        foreach (var property in element.EnumerateObject())
        {
            var here = $"{path}.{property.Name}".TrimStart('$', '.');
            if (!known.Contains(property.Name))
                errors.Add(here, $"未知字段，此处可用：{string.Join('、', known)}", $"unknown member; known here: {string.Join(", ", known)}");
            else if (!members.TryAdd(property.Name, new PackNode(property.Value, here, errors)))
                errors.Add(here, "字段重复", "the member is given twice");
        }

        foreach (var name in needed.Where(name => !members.ContainsKey(name)))
            errors.Add($"{path}.{name}".TrimStart('$', '.'), "缺少必填字段", "the member is missing");
        return new(members);
    }

    /// <summary>Every member of an object whose names are data.</summary>
    public IEnumerable<(string Name, PackNode Value)> Entries()
    {
        if (element.ValueKind != JsonValueKind.Object)
        {
            Expected("对象 { … }", "an object { … }");
            yield break;
        }

        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var property in element.EnumerateObject())
        {
            var here = new PackNode(property.Value, $"{path}.{property.Name}", errors);
            if (seen.Add(property.Name)) yield return (property.Name, here);
            else here.Fault("字段重复", "the member is given twice");
        }
    }

    public IReadOnlyList<PackNode> Items(bool mayBeEmpty = false)
    {
        if (element.ValueKind != JsonValueKind.Array || (!mayBeEmpty && element.GetArrayLength() == 0))
        {
            if (mayBeEmpty) Expected("数组 [ … ]", "an array [ … ]");
            else Expected("非空数组 [ … ]", "an array [ … ] with at least one element");
            return [];
        }

        return [.. element.EnumerateArray().Select((item, index) => new PackNode(item, $"{path}[{index}]", errors))];
    }

    public int? Whole(int min, int max)
    {
        if (element.ValueKind == JsonValueKind.Number && element.TryGetInt32(out var number) && number >= min && number <= max) return number;
        Expected($"{min} 至 {max} 的整数", $"a whole number from {min} to {max}");
        return null;
    }

    public bool? Flag()
    {
        if (element.ValueKind is JsonValueKind.True or JsonValueKind.False) return element.GetBoolean();
        Expected("true 或 false", "true or false");
        return null;
    }

    public string? Text(int charactersMax = 500)
    {
        if (RawString() is { } text && text.Length <= charactersMax && !string.IsNullOrWhiteSpace(text) && text.AsSpan().Trim().Length == text.Length)
            return text;
        Expected($"1 至 {charactersMax} 个字符的文字，首尾无空白", $"text of 1 to {charactersMax} characters without surrounding white space");
        return null;
    }

    /// <summary>A stable name of lower-case letters, digits and single dashes.</summary>
    public string? Kebab()
    {
        if (RawString() is { Length: > 0 and <= 60 } text && !text.AsSpan().ContainsAnyExcept(KebabCharacters)
            && text[0] != '-' && text[^1] != '-' && !text.Contains("--", StringComparison.Ordinal))
            return text;
        Expected("小写字母、数字和单个连字符组成的代码", "a code of lower-case letters, digits and single dashes");
        return null;
    }

    public DateOnly? Date()
    {
        if (RawString() is { } text && DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
            return date;
        Expected("yyyy-MM-dd 格式的日期", "a date yyyy-MM-dd");
        return null;
    }

    public T? Choice<T>(IReadOnlyDictionary<string, T> choices)
        where T : struct
    {
        if (RawString() is { } text && choices.TryGetValue(text, out var value)) return value;
        Expected($"其中之一：{string.Join('、', choices.Keys)}", $"one of {string.Join(", ", choices.Keys)}");
        return null;
    }

    public void Expected(string zh, string en)
    {
        var found = Shortened(element.GetRawText());
        Fault($"应为{zh}，实际为 {found}", $"expected {en}, found {found}");
    }

    // A lone surrogate in an escape makes GetString throw.
    private string? RawString()
    {
        if (element.ValueKind != JsonValueKind.String) return null;
        try
        {
            return element.GetString();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private static string Shortened(string raw)
    {
        var text = new StringBuilder();
        foreach (var rune in raw.EnumerateRunes())
        {
            if (text.Length >= 40) return text.Append('…').ToString();
            text.Append(Rune.IsControl(rune) ? ' ' : rune.ToString());
        }

        return text.ToString();
    }
}
