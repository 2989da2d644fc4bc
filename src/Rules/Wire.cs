using System.Text.Json;

namespace NanchangEdu.Registry.Rules;

/// <summary>The names that enum members carry on the wire and in the store: camelCase.</summary>
public static class Wire
{
    public static string Name<TEnum>(TEnum value) where TEnum : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());
}
