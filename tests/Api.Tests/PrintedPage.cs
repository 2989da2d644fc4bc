using System.Net;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using NanchangEdu.Registry.Api.Http;

namespace NanchangEdu.Registry.Api.Tests;

/// <summary>A page that is printed, as a strict reader takes it: every element is closed, and nothing on it runs or comes from outside.</summary>
internal sealed partial class PrintedPage
{
    private readonly XDocument document;

    private PrintedPage(string html)
    {
        Html = html;
        Assert.StartsWith("<!DOCTYPE html>", html.TrimStart(), StringComparison.Ordinal);
        document = XDocument.Parse(Void().Replace(html.Replace("<!DOCTYPE html>", "", StringComparison.Ordinal), "<$1$2/>"));
    }

    public string Html { get; }

    /// <summary>All that a reader reads.</summary>
    public string Words => document.Root!.Value;

    public string Title => document.Descendants("title").Single().Value;

    /// <summary>The words of each row of each table, cell by cell.</summary>
    public IEnumerable<string[]> Rows => document.Descendants("tr").Select(row => row.Elements().Select(cell => cell.Value.Trim()).ToArray());

    public static async Task<PrintedPage> Of(HttpResponseMessage answer)
    {
        var html = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.StatusCode == HttpStatusCode.OK, $"{(int)answer.StatusCode}: {html}");
        Assert.Equal("text/html", answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal(SecurityHeaders.PrintedPage, Assert.Single(answer.Headers.GetValues("Content-Security-Policy")));
        Assert.True(answer.Headers.CacheControl?.NoStore);
        Assert.Equal(["Accept"], answer.Headers.Vary);
        var page = new PrintedPage(html);
        page.ShouldStandStill();
        return page;
    }

    private void ShouldStandStill()
    {
        Assert.DoesNotContain(document.Descendants(), element => element.Name.LocalName is "script" or "style" or "form" or "iframe" or "img");
        Assert.DoesNotContain(document.Descendants().Attributes(), attribute => attribute.Name.LocalName.StartsWith("on", StringComparison.Ordinal) || attribute.Name == "style");
        Assert.Equal([Routes.PrintStyle], document.Descendants().Attributes("href").Select(attribute => attribute.Value));
        Assert.Contains("打印时间", document.Descendants("footer").Single().Value, StringComparison.Ordinal);
    }

    // elements that HTML leaves open
    [GeneratedRegex("<(meta|link)([^<>]*?)\\s*/?>")]
    private static partial Regex Void();
}
