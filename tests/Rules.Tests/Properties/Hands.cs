using System.Collections.Immutable;
using NanchangEdu.Registry.Contracts;
using static NanchangEdu.Registry.Rules.Tests.Sample;
using TestResult = NanchangEdu.Registry.Contracts.TestResult;

namespace NanchangEdu.Registry.Rules.Tests.Properties;

/// <summary>Turns a move into a command of somebody, mostly one that suits the site as it stands, so that lives get somewhere.</summary>
internal static class Hands
{
    private static readonly ImmutableArray<Actor> Everybody =
    [
        Clerk, SecondClerk, Head, Reviewer, SecondReviewer, Lead, Centre, SecondCentre, Ops, Auditor, Admin, ReceiverClerk, ReceiverHead,
        StrangerClerk, OtherReviewer, OtherLead, SuperiorReviewer, SuperiorLead, Actor.System, Clerk.As(Role.Reviewer), Reviewer.As(Role.Centre), Centre.As(Role.Reviewer),
    ];

    public static (SiteCommand Command, Actor By) Of(Move move, Site site, DateTimeOffset now)
    {
        if (move.Deed == Deed.Next) move = move with { Deed = Next(move, site) };
        var (command, suits) = move.Deed switch
        {
            Deed.Wild => (WildCommands.Of(move, site), Everybody[move.C % Everybody.Length]),
            Deed.Review => Review(move, site),
            Deed.CaseStep => CaseStep(move, site),
            _ => (Command(move, site, now), ByOf(move, site)),
        };
        return (command, move.Who < 85 ? suits : Everybody[move.Who * 7 % Everybody.Length]);
    }

    /// <summary>What brings the site on from where it stands.</summary>
    private static Deed Next(Move move, Site site)
    {
        var open = site.Requests.Any(r => r.IsOpen);
        return site.Stage switch
        {
            _ when !site.Exists => Deed.Register,
            Stage.Draft => Deed.SubmitLaunch,
            Stage.Approved => Deed.Launch,
            Stage.Live => open ? Deed.Review : Deed.SubmitDownline,
            Stage.DownlineScheduled => open && move.A % 3 == 0 ? Deed.Review : move.A % 9 == 1 ? Deed.SubmitDownline : Deed.StartDownline,
            Stage.Downline when move.A % 4 == 0 && site.OpenRequest(RequestKind.Extension) is null => Deed.SubmitExtension,
            Stage.Downline or Stage.Overdue when open && move.A % 3 > 0 => Deed.Review,
            Stage.Downline or Stage.Overdue when move.A % 7 == 0 => Deed.Correct,
            Stage.Downline or Stage.Overdue => Back(site),
            Stage.Suspended => move.A % 5 == 0 ? Deed.Confirm : Retest(site, site.OpenSuspension!.At) ?? Deed.Lift,
            Stage.Closing => move.A % 8 == 0 ? Deed.CancelClosure : move.A % 4 == 1 ? Deed.CompleteClosure : Deed.ClosureStep,
            Stage.Closed => move.A % 3 == 0 ? Deed.Deregister : move.A % 3 == 1 ? Deed.RecordFiling : Deed.VerifyFiling,
            _ => Deed.Review,
        };
    }

    private static Deed Back(Site site)
    {
        var window = site.OpenWindow!;
        if (window.ReasonCode != DownlineReason.SecurityRectification) return Deed.Restore;
        return Retest(site, window.StartedAt!.Value) ?? (window.RestoreApproved ? Deed.Restore : site.OpenRequest(RequestKind.Restore) is null ? Deed.SubmitRestore : Deed.Review);
    }

    private static Deed? Retest(Site site, DateTimeOffset since) =>
        site.Tests.LastOrDefault(t => t.RecordedAt >= since && t.Report.Result == TestResult.Passed) is not { } test ? Deed.RecordTest
        : test.IsPassedAndVerified ? null : Deed.VerifyTest;

