using NanchangEdu.Registry.Contracts;
using NanchangEdu.Registry.Rules;

namespace NanchangEdu.Registry.Silo.Sample;

/// <summary>Sites on line: in good order, with used quota, with something late or about to run out, with a request waiting.</summary>
internal static partial class CityStories
{
    private static void TellLive(StoryBook book)
    {
        var calendar = book.Calendar;

        // in good order
        new SiteStory(book, "ncxjzx").LiveSince(270);
        new SiteStory(book, "ncjyj").LiveSince(380).On(40).Renew().Later(2).VerifyAll();
        new SiteStory(book, "nc62zx").LiveSince(200);

        // two times used; rebuilt on the city's platform, which took both keys, a new test and a new hosting check
        var moved = new SiteStory(book, "ncksfw").LiveSince(380).WasDown(210, 6, 3, DownlineReason.Upgrade, "服务器操作系统升级");
        moved.Later(2).CorrectStart(1, StoryCalendar.At(calendar.QuietWorkday(210), 7, 30), "开始时间应为当日 7:30，经办人登记有误。");
        var onCluster = moved.Profile with
        {
            Platform = SampleProfiles.ClusterPlatform,
            Hosting = moved.Profile.Hosting with { Provider = SampleProfiles.ClusterHosting },
        };
        moved.On(125).AskChange(onCluster).On(123).Take().TurnCentresKey().On(119).Approve("同意迁移至网站群平台。").With(_ => onCluster)
            .WasDown(95, 8, 3, DownlineReason.Migration, "网站整体迁移").Attest(EvidenceKind.Hosting).Later(1).Renew().Later(2).VerifyAll();

        // one time used, and a power cut that the authority confirmed and nobody counts
        new SiteStory(book, "ncjyky").LiveSince(380)
            .OnAt(calendar.Workday(250), 21, 10).DeclareEmergency(SuspensionReason.ForceMajeure, "机房所在楼宇突发停电，备用电源耗尽。")
            .Later(1).ConfirmEmergency("停电通知属实，予以认定。").EndEmergency("供电恢复，网站恢复服务。")
            .WasDown(130, 7, 2, DownlineReason.Upgrade, "数据库升级").On(45).Renew().Later(2).VerifyAll();

        // attacked on a Saturday, re-tested, back; later a request turned down
        var saturday = calendar.Saturday(75);
        var attacked = new SiteStory(book, "jxgpfz").LiveSince(270)
            .OnAt(saturday, 10, 20).SuspendByOrder(SuspensionReason.Attack, "首页被植入暗链，责令立即关停处置。").On(saturday.AddDays(2));
        attacked.Test(TestResult.Passed, attacked.Date).Later(1).VerifyAll().LiftOrder("暗链已清除，复测合格，同意恢复。");
        attacked.On(40).AskDownline(calendar.Later(attacked.Date, 9), calendar.Later(attacked.Date, 20), DownlineReason.Other, "暑期不更新").On(38).Take()
            .On(36).Reject(new ReturnReason("reason-insufficient", "reason", "不更新不是下线的理由，请安排人员值守。"));

        // the duties after the launch are late; rides on the authority's ICP filing
        new SiteStory(book, "ncjsfz").On(142).Register().On(137).FileDomain().FileInheritedIcp().FileGrading().FileMark().Attest(EvidenceKind.Hosting)
            .Test(TestResult.Passed).On(130).VerifyAll().ReachLaunch(110);

        // a failed test
        new SiteStory(book, "nchdwy").LiveSince(150).On(8).Test(TestResult.Failed).On(4).VerifyAll();

        // an old host of the school's own, tolerated for a few weeks more
        Exempt(book, "ncmlwy", 300, ExemptionKind.OwnDomain, "原有独立域名已印入招生材料，限期迁移至上级域名。", calendar.Today.AddDays(20));
        book.Tell(StoryCalendar.At(calendar.Workday(300), 10, 20), Actor.System, SampleUnits.Of("ncmlwy").Id, new MarkSitesInformed(2));
        new SiteStory(book, "ncmlwy").With(p => p with { Hosts = ["ncmlwy.example.cn"] }).LiveSince(240);

        // an emergency that nobody confirmed: counted
        var counted = new SiteStory(book, "ncxhgz").LiveSince(150).OnAt(calendar.QuietWorkday(70), 19, 30)
            .DeclareEmergency(SuspensionReason.ForceMajeure, "机房空调故障，主动停机。");
        var declared = counted.Date;
        counted.Later(2).EndEmergency("空调修复，网站恢复服务。").NightAfter(calendar.Later(declared, book.Policy.EmergencyConfirmWorkingDays));
    }

