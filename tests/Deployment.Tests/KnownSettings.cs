using System.Reflection;
using System.Text.RegularExpressions;

namespace NanchangEdu.Registry.Deployment.Tests;

/// <summary>The names of settings in the programs' own sections that they read, as environment variables spell them. Of a list, that of its first entry.</summary>
internal static partial class KnownSettings
{
    private const string Sections = "Registry|Auth|Door|RateLimit";

    private const string FirstEntry = "__0";

    /// <summary>The members, inherited ones too, of every options class that names its section.</summary>
    public static IEnumerable<string> In(Assembly assembly) =>
        from type in assembly.GetTypes()
        let section = type.GetField("Section", BindingFlags.Public | BindingFlags.Static)?.GetRawConstantValue() as string
        where section is not null
        from member in type.GetProperties()
        where member.CanWrite
        select $"{Spelt(section)}__{member.Name}";

    /// <summary>Settings named whole in a literal, and the members of an options class under the section it names.</summary>
    public static IEnumerable<string> In(string source)
    {
        foreach (Match whole in Setting().Matches(source)) yield return Spelt(whole.Groups[1].Value);
        if (Section().Match(source) is not { Success: true } section) yield break;
        foreach (Match member in Member().Matches(source))
        {
            var entry = member.Groups["type"].Value.Contains("List<", StringComparison.Ordinal) ? FirstEntry : "";
            yield return $"{Spelt(section.Groups[1].Value)}__{member.Groups["name"].Value}{entry}";
        }
    }

    /// <summary>The name as it is known here, whichever entry of a list it sets.</summary>
    public static string Known(string name) => Entry().Replace(name, FirstEntry);

    /// <summary>Whether the setting is the programs' own, and not a tool's or the framework's.</summary>
    public static bool IsOurs(string name) =>
        Sections.Split('|').Any(section => name.StartsWith($"{section}_", StringComparison.OrdinalIgnoreCase));

    private static string Spelt(string setting) => setting.Replace(":", "__", StringComparison.Ordinal);

    [GeneratedRegex($"\"((?:{Sections})(?::[A-Za-z]+)+)\"")]
    private static partial Regex Setting();

    [GeneratedRegex($"const string Section = \"((?:{Sections})[A-Za-z:]*)\"")]
    private static partial Regex Section();

    [GeneratedRegex(@"public (?<type>[A-Za-z0-9<>?.]+) (?<name>[A-Za-z]+) \{ get; set; \}")]
    private static partial Regex Member();

    [GeneratedRegex("__[0-9]+$")]
    private static partial Regex Entry();
}
