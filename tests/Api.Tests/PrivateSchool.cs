using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using NanchangEdu.Registry.Contracts;

namespace NanchangEdu.Registry.Api.Tests;

/// <summary>A private school with a unit of its own, whose site goes as far in its life as a test needs, by the commands of the people concerned.</summary>
internal sealed class PrivateSchool
{
    private const string Hash = "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae";

    private static readonly Actor Reviewer = People.Of(Role.Reviewer);

    private readonly Gateway gateway;
    private readonly UnitId unit;
    private readonly DateOnly today;

    private PrivateSchool(Gateway gateway, UnitId unit)
    {
        (this.gateway, this.unit) = (gateway, unit);
        today = DateOnly.FromDateTime(gateway.Services.GetRequiredService<TimeProvider>().GetUtcNow().UtcDateTime);
        Clerk = new Actor($"{unit.Uscc}-clerk", "周老师", Role.Clerk, unit, null);
    }

    public Actor Clerk { get; }

    public string Site { get; private set; } = "";

    private string Name => $"南昌市第{unit.Uscc[8..16]}民办学校";

    private string Host => $"private{unit.Uscc[8..16]}.ncedu.cn";

    private string Path => $"/api/v1/sites/{Site}";

    /// <summary>Unit and site are registered: a draft.</summary>
    public static async Task<PrivateSchool> Found(Gateway gateway)
    {
        var school = new PrivateSchool(gateway, City.Unused());
        await school.Tell(People.Of(Role.Admin), HttpMethod.Put, $"/api/v1/units/{school.unit.Uscc}",
            $$"""{"name": "{{school.Name}}", "type": "privateSchool", "authority": "{{City.Authority.Uscc}}", "address": "南昌市东湖区"}""");
        var registered = await school.Tell(school.Clerk, HttpMethod.Post, "/api/v1/sites", school.Profile());
        school.Site = registered.GetProperty("id").GetString()!;
        return school;
    }

    /// <summary>All is filed and verified that a launch needs.</summary>
    public async Task File()
    {
        await Tell(Clerk, HttpMethod.Put, $"{Path}/filings/domain",
            $$"""{"state": "filed", "holder": "{{Name}}", "registeredOn": "{{Day(-100)}}", "expiresOn": "{{Day(900)}}", "evidenceSha256": "{{Hash}}"}""");
        await Tell(Clerk, HttpMethod.Put, $"{Path}/filings/icp",
            $$"""{"state": "filed", "coverage": "own", "number": "赣ICP备08101024号-2", "holder": "{{Name}}", "filedOn": "{{Day(-90)}}", "evidenceSha256": "{{Hash}}"}""");
        await Tell(Clerk, HttpMethod.Put, $"{Path}/filings/gradedProtection",
            $$"""{"state": "filed", "level": 1, "gradedOn": "{{Day(-80)}}", "evidenceSha256": "{{Hash}}"}""");
        await Tell(Clerk, HttpMethod.Put, $"{Path}/evidence/hosting", $$"""{"on": "{{Day(-10)}}", "statement": "境内托管", "sha256": "{{Hash}}"}""");
        await Tell(Clerk, HttpMethod.Post, $"{Path}/security-tests",
            $$"""{"testedOn": "{{Day(-7)}}", "tester": "测评中心", "result": "passed", "hosts": ["{{Host}}"], "reportSha256": "{{Hash}}"}""");
        foreach (var what in (string[])["filings/domain", "filings/icp", "filings/gradedProtection", "evidence/hosting", "security-tests/1"])
            await Tell(People.Of(Role.Centre), HttpMethod.Post, $"{Path}/{what}/verification", """{"result": "verified"}""");
    }

    /// <summary>In review, and with whom.</summary>
    public async Task RequestLaunch()
    {
        await Tell(Clerk, HttpMethod.Post, $"{Path}/launch-requests", "{}");
        await Tell(Reviewer, HttpMethod.Post, $"{Path}/requests/1/assignment", "{}");
    }

    public Task Return() => Tell(Reviewer, HttpMethod.Post, $"{Path}/requests/1/decision",
        """{"decision": "return", "reasons": [{"code": "evidence-unclear", "field": "filings.icp", "note": "备案截图不清晰，请重新上传"}]}""");

    public Task Approve() => Tell(Reviewer, HttpMethod.Post, $"{Path}/requests/1/decision", """{"decision": "approve"}""");

    public Task Launch() => Tell(Clerk, HttpMethod.Post, $"{Path}/launch", "{}");

    public Task Suspend() => Tell(Clerk, HttpMethod.Post, $"{Path}/suspension", """{"reasonCode": "attack", "reason": "首页被篡改，立即断网处置"}""");

    public Task Discard() => Tell(Clerk, HttpMethod.Post, $"{Path}/discard", """{"reason": "不再需要"}""");

    private async Task<JsonElement> Tell(Actor by, HttpMethod method, string path, string body)
    {
        using var client = gateway.As(by);
        using var answer = await client.SendAsync(new HttpRequestMessage(method, path).With(body));
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, $"{by.Role} {method} {path}: {text}");
        return JsonElement.Parse(text);
    }

    private string Profile() =>
        $$"""
        {"name": "{{Name}}", "hosts": ["{{Host}}"], "purpose": "公开学校信息", "functions": ["informationDisclosure"], "platform": "网站群",
         "hosting": {"provider": "中国电信", "place": "江西南昌", "ipAddress": "218.64.57.21", "onMainland": true},
         "contacts": [{"duty": "firstResponsiblePerson", "name": "陈校长", "phone": "0791-88100001"}, {"duty": "office", "name": "刘主任", "phone": "0791-88100002"},
                      {"duty": "technical", "name": "周老师", "phone": "0791-88100003"}, {"duty": "roundTheClock", "name": "周老师", "phone": "13800000005"}],
         "upkeep": {"logRetentionMonths": 6, "backup": "每日", "emergencyPlan": "有", "secrecyReviewer": "刘主任"} }
        """;

    private string Day(int offset) => today.AddDays(offset).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
