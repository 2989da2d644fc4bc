using System.Net;
using System.Text.Json;
using NanchangEdu.Registry.Contracts;

namespace NanchangEdu.Registry.Api.Tests.Notices;

/// <summary>Inbox and preferences through the door: one's own alone, with bad settings refused in words.</summary>
[Collection(SharedGateway.Name)]
public sealed class NoticeTests(Gateway gateway)
{
    private const string Robot = """{"robot": {"kind": "weCom", "url": "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=0123-abcd", "kinds": ["digest"]}}""";

    private static int serial;

    [Fact]
    public async Task A_person_says_where_notices_go_and_no_answer_tells_the_robot_s_key()
    {
        using var client = gateway.As(Somebody());
        using var tooEarly = await client.SendAsync(Post("/api/v1/me/notice-preferences/trial", "{}"));
        await tooEarly.ShouldBeProblem(HttpStatusCode.Conflict, "notice-channels-unset");

        using var put = await client.SendAsync(Put(Robot));
        Assert.Equal(HttpStatusCode.OK, put.StatusCode);
        var text = await client.GetStringAsync("/api/v1/me/notice-preferences");
        var robot = JsonElement.Parse(text).GetProperty("robot");
        Assert.Equal(("weCom", "qyapi.weixin.qq.com", false, "digest"), (robot.GetProperty("kind").GetString(), robot.GetProperty("host").GetString(), robot.GetProperty("hasSecret").GetBoolean(), robot.GetProperty("kinds")[0].GetString()));
        Assert.DoesNotContain("0123-abcd", text, StringComparison.Ordinal);

        using var off = await client.SendAsync(Put("{}"));
        Assert.Equal(HttpStatusCode.OK, off.StatusCode);
        Assert.Equal(JsonValueKind.Null, JsonElement.Parse(await client.GetStringAsync("/api/v1/me/notice-preferences")).GetProperty("robot").ValueKind);
    }

    [Theory]
    [InlineData("""{"robot": {"kind": "weCom", "url": "https://evil.example/send?key=1"}}""", "notice-robot-invalid", "企业微信")]
    [InlineData("""{"robot": {"kind": "dingTalk", "url": "https://oapi.dingtalk.com/robot/send"}}""", "notice-robot-invalid", "access_token")]
    [InlineData("""{"robot": {"kind": "weCom", "url": "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=1", "secret": "SEC1"}}""", "notice-robot-invalid", "加签")]
    [InlineData("""{"email": {"address": "office@nc1z.ncedu.cn"}}""", "notice-channel-off", "邮件服务器")]
    public async Task What_cannot_work_is_refused_in_words(string body, string code, string says)
    {
        using var client = gateway.As(Somebody());
        using var refused = await client.SendAsync(Put(body));

        var problem = await refused.ShouldBeProblem(HttpStatusCode.Conflict, code);
        Assert.Contains(says, problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_inbox_is_one_s_own_and_a_trial_comes_to_it()
    {
        var (one, two) = (Somebody(), Somebody());
        using var client = gateway.As(one);
        using var other = gateway.As(two);
        using var put = await client.SendAsync(Put(Robot));
        using var tried = await client.SendAsync(Post("/api/v1/me/notice-preferences/trial", "{}"));
        Assert.Equal(HttpStatusCode.OK, tried.StatusCode);

        var inbox = JsonElement.Parse(await client.GetStringAsync("/api/v1/me/notices?unread=true&kind=trial"));
        var notice = Assert.Single(inbox.GetProperty("items").EnumerateArray());
        Assert.Equal(("测试消息", 1), (notice.GetProperty("title").GetString(), inbox.GetProperty("unread").GetInt32()));
        Assert.Equal("robot", Assert.Single(notice.GetProperty("deliveries").EnumerateArray()).GetProperty("channel").GetString());
        Assert.Empty(JsonElement.Parse(await other.GetStringAsync("/api/v1/me/notices")).GetProperty("items").EnumerateArray());

        using var acknowledged = await client.SendAsync(Post($"/api/v1/me/notices/{notice.GetProperty("number").GetInt32()}/acknowledgement", "{}"));
        using var nothing = await client.SendAsync(Post("/api/v1/me/notices/999/acknowledgement", "{}"));
        using var read = await client.SendAsync(Post("/api/v1/me/notices/read", """{"until": 100}"""));
        Assert.Equal((1, 0, 0), (await Changed(acknowledged), await Changed(nothing), await Changed(read)));
        Assert.Empty(JsonElement.Parse(await client.GetStringAsync("/api/v1/me/notices?unread=true")).GetProperty("items").EnumerateArray());
    }

    private static async Task<int> Changed(HttpResponseMessage answer) =>
        JsonElement.Parse(await answer.Content.ReadAsStringAsync()).GetProperty("changed").GetInt32();

    private static Actor Somebody() => People.Of(Role.Centre) with
    {
        PersonId = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"told-{Interlocked.Increment(ref serial)}"),
    };

    private static HttpRequestMessage Put(string body) => new HttpRequestMessage(HttpMethod.Put, "/api/v1/me/notice-preferences").With(body);

    private static HttpRequestMessage Post(string path, string body) => new HttpRequestMessage(HttpMethod.Post, path).With(body);
}
