using System.Reflection;
using NanchangEdu.Registry.Api.Http;

namespace NanchangEdu.Registry.Api.Printing;

/// <summary>The style sheet of the printed pages: a file of its own, since their policy allows none within them.</summary>
internal static class PrintStyle
{
    private static string Text { get; } = Read();

    public static void MapPrintStyle(this WebApplication app) =>
        app.MapGet(Routes.PrintStyle, () => Results.Text(Text, "text/css; charset=utf-8")).AllowAnonymous().ExcludeFromDescription();

    private static string Read()
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("print.css")
            ?? throw new InvalidOperationException("the style sheet is missing");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
