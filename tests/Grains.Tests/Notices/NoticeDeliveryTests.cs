using System.Security.Cryptography;
using System.Text;
using System.Web;
using NanchangEdu.Registry.Contracts;
using NanchangEdu.Registry.Grains.Notices;
using NanchangEdu.Registry.Grains.Tests.Harness;
using SmtpServer.Protocol;

namespace NanchangEdu.Registry.Grains.Tests.Notices;

/// <summary>Notices on their ways out of the inbox: to a real mail server and to robots, with every failure shown and none felt elsewhere.</summary>
public sealed class NoticeDeliveryTests
{
    private static readonly NoticePreferences ByEmail = new(new EmailPreference("reviewer@bureau.example", []), null);

    [Fact]
    public async Task A_notice_arrives_by_e_mail()
    {
        await using var mail = new MailServer().Start();
        await using var registry = await RegistryCluster.Start(With(mail));
        var story = new NoticeStory(registry);
        await story.Account(People.Reviewer);
        await story.Choose(People.Reviewer, ByEmail);

        await story.Put(People.Reviewer, "key-1");

        var message = Assert.Single(await mail.Until(1));
        Assert.Equal(("标题 key-1", "第一行\n第二行 key-1"), (message.Subject, message.TextBody!.ReplaceLineEndings("\n").TrimEnd()));
        Assert.Equal(("reviewer@bureau.example", "registry@bureau.example"), (message.To.Mailboxes.Single().Address, message.From.Mailboxes.Single().Address));
        Assert.Equal(("auto-generated", true), (message.Headers["Auto-Submitted"], message.MessageId!.EndsWith("@bureau.example", StringComparison.Ordinal)));
        Assert.Equal("sent", (await story.Tried(People.Reviewer, 1)).GetProperty("state").GetString());
    }

    [Theory, InlineData("reviewer"), InlineData("reviewer@"), InlineData("a@b@bureau.example"), InlineData("reviewer@bureau.example\r\nBcc: x@y.example")]
    public async Task What_is_no_address_is_refused(string address)
    {
        await using var mail = new MailServer();
        await using var registry = await RegistryCluster.Start(With(mail));

        var refused = await registry.Inbox(People.Reviewer).PutPreferences(new(new EmailPreference(address, []), null), People.Reviewer.Asks(), default);

        Assert.Equal(RuleId.NoticeAddressInvalid, refused.Refusal?.Rule);
    }

    [Fact]
    public async Task A_mail_server_that_is_away_is_tried_again_and_touches_no_command()
    {
        await using var mail = new MailServer();
        await using var registry = await RegistryCluster.Start(With(mail));
        var story = new NoticeStory(registry);
        var (unit, site) = await story.Begin(62_000_011);
        await story.Choose(People.Reviewer, ByEmail);

        await story.Tell(site, People.Clerk(unit), new SubmitLaunch(null));
        await story.Rounds.Round(default);
        var failed = await story.Tried(People.Reviewer, 1);
        Assert.Equal(("waiting", "unreachable"), (failed.GetProperty("state").GetString(), failed.GetProperty("reason").GetString()));
        await story.Tell(site, People.Clerk(unit), new WithdrawRequest(1, "资料有误"));

        mail.Start();
        registry.Clock.Advance(TimeSpan.FromSeconds(10));
        await registry.Inbox(People.Reviewer).Deliver(default);
        Assert.Equal("收到新的上线申请", Assert.Single(await mail.Until(1)).Subject);
        Assert.Equal(("sent", 2), ((await story.Tried(People.Reviewer, 2)).GetProperty("state").GetString(), (await story.Tried(People.Reviewer, 2)).GetProperty("attempts").GetInt32()));
    }

    [Fact]
    public async Task What_is_waiting_is_sent_after_the_inbox_was_lost()
    {
        await using var mail = new MailServer().Start();
        await using var registry = await RegistryCluster.Start(With(mail));
        var story = new NoticeStory(registry);
        await story.Account(People.Reviewer);
        await story.Choose(People.Reviewer, ByEmail);
        mail.AnswerNext(SmtpReplyCode.ServiceUnavailable);

        await story.Put(People.Reviewer, "key-1");
        Assert.Equal("smtp-421", (await story.Tried(People.Reviewer, 1)).GetProperty("reason").GetString());
        await registry.Deactivate(registry.Inbox(People.Reviewer));
        registry.Clock.Advance(TimeSpan.FromSeconds(10));
        await registry.Inbox(People.Reviewer).Wake();

        Assert.Single(await mail.Until(1));
    }

    [Fact]
    public async Task What_the_mail_server_refuses_for_good_is_shown_and_not_tried_again()
    {
        await using var mail = new MailServer().Start();
        await using var registry = await RegistryCluster.Start(With(mail));
        var story = new NoticeStory(registry);
        await story.Account(People.Reviewer);
        await story.Choose(People.Reviewer, ByEmail);
        mail.AnswerNext(SmtpReplyCode.MailboxUnavailable);

        await story.Put(People.Reviewer, "key-1");
        var failed = await story.Tried(People.Reviewer, 1);
        Assert.Equal(("failed", "smtp-550"), (failed.GetProperty("state").GetString(), failed.GetProperty("reason").GetString()));
        registry.Clock.Advance(TimeSpan.FromDays(1));
        Assert.Equal(0, await registry.Inbox(People.Reviewer).Deliver(default));
        Assert.Empty(mail.All);
    }

