using NanchangEdu.Registry.Contracts;
using static NanchangEdu.Registry.Rules.Tests.Sample;

namespace NanchangEdu.Registry.Rules.Tests;

/// <summary>Which role may give which command, by role and by the whole way through the decision: the domain's roles, written out.</summary>
public class PermissionsTests
{
    /// <summary>c clerk, h head, r reviewer, l lead, z centre, o ops, u auditor, a admin, s the registry itself.</summary>
    private const string Table = """
        RegisterSite          ch
        DiscardDraft          ch
        ChangeProfile         ch
        RecordFiling          chz
        VerifyFiling          z
        RecordEvidence        chz
        VerifyEvidence        z
        RecordSecurityTest    chz
        VerifySecurityTest    z
        ConfirmResponsibility h
        SubmitLaunch          ch
        ResubmitRequest       ch
        AssignRequest         rl
        ReleaseRequest        rl
        ReturnRequest         rl
        ApproveRequest        rl
        RejectRequest         rl
        VerifyRequest         z
        WithdrawRequest       ch
        UrgeRequest           ch
        LaunchSite            ch
        SubmitDownline        ch
        SubmitExtension       ch
        CancelWindow          ch
        StartDownline         ch
        SubmitRestore         ch
        RestoreSite           ch
        SuspendSite           chrlz
        ConfirmSuspension     rl
        LiftSuspension        chrlz
        SubmitClosure         ch
        RecordClosureStep     ch
        CancelClosure         ch
        CompleteClosure       ch
        Deregister            ch
        SubmitTransfer        ch
        AcceptTransfer        ch
        CorrectDownlineFact   l
        DiscloseContacts      rlzu
        AcknowledgeDeadline   chrlz
        OpenCase              rlz
        ReplyToCase           h
        DecideCase            l
        AppealCase            h
        DecideCaseAppeal      l
        DraftCaseNotice       rl
        IssueCaseNotice       l
        ConcludeCase          rl
        TickSite              s
        RefreshUnit           s
        PutUnit               rla
        GrantExemption        l
        AppointSubstitute     rl
        MarkSitesInformed     s
        """;

    private const string Letters = "chrlzouas";

