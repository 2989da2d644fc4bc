using System.Collections.Immutable;
using System.Globalization;
using NanchangEdu.Registry.Contracts;

namespace NanchangEdu.Registry.Rules.Tests;

/// <summary>Who and what the stories are about: one sponsor, its authority, a receiver, a stranger, and the people of each.</summary>
internal static class Sample
{
    public static readonly UnitId SchoolId = new("123601004910123472");
    public static readonly UnitId ReceiverId = new("12360100491012355W");
    public static readonly UnitId StrangerId = new("12360100491012363P");
    public static readonly UnitId AuthorityId = new("11360100014501236X");
    public static readonly UnitId OtherAuthorityId = new("11360000014500014X");

    public static readonly SiteId FirstSiteId = new("site-0000000000000000000000000a");
    public static readonly SiteId NextSiteId = new("site-0000000000000000000000000b");

    public const string SchoolName = "南昌市赣江实验学校";
    public const string Host = "gjsyxx.ncedu.cn";

    public static readonly string Sha256 = new('a', 64);
    public static readonly string OtherSha256 = new('b', 64);

    public static readonly Actor Clerk = new("p-wang", "王静", Role.Clerk, SchoolId, null);
    public static readonly Actor SecondClerk = new("p-deng", "邓华", Role.Clerk, SchoolId, null);
    public static readonly Actor Head = new("p-zhou", "周建国", Role.Head, SchoolId, null);
    public static readonly Actor Reviewer = new("p-liu", "刘敏", Role.Reviewer, AuthorityId, AuthorityId);
    public static readonly Actor SecondReviewer = new("p-hu", "胡军", Role.Reviewer, AuthorityId, AuthorityId);
    public static readonly Actor Lead = new("p-xiong", "熊志强", Role.Lead, AuthorityId, AuthorityId);
    public static readonly Actor Centre = new("p-tu", "涂磊", Role.Centre, null, null);
    public static readonly Actor SecondCentre = new("p-wan", "万芳", Role.Centre, null, null);
    public static readonly Actor Ops = new("p-ops", "运维值班", Role.Ops, null, null);
    public static readonly Actor Auditor = new("p-audit", "审计员", Role.Auditor, null, null);
    public static readonly Actor Admin = new("p-admin", "管理员", Role.Admin, null, null);
    public static readonly Actor ReceiverClerk = new("p-luo", "罗兰", Role.Clerk, ReceiverId, null);
    public static readonly Actor ReceiverHead = new("p-ye", "叶春生", Role.Head, ReceiverId, null);
    public static readonly Actor StrangerClerk = new("p-yu", "余强", Role.Clerk, StrangerId, null);
    public static readonly Actor StrangerHead = new("p-gong", "龚平", Role.Head, StrangerId, null);
    public static readonly Actor OtherReviewer = new("p-peng", "彭勇", Role.Reviewer, OtherAuthorityId, OtherAuthorityId);
    public static readonly Actor OtherLead = new("p-zou", "邹明", Role.Lead, OtherAuthorityId, OtherAuthorityId);

    /// <summary>The same two where the register says that their authority is above the sponsor's.</summary>
    public static readonly Actor SuperiorReviewer = OtherReviewer with { Subordinates = [AuthorityId] };
    public static readonly Actor SuperiorLead = OtherLead with { Subordinates = [AuthorityId] };

    /// <summary>One person who holds a second role: the same id and unit under another role.</summary>
    public static Actor As(this Actor actor, Role role, UnitId? authority = null) =>
        actor with { Role = role, Authority = authority ?? (role is Role.Reviewer or Role.Lead ? AuthorityId : null) };

    public static UnitFacts School(UnitType type) => Facts(SchoolId, SchoolName, type, AuthorityId);

    public static UnitFacts Receiver { get; } = Facts(ReceiverId, "南昌市抚河学校", UnitType.BureauSchool, AuthorityId);

    public static UnitFacts Stranger { get; } = Facts(StrangerId, "南昌市瑶湖学校", UnitType.BureauSchool, OtherAuthorityId);

    public static UnitFacts Authority { get; } = Facts(AuthorityId, "南昌市教育局", UnitType.Bureau, OtherAuthorityId);

    public static ImmutableArray<UnitFacts> Units(UnitType school) => [School(school), Receiver, Stranger, Authority];

