using NanchangEdu.Registry.Contracts;

namespace NanchangEdu.Registry.Api.Http;

/// <summary>Chinese is the language of the registry's users; English is there for whoever asks for it.</summary>
public static class Languages
{
    public static TextLanguage Of(HttpRequest request)
    {
        var best = (Language: TextLanguage.Chinese, Quality: 0.0);
        foreach (var entry in request.GetTypedHeaders().AcceptLanguage)
        {
            var quality = entry.Quality ?? 1;
            if (quality > best.Quality && Known(entry.Value.Value) is { } language) best = (language, quality);
        }

        return best.Language;
    }

    public static string TagOf(TextLanguage language) => language == TextLanguage.English ? "en" : "zh-CN";

    private static TextLanguage? Known(string? tag)
    {
        if (tag is null) return null;
        if (tag.StartsWith("zh", StringComparison.OrdinalIgnoreCase)) return TextLanguage.Chinese;
        return tag.StartsWith("en", StringComparison.OrdinalIgnoreCase) ? TextLanguage.English : null;
    }
}