    /// <summary>Evidence that runs out within a week, a month, two months.</summary>
    private static void TellExpiring(StoryBook book)
    {
        LiveWithTestUntil(book, "nc64zx", 5);
        LiveWithTestUntil(book, "nc65zx", 24);

        // and a window that was given back
        var from = book.Calendar.QuietWorkday(80);
        LiveWithTestUntil(book, "nc66zx", 52).Scheduled(from, from.AddDays(3), DownlineReason.Upgrade, "网络设备更换").Later(1)
            .CancelWindow(1, "供应商设备未到货，改期另行申请。");
    }

    /// <summary>Live for almost a year, since a test that will be a year old in so many days.</summary>
    private static SiteStory LiveWithTestUntil(StoryBook book, string unit, int days)
    {
        var calendar = book.Calendar;
        var tested = RegistryCalendar.AddMonths(calendar.Today.AddDays(days), -12);
        return new SiteStory(book, unit).On(calendar.DaysAgo(tested) + 9).Register().On(tested.AddDays(1)).FileAll(tested).Later(4).VerifyAll()
            .Later(2).AskLaunch().Later(1).Take().Later(3).Approve().Later(4).Launch().Later(12).FulfilDuties().Later(2).VerifyAll();
    }

    /// <summary>Live, with a request on somebody's desk.</summary>
    private static void TellWaiting(StoryBook book)
    {
        var calendar = book.Calendar;

        // renamed: the site follows, by a change that waits for both keys
        var renamed = new SiteStory(book, "nctgxx").LiveSince(200);
        var unit = SampleUnits.Of("nctgxx");
        var name = "南昌市滕阁实验小学";
        book.Tell(StoryCalendar.At(calendar.Workday(20), 10, 0), SamplePeople.Administrator, unit.Id,
            new PutUnit(name, unit.Type, SampleUnits.Authority.Id, unit.Address, null));
        renamed.OnAt(calendar.Workday(20), 10, 30).HearOfUnit(2).On(5).AskChange(renamed.Profile with { Name = name }).On(2).Take();

        // handed over to the school it merges with, which has not accepted yet
        new SiteStory(book, "nc68zx").LiveSince(150).On(4).AskTransfer(SampleUnits.Of("nc69zx"), "两校合并办学，网站移交第六十九中学继续运行。");

        // submitted and urged
        var urging = new SiteStory(book, "jxtwfz").LiveSince(120);
        urging.On(4).AskDownline(calendar.Later(calendar.Today, 8), calendar.Later(calendar.Today, 11), DownlineReason.Upgrade, "内容管理系统升级").On(1).Urge();

        // a window that was never used, and a new request that was returned
        var from = calendar.QuietWorkday(90);
        new SiteStory(book, "nchdzy").LiveSince(200).Scheduled(from, from.AddDays(4), DownlineReason.Rectification, "栏目整改").NightAfter(from.AddDays(4))
            .On(7).AskDownline(calendar.Later(calendar.Today, 9), calendar.Later(calendar.Today, 14), DownlineReason.Rectification, "栏目整改")
            .On(4).Take().On(2).Return(new ReturnReason("dates-unsuitable", "from", "与期末成绩查询时间重叠，请另选日期。"));

        // wants to close
        new SiteStory(book, "nclhgz").LiveSince(120).On(3).AskClosure(ClosureMode.Discontinue, "学校停止招生，网站不再运行。", null);
    }
}
