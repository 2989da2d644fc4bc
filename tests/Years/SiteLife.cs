using NanchangEdu.Registry.Contracts;
using NanchangEdu.Registry.Rules;
using NanchangEdu.Registry.Tests;

namespace NanchangEdu.Registry.Years;

/// <summary>
/// The life of one school's site, drawn by seed and number: filed, verified, approved, launched, renewed in time or late, down for a while,
/// sometimes never finished. People forget; what they forget is what the reminders are for.
/// </summary>
internal sealed partial class SiteLife
{
    private static readonly TimeSpan OfficeOpens = TimeSpan.FromHours(9);

    private readonly int number;
    private readonly DateOnly last;
    private readonly Random random;
    private readonly Actor clerk;
    private readonly Actor head;
    private readonly UnitId unit;
    private readonly string name;
    private readonly SiteId id;
    private readonly PriorityQueue<Action, (int Day, int Order)> ahead = new();
    private readonly List<Act> acts = [];

    private SiteProfile profile;
    private DateOnly today;
    private int actsToday;
    private int order;
    private int tests;
    private int requests;
    private int cases;

    public SiteLife(int number, int seed, DateOnly last, string zone)
    {
        (this.number, this.last) = (number, last);
        random = new Random(unchecked((seed * 1_000_003) + number));
        unit = new UnitId(UnitCodes.Of(number));
        name = City.Text($"南昌市示例第{number}学校");
        clerk = new Actor(City.Text($"years-clerk-{number}"), "经办人陈静", Role.Clerk, unit, null);
        head = new Actor(City.Text($"years-head-{number}"), "校长万里", Role.Head, unit, null);
        id = SiteId.Derive(clerk.PersonId, KeyOf(2));
        profile = ProfileOf(zone);
        On(City.FirstDay.AddDays(random.Next(Math.Max(1, (last.DayNumber - City.FirstDay.DayNumber) * 2 / 5))), Begin);
        Live();
    }

    public IReadOnlyList<Act> Acts => acts;

    private void Live()
    {
        while (ahead.TryDequeue(out var action, out var at))
        {
            var day = DateOnly.FromDayNumber(at.Day);
            if (day > last) return;

            (actsToday, today) = (day == today ? actsToday : 0, day);
            action();
        }
    }

    private void Begin()
    {
        Tell(City.Administrator, unit.GrainKey, new PutUnit(name, UnitType.BureauSchool, City.Authority, City.Text($"南昌市东湖区示例路{number}号"), null));
        Tell(clerk, new RegisterSite(profile));
        FileAll();
        Later(1, 20, VerifyAll);
        Later(21, 25, AskLaunch);
    }

    /// <summary>Decided at once, late, or after a round back to the school, which may never file again.</summary>
    private void AskLaunch()
    {
        Tell(clerk, new SubmitLaunch(null));
        var request = ++requests;
        if (Chance(30)) Later(6, 9, () => Tell(City.Reviewer, new AcknowledgeDeadline(DeadlineKinds.Request, request, "本周办理")));
        Later(0, 14, () =>
        {
            Tell(City.Reviewer, new AssignRequest(request, null, null));
            if (!Chance(25))
            {
                Later(0, 12, () => ApproveLaunch(request));
                return;
            }

            Tell(City.Reviewer, new ReturnRequest(request, [new ReturnReason("evidence-unclear", null, "请补充材料。")]));
            if (Chance(80))
            {
                Later(2, 20, () =>
                {
                    Tell(clerk, new ResubmitRequest(request, "已补充。", null, null, null, null));
                    Later(1, 12, () => ApproveLaunch(request));
                });
            }
        });
    }

    private void ApproveLaunch(int request)
    {
        Tell(City.Reviewer, new ApproveRequest(request, null));
        if (!Chance(6)) Later(1, Chance(15) ? 80 : 30, Launch);
    }

    private void Launch()
    {
        Tell(clerk, new LaunchSite(null));
        Later(3, 50, FulfilDuties);
        for (var anniversary = today.AddDays(365); anniversary <= last; anniversary = anniversary.AddDays(365)) LiveAYearUntil(anniversary);
        if (last.DayNumber - today.DayNumber > 400 && Chance(6)) On(today.AddDays(random.Next(330, 400)), AskClosure);
    }

    private void LiveAYearUntil(DateOnly anniversary)
    {
        if (Chance(50)) On(anniversary.AddDays(-random.Next(200, 300)), GoDown);
        if (Chance(20)) On(anniversary.AddDays(-random.Next(130, 170)), DeclareEmergency);
        if (Chance(10)) On(anniversary.AddDays(-random.Next(80, 190)), BeSeenDown);
        if (Chance(20)) On(anniversary.AddDays(-random.Next(60, 120)), MoveIcp);
        if (Chance(20)) On(anniversary.AddDays(-random.Next(60, 120)), ChangeLeader);
        if (Chance(30)) On(anniversary.AddDays(-random.Next(1, 40)), () => Tell(clerk, new AcknowledgeDeadline(GateCodes.SecurityTest, 0, "已约测评")));
        On(anniversary.AddDays(random.Next(-60, 50)), Renew);
    }

