using NanchangEdu.Registry.Contracts;

namespace NanchangEdu.Registry.Rules.Tests.Notices;

/// <summary>The daily reminder's words, and which robots' addresses are called.</summary>
public sealed class NoticeRulesTests
{
    private static readonly DateOnly Today = new(2026, 3, 10);

    [Fact]
    public void A_digest_says_the_most_urgent_first_and_how_much_there_is_beyond_it()
    {
        DigestLine[] lines =
        [
            new("南昌市第一中学网站", "南昌市第一中学", "安全检测：有效期届满前更新", new(2026, 3, 18), false),
            new("南昌市第二中学网站", "南昌市第二中学", "主管单位审批上线申请", Today, false),
            new("南昌市第三中学网站", "南昌市第三中学", "主管单位审批上线申请", new(2026, 3, 7), true),
            new("南昌市第三中学网站", "南昌市第三中学", "主管单位审批上线申请", new(2026, 3, 7), false),
            new("南昌市第一中学网站", "南昌市第一中学", "安全检测：有效期届满前更新", new(2026, 3, 18), false),
        ];

        var (title, text) = DailyDigest.Words(lines, Today);

        Assert.Equal("待办提醒：1 项已逾期，2 项将到期", title);
        Assert.Equal(
            [
                "· 【无人响应，报请督办】南昌市第三中学网站（南昌市第三中学）：主管单位审批上线申请，2026-03-07 到期，已逾期 3 天",
                "· 南昌市第二中学网站（南昌市第二中学）：主管单位审批上线申请，今天到期",
                "· 南昌市第一中学网站（南昌市第一中学）：安全检测：有效期届满前更新，2026-03-18 到期，还有 8 天",
            ],
            text.Split('\n'));

        var many = Enumerable.Range(1, 25).Select(n => new DigestLine($"网站 {n}", "单位", "应急预案", Today.AddDays(n), false)).ToArray();
        Assert.Equal(("待办提醒：25 项将到期", 21, "另有 5 项，请在「期限」列表查看。"), (DailyDigest.Words(many, Today).Title, DailyDigest.Words(many, Today).Text.Split('\n').Length, DailyDigest.Words(many, Today).Text.Split('\n')[^1]));
    }

    /// <summary>00:00 UTC is 08:00 in Nanchang.</summary>
    [Theory]
    [InlineData("2026-03-10T00:00:00Z", "2026-03-10T00:00:00Z", "digest:2026-03-10")]
    [InlineData("2026-03-09T23:59:59Z", "2026-03-09T00:00:00Z", "digest:2026-03-09")]
    [InlineData("2026-03-10T23:00:00Z", "2026-03-10T00:00:00Z", "digest:2026-03-10")]
    public void There_is_one_a_day_at_its_hour(string now, string due, string key)
    {
        var latest = DailyDigest.LatestDue(DateTimeOffset.Parse(now, System.Globalization.CultureInfo.InvariantCulture), 8);
        Assert.Equal((DateTimeOffset.Parse(due, System.Globalization.CultureInfo.InvariantCulture), key), (latest, DailyDigest.KeyOf(latest)));
    }

    [Theory]
    [InlineData("2026-10-31", null)]
    [InlineData("2026-11-01", 2027)]
    [InlineData("2026-12-31", 2027)]
    [InlineData("2027-01-01", 2027)]
    [InlineData("2025-12-31", null)]
    public void A_year_of_working_days_is_missed_from_the_autumn_before_it(string today, int? missing) => Assert.Equal(
        missing,
        CalendarWatch.MissingYear(new WorkingCalendar([2025, 2026], System.Collections.Immutable.ImmutableDictionary<DateOnly, CalendarException>.Empty), DateOnly.ParseExact(today, "O", System.Globalization.CultureInfo.InvariantCulture)));

    [Theory]
    [InlineData(RobotKind.WeCom, "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=693a91f6-7xxx", true)]
    [InlineData(RobotKind.DingTalk, "https://oapi.dingtalk.com/robot/send?access_token=0123abcd", true)]
    [InlineData(RobotKind.WeCom, "https://relay.example:8443/send", true)]
    [InlineData(RobotKind.WeCom, "https://oapi.dingtalk.com/robot/send?access_token=0123abcd", false)]
    [InlineData(RobotKind.WeCom, "http://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=1", false)]
    [InlineData(RobotKind.WeCom, "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=", false)]
    [InlineData(RobotKind.WeCom, "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=1&x=2", false)]
    [InlineData(RobotKind.WeCom, "https://qyapi.weixin.qq.com@evil.example/cgi-bin/webhook/send?key=1", false)]
    [InlineData(RobotKind.WeCom, "https://relay.example/send", false)]
    [InlineData(RobotKind.WeCom, "https://user:pass@relay.example:8443/send", false)]
    [InlineData(RobotKind.DingTalk, "not an address", false)]
    public void Only_the_providers_robots_are_called_and_what_an_operator_lets_stand_in(RobotKind kind, string url, bool isValid) =>
        Assert.Equal(isValid, RobotAddress.IsValid(kind, url, ["relay.example:8443"]));
}
