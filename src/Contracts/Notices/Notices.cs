using System.Collections.Immutable;

namespace NanchangEdu.Registry.Contracts;

/// <summary>What a notice is about. People choose by these which of them go where.</summary>
public enum NoticeKind
{
    /// <summary>每日提醒: what falls due, once a day.</summary>
    Digest = 1,
    /// <summary>申请待办: a request waits for one.</summary>
    RequestFiled = 2,
    /// <summary>申请结果: returned, approved, rejected or lapsed.</summary>
    RequestDecided = 3,
    /// <summary>催办</summary>
    RequestUrged = 4,
    /// <summary>核验未通过</summary>
    VerificationRefused = 5,
    /// <summary>下线逾期</summary>
    DownlineOverdue = 6,
    /// <summary>紧急关停</summary>
    SiteSuspended = 7,
    /// <summary>上线审批失效</summary>
    ApprovalLapsed = 8,
    /// <summary>联系人被查看</summary>
    ContactsDisclosed = 9,
    /// <summary>测试消息: one asked for it, to see whether it arrives.</summary>
    Trial = 10,
    /// <summary>工作日历缺失: a year is counted by estimate.</summary>
    CalendarMissing = 11,
    /// <summary>违规案件: opened, replied to, decided, appealed against, concluded.</summary>
    CaseProgress = 12,
}

/// <summary>A way besides the inbox.</summary>
public enum NoticeChannel
{
    Email = 1,
    /// <summary>A group's robot.</summary>
    Robot = 2,
}

public enum RobotKind
{
    /// <summary>企业微信群机器人</summary>
    WeCom = 1,
    /// <summary>钉钉自定义机器人</summary>
    DingTalk = 2,
}

public enum DeliveryState
{
    Waiting = 1,
    Sent = 2,
    Failed = 3,
}

/// <summary>A notice on its way to a person's inbox.</summary>
/// <param name="Key">The same however often it is put there: it stands there once.</param>
/// <param name="At">Of what it tells, UTC.</param>
/// <param name="SiteId">The site it is about; null when about none or many.</param>
[GenerateSerializer, Immutable, Alias("nce.NoticeDraft")]
public sealed record NoticeDraft(
    [property: Id(0)] string Key,
    [property: Id(1)] NoticeKind Kind,
    [property: Id(2)] DateTimeOffset At,
    [property: Id(3)] string? SiteId,
    [property: Id(4)] string Title,
    [property: Id(5)] string Text)
{
    /// <summary>Logs write calls down, and its words may name people.</summary>
    public override string ToString() => $"a notice of {Kind}";
}

/// <param name="Kinds">Which notices; empty for all.</param>
[GenerateSerializer, Immutable, Alias("nce.EmailPreference")]
public sealed record EmailPreference([property: Id(0)] string Address, [property: Id(1)] ImmutableArray<NoticeKind> Kinds)
{
    public override string ToString() => "an address";
}

/// <param name="Url">The robot's address with its key: who knows it can write to the group.</param>
/// <param name="Secret">钉钉 «加签»; null where the robot demands no signature.</param>
/// <param name="Kinds">Which notices; empty for all.</param>
[GenerateSerializer, Immutable, Alias("nce.RobotPreference")]
public sealed record RobotPreference(
    [property: Id(0)] RobotKind Kind,
    [property: Id(1)] string Url,
    [property: Id(2)] string? Secret,
    [property: Id(3)] ImmutableArray<NoticeKind> Kinds)
{
    public override string ToString() => "a robot";
}

/// <summary>Where a person's notices go besides the inbox; null: not there.</summary>
[GenerateSerializer, Immutable, Alias("nce.NoticePreferences")]
public sealed record NoticePreferences([property: Id(0)] EmailPreference? Email, [property: Id(1)] RobotPreference? Robot)
{
    public static NoticePreferences None { get; } = new(null, null);

    public override string ToString() => "preferences";
}

/// <summary>A page of one's inbox, the latest first. Null filters do not filter.</summary>
/// <param name="Before">Only notices numbered below this one.</param>
[GenerateSerializer, Immutable, Alias("nce.NoticeQuestion")]
public sealed record NoticeQuestion(
    [property: Id(0)] bool? IsUnread,
    [property: Id(1)] NoticeKind? Kind,
    [property: Id(2)] int? Before,
    [property: Id(3)] int Limit)
{
    public override string ToString() => "a page of an inbox";
}

/// <summary>What became of a notice on one way.</summary>
/// <param name="Attempts">How often it was tried.</param>
/// <param name="At">When it was last tried, UTC.</param>
/// <param name="NextAt">When it is tried again; null when it is not.</param>
/// <param name="Reason">Why the last attempt failed, in a word.</param>
public sealed record DeliveryView(NoticeChannel Channel, DeliveryState State, int Attempts, DateTimeOffset? At, DateTimeOffset? NextAt, string? Reason);

/// <param name="Number">By which the person names it: they count up.</param>
public sealed record NoticeView(
    int Number, NoticeKind Kind, DateTimeOffset At, string? SiteId, string Title, string Text, DateTimeOffset? ReadAt, DateTimeOffset? AcknowledgedAt,
    ImmutableArray<DeliveryView> Deliveries);

/// <param name="Items">The latest first.</param>
/// <param name="NextCursor">Null on the last page.</param>
/// <param name="Unread">How many are unread in all.</param>
public sealed record NoticesView(ImmutableArray<NoticeView> Items, string? NextCursor, int Unread);

public sealed record EmailPreferenceView(string Address, ImmutableArray<NoticeKind> Kinds);

/// <param name="Host">The robot's host: the rest of its address is a key and is not shown.</param>
public sealed record RobotPreferenceView(RobotKind Kind, string Host, bool HasSecret, ImmutableArray<NoticeKind> Kinds);

/// <param name="Channels">The ways that this registry offers: without a mail server there is no e-mail.</param>
public sealed record NoticePreferencesView(EmailPreferenceView? Email, RobotPreferenceView? Robot, ImmutableArray<NoticeChannel> Channels);

/// <summary>The answer to a command on one's inbox.</summary>
/// <param name="Changed">How many notices it changed.</param>
/// <param name="Unread">How many are unread now.</param>
public sealed record NoticeReceipt(int Changed, int Unread);