    /// <summary>What runs out after a year, anew; verified in time or not.</summary>
    private void Renew()
    {
        Test();
        FileIcp(FilingState.Filed);
        FileGrading();
        foreach (var kind in Enum.GetValues<EvidenceKind>()) Attest(kind);
        Tell(head, new ConfirmResponsibility("本人为网站第一责任人，已知悉并履行网站管理责任。"));
        Later(1, 20, VerifyAll);
    }

    /// <summary>Asked for in time, decided, started, and over a day early or up to five days late.</summary>
    private void GoDown()
    {
        var (from, until) = (today.AddDays(30), today.AddDays(30 + random.Next(1, 5)));
        var words = City.Text($"因系统升级，本网站于 {from:yyyy-MM-dd} 至 {until:yyyy-MM-dd} 临时下线。");
        Tell(clerk, new SubmitDownline(new DownlineTerms(from, until, DownlineReason.Upgrade, "系统升级", words, Notice("xiaxian"), null)));
        var request = ++requests;
        Later(1, 6, () =>
        {
            Tell(City.Reviewer, new AssignRequest(request, null, null));
            Later(0, 6, () => Tell(City.Reviewer, new ApproveRequest(request, null)));
        });
        On(from, () => Tell(clerk, new StartDownline(null, null)));
        var late = random.Next(0, 6);
        if (late > 0) On(until.AddDays(1), () => HearCase(++cases));
        On(until.AddDays(late), () => Tell(clerk, new RestoreSite(null)));
    }

    private void BeSeenDown()
    {
        Tell(City.Centre, new OpenCase(new DowntimeReport(RegistryCalendar.StartOf(today), null, "巡查发现首页无法访问", [])));
        HearCase(++cases);
    }

    /// <summary>Replied to or not, decided in time or late or never, appealed against by some, concluded by most.</summary>
    private void HearCase(int number)
    {
        if (Chance(60)) Later(1, 12, () => Tell(head, new ReplyToCase(number, "事出有因，已恢复", [])));
        if (Chance(15)) return;

        Later(8, 35, () =>
        {
            Tell(City.Lead, new DecideCase(number, Chance(70) ? CaseResult.Confirmed : CaseResult.Dismissed, Chance(50), "经核实"));
            if (Chance(30))
            {
                Later(1, 12, () => Tell(head, new AppealCase(number, "认定与事实不符", [])));
                Later(15, 45, () => Tell(City.SecondLead, new DecideCaseAppeal(number, Chance(60) ? AppealResult.Upheld : AppealResult.Overturned, "经复核")));
            }

            if (Chance(80)) Later(20, 60, () => Conclude(number));
        });
    }

    private void Conclude(int number)
    {
        Tell(City.Lead, new IssueCaseNotice(number, City.Text($"洪教网信通〔{today.Year}〕{number}号")));
        Tell(City.Lead, new ConcludeCase(number, "已整改到位"));
    }

    private void DeclareEmergency()
    {
        Tell(clerk, new SuspendSite(SuspensionReason.Attack, "网页被篡改，先行关停处置", null));
        var suspension = ++suspensions;
        if (Chance(60)) Later(1, 5, () => Tell(City.Reviewer, new ConfirmSuspension(suspension, "情况属实")));
        Later(2, 9, () => Tell(clerk, new LiftSuspension("已处置完毕", null)));
    }

    private void MoveIcp()
    {
        FileIcp(FilingState.ChangePending);
        Later(5, 50, () =>
        {
            FileIcp(FilingState.Filed);
            Later(1, 12, VerifyAll);
        });
    }

    private void ChangeLeader()
    {
        var leader = City.Text($"新任校长{today.Year}");
        profile = profile with { Contacts = [.. profile.Contacts.Select(c => c.Duty == ContactDuty.FirstResponsiblePerson ? c with { Name = leader } : c)] };
        Tell(clerk, new ChangeProfile(profile));
        if (Chance(80)) Later(3, 55, () => Tell(head, new ConfirmResponsibility("本人新任网站第一责任人，已知悉网站管理责任。")));
    }

    /// <summary>Approved and never completed: its notice ends, and reminders go on.</summary>
    private void AskClosure()
    {
        Tell(clerk, new SubmitClosure(new ClosureTerms(ClosureMode.Discontinue, "不再单独建站", Notice("guanting"), today, null)));
        var request = ++requests;
        Later(2, 8, () =>
        {
            Tell(City.Reviewer, new AssignRequest(request, null, null));
            Tell(City.Reviewer, new ApproveRequest(request, null));
        });
    }

    private bool Chance(int percent) => random.Next(100) < percent;

    /// <summary>On a day so many days from now, both ends included.</summary>
    private void Later(int from, int until, Action action) => On(today.AddDays(random.Next(from, until + 1)), action);

    private void On(DateOnly day, Action action) => ahead.Enqueue(action, ((day > today ? day : today).DayNumber, order++));

    private void Tell(Actor by, SiteCommand command) => Tell(by, id.Value, command);

    /// <summary>A minute after what was done last: a day's acts at one record are in order.</summary>
    private void Tell(Actor by, string record, object command)
    {
        var at = RegistryCalendar.StartOf(today).Add(OfficeOpens).AddMinutes(actsToday++);
        acts.Add(new Act(at, by, KeyOf(acts.Count + 1), record, command));
    }

    private string KeyOf(int act) => City.Text($"years-{number}-{act:D3}");
}
