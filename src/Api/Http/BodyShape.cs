using System.Collections;
using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using NanchangEdu.Registry.Contracts;

namespace NanchangEdu.Registry.Api.Http;

/// <summary>
/// Holds a JSON value against the record it is to become and names every member that does not fit: missing, unknown, of the wrong
/// type, too long, not a choice. The serializer would stop at the first and name the place only now and then.
/// </summary>
internal static class BodyShape
{
    public static List<Fault> Find(JsonElement value, Type type)
    {
        var faults = new List<Fault>();
        Check(value, type, "", null, faults);
        return faults;
    }

    /// <param name="member">The member whose bounds hold: the value's own, or that of the array it is an item of.</param>
    private static void Check(JsonElement value, Type declared, string path, JsonPropertyInfo? member, List<Fault> faults, bool isItem = false)
    {
        if (faults.Count >= Limits.FaultsNamed) return;
        var field = path.Length == 0 ? "body" : path;
        var type = Nullable.GetUnderlyingType(declared) ?? declared;

        if (value.ValueKind == JsonValueKind.Null)
        {
            if (isItem || !TakesNull(declared, member)) faults.Add(Fault.Null(field));
            return;
        }

        var info = Json.Options.GetTypeInfo(type);
        var found = info.Kind switch
        {
            JsonTypeInfoKind.Object => CheckObject(value, info, path, field, faults),
            JsonTypeInfoKind.Enumerable => CheckArray(value, info, path, field, member, faults),
            JsonTypeInfoKind.Dictionary => CheckDictionary(value, info, path, field, member, faults),
            _ => CheckScalar(value, type, field, member),
        };
        if (found is not null) faults.Add(found);
    }

    private static bool TakesNull(Type declared, JsonPropertyInfo? member) =>
        Nullable.GetUnderlyingType(declared) is not null
        || (!declared.IsValueType && member is { AssociatedParameter.IsNullable: true });

    private static Fault? CheckObject(JsonElement value, JsonTypeInfo info, string path, string field, List<Fault> faults)
    {
        if (value.ValueKind != JsonValueKind.Object) return Fault.Kind(field, "对象", "an object");

        foreach (var given in value.EnumerateObject())
        {
            var member = info.Properties.FirstOrDefault(p => p.Name == given.Name);
            if (member is null)
                faults.Add(Fault.Unknown(Join(path, given.Name)));
            else
                Check(given.Value, member.PropertyType, Join(path, given.Name), member, faults);
        }

        foreach (var member in info.Properties)
        {
            if (member.IsRequired && !value.TryGetProperty(member.Name, out _)) faults.Add(Fault.Missing(Join(path, member.Name)));
        }

        return null;
    }

    private static Fault? CheckArray(
        JsonElement value, JsonTypeInfo info, string path, string field, JsonPropertyInfo? member, List<Fault> faults)
    {
        if (value.ValueKind != JsonValueKind.Array) return Fault.Kind(field, "数组", "an array");

        var bound = Attribute<ItemsAttribute>(member);
        if (bound is not null && (value.GetArrayLength() < bound.Min || value.GetArrayLength() > bound.Max))
            return Fault.Count(field, bound.Min, bound.Max);

        var index = 0;
        foreach (var item in value.EnumerateArray())
            Check(item, info.ElementType!, $"{path}[{index++}]", member, faults, isItem: true);
        return null;
    }

    /// <summary>Values by names that are the caller's; they have the bounds of an array's items.</summary>
    private static Fault? CheckDictionary(
        JsonElement value, JsonTypeInfo info, string path, string field, JsonPropertyInfo? member, List<Fault> faults)
    {
        if (value.ValueKind != JsonValueKind.Object) return Fault.Kind(field, "对象", "an object");
        if (Attribute<ItemsAttribute>(member) is not { } bound) throw new InvalidOperationException($"'{field}' has no bound");
        if (value.GetPropertyCount() < bound.Min || value.GetPropertyCount() > bound.Max) return Fault.Count(field, bound.Min, bound.Max);

        foreach (var given in value.EnumerateObject())
        {
            if (given.Name.Length > Limits.CodeLength) faults.Add(Fault.Unknown(Join(path, given.Name)));
            else Check(given.Value, info.ElementType!, Join(path, given.Name), member, faults, isItem: true);
        }

        return null;
    }

