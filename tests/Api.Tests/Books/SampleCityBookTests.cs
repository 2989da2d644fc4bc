using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using NanchangEdu.Registry.Contracts;
using NanchangEdu.Registry.Grains;
using NanchangEdu.Registry.Rules;

namespace NanchangEdu.Registry.Api.Tests.Books;

public sealed class GatewayWithSampleCity : Gateway
{
    protected override IEnumerable<(string Key, string Value)> Settings => [("Registry:Sample", "true"), ("Registry:Reports:LiveSeconds", "0")];
}

/// <summary>More than a year of work at sites in every stage: what there is of requests, downlines, emergencies and closures is all printed.</summary>
public sealed class SampleCityBookTests(GatewayWithSampleCity gateway) : IClassFixture<GatewayWithSampleCity>
{
    private const int SitesMin = 20;

    private static readonly string[] Standings = ["ok", "attention", "violation"];

    [Fact]
    public async Task Every_site_has_a_book_of_each_year_and_what_stands_in_it_is_on_the_page()
    {
        using var auditor = gateway.As(People.Of(Role.Auditor));
        var year = RegistryCalendar.YearOf(gateway.Services.GetRequiredService<TimeProvider>().GetUtcNow());
        var sites = JsonElement.Parse(await auditor.GetStringAsync("/api/v1/sites?limit=200")).GetProperty("items").EnumerateArray().ToArray();
        var stages = new HashSet<string>();
        var (requests, windows, suspensions, closures, lines) = (0, 0, 0, 0, 0);

        foreach (var id in sites.Select(site => site.GetProperty("id").GetString()))
        {
            foreach (var of in new[] { year, year - 1 })
            {
                var book = JsonElement.Parse(await auditor.GetStringAsync($"/api/v1/sites/{id}/book?year={of}"));
                using var answer = await auditor.GetAsync($"/api/v1/sites/{id}/book?year={of}&format=html");
                var page = await PrintedPage.Of(answer);
                var site = book.GetProperty("site");

                stages.Add(site.GetProperty("stage").GetString()!);
                requests += ShouldPrint(page, site, "requests", request => $"第 {request.GetProperty("number")} 号 ");
                windows += ShouldPrint(page, site, "windows", window => $"{window.GetProperty("from").GetString()} 至 {window.GetProperty("until").GetString()}");
                suspensions += ShouldPrint(page, site, "suspensions", suspension => suspension.GetProperty("reason").GetString()!);
                if (site.GetProperty("closure").ValueKind == JsonValueKind.Object) closures++;
                Assert.All(site.GetProperty("profile").GetProperty("contacts").EnumerateArray(), ShouldBeMasked);
                foreach (var entry in book.GetProperty("ledger").GetProperty("entries").EnumerateArray())
                {
                    lines++;
                    Assert.Matches("[\u4e00-\u9fff]", entry.GetProperty("what").GetString());
                    Assert.Contains(page.Rows, cells => cells is [_, .., var hash] && hash == entry.GetProperty("hash").GetString()![..12]);
                }
            }
        }

        Assert.True(sites.Length >= SitesMin, $"{sites.Length} sites");
        Assert.Equal(Enum.GetValues<Stage>().Select(Wire.Name).Order(), stages.Order());
        Assert.True(requests > 0 && windows > 0 && suspensions > 0 && closures > 0 && lines > sites.Length, $"{requests} {windows} {suspensions} {closures} {lines}");
    }

    [Fact]
    public async Task Every_unit_has_a_book_with_those_of_its_sites()
    {
        using var auditor = gateway.As(People.Of(Role.Auditor));
        var units = JsonElement.Parse(await auditor.GetStringAsync("/api/v1/units?limit=200")).GetProperty("items").EnumerateArray().ToArray();
        foreach (var uscc in units.Select(unit => unit.GetProperty("uscc").GetString()))
        {
            var book = JsonElement.Parse(await auditor.GetStringAsync($"/api/v1/units/{uscc}/book?full=true"));
            Assert.Equal(book.GetProperty("sites").GetArrayLength(), book.GetProperty("books").GetArrayLength());
            using var answer = await auditor.GetAsync($"/api/v1/units/{uscc}/book?full=true&format=html");
            var page = await PrintedPage.Of(answer);
            Assert.All(book.GetProperty("sites").EnumerateArray(), site => Assert.Contains(site.GetProperty("mainHost").GetString()!, page.Words, StringComparison.Ordinal));
        }
    }

    /// <summary>Two ways to the same numbers: the catalog's columns, and every record in turn.</summary>
    [Fact]
    public async Task The_summary_agrees_with_the_counters()
    {
        await gateway.Services.GetRequiredService<IGrainFactory>().GetGrain<IDeadlineGrain>(GrainKeys.Sweeper).Sweep(default);
        using var auditor = gateway.As(People.Of(Role.Auditor));
        var counters = JsonElement.Parse(await auditor.GetStringAsync("/api/v1/counters")).GetProperty("sitesByStage");
        using var answer = await auditor.GetAsync("/api/v1/reports/compliance");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var total = JsonElement.Parse(await answer.Content.ReadAsStringAsync()).GetProperty("total");

        Assert.All(Enum.GetValues<Stage>().Select(Wire.Name), stage => Assert.Equal(
            counters.GetProperty(stage).GetInt64(), total.GetProperty("sitesByStage").GetProperty(stage).GetInt64()));
        Stage[] inService = [Stage.Live, Stage.DownlineScheduled, Stage.Downline, Stage.Overdue, Stage.Suspended, Stage.Closing];
        var standing = total.GetProperty("standing");
        Assert.Equal(inService.Sum(stage => counters.GetProperty(Wire.Name(stage)).GetInt64()), standing.GetProperty("inService").GetInt64());
        Assert.Equal(
            standing.GetProperty("inService").GetInt64(),
            Standings.Sum(kind => standing.GetProperty(kind).GetInt64()));
    }

    private static int ShouldPrint(PrintedPage page, JsonElement site, string member, Func<JsonElement, string> words)
    {
        var items = site.GetProperty(member).EnumerateArray().ToArray();
        Assert.All(items, item => Assert.Contains(words(item), page.Words, StringComparison.Ordinal));
        return items.Length;
    }

    private static void ShouldBeMasked(JsonElement contact) =>
        Assert.EndsWith("****", contact.GetProperty("phone").GetString(), StringComparison.Ordinal);
}
