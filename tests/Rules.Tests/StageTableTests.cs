using System.Collections.Frozen;
using NanchangEdu.Registry.Contracts;
using static NanchangEdu.Registry.Rules.Tests.Sample;

namespace NanchangEdu.Registry.Rules.Tests;

/// <summary>
/// The life of a site, cell by cell, as the domain's table has it: every command in every stage leads to the stage written there
/// (<c>=</c> stays) or is refused by the rule of the letter. <c>·</c> cannot arise. LV³ is SC while another approved window lies ahead.
/// </summary>
public partial class StageTableTests
{
    private static readonly FrozenDictionary<string, RuleId> Letters = new Dictionary<string, RuleId>
    {
        ["n"] = RuleId.SiteNotLaunched,
        ["a"] = RuleId.SiteNotApproved,
        ["l"] = RuleId.SiteAlreadyLaunched,
        ["o"] = RuleId.RequestOpen,
        ["q"] = RuleId.NoOpenRequest,
        ["w"] = RuleId.NoDownlineWindow,
        ["d"] = RuleId.SiteDown,
        ["v"] = RuleId.DownlineOverdue,
        ["x"] = RuleId.SiteNotDown,
        ["u"] = RuleId.SiteSuspended,
        ["s"] = RuleId.SiteNotSuspended,
        ["c"] = RuleId.SiteClosing,
        ["k"] = RuleId.SiteNotClosing,
        ["f"] = RuleId.SiteClosed,
    }.ToFrozenDictionary();

    private static readonly string[] Stages = ["DR", "RV", "AP", "LV", "SC", "DN", "OV", "SU", "CL", "CD", "DE"];

    private const string Domain = """
        Command             |DR|RV|AP|LV|SC|DN|OV|SU|CL|CD|DE
        SubmitLaunch        |RV|o|l|l|l|l|l|l|c|f|f
        ReturnLaunch        |q|=|q|q|q|q|q|q|q|q|q
        ResubmitLaunch      |q|=|q|q|q|q|q|q|q|q|q
        ApproveLaunch       |q|AP|q|q|q|q|q|q|q|q|q
        RejectLaunch        |q|DR|q|q|q|q|q|q|q|q|q
        WithdrawLaunch      |q|DR|q|q|q|q|q|q|q|q|q
        TickApproval        |·|·|DR|·|·|·|·|·|·|·|·
        EditPlain           |=|=|=|=|=|=|=|=|=|f|f
        EditMaterial        |=|=|DR|=|=|=|=|=|c|f|f
        RecordFiling        |=|=|=|=|=|=|=|=|=|=|f
        VerifyFiling        |=|=|=|=|=|=|=|=|=|=|f
        RecordTest          |=|=|=|=|=|=|=|=|=|=|f
        VerifyTest          |=|=|=|=|=|=|=|=|=|=|f
        Launch              |a|a|LV|l|l|l|l|u|c|f|f
        SubmitDownline      |n|n|n|=|=|=|v|u|c|f|f
        ApproveDownline     |q|q|q|SC|=|=|v|u|q|q|q
        CancelWindow        |n|n|n|w|LV|=|=|=|w|f|f
        StartDownline       |n|n|n|w|DN|d|d|u|c|f|f
        TickWindow          |·|·|·|·|LV|=|=|=|·|·|·
        ApproveExtension    |q|q|q|q|q|=|DN|u|q|q|q
        TickEnd             |·|·|·|·|·|OV|=|·|·|·|·
        Restore             |n|n|n|x|x|LV|LV|u|c|f|f
        Suspend             |n|n|n|SU|SU|SU|SU|u|SU|f|f
        LiftSuspension      |s|s|s|s|s|s|s|LV|s|f|f
        SubmitClosure       |n|n|n|=|=|=|=|=|c|f|f
        ApproveClosure      |q|q|q|CL|CL|CL|CL|CL|q|q|q
        CancelClosure       |k|k|k|k|k|k|k|k|LV|f|f
        CompleteClosure     |k|k|k|k|k|k|k|k|CD|f|f
        Deregister          |k|k|k|k|k|k|k|k|k|DE|f
        DiscardDraft        |DE|o|l|l|l|l|l|l|c|f|f
        ApproveTransfer     |=|o|=|=|=|=|=|u|c|f|f
        """;

    /// <summary>Commands on which the domain's table is silent: they follow the rows of what they belong to.</summary>
    private const string Ours = """
        Command             |DR|RV|AP|LV|SC|DN|OV|SU|CL|CD|DE
        RecordEvidence      |=|=|=|=|=|=|=|=|=|=|f
        VerifyEvidence      |=|=|=|=|=|=|=|=|=|=|f
        ConfirmResponsibility|=|=|=|=|=|=|=|=|=|f|f
        ApproveChange       |q|q|q|=|=|=|=|=|q|q|q
        SubmitExtension     |n|n|n|x|x|=|v|u|c|f|f
        SubmitRestore       |n|n|n|x|x|=|=|u|c|f|f
        ApproveRestore      |q|q|q|q|q|=|=|u|q|q|q
        CorrectFact         |n|n|n|=|=|=|=|=|=|=|f
        ConfirmSuspension   |n|n|n|s|s|s|s|=|s|s|f
        RecordClosureStep   |k|k|k|k|k|k|k|k|=|f|f
        SubmitTransfer      |=|o|=|=|=|=|=|u|c|f|f
        DiscloseContacts    |=|=|=|=|=|=|=|=|=|=|=
        OpenCase            |n|n|n|=|=|=|=|=|=|f|f
        """;

