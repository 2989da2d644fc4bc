using NanchangEdu.Registry.Contracts;

namespace NanchangEdu.Registry.Silo.Sample;

/// <summary>What happened in the sample city: its units, and sites in every stage of their life.</summary>
internal static partial class CityStories
{
    /// <summary>Longer ago than any site's story begins.</summary>
    private const int UnitsDaysAgo = 425;

    public static void Tell(StoryBook book)
    {
        RegisterUnits(book);
        TellDrafts(book);
        TellReviews(book);
        TellApproved(book);
        TellLive(book);
        TellExpiring(book);
        TellWaiting(book);
        TellDownlines(book);
        TellSuspended(book);
        TellEndings(book);
    }

    /// <summary>The administrator enters the units; a code with a misprint on its certificate takes the lead's word.</summary>
    private static void RegisterUnits(StoryBook book)
    {
        var date = book.Calendar.Workday(UnitsDaysAgo);
        foreach (var unit in SampleUnits.All)
        {
            var misprinted = unit.Id != SampleUscc.Of(unit.Number, unit.Type, unit.Division);
            var put = new PutUnit(
                unit.Name, unit.Type, StoryBook.AuthorityOf(unit).Id, unit.Address,
                misprinted ? "证书校验码印刷有误，已与登记管理机关核实，换证前按证书登记。" : null);
            var minute = unit.Number <= SampleUnits.Bureau.Number ? 0 : 30;
            book.Tell(StoryCalendar.At(date, 9, minute), misprinted ? SamplePeople.Lead : SamplePeople.Administrator, unit.Id, put);
        }
    }

    private static void TellDrafts(StoryBook book)
    {
        // fresh
        new SiteStory(book, "ncjxzy").On(2).Register();

        // half filed, and the centre found the domain's certificate wanting
        new SiteStory(book, "ncqmts").On(18).Register().On(14).FileDomain().On(10).RefuseLatest("域名证书上的持有人与单位名称不一致，请更正后重新填报。")
            .On(6).FileInheritedIcp();

        // rejected for good: a new one would have to be filed
        new SiteStory(book, "jxswzd").On(95).Register().On(90).FileAll().On(80).VerifyAll().On(72).AskLaunch().On(70).Take().On(66)
            .Reject(new("consolidation-required", null, "在校学生不足百人，建议迁入网站群平台设立子站。"), new("plan-insufficient", "upkeep", "未说明内容更新力量。"));

        // approved and never launched
        var forgotten = new SiteStory(book, "jxdkzd").On(150).Register().On(145).FileAll().On(138).VerifyAll().On(125).AskLaunch().On(122).Take().On(115).Approve();
        forgotten.NightAfter(forgotten.Date.AddDays(book.Policy.ApprovalLapsesAfterDays));

        // given up
        new SiteStory(book, "ncywgz").On(60).Register().On(41).Discard("改为在集团校网站开设栏目，不再单独建站。");
    }

    private static void TellReviews(StoryBook book)
    {
        // waits for the reviewer, and for the centre's word on the test
        new SiteStory(book, "nc67zx").On(26).Register().On(21).FileDomain().FileIcp().FileGrading().FileMark().Attest(EvidenceKind.Hosting)
            .On(14).VerifyAll().On(5).Test(TestResult.Passed).On(3).AskLaunch("学校 120 周年校庆前上线");

        // taken
        new SiteStory(book, "ncgbyey").On(24).Register().On(20).FileAll().On(12).VerifyAll().On(7).AskLaunch().On(3).Take();

        // returned with two reasons
        new SiteStory(book, "ncxxzy").On(36).Register().On(31).FileAll().On(24).VerifyAll().On(17).AskLaunch().On(14).Take().On(10).Return(
            new("contact-unreachable", "contacts.phone", "24 小时联系人电话三次拨打无人接听，请更正。"),
            new("evidence-unclear", "filings.siteMark", "标识申请回执的扫描件不清晰，请重新上传。"));

        // returned, mended and filed again: back with the same reviewer
        new SiteStory(book, "jxgpfx").On(48).Register().On(43).FileAll().On(36).VerifyAll().On(28).AskLaunch().On(25).Take()
            .On(21).Return(new ReturnReason("profile-incomplete", "purpose", "请写明面向家长的服务内容。"))
            .On(12).With(p => p with { Purpose = "公开学校信息，为家长提供入学、缴费和请假服务" }).ChangeDetails().Resubmit("已补充服务内容。");
    }

    private static void TellApproved(StoryBook book)
    {
        new SiteStory(book, "nclyzy").On(40).Register().On(35).FileAll().On(28).VerifyAll().On(20).AskLaunch().On(17).Take().On(9).Approve();

        // about to lapse
        new SiteStory(book, "ncwlsy").On(118).Register().On(113).FileAll().On(106).VerifyAll().On(98).AskLaunch().On(95).Take()
            .On(book.Policy.ApprovalLapsesAfterDays - 14).Approve();

        // the second site of one unit, by exemption
        var main = new SiteStory(book, "nc63zx").LiveSince(240);
        Exempt(book, "nc63zx", 62, ExemptionKind.SecondSite, "建校百年，设数字校史馆，内容与主站不重复，两年后并入主站。", book.Calendar.Today.AddDays(668));
        main.OnAt(book.Calendar.Workday(62), 10, 30).HearOfUnit(2);
        new SiteStory(book, "nc63zx", "nc63xsg").With(p => p with { Name = "南昌市第六十三中学数字校史馆", NameNote = p.Name })
            .On(50).Register().On(45).FileAll().On(38).VerifyAll().On(30).AskLaunch().On(26).Take().On(19).Approve();
    }

    /// <summary>The lead grants an exemption at ten o'clock.</summary>
    private static void Exempt(StoryBook book, string unit, int daysAgo, ExemptionKind kind, string reason, DateOnly expiresOn) => book.Tell(
        StoryCalendar.At(book.Calendar.Workday(daysAgo), 10, 0), SamplePeople.Lead, SampleUnits.Of(unit).Id, new GrantExemption(kind, reason, expiresOn));
}
