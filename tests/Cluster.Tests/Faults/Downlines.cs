using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json.Nodes;

namespace NanchangEdu.Registry.Cluster.Tests.Faults;

/// <summary>Downlines of the schools' sites: a quota of two times and thirty days a year that several want at once.</summary>
internal sealed class Downlines(Gateway gateway, City city)
{
    private const int FarthestDays = 380;
    private const int LengthMax = 16;
    private const int Racers = 4;

    private readonly ConcurrentDictionary<string, bool> downToday = new();

    /// <summary>Asked for, approved, given back.</summary>
    public async Task Round(Random random, CancellationToken cancellationToken)
    {
        var school = Any(random);
        if (await File(school, Window(random), urgent: false, cancellationToken) is not { } request) return;
        if (await Take(school, request, cancellationToken)) await Approve(school, request, door: null, cancellationToken);
        await GiveBack(school, cancellationToken);
    }

    /// <summary>More requests than the year has room for, all decided at once, at every door.</summary>
    public async Task Race(Random random, CancellationToken cancellationToken)
    {
        var school = Any(random);
        var first = Window(random).From;
        var filed = await Task.WhenAll(Enumerable.Range(0, Racers).Select(i =>
        {
            var from = first.AddDays(i * (LengthMax + 1) % 60);
            return File(school, (from, from.AddDays(random.Next(LengthMax))), urgent: false, cancellationToken);
        }));
        int[] requests = [.. filed.OfType<int>()];
        await Task.WhenAll(requests.Select(request => Take(school, request, cancellationToken)));
        await Task.WhenAll(requests.Select((request, i) => Approve(school, request, door: i % 2, cancellationToken)));
        foreach (var request in requests) await Withdraw(school, request, cancellationToken); // refused where it was approved
        await GiveBack(school, cancellationToken);
    }

    public async Task Withdrawn(Random random, CancellationToken cancellationToken)
    {
        var school = Any(random);
        if (await File(school, Window(random), urgent: false, cancellationToken) is { } request) await Withdraw(school, request, cancellationToken);
    }

    /// <summary>Down and up again today, once a site: a time and a date of this year that stay used.</summary>
    public async Task Today(Random random, CancellationToken cancellationToken)
    {
        var school = Any(random);
        if (!downToday.TryAdd(school.Site, true)) return;
        if (await File(school, (Dates.Today, Dates.Today), urgent: true, cancellationToken) is not { } request) return;
        await Take(school, request, cancellationToken);
        if (!await Approve(school, request, door: null, cancellationToken)) return;
        await Post(school.Clerk, school, "/downline/start", """{"noticeUrl":"https://notice.ncedu.cn/1.html"}""", cancellationToken);
        await Post(school.Clerk, school, "/downline/restore", "{}", cancellationToken);
    }

    private School Any(Random random) => city.Schools[random.Next(city.Schools.Count)];

    /// <summary>Now and then one that crosses the year's end, where two quotas meet.</summary>
    private static (DateOnly From, DateOnly Until) Window(Random random)
    {
        var from = random.Next(5) == 0
            ? new DateOnly(Dates.Today.Year, 12, 20).AddDays(random.Next(12))
            : Dates.Today.AddDays(20 + random.Next(FarthestDays - 20 - 60 - LengthMax));
        return (from, from.AddDays(random.Next(LengthMax)));
    }

    private async Task<int?> File(School school, (DateOnly From, DateOnly Until) window, bool urgent, CancellationToken cancellationToken)
    {
        var hurry = urgent ? ""","urgentReason":"漏洞修复" """ : "";
        var answer = await gateway.Command(school.Clerk, HttpMethod.Post, $"/api/v1/sites/{school.Site}/downline-requests", school.Site,
            $$"""
            {"from":"{{Dates.Text(window.From)}}","until":"{{Dates.Text(window.Until)}}","reasonCode":"upgrade","reason":"系统升级","noticeText":"暂停服务"{{hurry}}}
            """, cancellationToken);
        return answer.IsSuccess ? JsonNode.Parse(answer.Body)!["request"]!.GetValue<int>() : null;
    }

    private Task<bool> Take(School school, int request, CancellationToken cancellationToken) =>
        Post(gateway.People("reviewer")[0], school, Text($"/requests/{request}/assignment"), "{}", cancellationToken);

    private Task<bool> Approve(School school, int request, int? door, CancellationToken cancellationToken) =>
        Post(gateway.People("reviewer")[0], school, Text($"/requests/{request}/decision"), """{"decision":"approve"}""", cancellationToken, door);

    private Task<bool> Withdraw(School school, int request, CancellationToken cancellationToken) =>
        Post(school.Clerk, school, Text($"/requests/{request}/withdrawal"), """{"reason":"改期"}""", cancellationToken);

    private async Task GiveBack(School school, CancellationToken cancellationToken)
    {
        var view = await gateway.Get(school.Clerk, $"/api/v1/sites/{school.Site}", cancellationToken);
        foreach (var window in view["windows"]!.AsArray().Where(w => w!["state"]!.GetValue<string>() == "scheduled"))
        {
            await Post(school.Clerk, school, Text($"/downline/windows/{window!["number"]!.GetValue<int>()}/cancellation"), """{"reason":"改期"}""", cancellationToken);
        }
    }

    private async Task<bool> Post(Person person, School school, string path, string body, CancellationToken cancellationToken, int? door = null) =>
        (await gateway.Command(person, HttpMethod.Post, $"/api/v1/sites/{school.Site}{path}", school.Site, body, cancellationToken, door)).IsSuccess;

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
