using NanchangEdu.Registry.Contracts;
using NanchangEdu.Registry.Grains.Tests.Harness;

namespace NanchangEdu.Registry.Grains.Tests.Notices;

/// <summary>What people find in their inboxes: what concerns them, once, and what falls due in one notice a day.</summary>
public sealed class InboxTests
{
    [Fact]
    public async Task What_happens_to_a_request_comes_to_those_concerned_once_and_not_to_who_did_it()
    {
        await using var registry = await RegistryCluster.Start();
        var story = new NoticeStory(registry);
        var (unit, site) = await story.Begin(62_000_001);
        var second = registry.Grain<INoticeRoundGrain>("round-of-a-partition");
        await second.Round(default);

        await story.Tell(site, People.Clerk(unit), new SubmitLaunch("开学前上线"));
        var told = await Task.WhenAll(story.Rounds.Round(default), second.Round(default));
        Assert.Equal(2, told.Sum());
        Assert.Equal(["收到新的上线申请"], await story.Titles(People.Reviewer));
        Assert.Equal(["收到新的上线申请"], await story.Titles(People.Lead));
        Assert.Empty(await story.Titles(People.Clerk(unit)));

        await story.Tell(site, People.Reviewer, new AssignRequest(1, null, null));
        await story.Tell(site, People.Reviewer, new ReturnRequest(1, [new ReturnReason("evidence-unclear", null, "扫描件不清晰")]));
        Assert.Equal(1, await story.Rounds.Round(default));
        Assert.Equal(0, await story.Rounds.Round(default));
        var returned = await story.Only(People.Clerk(unit));
        Assert.Equal(("上线申请被退回", site.Value, "requestDecided"), (returned.GetProperty("title").GetString(), returned.GetProperty("siteId").GetString(), returned.GetProperty("kind").GetString()));
        Assert.Contains("扫描件不清晰", returned.GetProperty("text").GetString(), StringComparison.Ordinal);
        Assert.Single(await story.Titles(People.Reviewer));
    }

    /// <summary>Filed on Monday, 2 March; due on the 9th, and from then on told of each day.</summary>
    [Fact]
    public async Task What_falls_due_is_one_notice_a_day_until_it_is_met_or_acknowledged()
    {
        await using var registry = await RegistryCluster.Start();
        var story = new NoticeStory(registry);
        var (unit, site) = await story.Begin(62_000_002);
        await story.Tell(site, People.Clerk(unit), new SubmitLaunch(null));
        await story.Rounds.Round(default);

        Assert.Equal((0, 2), await MorningAfter(registry, story, days: 7));
        Assert.Equal(0, await story.Rounds.Round(default));

        // days on which nobody was told anything are made up for by one digest
        Assert.Equal((0, 2), await MorningAfter(registry, story, days: 3));
        var digests = (await story.Inbox(People.Reviewer, kind: NoticeKind.Digest)).GetProperty("items").EnumerateArray().ToArray();
        Assert.Equal(["待办提醒：1 项已逾期", "待办提醒：1 项将到期"], digests.Select(digest => digest.GetProperty("title").GetString()));
        Assert.Contains("今天到期", digests[1].GetProperty("text").GetString(), StringComparison.Ordinal);
        Assert.Contains("无人响应", digests[0].GetProperty("text").GetString(), StringComparison.Ordinal);

        await story.Tell(site, People.Reviewer, new AcknowledgeDeadline(DeadlineKinds.Request, 1, "明日办结"));
        Assert.Equal((0, 0), await MorningAfter(registry, story, days: 1));
    }

    /// <summary>The pack knows the years until 2026; the one after it is published in autumn.</summary>
    [Fact]
    public async Task That_next_year_s_calendar_is_missing_is_told_to_administrators_once_a_week()
    {
        await using var registry = await RegistryCluster.Start();
        var story = new NoticeStory(registry);
        var keeper = People.Administrator with { PersonId = "person-keeper" };
        await story.Account(keeper);
        registry.Clock.Advance(new DateTimeOffset(2026, 10, 30, 1, 0, 0, TimeSpan.Zero) - registry.Clock.GetUtcNow());
        await story.Rounds.Round(default);

        var told = 0;
        for (var day = 0; day < 12; day++)
        {
            registry.Clock.Advance(TimeSpan.FromDays(1));
            told += await story.Rounds.Round(default);
        }

        Assert.Equal(3, told);
        Assert.All(await story.Titles(keeper), title => Assert.Equal("2027 年工作日历尚未导入", title));
    }

