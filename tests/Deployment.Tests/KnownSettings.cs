using System.Reflection;
using System.Text.RegularExpressions;

namespace NanchangEdu.Registry.Deployment.Tests;

/// <summary>The names of settings under <c>Registry</c> and <c>Auth</c> that the programs read, as environment variables spell them.</summary>
internal static partial class KnownSettings
{
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
        foreach (Match member in Member().Matches(source)) yield return $"{Spelt(section.Groups[1].Value)}__{member.Groups[1].Value}";
    }

    private static string Spelt(string setting) => setting.Replace(":", "__", StringComparison.Ordinal);

    [GeneratedRegex("\"((?:Registry|Auth)(?::[A-Za-z]+)+)\"")]
    private static partial Regex Setting();

    [GeneratedRegex("const string Section = \"((?:Registry|Auth)[A-Za-z:]*)\"")]
    private static partial Regex Section();

    [GeneratedRegex(@"public [A-Za-z0-9<>?.]+ ([A-Za-z]+) \{ get; set; \}")]
    private static partial Regex Member();
}