    private static Actor ByOf(Move move, Site site) => move.Deed switch
    {
        Deed.VerifyFiling or Deed.VerifyEvidence or Deed.VerifyTest or Deed.VerifyRequest => Centre,
        Deed.Assign or Deed.Release or Deed.Return or Deed.Approve or Deed.Reject or Deed.Confirm => Reviewer,
        Deed.Correct => Lead,
        Deed.OpenCase => move.A % 2 == 0 ? Centre : Reviewer,
        Deed.Disclose => (move.A % 4) switch { 0 => Lead, 1 => Centre, 2 => Auditor, _ => Reviewer },
        Deed.Acknowledge => (move.A % 3) switch { 0 => Reviewer, 1 => Centre, _ => Sponsor(site) },
        Deed.ConfirmResponsibility => Head,
        Deed.Tick or Deed.RefreshUnit => Actor.System,
        Deed.AcceptTransfer => ReceiverClerk,
        Deed.Suspend => (move.A % 3) switch { 0 => Centre, 1 => Lead, _ => Sponsor(site) },
        Deed.Lift => move.A % 2 == 0 ? Centre : Sponsor(site),
        _ => Sponsor(site),
    };

    private static Actor Sponsor(Site site) => site.Unit?.Id == ReceiverId ? ReceiverClerk : Clerk;

    /// <summary>Whatever an open request needs next.</summary>
    private static (SiteCommand, Actor) Review(Move move, Site site)
    {
        var open = site.Requests.Where(r => r.IsOpen).ToArray();
        if (open.Length == 0) return (new TickSite(), Actor.System);
        var request = open[move.A % open.Length];
        var number = request.Number;
        return request switch
        {
            { State: RequestState.Returned } => (new ResubmitRequest(number, null, null, null, null, null), Sponsor(site)),
            { Assignee: null } => (new AssignRequest(number, null, null), Reviewer),
            { Kind: RequestKind.Change or RequestKind.Restore, Verification: null } => (new VerifyRequest(number, VerificationResult.Verified, null), Centre),
            { Kind: RequestKind.Transfer, AcceptedBy: null } => (new AcceptTransfer(number), ReceiverClerk),
            _ => (new ApproveRequest(number, null), Everybody.FirstOrDefault(a => a.PersonId == request.Assignee!.Id, Reviewer)),
        };
    }

