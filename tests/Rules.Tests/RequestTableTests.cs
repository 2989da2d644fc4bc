using System.Collections.Immutable;
using NanchangEdu.Registry.Contracts;
using static NanchangEdu.Registry.Rules.Tests.Sample;

namespace NanchangEdu.Registry.Rules.Tests;

/// <summary>
/// The request machine, cell by cell, for every kind of request, as the domain's table has it. The site's draft serves as the request's,
/// so there is no column for it. Released is Returned with nobody holding it. <c>t</c> request-not-taken, <c>r</c> request-returned,
/// <c>o</c> request-open, <c>-</c> request-not-returned; <c>=</c> stays.
/// </summary>
public class RequestTableTests
{
    private const string Table = """
        Command  |Submitted|InReview |Returned |Released
        File     |o        |o        |o        |o
        Resubmit |-        |-        |InReview |Submitted
        Take     |InReview |=        |=        |=
        Release  |t        |Submitted|=        |t
        Return   |t        |Returned |r        |r
        Approve  |t        |Approved |r        |r
        Reject   |t        |Rejected |r        |r
        Withdraw |Withdrawn|Withdrawn|Withdrawn|Withdrawn
        Urge     |=        |=        |r        |r
        Tick89   |=        |=        |=        |=
        Tick90   |=        |=        |Lapsed   |Lapsed
        """;

    private static readonly ImmutableDictionary<string, RuleId> Letters = new Dictionary<string, RuleId>
    {
        ["t"] = RuleId.RequestNotTaken,
        ["r"] = RuleId.RequestReturned,
        ["o"] = RuleId.RequestOpen,
        ["-"] = RuleId.RequestNotReturned,
    }.ToImmutableDictionary();

    public static TheoryData<RequestKind, string, string, string> Cells => new(
        from kind in Enum.GetValues<RequestKind>()
        from cell in Read()
        select (kind, cell.Command, cell.State, cell.Cell));

    [Theory]
    [MemberData(nameof(Cells))]
    public void Every_request_does_in_every_state_what_the_table_says(RequestKind kind, string command, string state, string cell)
    {
        var story = Brought(Filed(kind), state);
        var number = story.Request;
        var before = story.Site.RequestOf(number)!.State;

        Do(story, kind, command);

        // Downlines alone may be asked for several at a time.
        if (cell == "o" && kind == RequestKind.Downline) story.ThenAccepted().ThenRequest(before, number).ThenRequest(RequestState.Submitted);
        else if (Letters.TryGetValue(cell, out var rule)) story.ThenRefused(rule).ThenRequest(before, number);
        else story.ThenAccepted().ThenRequest(cell == "=" ? before : Enum.Parse<RequestState>(cell), number);
    }

    public static TheoryData<RequestState, string> Finals => new(
        from state in Enum.GetValues<RequestState>()
        where state >= RequestState.Approved
        from command in "Resubmit Take Release Return Approve Reject Withdraw Urge Verify".Split(' ')
        select (state, command));

    [Theory]
    [MemberData(nameof(Finals))]
    public void A_request_that_has_ended_is_final(RequestState state, string command)
    {
        var story = Ended(state).ThenRequest(state);
        Do(story, RequestKind.Downline, command);
        story.ThenRefused(RuleId.RequestFinal, ("request", story.Request), ("state", Wire.Name(state))).ThenRequest(state);
    }

    [Fact]
    public void A_number_that_no_request_has_is_unknown_while_another_is_open() =>
        Story.Of().InReview()
            .When(new WithdrawRequest(7, null), by: Clerk)
            .ThenRefused(RuleId.RequestUnknown, ("request", 7));

    [Fact]
    public void A_returned_request_goes_back_to_the_reviewer_who_returned_it() =>
        Brought(Filed(RequestKind.Launch), "Returned")
            .When(new ResubmitRequest(1, "已补正", null, null, null, null), by: Clerk)
            .ThenAccepted()
            .ThenSite(site => Assert.Equal(Reviewer.PersonId, site.RequestOf(1)!.Assignee!.Id));

    [Fact]
    public void A_change_that_was_returned_needs_the_centres_key_again() =>
        Brought(Filed(RequestKind.Change), "Returned").Given(new ResubmitRequest(2, null, null, null, null, null), Clerk)
            .When(new ApproveRequest(2, null), by: Reviewer)
            .ThenRefused(RuleId.VerificationMissing, ("value", 2));

    [Fact]
    public void A_transfer_that_was_returned_is_accepted_by_the_receiver_again() =>
        Brought(Filed(RequestKind.Transfer), "Returned").Given(new ResubmitRequest(2, null, null, null, null, null), Clerk)
            .When(new ApproveRequest(2, null), by: Reviewer)
            .ThenRefused(RuleId.TransferNotAccepted, ("request", 2));

    [Fact]
    public void A_request_is_urged_once_a_working_day() =>
        Filed(RequestKind.Launch).Given(new UrgeRequest(1), Clerk, at: "2026-01-09T10:00")
            .When(new UrgeRequest(1), by: Head, at: "2026-01-11T23:59")
            .ThenRefused(RuleId.UrgedToday, ("earliestFrom", Day("2026-01-12")))
            .When(new UrgeRequest(1), by: Head, at: "2026-01-12T00:00")
            .Then(typeof(RequestUrged));

