using System.Globalization;
using System.Text.Json.Nodes;
using NanchangEdu.Registry.Cluster.Tests.History;

namespace NanchangEdu.Registry.Cluster.Tests.Faults;

/// <summary>
/// People at work: the centre records evidence all over the city, a school gets downlines approved and gives them back, another
/// registers and discards drafts, the lead grants exemptions. Every kind of record, claim and quota entry moves.
/// </summary>
internal sealed class Load(Gateway gateway)
{
    private const string Hash = "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae";

    private string[] sites = [];
    private string[] units = [];
    private string live = "";
    private int schoolIndex;
    private int draftIndex;
    private JsonNode? draftUnit;

    public async Task Prepare(CancellationToken cancellationToken)
    {
        var list = await gateway.Get("centre", 0, "/api/v1/sites?limit=100", cancellationToken);
        sites = [.. list["items"]!.AsArray().Where(s => s!["stage"]!.GetValue<string>() != "deregistered").Select(s => s!["id"]!.GetValue<string>())];
        units = [.. (await gateway.Get("lead", 0, "/api/v1/units?limit=100", cancellationToken))["items"]!.AsArray().Select(u => u!["uscc"]!.GetValue<string>())];
        for (var i = 0; i < gateway.CountOf("clerk"); i++)
        {
            var own = (await gateway.Get("clerk", i, "/api/v1/sites?limit=10", cancellationToken))["items"]!.AsArray();
            if (own.FirstOrDefault(s => s!["stage"]!.GetValue<string>() == "live") is { } site)
            {
                (live, schoolIndex) = (site["id"]!.GetValue<string>(), i);
            }
            else if (own.Count == 0)
            {
                draftIndex = i;
                draftUnit = await gateway.Get("clerk", i, $"/api/v1/units/{gateway.UnitOf("clerk", i)}", cancellationToken);
            }
        }

        Assert.NotEmpty(sites);
        Assert.NotEmpty(units);
        Assert.NotEmpty(live);
        Assert.NotNull(draftUnit);
    }

    /// <summary>Goes on until cancelled. Whatever was sent by then is carried to a known outcome.</summary>
    public Task Run(CancellationToken until, CancellationToken cancellationToken) => Task.WhenAll(
        [.. Enumerable.Range(0, 5).Select(n => Loop(i => Evidence(n, i, cancellationToken), until)),
         Loop(i => Downline(i, cancellationToken), until), Loop(i => Draft(i, cancellationToken), until), Loop(i => Exemption(i, cancellationToken), until)]);

    private static async Task Loop(Func<int, Task> step, CancellationToken until)
    {
        for (var i = 0; !until.IsCancellationRequested; i++)
        {
            await step(i);
        }
    }

    private Task<Returned> Evidence(int worker, int i, CancellationToken cancellationToken)
    {
        // Two of five workers meet on one site on purpose.
        var site = worker < 2 ? live : sites[((i * 7) + worker) % sites.Length];
        return gateway.Command("centre", 0, HttpMethod.Put, $"/api/v1/sites/{site}/evidence/plan", site,
            $$"""{"on":"2026-01-05","statement":"应急预案演练 {{worker}}-{{i}}","sha256":"{{Hash}}"}""", cancellationToken);
    }

    private async Task Downline(int i, CancellationToken cancellationToken)
    {
        var from = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime).AddDays(60 + (i % 40 * 3));
        var filed = await gateway.Command("clerk", schoolIndex, HttpMethod.Post, $"/api/v1/sites/{live}/downline-requests", live,
            $$"""{"from":"{{Text(from)}}","until":"{{Text(from.AddDays(1))}}","reasonCode":"upgrade","reason":"系统升级","noticeText":"暂停服务"}""", cancellationToken);
        if (!filed.IsSuccess)
        {
            return; // the quota is used up for those dates: a refusal is an answer, too
        }

        var number = JsonNode.Parse(filed.Body)!["request"]!.GetValue<int>();
        await gateway.Command("reviewer", 0, HttpMethod.Post, $"/api/v1/sites/{live}/requests/{number}/assignment", live, "{}", cancellationToken);
        await gateway.Command("reviewer", 0, HttpMethod.Post, $"/api/v1/sites/{live}/requests/{number}/decision", live, """{"decision":"approve"}""", cancellationToken);
        var view = await gateway.Get("clerk", schoolIndex, $"/api/v1/sites/{live}", cancellationToken);
        foreach (var window in view["windows"]!.AsArray().Where(w => w!["state"]!.GetValue<string>() == "scheduled").Skip(i % 2))
        {
            await gateway.Command("clerk", schoolIndex, HttpMethod.Post, $"/api/v1/sites/{live}/downline/windows/{window!["number"]}/cancellation", live,
                """{"reason":"改期"}""", cancellationToken);
        }
    }

    private async Task Draft(int i, CancellationToken cancellationToken)
    {
        var name = draftUnit!["name"]!.GetValue<string>();
        var made = await gateway.Command("clerk", draftIndex, HttpMethod.Post, "/api/v1/sites", null,
            $$$"""
            {"name":"{{{name}}}","hosts":["draft{{{i}}}.ncedu.cn"],"purpose":"公开","functions":["informationDisclosure"],"platform":"网站群",
             "hosting":{"provider":"中国电信","place":"江西南昌","ipAddress":"117.40.138.21","onMainland":true},"contacts":[],
             "upkeep":{"logRetentionMonths":12,"backup":"每日","emergencyPlan":"有","secrecyReviewer":"刘主任"}}
            """, cancellationToken);
        if (made.IsSuccess)
        {
            var id = JsonNode.Parse(made.Body)!["id"]!.GetValue<string>();
            await gateway.Command("clerk", draftIndex, HttpMethod.Post, $"/api/v1/sites/{id}/discard", id, """{"reason":"重新填报"}""", cancellationToken);
        }
    }

    private Task<Returned> Exemption(int i, CancellationToken cancellationToken)
    {
        var unit = units[i % units.Length];
        var until = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime).AddDays(30);
        return gateway.Command("lead", 0, HttpMethod.Post, $"/api/v1/units/{unit}/exemptions", unit,
            $$"""{"kind":"siteName","reason":"更名过渡 {{i}}","expiresOn":"{{Text(until)}}"}""", cancellationToken);
    }

    private static string Text(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
