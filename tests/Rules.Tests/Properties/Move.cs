using CsCheck;

namespace NanchangEdu.Registry.Rules.Tests.Properties;

/// <summary>What a move is about; <see cref="Hands"/> turns it into a command that suits the site as it stands, or one that does not.</summary>
internal enum Deed
{
    Register, Discard, PlainChange, MaterialChange, RefreshUnit, RecordFiling, VerifyFiling, RecordEvidence, VerifyEvidence, RecordTest, VerifyTest,
    ConfirmResponsibility, SubmitLaunch, Launch, Review, Resubmit, Assign, Release, VerifyRequest, Return, Approve, Reject, Withdraw, Urge,
    SubmitDownline, CancelWindow, StartDownline, SubmitExtension, SubmitRestore, Restore, Correct, Suspend, Confirm, Lift, SubmitClosure,
    ClosureStep, CancelClosure, CompleteClosure, Deregister, SubmitTransfer, AcceptTransfer, Disclose, Acknowledge, OpenCase, CaseStep, Tick, Wild, Next,
}

/// <summary>One step of a random life, as numbers: so that it shrinks, and prints as something that can be played again.</summary>
/// <param name="Who">Below 85 whoever suits the deed, else anybody.</param>
/// <param name="Wait">Minutes after the step before; -1 until the next midnight of Shanghai, -2 until an instant after it.</param>
internal readonly record struct Move(Deed Deed, int Who, int Wait, int A, int B, int C);

/// <summary>From where a life goes on, and with which moves.</summary>
internal sealed record Life(int Start, int Later, Move[] Moves)
{
    private const int Minutes = 24 * 60;

    private static readonly Gen<int> Any = Gen.Int[0, 999];

    /// <summary>Some minutes, some hours, some days; now and then a jump, or exactly midnight, where dates begin and end.</summary>
    private static readonly Gen<int> Waits = Gen.Frequency(
        (30, Gen.Int[0, 30]),
        (20, Gen.Int[1, 30].Select(hours => hours * 60)),
        (20, Gen.Int[1, 4].Select(days => days * Minutes)),
        (8, Gen.Int[5, 35].Select(days => (days * Minutes) + 77)),
        (2, Gen.Int[36, 200].Select(days => days * Minutes)),
        (1, Gen.Int[300, 800].Select(days => days * Minutes)),
        (6, Gen.Const(-1)),
        (4, Gen.Const(-2)));

    private static readonly Gen<Deed> Deeds = Gen.Frequency([.. Enum.GetValues<Deed>().Select(deed => (WeightOf(deed), Gen.Const(deed)))]);

    private static readonly Gen<Move> Moving =
        Gen.Select(Deeds, Gen.Int[0, 99], Waits, Any, Any, Any, (deed, who, wait, a, b, c) => new Move(deed, who, wait, a, b, c));

    public static Gen<Life> Of(int movesMax) =>
        Gen.Select(Gen.Int[0, 9], Gen.Int[0, 60], Moving.Array[1, movesMax], (start, later, moves) => new Life(start, later, moves));

    public override string ToString() => $"Life {Start}/{Later}: {string.Join(", ", Moves.Select(m => $"{m.Deed} by {m.Who} after {m.Wait} ({m.A} {m.B} {m.C})"))}";

    private static int WeightOf(Deed deed) => deed switch
    {
        Deed.Next => 150,
        Deed.SubmitDownline => 20,
        Deed.OpenCase => 6,
        Deed.CaseStep => 50,
        Deed.Review or Deed.Wild => 10,
        Deed.SubmitExtension or Deed.Suspend or Deed.Correct or Deed.Tick or Deed.CancelWindow or Deed.Restore or Deed.StartDownline => 5,
        Deed.Return or Deed.Resubmit => 6,
        Deed.Discard or Deed.MaterialChange => 4,
        Deed.SubmitClosure => 1,
        _ => 2,
    };
}