    [Fact]
    public async Task A_person_reads_acknowledges_filters_and_pages()
    {
        await using var registry = await RegistryCluster.Start();
        var story = new NoticeStory(registry);
        for (var n = 1; n <= 5; n++) Assert.True(await story.Put(People.Centre, $"key-{n}", n == 3 ? NoticeKind.Digest : NoticeKind.RequestFiled));
        Assert.False(await story.Put(People.Centre, "key-2"));

        var first = await story.Inbox(People.Centre, limit: 2);
        Assert.Equal((5, "4"), (first.GetProperty("unread").GetInt32(), first.GetProperty("nextCursor").GetString()));
        var second = await story.Inbox(People.Centre, before: 4, limit: 3);
        Assert.Equal([3, 2, 1], second.GetProperty("items").EnumerateArray().Select(notice => notice.GetProperty("number").GetInt32()));
        Assert.Equal(System.Text.Json.JsonValueKind.Null, second.GetProperty("nextCursor").ValueKind);

        Assert.Equal(OutcomeKind.Done, (await registry.Inbox(People.Centre).MarkRead(2, People.Centre.Asks(), default)).Kind);
        Assert.Equal(OutcomeKind.Done, (await registry.Inbox(People.Centre).Acknowledge(3, People.Centre.Asks(), default)).Kind);
        Assert.Equal([5, 4], (await story.Inbox(People.Centre, unread: true)).GetProperty("items").EnumerateArray().Select(notice => notice.GetProperty("number").GetInt32()));
        Assert.Equal(3, Assert.Single((await story.Inbox(People.Centre, kind: NoticeKind.Digest)).GetProperty("items").EnumerateArray()).GetProperty("number").GetInt32());

        await registry.Deactivate(registry.Inbox(People.Centre));
        Assert.Equal(2, (await story.Inbox(People.Centre)).GetProperty("unread").GetInt32());
        Assert.Equal(ReadKind.NotFound, (await registry.Inbox(People.Centre).List(new NoticeQuestion(null, null, null, 10), People.Reviewer, default)).Kind);
    }

    [Fact]
    public async Task A_repeat_brings_the_first_answer_also_when_it_would_be_refused_by_now()
    {
        await using var registry = await RegistryCluster.Start();
        var story = new NoticeStory(registry);
        await story.Choose(People.Centre, new(null, new RobotPreference(RobotKind.WeCom, RobotAddressOf("k-1"), null, [])));
        var asked = People.Centre.Asks();
        var first = await registry.Inbox(People.Centre).TryChannels(asked, default);
        await story.Choose(People.Centre, NoticePreferences.None);

        var again = await registry.Inbox(People.Centre).TryChannels(asked, default);
        var anew = await registry.Inbox(People.Centre).TryChannels(People.Centre.Asks(), default);

        Assert.Equal((OutcomeKind.Done, OutcomeKind.Done), (first.Kind, again.Kind));
        Assert.Equal(first.Body, again.Body);
        Assert.Equal(RuleId.NoticeChannelsUnset, anew.Refusal?.Rule);
        Assert.Single(await story.Titles(People.Centre));
    }

    [Fact]
    public async Task The_oldest_are_forgotten_and_a_number_is_never_given_twice()
    {
        await using var registry = await RegistryCluster.Start();
        var story = new NoticeStory(registry);
        for (var n = 1; n <= 502; n++) await story.Put(People.Centre, $"key-{n}");

        var inbox = await story.Inbox(People.Centre, limit: 200);
        Assert.Equal((500, 502), (inbox.GetProperty("unread").GetInt32(), inbox.GetProperty("items")[0].GetProperty("number").GetInt32()));
    }

    private static string RobotAddressOf(string key) => Rules.RobotAddress.StartOf(RobotKind.WeCom) + key;

    /// <summary>So many days later, from nine o'clock to nine o'clock: the sweeper and a round at seven, before the hour of digests, and a round after it.</summary>
    private static async Task<(int Before, int After)> MorningAfter(RegistryCluster registry, NoticeStory story, int days)
    {
        registry.Clock.Advance(TimeSpan.FromDays(days) - TimeSpan.FromHours(2));
        await registry.Sweeper.Sweep(default);
        var before = await story.Rounds.Round(default);
        registry.Clock.Advance(TimeSpan.FromHours(2));
        return (before, await story.Rounds.Round(default));
    }
}
