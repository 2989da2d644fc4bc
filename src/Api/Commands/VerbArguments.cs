using NanchangEdu.Registry.Hosting;

namespace NanchangEdu.Registry.Api.Commands;

/// <summary>Reads <c>--name value</c> pairs behind a verb.</summary>
internal static class VerbArguments
{
    /// <param name="known">The names there are, without dashes.</param>
    /// <param name="wrong">Makes the refusal, in Chinese and English, with how the verb is used.</param>
    /// <exception cref="RegistrySettingException"/>
    public static Dictionary<string, string> Read(
        IReadOnlyCollection<string> pairs, IReadOnlyCollection<string> known, Func<string, string, RegistrySettingException> wrong)
    {
        if (pairs.Count % 2 != 0) throw wrong("用法不对", "that is not how it is used");

        var given = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var pair in pairs.Chunk(2))
        {
            var name = pair[0].StartsWith("--", StringComparison.Ordinal) ? pair[0][2..] : "";
            if (!known.Contains(name, StringComparer.Ordinal) || !given.TryAdd(name, pair[1]))
                throw wrong($"{pair[0]} 不认识或重复", $"{pair[0]} is unknown or doubled");
        }

        return given;
    }
}