    private static SiteCommand Command(Move m, Site site, DateTimeOffset now)
    {
        var today = RegistryCalendar.DateOf(now);
        var number = Number(m, site);
        var window = site.Windows.Length == 0 ? m.A % 3 : site.Windows[m.A % site.Windows.Length].Number;
        return m.Deed switch
        {
            Deed.Register => new RegisterSite(Profile()),
            Deed.Discard => new DiscardDraft("不再开办"),
            Deed.PlainChange => new ChangeProfile(Facts(site) with { Purpose = $"学校信息公开 {m.A}", Contacts = Phones(m) }),
            Deed.MaterialChange => new ChangeProfile(Facts(site) with
            {
                Platform = $"平台 {m.A % 3}",
                Hosts = m.B % 3 == 0 ? [$"gjsyxx{m.C % 3}.ncedu.cn"] : Facts(site).Hosts,
                Contacts = Phones(m),
            }),
            Deed.RefreshUnit => new RefreshUnit(),
            Deed.RecordFiling when site.Stage == Stage.Closed && site.Filings.FirstOrDefault(f => f.Filing.State != FilingState.Cancelled) is { } left =>
                new RecordFiling(left.Filing with { State = FilingState.Cancelled }),
            Deed.RecordFiling => new RecordFiling(Filing(m, today)),
            Deed.VerifyFiling when site.Stage == Stage.Closed && site.Filings.FirstOrDefault(f => f.Verification is null) is { } unverified =>
                new VerifyFiling(unverified.Filing.Kind, VerificationResult.Verified, null),
            Deed.VerifyFiling => new VerifyFiling((FilingKind)(1 + (m.A % 5)), Result(m), "见说明"),
            Deed.RecordEvidence => new RecordEvidence((EvidenceKind)(1 + (m.A % 5)), Statement(today, m.B % 24)),
            Deed.VerifyEvidence => new VerifyEvidence((EvidenceKind)(1 + (m.A % 5)), Result(m), "见说明"),
            Deed.RecordTest => new RecordSecurityTest(TestPassed(today, [.. Facts(site).Hosts]) with { Result = m.A % 8 == 0 ? TestResult.Failed : TestResult.Passed }),
            Deed.VerifyTest => new VerifySecurityTest(site.Tests.Length, Result(m), "见说明"),
            Deed.ConfirmResponsibility => new ConfirmResponsibility("本人已知悉第一责任人职责"),
            Deed.SubmitLaunch => new SubmitLaunch(null),
            Deed.Launch => new LaunchSite(FactTime(m, now)),
            Deed.Resubmit => new ResubmitRequest(number, "已补正", m.B % 3 == 0 ? Terms(m, today) : null, null, null, null),
            Deed.Assign => new AssignRequest(number, m.B % 5 == 0 ? SecondReviewer.PersonId : null, null),
            Deed.Release => new ReleaseRequest(number),
            Deed.VerifyRequest => new VerifyRequest(number, Result(m), "见说明"),
            Deed.Return => new ReturnRequest(number, Reasons()),
            Deed.Approve => new ApproveRequest(number, "同意"),
            Deed.Reject => new RejectRequest(number, Reasons("other")),
            Deed.Withdraw => new WithdrawRequest(number, null),
            Deed.Urge => new UrgeRequest(number),
            Deed.SubmitDownline => new SubmitDownline(Terms(m, today)),
            Deed.CancelWindow => new CancelWindow(window, "改期"),
            Deed.StartDownline => new StartDownline(FactTime(m, now), null),
            Deed.SubmitExtension => new SubmitExtension(RegistryCalendar.AddDays(site.OpenWindow?.Until ?? today, m.A % 12), "工程延期"),
            Deed.SubmitRestore => new SubmitRestore("整改完成"),
            Deed.Restore => new RestoreSite(FactTime(m, now)),
            Deed.Correct => new CorrectDownlineFact(window, m.B % 3 == 0 ? null : now.AddHours(-m.B), m.B % 3 == 1 ? null : now.AddHours(-m.C / 3), "笔误"),
            Deed.Suspend => new SuspendSite((SuspensionReason)(1 + (m.B % 4)), "处置", FactTime(m, now)),
            Deed.Confirm => new ConfirmSuspension(site.Suspensions.Length, "属实"),
            Deed.Lift => new LiftSuspension("处置完毕", FactTime(m, now)),
            Deed.SubmitClosure => new SubmitClosure(new((ClosureMode)(1 + (m.A % 3)), "撤并", "https://www.ncedu.cn/n", RegistryCalendar.AddDays(today, -m.B % 60), "网站群")),
            Deed.ClosureStep => new RecordClosureStep((ClosureStep)(1 + (m.B % 3)), "已办理", null),
            Deed.CancelClosure => new CancelClosure("恢复开办"),
            Deed.CompleteClosure => new CompleteClosure(),
            Deed.Deregister => new Deregister(),
            Deed.SubmitTransfer => new SubmitTransfer(m.A % 5 == 0 ? StrangerId : ReceiverId, "校区调整"),
            Deed.AcceptTransfer => new AcceptTransfer(site.OpenRequest(RequestKind.Transfer)?.Number ?? number),
            Deed.Disclose => new DiscloseContacts("电话联系"),
            Deed.Acknowledge => Acknowledge(m, site, now),
            Deed.OpenCase => new OpenCase(new(now.AddHours(-1 - (m.A % 90)), m.B % 2 == 0 ? null : now.AddMinutes(-m.C), "巡查发现无法访问", [])),
            Deed.Tick => new TickSite(),
            _ => throw new InvalidOperationException($"no hand for {m.Deed}"),
        };
    }

