using System.Reflection;
using NanchangEdu.Registry.Contracts;
using static NanchangEdu.Registry.Rules.Tests.Sample;

namespace NanchangEdu.Registry.Rules.Tests.Views;

/// <summary>What a line of a printed ledger says.</summary>
public sealed class EventBriefsTests
{
    private static readonly Canaries New = new("canary");

    private static readonly string[] Personal =
    [
        .. typeof(Contact).GetProperties().Concat(typeof(Upkeep).GetProperties())
            .Where(member => member.GetCustomAttribute<PersonalAttribute>() is not null).Select(New.Of),
    ];

    public static TheoryData<string> EventTypes => [.. Events.Select(type => type.Name)];

    private static IEnumerable<Type> Events => typeof(SiteEvent).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(SiteEvent)));

    [Fact]
    public void A_story_is_told_in_lines()
    {
        var story = Story.Of().InReview()
            .Taken().Given(new ReturnRequest(1, Reasons()), Reviewer).Given(new ResubmitRequest(1, null, null, null, null, null), Clerk)
            .Approving().Given(new LaunchSite(null), Clerk)
            .Given(new ConfirmResponsibility("本人对网站安全负责"), Head)
            .DownlineApproved("2026-05-12", "2026-05-19", filed: "2026-05-01").Started("2026-05-12").Restored("2026-05-14T18:00");

        var lines = story.Ledger.Select(@event => EventBriefs.Of(@event)).ToArray();

        foreach (var line in new[]
        {
            "域名：已备案", "域名：核验通过", "境内托管", "第 1 次，2026-01-05 通过（江西省网络安全测评中心）", "第 1 号上线申请", "第 1 号，由刘敏办理", "第 1 号：请补正后再报",
            "第 1 号，第 2 次提交", "第 1 号", "本人对网站安全负责", "第 2 号临时下线申请", "时段 1：2026-05-12 至 2026-05-19，系统升级",
            "时段 1，公告 https://gjsyxx.ncedu.cn/notice/1", "时段 1",
        })
        {
            Assert.Contains(line, lines);
        }
    }

    [Fact]
    public void A_units_events_are_told_too()
    {
        var at = Instant("2026-03-02");
        Assert.Equal(SchoolName, EventBriefs.Of(new UnitRegistered(at, SchoolId, SchoolName, UnitType.BureauSchool, AuthorityId, "学府大道1号")));
        Assert.Equal(
            "第 1 项增设一个网站，至 2026-12-31：招生服务网站",
            EventBriefs.Of(new ExemptionGranted(at, new Exemption(1, ExemptionKind.SecondSite, "招生服务网站", Day("2026-12-31"), Lead.Name, at))));
        Assert.Null(EventBriefs.Of(new SitesInformed(at, 2)));
    }

    /// <summary>Also of those events that are yet to come: each is made by its constructor.</summary>
    [Theory]
    [MemberData(nameof(EventTypes))]
    public void No_line_holds_a_contacts_data(string type)
    {
        var @event = (SiteEvent)typeof(Canaries).GetMethod(nameof(Canaries.Make))!.MakeGenericMethod(Events.Single(e => e.Name == type)).Invoke(New, null)!;
        var line = EventBriefs.Of(@event) ?? "";
        Assert.NotEmpty(Personal);
        Assert.All(Personal, canary => Assert.DoesNotContain(canary, line, StringComparison.OrdinalIgnoreCase));
    }
}
