using NanchangEdu.Registry.Contracts;

namespace NanchangEdu.Registry.Silo.Sample;

/// <summary>Sites that are to go down, are down or have gone for good.</summary>
internal static partial class CityStories
{
    private static void TellDownlines(StoryBook book)
    {
        var calendar = book.Calendar;
        var (today, last) = (calendar.Today, calendar.LastWorkday);

        // scheduled; the reviewer was away and the substitute decided
        var soon = calendar.Later(today, 2);
        var substituted = new SiteStory(book, "nc70zx").LiveSince(120).AskedAhead(soon, soon.AddDays(4), DownlineReason.Upgrade, "服务器扩容").Later(1).Take().Later(1);
        Substitute(book, substituted.Date);
        substituted.ApproveAsSubstitute(SamplePeople.SecondReviewer);

        // scheduled, as the second and last time of the year
        var later = calendar.Later(today, 5);
        new SiteStory(book, "ncyxgz").LiveSince(150).WasDown(95, 7, 2, DownlineReason.Upgrade, "安全设备升级")
            .Scheduled(later, later.AddDays(6), DownlineReason.Migration, "机房搬迁");

        // down
        var from = calendar.Later(last, -1);
        new SiteStory(book, "ncyzsy").LiveSince(240).Scheduled(from, today.AddDays(4), DownlineReason.Upgrade, "内容管理系统升级").On(from).StartDownline();

        // down, and asks for longer
        from = calendar.Later(last, -3);
        new SiteStory(book, "nccysy").LiveSince(200).Scheduled(from, today.AddDays(1), DownlineReason.Rectification, "栏目整改").On(from).StartDownline()
            .On(last).AskExtension(today.AddDays(6), "历史数据核对量超出预期。");

        // down to mend a weakness: re-tested, and asks leave to come back
        from = calendar.Later(last, -4);
        var mending = new SiteStory(book, "nchjsy").LiveSince(240).On(calendar.Later(from, -2))
            .AskUrgentDownline(from, today.AddDays(5), "高危漏洞整改", "网信中心预警通报，须尽快整改。").Take().Later(1).Approve().On(from).StartDownline().Later(2);
        mending.Test(TestResult.Passed, mending.Date).Later(1).VerifyAll().On(last).AskRestore("漏洞已修复，复测合格，申请恢复上线。");

        // should have been back
        from = calendar.Later(last, -4);
        var until = calendar.Later(last, -1);
        new SiteStory(book, "ncjlhsy").LiveSince(200).Scheduled(from, until, DownlineReason.Upgrade, "数据库升级").On(from).StartDownline()
            .Nights(until, today.AddDays(-1));
    }

    /// <summary>For the week around the date, appointed that morning.</summary>
    private static void Substitute(StoryBook book, DateOnly date)
    {
        var (away, stands) = (SamplePeople.Reviewer, SamplePeople.SecondReviewer);
        book.Tell(StoryCalendar.At(date, 8, 30), SamplePeople.Lead, SampleUnits.Authority.Id,
            new AppointSubstitute(away.PersonId, away.Name, stands.PersonId, stands.Name, date, date.AddDays(6)));
    }

    private static void TellSuspended(StoryBook book)
    {
        var last = book.Calendar.LastWorkday;
        new SiteStory(book, "ncaxhsy").LiveSince(200)
            .OnAt(last, 20, 15).SuspendByOrder(SuspensionReason.Attack, "网站首页被篡改，责令立即关停并启动应急预案。");
        new SiteStory(book, "ncqshxx").LiveSince(150)
            .OnAt(last, 21, 40).DeclareEmergency(SuspensionReason.ForceMajeure, "暴雨致弱电间进水，设备断电保护。");
    }

    private static void TellEndings(StoryBook book)
    {
        // the notice runs
        new SiteStory(book, "ncxszz").LiveSince(240).On(17).AskClosure(ClosureMode.Migrate, "按集约化要求并入上级网站群。", "南昌市教育局门户网站资助专栏")
            .On(15).Take().On(12).Approve().On(5).Tick(ClosureStep.ContentMigrated, "全部栏目已迁移并核对。");

        // the notice is over and the list is done: it may be completed
        new SiteStory(book, "ncbyzx").LiveSince(240).On(48).AskClosure(ClosureMode.UnitMerged, "学校并入教育集团，网站停办。", null)
            .On(46).Take().On(43).Approve().On(20).Tick(ClosureStep.Archived, "资料已归档移交档案室。").On(8).Tick(ClosureStep.ServiceStopped, "服务器已停止对外服务。");

        // closed; its filings are not all cancelled yet
        new SiteStory(book, "ncjyzb").LiveSince(300).On(112).AskClosure(ClosureMode.Migrate, "按集约化要求并入上级网站群。", "南昌市教育局门户网站装备专栏")
            .On(109).Take().On(105).Approve().On(92).Tick(ClosureStep.ContentMigrated, "全部栏目已迁移并核对。")
            .On(84).Tick(ClosureStep.Archived, "资料已归档移交档案室。").On(70).Tick(ClosureStep.ServiceStopped, "服务器已停止对外服务。").Close()
            .On(60).CancelFilings(FilingKind.Icp).On(56).VerifyAll();

        // deregistered: its host is kept from others for a while
        var gone = new SiteStory(book, "ncsjjd").LiveSince(380).On(215).AskClosure(ClosureMode.Migrate, "实践课程平台停用，内容并入上级网站群。", "南昌市教育局门户网站实践专栏")
            .On(213).Take().On(209).Approve().On(200).Tick(ClosureStep.ContentMigrated, "全部栏目已迁移并核对。")
            .On(190).Tick(ClosureStep.Archived, "资料已归档移交档案室。").On(170).Tick(ClosureStep.ServiceStopped, "服务器已停止对外服务。").Close().On(150);
        gone.CancelFilings([.. gone.Filed]).On(142).VerifyAll().On(138).Deregister();
    }
}