    [Fact]
    public void A_request_for_dates_that_have_gone_by_is_superseded() =>
        Story.Of().Live().DownlineFiled("2026-05-12", "2026-05-19", at: "2026-05-01")
            .When(new TickSite(), Actor.System, at: "2026-05-20T00:00")
            .Then<RequestSuperseded>(e => Assert.Equal("window-over", e.Cause));

    [Fact]
    public void A_new_number_follows_on_every_one_that_was_given() =>
        Brought(Filed(RequestKind.Launch), "InReview").Given(new WithdrawRequest(1, "信息有误"), Clerk)
            .When(new SubmitLaunch(null), by: Clerk)
            .Then<RequestSubmitted>(e => Assert.Equal(2, e.Number))
            .ThenRequest(RequestState.Withdrawn, number: 1);

    /// <summary>A request of the kind, filed and not taken, with all that its approval needs.</summary>
    private static Story Filed(RequestKind kind) => kind switch
    {
        RequestKind.Launch => Story.Of().InReview(),
        RequestKind.Change => Verified(Story.Of().Live().Given(Filing(kind), Clerk)),
        RequestKind.Extension => Story.Of().DownNow().Given(Filing(kind), Clerk),
        RequestKind.Restore => Verified(Story.Of().DownNow(DownlineReason.SecurityRectification).Given(Filing(kind), Clerk)),
        RequestKind.Transfer => Story.Of().Live().Given(Filing(kind), Clerk).Given(s => new AcceptTransfer(s.Request), ReceiverClerk),
        _ => Story.Of().Live().Given(Filing(kind), Clerk),
    };

    private static SiteCommand Filing(RequestKind kind) => kind switch
    {
        RequestKind.Launch => new SubmitLaunch(null),
        RequestKind.Change => new ChangeProfile(OnOtherPlatform()),
        RequestKind.Downline => new SubmitDownline(Terms("2026-11-02", "2026-11-06")),
        RequestKind.Extension => new SubmitExtension(Day("2026-05-25"), "工程延期"),
        RequestKind.Restore => new SubmitRestore("整改完成"),
        RequestKind.Closure => new SubmitClosure(ClosureOn("2026-01-05")),
        RequestKind.Transfer => new SubmitTransfer(ReceiverId, "校区调整"),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "not a kind"),
    };

    private static Story Verified(Story story) => story.Given(s => new VerifyRequest(s.Request, VerificationResult.Verified, null), Centre);

    private static Story Brought(Story story, string state) => state switch
    {
        "Submitted" => story,
        "InReview" => story.Taken(),
        "Returned" => story.Taken().Given(s => new ReturnRequest(s.Request, Reasons()), Reviewer),
        "Released" => Brought(story, "Returned").Given(s => new ReleaseRequest(s.Request), Reviewer),
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, "not a state"),
    };

    private static Story Ended(RequestState state)
    {
        var story = Brought(Filed(RequestKind.Downline), "InReview");
        return state switch
        {
            RequestState.Approved => story.Approving(),
            RequestState.Rejected => story.Given(s => new RejectRequest(s.Request, Reasons()), Reviewer),
            RequestState.Withdrawn => story.Given(s => new WithdrawRequest(s.Request, null), Clerk),
            RequestState.Lapsed => Brought(Filed(RequestKind.Downline), "Returned").Ticked("2026-06-01"),
            _ => story.Ticked("2026-11-07"),
        };
    }

    private static Story Do(Story story, RequestKind kind, string command)
    {
        var number = story.Request;
        var changed = story.Site.RequestOf(number)!.ChangedAt;
        var lastDay = RegistryCalendar.AddDays(RegistryCalendar.DateOf(changed), 90);
        return command switch
        {
            "File" => story.When(Filing(kind), Clerk),
            "Resubmit" => story.When(new ResubmitRequest(number, null, null, null, null, null), Clerk),
            "Take" => story.When(new AssignRequest(number, null, null), Reviewer),
            "Release" => story.When(new ReleaseRequest(number), Reviewer),
            "Return" => story.When(new ReturnRequest(number, Reasons()), Reviewer),
            "Approve" => story.When(new ApproveRequest(number, null), Reviewer),
            "Reject" => story.When(new RejectRequest(number, Reasons()), Reviewer),
            "Withdraw" => story.When(new WithdrawRequest(number, null), Clerk),
            "Urge" => story.When(new UrgeRequest(number), Clerk),
            "Verify" => story.When(new VerifyRequest(number, VerificationResult.Verified, null), Centre),
            "Tick89" => story.When(new TickSite(), Actor.System, $"{lastDay:yyyy-MM-dd}T23:59"),
            "Tick90" => story.When(new TickSite(), Actor.System, $"{lastDay.AddDays(1):yyyy-MM-dd}T00:00"),
            _ => throw new ArgumentOutOfRangeException(nameof(command), command, "not a command"),
        };
    }

    private static IEnumerable<(string Command, string State, string Cell)> Read()
    {
        var lines = Table.Split('\n').Select(line => line.Split('|', StringSplitOptions.TrimEntries)).ToArray();
        return from line in lines[1..] from cell in line[1..].Index() select (line[0], lines[0][cell.Index + 1], cell.Item);
    }
}