    private static Fault? CheckScalar(JsonElement value, Type type, string field, JsonPropertyInfo? member)
    {
        if (type == typeof(string)) return CheckText(value, field, Attribute<StringLengthAttribute>(member));
        if (type == typeof(bool))
            return value.ValueKind is JsonValueKind.True or JsonValueKind.False ? null : Fault.Kind(field, " true 或 false", "true or false");
        if (type == typeof(int)) return CheckNumber(value, field, Attribute<RangeAttribute>(member));

        var text = value.ValueKind == JsonValueKind.String ? value.GetString() : null;
        if (type.IsEnum) return text is not null && Json.NamesOf(type).Contains(text) ? null : Fault.Choice(field, Json.NamesOf(type));
        if (type == typeof(DateOnly)) return DateConverter.TryParse(text, out _) ? null : Fault.Date(field);
        if (type == typeof(DateTimeOffset)) return InstantConverter.TryParse(text, out _) ? null : Fault.Instant(field);
        if (type == typeof(SiteId)) return SiteId.TryParse(text, out _) ? null : Fault.Kind(field, "网站编号", "a site's id");
        if (type == typeof(UnitId)) return UnitId.TryParse(text, out _) ? null : Fault.Kind(field, "18 位统一社会信用代码", "a unified social credit code of 18 characters");
        throw new InvalidOperationException($"request bodies have no member of type {type}");
    }

    private static Fault? CheckText(JsonElement value, string field, StringLengthAttribute? bound)
    {
        if (value.ValueKind != JsonValueKind.String) return Fault.Kind(field, "文字", "a text");
        if (bound is null) throw new InvalidOperationException($"the text '{field}' has no bound");

        var text = value.GetString()!;
        if (text.Length < bound.MinimumLength || text.Length > bound.MaximumLength)
            return Fault.Length(field, bound.MinimumLength, bound.MaximumLength);
        return bound.MinimumLength > 0 && string.IsNullOrWhiteSpace(text) ? Fault.Blank(field) : null;
    }

    private static Fault? CheckNumber(JsonElement value, string field, RangeAttribute? bound)
    {
        if (bound is null) throw new InvalidOperationException($"the number '{field}' has no bound");
        var (min, max) = ((int)bound.Minimum, (int)bound.Maximum);
        if (value.ValueKind != JsonValueKind.Number) return Fault.Kind(field, "整数", "an integer");
        if (!value.TryGetInt32(out var number))
            return value.TryGetInt64(out _) ? Fault.Range(field, min, max) : Fault.Kind(field, "整数", "an integer");
        return number < min || number > max ? Fault.Range(field, min, max) : null;
    }

    private static T? Attribute<T>(JsonPropertyInfo? member) where T : Attribute =>
        member?.AttributeProvider?.GetCustomAttributes(typeof(T), inherit: true).Cast<T>().FirstOrDefault();

    private static string Join(string path, string name)
    {
        var shown = name.Length <= Limits.CodeLength ? name : name[..Limits.CodeLength];
        return path.Length == 0 ? shown : $"{path}.{shown}";
    }
}

/// <summary>A text that must be there and say something.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class TextAttribute : StringLengthAttribute
{
    public TextAttribute(int maximumLength) : base(maximumLength) => MinimumLength = 1;
}

/// <summary>How many items an array holds.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ItemsAttribute(int min, int max) : ValidationAttribute
{
    public int Min => min;

    public int Max => max;

    public override bool IsValid(object? value) => value is null || (value is ICollection items && items.Count >= min && items.Count <= max);
}