    /// <summary>
    /// Cells that a request cannot reach open, because what ended the stage before it also ended the request (Superseded: closure
    /// approved, window over). Such a request is final, and that is said; the letter is what its filing meets.
    /// </summary>
    private static readonly FrozenSet<(string Command, string Stage)> Superseded = new[]
    {
        ("ApproveExtension", "SU"), ("ApproveRestore", "SU"), ("ApproveTransfer", "CL"), ("ApproveTransfer", "CD"), ("ApproveTransfer", "DE"),
    }.ToFrozenSet();

    private static readonly Type[] OfCases =
    [
        typeof(ReplyToCase), typeof(DecideCase), typeof(AppealCase), typeof(DecideCaseAppeal), typeof(DraftCaseNotice), typeof(IssueCaseNotice), typeof(ConcludeCase),
    ];

    public static TheoryData<string, string, string> Cells => new(Read(Domain).Concat(Read(Ours)));

    [Theory]
    [MemberData(nameof(Cells))]
    public void Every_command_does_in_every_stage_what_the_table_says(string command, string stage, string cell)
    {
        var row = Rows[command];
        var story = row.Before(StageOf(stage));
        Assert.Equal(StageOf(stage), story.Current.Stage);

        story.When(row.Command, row.By);

        if (Superseded.Contains((command, stage))) story.ThenRefused(RuleId.RequestFinal);
        else if (cell == "q" && story.Site.Requests.Any(request => request.IsOpen)) story.ThenRefused(RuleId.RequestUnknown);
        else if (Letters.TryGetValue(cell, out var rule)) story.ThenRefused(rule).ThenStage(StageOf(stage));
        else story.ThenAccepted().ThenStage(cell == "=" ? StageOf(stage) : StageOf(cell)).ThenSite(_ => row.Happened(story));
    }

    [Fact]
    public void The_table_names_every_command_and_every_stage()
    {
        Assert.Equal(Enum.GetValues<Stage>().Length, Stages.Length);
        Assert.Equal(Rows.Keys.Order(), Read(Domain).Concat(Read(Ours)).Select(cell => cell.Command).Distinct().Order());

        // A registration has no stage before it; the request machine's other commands have their own table; deadlines and cases are there or not whatever the stage.
        Type[] elsewhere = [typeof(RegisterSite), typeof(AssignRequest), typeof(ReleaseRequest), typeof(UrgeRequest), typeof(VerifyRequest), typeof(AcceptTransfer), typeof(RefreshUnit), typeof(AcknowledgeDeadline), .. OfCases];
        var asked = Rows.Values.Select(row => row.Command(row.Before(Stage.Live)).GetType()).Concat(elsewhere).Distinct();
        var all = typeof(SiteCommand).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(SiteCommand)));
        Assert.Equal(all.Select(type => type.Name).Order(), asked.Select(type => type.Name).Order());
    }

    [Theory]
    [InlineData(Stage.Suspended)]
    [InlineData(Stage.Downline)]
    [InlineData(Stage.Overdue)]
    [InlineData(Stage.DownlineScheduled)]
    public void The_site_is_scheduled_again_while_another_window_lies_ahead(Stage stage)
    {
        var story = Story.Of().OnceLive(site => site.DownlineApproved("2026-11-02", "2026-11-06")).In(stage);
        (stage switch
        {
            Stage.Suspended => story.When(new LiftSuspension("已处置", null), by: Centre),
            Stage.DownlineScheduled => story.When(new CancelWindow(2, "改期"), by: Clerk),
            _ => story.When(new RestoreSite(null), by: Clerk),
        }).ThenAccepted().ThenStage(Stage.DownlineScheduled);
    }

    [Fact]
    public void A_window_that_lapses_leaves_the_site_scheduled_while_another_lies_ahead() =>
        Story.Of().DownlineScheduled().DownlineApproved("2026-11-02", "2026-11-06")
            .When(new TickSite(), Actor.System, at: "2026-05-20T00:00")
            .Then(typeof(WindowLapsed)).ThenStage(Stage.DownlineScheduled);

    [Fact]
    public void A_site_suspended_while_closing_goes_on_closing() =>
        Story.Of().ClosingNow().Suspended("2026-05-12")
            .When(new LiftSuspension("已处置", null), by: Centre, at: "2026-05-13")
            .Then(typeof(SuspensionLifted)).ThenStage(Stage.Closing);

    [Fact]
    public void A_material_edit_waits_while_the_launch_request_is_under_review() =>
        Story.Of().InReview()
            .When(new ChangeProfile(OnOtherPlatform()), by: Clerk)
            .ThenRefused(RuleId.RequestOpen, ("request", 1), ("kind", "launch"), ("state", "submitted"));

    private static IEnumerable<(string Command, string Stage, string Cell)> Read(string table)
    {
        var lines = table.Split('\n').Select(line => line.Split('|', StringSplitOptions.TrimEntries)).ToArray();
        Assert.Equal(Stages, lines[0][1..]);
        return from line in lines[1..] from cell in line[1..].Index() where cell.Item != "·" select (line[0], Stages[cell.Index], cell.Item);
    }

    private static Stage StageOf(string letters) => (Stage)(Array.IndexOf(Stages, letters) + 1);
}