    [Fact]
    public async Task A_way_that_stays_dead_is_given_up_after_some_hours()
    {
        await using var mail = new MailServer();
        await using var registry = await RegistryCluster.Start(With(mail));
        var story = new NoticeStory(registry);
        await story.Account(People.Reviewer);
        await story.Choose(People.Reviewer, ByEmail);
        await story.Put(People.Reviewer, "key-1");

        for (var attempt = 1; attempt <= 7; attempt++)
        {
            await story.Tried(People.Reviewer, attempt);
            registry.Clock.Advance(TimeSpan.FromHours(7));
            await registry.Inbox(People.Reviewer).Deliver(default);
        }

        var failed = await story.Tried(People.Reviewer, 7);
        Assert.Equal(("failed", 7), (failed.GetProperty("state").GetString(), failed.GetProperty("attempts").GetInt32()));
    }

    [Fact]
    public async Task Who_is_locked_out_is_sent_nothing_and_kinds_that_were_not_chosen_stay_in_the_inbox()
    {
        await using var mail = new MailServer().Start();
        await using var registry = await RegistryCluster.Start(With(mail));
        var story = new NoticeStory(registry);
        await story.Account(People.Reviewer);
        await story.Account(People.Lead);
        await story.Choose(People.Reviewer, ByEmail);
        await story.Choose(People.Lead, new(new EmailPreference("lead@bureau.example", [NoticeKind.Digest]), null));
        await story.Lock(People.Reviewer);

        await story.Put(People.Reviewer, "key-1");
        await story.Put(People.Lead, "key-2");
        await story.Put(People.Lead, "key-3", NoticeKind.Digest);

        Assert.Equal("account-inactive", (await story.Tried(People.Reviewer, 1)).GetProperty("reason").GetString());
        Assert.Equal("标题 key-3", Assert.Single(await mail.Until(1)).Subject);
        Assert.Equal([1, 0], (await story.Inbox(People.Lead)).GetProperty("items").EnumerateArray().Select(notice => notice.GetProperty("deliveries").GetArrayLength()));
    }

    [Fact]
    public async Task WeCom_s_robot_gets_markdown_and_is_believed_by_its_errcode()
    {
        await using var robot = new Receiver { Otherwise = "200 OK", Says = """{"errcode":93000,"errmsg":"invalid webhook url"}""" };
        await using var registry = await RegistryCluster.Start(With(robot));
        var story = new NoticeStory(registry);
        await story.Account(People.Reviewer);
        await story.Choose(People.Reviewer, new(null, new RobotPreference(RobotKind.WeCom, Address(robot, "/cgi-bin/webhook/send?key=k-1"), null, [])));

        await story.Put(People.Reviewer, "key-1");
        var refused = await story.Tried(People.Reviewer, 1);
        Assert.Equal(("waiting", "errcode-93000"), (refused.GetProperty("state").GetString(), refused.GetProperty("reason").GetString()));

        robot.Says = """{"errcode":0,"errmsg":"ok"}""";
        registry.Clock.Advance(TimeSpan.FromSeconds(10));
        await registry.Inbox(People.Reviewer).Deliver(default);
        Assert.Equal("sent", (await story.Tried(People.Reviewer, 2)).GetProperty("state").GetString());
        Assert.Equal(2, robot.All.Count);
        Assert.Equal("/cgi-bin/webhook/send?key=k-1", robot.All[1].Target);
        Assert.Equal(("markdown", "**标题 key-1**\n第一行\n第二行 key-1"), (robot.All[1].Json.GetProperty("msgtype").GetString(), robot.All[1].Json.GetProperty("markdown").GetProperty("content").GetString()));
    }

    [Fact]
    public async Task DingTalk_s_robot_gets_a_signed_request()
    {
        const string Secret = "SEC0123456789";
        await using var robot = new Receiver { Otherwise = "200 OK", Says = """{"errcode":0,"errmsg":"ok"}""" };
        await using var registry = await RegistryCluster.Start(With(robot));
        var story = new NoticeStory(registry);
        await story.Account(People.Reviewer);
        await story.Choose(People.Reviewer, new(null, new RobotPreference(RobotKind.DingTalk, Address(robot, "/robot/send?access_token=t-1"), Secret, [])));

        await story.Put(People.Reviewer, "key-1");
        Assert.Equal("sent", (await story.Tried(People.Reviewer, 1)).GetProperty("state").GetString());

        var request = Assert.Single(robot.All);
        var query = HttpUtility.ParseQueryString(request.Target[(request.Target.IndexOf('?', StringComparison.Ordinal) + 1)..]);
        var signed = HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret), Encoding.UTF8.GetBytes($"{query["timestamp"]}\n{Secret}"));
        Assert.Equal(("t-1", Convert.ToBase64String(signed)), (query["access_token"], query["sign"]));
        Assert.Equal("标题 key-1", request.Json.GetProperty("markdown").GetProperty("title").GetString());
    }

    private static Action<NoticeOptions> With(MailServer mail) => options =>
        (options.SmtpHost, options.SmtpPort, options.SmtpSecurity, options.From) = ("127.0.0.1", mail.Port, SmtpSecurity.None, "registry@bureau.example");

    private static Action<NoticeOptions> With(Receiver robot) => options => options.RobotHosts = [$"receiver.example:{robot.Port}"];

    private static string Address(Receiver robot, string rest) => $"http://receiver.example:{robot.Port}{rest}";
}