    /// <summary>Whatever a case needs next.</summary>
    private static (SiteCommand, Actor) CaseStep(Move m, Site site)
    {
        if (site.Cases.IsEmpty) return (new TickSite(), Actor.System);
        var of = site.Cases[m.A % site.Cases.Length];
        var number = of.Number;
        return of switch
        {
            { IsUndecided: true, Reply: null } when m.B % 4 > 0 => (new ReplyToCase(number, "断电所致", []), Head),
            { IsUndecided: true } => (new DecideCase(number, m.C % 3 == 0 ? CaseResult.Dismissed : CaseResult.Confirmed, m.C % 3 == 1, "见案卷"), Lead),
            { Appeal: { Decision: null } } => (new DecideCaseAppeal(number, (AppealResult)(1 + (m.C % 2)), "复核"), SuperiorLead),
            { Appeal: null } when m.B % 3 == 0 => (new AppealCase(number, "事出有因", []), Head),
            { Notice: { IssuedAt: null } } when m.B % 3 == 1 => (m.C % 2 == 0 ? new IssueCaseNotice(number, "洪教〔2026〕1号") : new DraftCaseNotice(number, "通报"), Lead),
            _ => (new ConcludeCase(number, "已整改"), Reviewer),
        };
    }

    /// <summary>One of the site's deadlines where there is one.</summary>
    private static AcknowledgeDeadline Acknowledge(Move m, Site site, DateTimeOffset now)
    {
        var deadlines = DeadlinesOf(site, now);
        return deadlines.IsEmpty ? new(DeadlineKinds.Request, 1, null) : new(deadlines[m.A % deadlines.Length].Kind, deadlines[m.A % deadlines.Length].Number, "已安排");
    }

    private static ImmutableArray<Deadline> DeadlinesOf(Site site, DateTimeOffset now) =>
        site.Exists ? Deadlines.Of(site, NanchangPack.Pack.At(now, site.Sponsor.Type), RegistryCalendar.DateOf(now)) : [];

    /// <summary>An open request where there is one.</summary>
    private static int Number(Move m, Site site)
    {
        var open = site.Requests.Where(r => r.IsOpen).Select(r => r.Number).ToArray();
        return open.Length > 0 && m.B % 8 != 0 ? open[m.A % open.Length] : (m.A % 6) - 1;
    }

    private static DateTimeOffset? FactTime(Move m, DateTimeOffset now) => (m.C % 8) switch
    {
        < 4 => null,
        4 or 5 => now.AddMinutes(-m.B).ToOffset(TimeSpan.FromHours(8)),
        6 => now.AddHours(-m.B % 26),
        _ => now.AddHours((m.B % 100) - 90),
    };

    private static DownlineTerms Terms(Move m, DateOnly today)
    {
        var from = RegistryCalendar.AddDays(today, (m.A % 7) - 1);
        return new(
            from, RegistryCalendar.AddDays(from, (m.B % 17) - 1), m.C % 5 == 0 ? DownlineReason.SecurityRectification : DownlineReason.Upgrade,
            "机房改造", "暂停访问公告", m.C % 7 == 0 ? null : "https://www.ncedu.cn/n", m.C % 11 == 0 ? null : "设备故障");
    }

    private static Filing Filing(Move m, DateOnly today) => (m.A % 5) switch
    {
        0 => DomainFiled with { State = State(m) },
        1 => IcpFiled with { State = State(m), Coverage = (IcpCoverage)(1 + (m.C % 4)) },
        2 => new PublicSecurityFiling(State(m), Sha256, m.C % 3 == 0 ? null : $"赣公网安备3601080200058{m.C % 10}号", today),
        3 => Graded(1 + (m.C % 5)) with { State = State(m), FiledOn = today, AssessedOn = m.C % 2 == 0 ? today : null },
        _ => MarkApplied() with { State = State(m), AppliedOn = today },
    };

    private static FilingState State(Move m) => (FilingState)(1 + (m.B % 6));

    private static VerificationResult Result(Move m) => m.B % 6 == 0 ? VerificationResult.Refused : VerificationResult.Verified;

    private static SiteProfile Facts(Site site) => site.Profile is { } p ? p with { Name = site.Sponsor.Name } : Profile();

    private static ImmutableArray<Contact> Phones(Move m) =>
        [.. Profile().Contacts.Select((c, i) => c with { Phone = $"1390791{m.B:000}{i}", Email = m.C % 2 == 0 ? $"mail{m.B}@ncedu.cn" : null })];
}