    public static TheoryData<string, Role, bool> Cells => new(
        from line in Table.Split('\n')
        let words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries)
        from role in Enum.GetValues<Role>()
        select (words[0], role, words[1].Contains(Letters[(int)role - 1])));

    [Theory]
    [MemberData(nameof(Cells))]
    public void A_role_may_do_what_is_its_part_and_nothing_else(string name, Role role, bool allowed)
    {
        if (Commands.OfUnits.FirstOrDefault(c => c.GetType().Name == name) is { } unitCommand)
        {
            Assert.Equal(allowed, Permissions.Allows(role, unitCommand));
            return;
        }

        var command = Commands.OfSites.Single(c => c.GetType().Name == name);
        Assert.Equal(allowed, Permissions.Allows(role, command));

        var story = (command is RegisterSite ? Story.Of() : Story.Of().Live()).When(command, ActorOf(role));
        if (allowed) Assert.NotEqual(RuleId.RoleNotAllowed, story.RefusedBy);
        else story.ThenRefused(RuleId.RoleNotAllowed, ("role", Wire.Name(role)));
    }

    [Fact]
    public void The_table_names_every_command() =>
        Assert.Equal(
            typeof(SiteCommand).Assembly.GetTypes().Where(t => t.IsSubclassOf(typeof(SiteCommand)) || t.IsSubclassOf(typeof(UnitCommand))).Select(t => t.Name).Order(),
            Table.Split('\n').Select(line => line.Split(' ')[0]).Order());

    [Theory]
    [MemberData(nameof(Overrides))]
    public void A_credit_code_is_accepted_against_its_check_digit_by_the_lead_alone(Role role, bool allowed) =>
        Assert.Equal(allowed, Permissions.Allows(role, new PutUnit(SchoolName, UnitType.BureauSchool, AuthorityId, "学府大道1号", "登记证书如此")));

    [Theory]
    [InlineData(Role.Clerk, false)]
    [InlineData(Role.Head, false)]
    [InlineData(Role.Reviewer, false)]
    [InlineData(Role.Lead, false)]
    [InlineData(Role.Centre, true)]
    [InlineData(Role.Ops, true)]
    [InlineData(Role.Auditor, true)]
    [InlineData(Role.Admin, true)]
    public void City_wide_roles_see_every_site_and_the_others_their_own(Role role, bool all) => Assert.Equal(all, Permissions.SeesAll(role));

    /// <summary>What the lead of the next authority up may do: take a request over and decide it, intervene in an emergency, decide an appeal, and ask for contacts.</summary>
    private static readonly string[] OfSuperiorLead =
    [
        nameof(AssignRequest), nameof(ReleaseRequest), nameof(ReturnRequest), nameof(ApproveRequest), nameof(RejectRequest),
        nameof(SuspendSite), nameof(ConfirmSuspension), nameof(LiftSuspension), nameof(DiscloseContacts), nameof(DecideCaseAppeal),
    ];

    public static TheoryData<SiteCommand> ToSites => [.. Commands.OfSites.Where(command => command is not RegisterSite)];

    [Theory]
    [MemberData(nameof(ToSites))]
    public void A_superior_reviewer_looks_on_and_may_say_why_the_contacts_are_needed(SiteCommand command)
    {
        var story = Story.Of().Live().When(command, by: SuperiorReviewer);
        if (command is DiscloseContacts) story.ThenAccepted();
        else story.ThenRefused(RuleId.RoleNotAllowed, ("role", "reviewer"));
    }

    [Theory]
    [MemberData(nameof(ToSites))]
    public void A_superior_lead_takes_over_and_intervenes_and_does_nothing_else(SiteCommand command)
    {
        var story = Story.Of().Live().When(command, by: SuperiorLead);
        if (OfSuperiorLead.Contains(command.GetType().Name)) Assert.NotEqual(RuleId.RoleNotAllowed, story.RefusedBy);
        else story.ThenRefused(RuleId.RoleNotAllowed, ("role", "lead"));
        Story.Of().Live().When(command, by: OtherLead).ThenHidden();
    }

    [Fact]
    public void A_superior_lead_decides_what_is_a_leads_and_brings_back_what_was_suspended()
    {
        Story.Of().InReview().Taken(by: SuperiorLead).When(new ReturnRequest(1, Reasons()), by: SuperiorLead).Then(typeof(RequestReturned));
        Story.Of().InReview().Taken(by: SuperiorLead).When(new RejectRequest(1, Reasons()), by: SuperiorLead).Then(typeof(RequestRejected));
        Story.Of().InReview().Taken().When(new ReleaseRequest(1), by: SuperiorLead).Then(typeof(RequestReleased));
        Story.Of().Live().Suspended("2026-05-12", Clerk, SuspensionReason.ForceMajeure)
            .When(new ConfirmSuspension(1, "情况属实"), by: SuperiorLead).ThenAccepted();
        Story.Of().Live().When(new SuspendSite(SuspensionReason.Order, "接上级通知", null), by: SuperiorLead, at: "2026-05-12").ThenStage(Stage.Suspended)
            .Given(new RecordSecurityTest(TestPassed(Day("2026-05-12"))), Clerk).Given(s => new VerifySecurityTest(s.Site.Tests.Length, VerificationResult.Verified, null), Centre)
            .When(new LiftSuspension("已处置", null), by: SuperiorLead).ThenAccepted().ThenStage(Stage.Live);
    }

    [Fact]
    public void A_superior_lead_who_takes_a_request_over_and_approves_it_stands_there_by_name() =>
        Story.Of().InReview().Taken()
            .When(new AssignRequest(1, null, null), by: SuperiorReviewer).ThenRefused(RuleId.RoleNotAllowed)
            .When(new ApproveRequest(1, null), by: SuperiorLead).ThenRefused(RuleId.RequestHeldByOther, ("person", Reviewer.Name))
            .When(new AssignRequest(1, null, null), by: SuperiorLead)
            .Then<RequestAssigned>(e => Assert.Equal((SuperiorLead.PersonId, SuperiorLead.Name, SuperiorLead.PersonId), (e.PersonId, e.Name, e.By.Id)))
            .When(new ApproveRequest(1, null), by: Lead).ThenRefused(RuleId.RequestHeldByOther, ("person", SuperiorLead.Name))
            .When(new ApproveRequest(1, "同意"), by: SuperiorLead)
            .Then<RequestApproved>(e => Assert.Equal((SuperiorLead.PersonId, SuperiorLead.Name, null), (e.By.Id, e.By.Name, e.OnBehalfOf)))
            .ThenSite(site => Assert.Equal((SuperiorLead.PersonId, Role.Lead), (site.RequestOf(1)!.Ending!.By!.Id, site.RequestOf(1)!.Assignee!.Role)));

    [Fact]
    public void The_sponsor_does_not_lift_what_another_ordered() =>
        Story.Of().SuspendedNow().When(new LiftSuspension("已处置", null), by: Clerk).ThenRefused(RuleId.RoleNotAllowed, ("role", "clerk"));

    public static TheoryData<Role, bool> Overrides => new(Enum.GetValues<Role>().Select(role => (role, role == Role.Lead)));

    private static Actor ActorOf(Role role) => role switch
    {
        Role.Clerk => Clerk,
        Role.Head => Head,
        Role.Reviewer => Reviewer,
        Role.Lead => Lead,
        Role.Centre => Centre,
        Role.Ops => Ops,
        Role.Auditor => Auditor,
        Role.Admin => Admin,
        _ => Actor.System,
    };
}
