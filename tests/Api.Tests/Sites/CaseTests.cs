using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using NanchangEdu.Registry.Contracts;

namespace NanchangEdu.Registry.Api.Tests.Sites;

/// <summary>A case through the door: reported, replied to, decided, appealed against, and who may do which (NC-3.13).</summary>
[Collection(SharedGateway.Name)]
public sealed class CaseTests(Gateway gateway)
{
    private const string Report = """{"downFrom": "{now}", "observation": "巡查发现首页无法访问", "exhibits": [{"name": "首页截图", "sha256": "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae"}]}""";

    private static readonly Actor SecondLead = People.Of(Role.Lead) with { PersonId = "lead-2", Name = "陈刚" };

    [Fact]
    public async Task A_case_goes_from_its_report_to_an_appeal_and_the_unit_reads_all_of_it()
    {
        var (school, head) = await Launched();
        var opened = await Post(People.Of(Role.Centre), $"/api/v1/sites/{school.Site}/cases", ReportNow(), HttpStatusCode.Created);
        Assert.Equal(1, opened.GetProperty("number").GetInt32());
        Assert.Equal("case-reply", Steps(opened)[0]);

        await Refused(People.Of(Role.Lead), $"{Case(school)}/decision", """{"result": "confirmed", "reason": "属实"}""", HttpStatusCode.Conflict, "case-reply-running");
        await Refused(school.Clerk, $"{Case(school)}/reply", """{"statement": "断电所致"}""", HttpStatusCode.Forbidden, "role-not-allowed");
        await Post(head, $"{Case(school)}/reply", """{"statement": "断电所致"}""", HttpStatusCode.OK);
        await Post(People.Of(Role.Lead), $"{Case(school)}/decision", """{"result": "confirmed", "adverseEffect": true, "reason": "家长无法查询招生信息"}""", HttpStatusCode.OK);
        await Post(head, $"{Case(school)}/appeal", """{"reason": "属不可抗力"}""", HttpStatusCode.OK);
        await Refused(People.Of(Role.Lead), $"{Case(school)}/appeal/decision", """{"result": "upheld", "reason": "维持"}""", HttpStatusCode.Conflict, "self-approval");
        await Post(SecondLead, $"{Case(school)}/appeal/decision", """{"result": "upheld", "reason": "维持"}""", HttpStatusCode.OK);
        await Put(People.Of(Role.Reviewer), $"{Case(school)}/notice-draft", """{"text": "关于该校网站自行下线的通报"}""");
        await Post(People.Of(Role.Lead), $"{Case(school)}/notice", """{"documentNumber": "洪教网信通〔2026〕3号"}""", HttpStatusCode.OK);
        await Post(People.Of(Role.Reviewer), $"{Case(school)}/conclusion", """{"note": "已整改"}""", HttpStatusCode.OK);

        using var clerk = gateway.As(school.Clerk);
        var of = JsonElement.Parse(await clerk.GetStringAsync($"/api/v1/sites/{school.Site}")).GetProperty("cases")[0];
        Assert.Equal(
            ("concluded", "downtime-without-leave", JsonValueKind.Null, "断电所致", "upheld", "关于该校网站自行下线的通报", "洪教网信通〔2026〕3号"),
            (Text(of, "state"), Text(of, "cause"), of.GetProperty("window").ValueKind, Text(of.GetProperty("reply"), "statement"), Text(of.GetProperty("appeal"), "result"),
                Text(of.GetProperty("notice"), "text"), Text(of.GetProperty("notice"), "documentNumber")));

        var book = await clerk.GetStringAsync($"/api/v1/sites/{school.Site}/book?year={Text(of, "openedAt")![..4]}");
        Assert.Contains("家长无法查询招生信息", book, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_dismissed_case_has_no_adverse_effect_and_a_number_that_none_has_is_told_in_its_own_words()
    {
        var (school, head) = await Launched();
        await Post(People.Of(Role.Reviewer), $"/api/v1/sites/{school.Site}/cases", ReportNow(), HttpStatusCode.Created);
        await Post(head, $"{Case(school)}/reply", """{"statement": "断电所致"}""", HttpStatusCode.OK);
        await Refused(People.Of(Role.Lead), $"{Case(school)}/decision", """{"result": "dismissed", "adverseEffect": true, "reason": "断电属实"}""", HttpStatusCode.BadRequest, "malformed");
        await Post(People.Of(Role.Lead), $"{Case(school)}/decision", """{"result": "dismissed", "reason": "断电属实"}""", HttpStatusCode.OK);
        var unknown = await Refused(head, $"/api/v1/sites/{school.Site}/cases/7/appeal", """{"reason": "不服"}""", HttpStatusCode.NotFound, "case-unknown");
        Assert.Contains("第 7 号", unknown.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    private async Task<(PrivateSchool School, Actor Head)> Launched()
    {
        var school = await PrivateSchool.Found(gateway);
        await school.File();
        await school.RequestLaunch();
        await school.Approve();
        await school.Launch();
        return (school, new Actor($"{school.Clerk.Unit}-head", "周校长", Role.Head, school.Clerk.Unit, null));
    }

    private string ReportNow() => Report.Replace("{now}", gateway.Services.GetRequiredService<TimeProvider>().GetUtcNow().ToString("O"), StringComparison.Ordinal);

    private static string Case(PrivateSchool school) => $"/api/v1/sites/{school.Site}/cases/1";

    private async Task<JsonElement> Post(Actor by, string path, string body, HttpStatusCode expected) => await Send(by, HttpMethod.Post, path, body, expected);

    private async Task Put(Actor by, string path, string body) => await Send(by, HttpMethod.Put, path, body, HttpStatusCode.OK);

    private async Task<JsonElement> Send(Actor by, HttpMethod method, string path, string body, HttpStatusCode expected)
    {
        using var client = gateway.As(by);
        using var answer = await client.SendAsync(new HttpRequestMessage(method, path).With(body));
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.StatusCode == expected, $"{by.Role} {path}: {text}");
        return JsonElement.Parse(text);
    }

    private async Task<JsonElement> Refused(Actor by, string path, string body, HttpStatusCode status, string rule)
    {
        using var client = gateway.As(by);
        using var answer = await client.SendAsync(new HttpRequestMessage(HttpMethod.Post, path).With(body));
        return await answer.ShouldBeProblem(status, rule);
    }

    private static string[] Steps(JsonElement receipt) =>
        [.. receipt.GetProperty("nextSteps").EnumerateArray().Select(step => Text(step, "code")!).Where(code => code.StartsWith("case-", StringComparison.Ordinal))];

    private static string? Text(JsonElement element, string name) => element.GetProperty(name).GetString();
}