    public static SiteProfile Profile() => new(
        SchoolName, null, [Host], "学校信息公开和家校服务", [SiteFunction.InformationDisclosure, SiteFunction.Interaction], "市教育网站群平台",
        new("江西电信", "江西南昌", "218.64.56.10", null, OnMainland: true), null,
        [
            new(ContactDuty.FirstResponsiblePerson, "周建国", "0791-86380001", null),
            new(ContactDuty.Office, "王静", "13907910001", "office@ncedu.cn"),
            new(ContactDuty.Technical, "邓华", "13907910002", null),
            new(ContactDuty.RoundTheClock, "邓华", "13907910002", null),
        ],
        new(12, "每日异地备份", "网络安全应急预案（2025年修订）", "李红", null));

    /// <summary>A material change: another platform (L4).</summary>
    public static SiteProfile OnOtherPlatform() => Profile() with { Platform = "学校自建平台" };

    /// <summary>A change that is not material.</summary>
    public static SiteProfile WithOtherPurpose() => Profile() with { Purpose = "学校信息公开、家校服务和招生咨询" };

    public static DomainFiling DomainFiled { get; } = new(FilingState.Filed, Sha256, "南昌市教育局", Day("2024-03-01"), Day("2030-03-01"));

    public static IcpFiling IcpFiled { get; } =
        new(FilingState.Filed, Sha256, "赣ICP备2022004397号-1", IcpCoverage.InheritedFromParentDomain, "南昌市教育局", Day("2024-03-01"));

    public static GradedProtectionFiling Graded(int level = 2, string on = "2026-01-04") =>
        new(FilingState.Submitted, Sha256, level, Day(on), null, null, null, null, null, null);

    public static SiteMarkFiling MarkApplied(string on = "2026-01-04") =>
        new(FilingState.Submitted, Sha256, SiteMarkKind.PublicInstitution, Day(on), null);

    public static PublicSecurityFiling PoliceFiled(string on) => new(FilingState.Filed, Sha256, "赣公网安备36010802000584号", Day(on));

    public static SecurityTestReport TestPassed(DateOnly on, params string[] hosts) =>
        new(on, "江西省网络安全测评中心", Contracts.TestResult.Passed, hosts.Length == 0 ? [Host] : [.. hosts], Sha256);

    public static EvidenceStatement Statement(DateOnly on, int? months = null) => new(on, "见附件", Sha256, months);

    public static DownlineTerms Terms(
        string from, string until, DownlineReason reason = DownlineReason.Upgrade, string? urgent = null, string? noticeUrl = "https://gjsyxx.ncedu.cn/notice/1") =>
        new(Day(from), Day(until), reason, "机房改造", "因机房改造，本网站临时下线。", noticeUrl, urgent);

    public static ClosureTerms ClosureOn(string announced, ClosureMode mode = ClosureMode.Migrate) =>
        new(mode, "并入市教育网站群", "https://www.ncedu.cn/notice/2", Day(announced), mode == ClosureMode.Migrate ? "南昌市教育网站群" : null);

    public static DowntimeReport SeenDown(string from, string? until = null) =>
        new(Instant(from), until is null ? null : Instant(until), "巡查发现首页无法访问", [new("首页截图", Sha256)]);

    public static ImmutableArray<ReturnReason> Reasons(params string[] codes) =>
        [.. (codes.Length == 0 ? ["evidence-unclear"] : codes).Select(code => new ReturnReason(code, null, "请补正后再报"))];

    public static DateOnly Day(string date) => DateOnly.ParseExact(date, "yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>Local time of Asia/Shanghai, <c>2026-05-12T10:00</c>; a date alone means 09:00.</summary>
    public static DateTimeOffset Instant(string local)
    {
        var text = local.Length == 10 ? $"{local}T09:00" : local;
        var time = DateTime.ParseExact(text, ["yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd'T'HH:mm:ss"], CultureInfo.InvariantCulture, DateTimeStyles.None);
        return RegistryCalendar.StartOf(DateOnly.FromDateTime(time)) + time.TimeOfDay;
    }

    private static UnitFacts Facts(UnitId id, string name, UnitType type, UnitId authority) =>
        new(id, name, type, authority, "南昌市红谷滩区学府大道1号", 1, [], []);
}
