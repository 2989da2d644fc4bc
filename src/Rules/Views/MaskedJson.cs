using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using NanchangEdu.Registry.Contracts;

namespace NanchangEdu.Registry.Rules;

/// <summary>
/// The registry's JSON with everything masked that is marked <see cref="PersonalAttribute"/>, wherever in a view or an event it stands:
/// a new event or view that shows a contact needs no line here.
/// </summary>
internal static class MaskedJson
{
    private const string Hidden = "***";

    public static JsonSerializerOptions Options { get; } = Make();

    private static JsonSerializerOptions Make()
    {
        var options = new JsonSerializerOptions(RegistryJson.Options)
        {
            TypeInfoResolver = RegistryJson.Options.TypeInfoResolver!.WithAddedModifier(MaskMembers),
        };
        options.MakeReadOnly();
        return options;
    }

    private static void MaskMembers(JsonTypeInfo type)
    {
        if (type.Kind != JsonTypeInfoKind.Object) return;
        foreach (var member in type.Properties)
        {
            if (member.Get is not { } read) continue;
            if (KindOf(member) is { } kind) member.Get = owner => Mask(kind, (string?)read(owner));
            else if (type.Type == typeof(Difference) && member.Name is "before" or "after") member.Get = owner => Mask(((Difference)owner).Path, (string?)read(owner));
        }
    }

    private static PersonalKind? KindOf(JsonPropertyInfo member) =>
        member.AttributeProvider?.GetCustomAttributes(typeof(PersonalAttribute), inherit: true) is [PersonalAttribute personal] ? personal.Kind : null;

    /// <summary>A name keeps its first character, a telephone number its first three: enough to tell two apart, and that one was changed.</summary>
    private static string? Mask(PersonalKind kind, string? text) => kind switch
    {
        _ when string.IsNullOrEmpty(text) => text,
        PersonalKind.Name => string.Concat(text.AsSpan(0, char.IsHighSurrogate(text[0]) && text.Length > 1 ? 2 : 1), "**"),
        PersonalKind.Phone when text.Length > 4 => string.Concat(text.AsSpan(0, 3), "****"),
        _ => Hidden,
    };

    /// <summary>A value of a difference is JSON text; the path in the request's content says of what. What cannot be told is hidden.</summary>
    private static string? Mask(string path, string? json)
    {
        if (json is null) return null;
        try
        {
            return Find(path) switch
            {
                ({ } type, null) => JsonSerializer.Serialize(JsonSerializer.Deserialize(json, type, RegistryJson.Options), type, Options),
                (_, { } kind) => JsonSerializer.Serialize(Mask(kind, JsonSerializer.Deserialize<string>(json)), Options),
                _ => JsonSerializer.Serialize(Hidden, Options),
            };
        }
        catch (JsonException)
        {
            return JsonSerializer.Serialize(Hidden, Options);
        }
    }

    /// <summary>Follows a path such as <c>profile.contacts[0].phone</c> through the types.</summary>
    private static (Type? Type, PersonalKind? Kind) Find(string path)
    {
        Type? type = typeof(RequestContent);
        PersonalKind? kind = null;
        foreach (var step in path.Split('.'))
        {
            var name = step.Split('[')[0];
            if (type is null || RegistryJson.Options.GetTypeInfo(type) is not { Kind: JsonTypeInfoKind.Object } known
                || known.Properties.FirstOrDefault(p => p.Name == name) is not { } member)
            {
                return default;
            }

            (type, kind) = (member.PropertyType, KindOf(member));
            for (var depth = step.Count(c => c == '['); depth > 0 && type is not null; depth--) type = RegistryJson.Options.GetTypeInfo(type).ElementType;
        }

        return (type, kind);
    }
}
