using System.Collections.Immutable;
using NanchangEdu.Registry.Contracts;
using static NanchangEdu.Registry.Rules.Tests.Sample;
using TestResult = NanchangEdu.Registry.Contracts.TestResult;

namespace NanchangEdu.Registry.Rules.Tests.Properties;

/// <summary>Every command with members that nobody in their senses would send, but a strict JSON reader lets through.</summary>
internal static class WildCommands
{
    private static readonly string[] Texts =
    [
        "", " ", "\u0000", "\u202E倒", "𠮷野家", new('长', 5_000), "ΐ\u0301", "https://", "javascript:alert(1)", "１３９", "xn--", "a.b..c", "-", "ﷺ", "'; drop--", "{0}", "\r\n",
    ];

    private static readonly DateOnly[] Dates = [DateOnly.MinValue, DateOnly.MaxValue, new(2026, 12, 31), new(2027, 1, 1), new(2028, 2, 29), new(9999, 12, 30), new(2026, 12, 1)];

    private static readonly DateTimeOffset?[] Instants =
    [
        DateTimeOffset.MinValue, DateTimeOffset.MaxValue, null, new(2026, 12, 31, 16, 0, 0, TimeSpan.Zero), new(2027, 1, 1, 0, 0, 0, TimeSpan.FromHours(14)),
        new(1, 1, 1, 14, 0, 0, TimeSpan.FromHours(14)), new(9999, 12, 31, 9, 0, 0, TimeSpan.FromHours(-14)),
    ];

    private static readonly int[] Numbers = [int.MinValue, -1, 0, 1, 2, 3, int.MaxValue];

    /// <summary>One maker for each type of command, in the order of <see cref="Types"/>.</summary>
    private static readonly Func<Picker, SiteCommand>[] Makers =
    [
        p => new RegisterSite(p.Profile()), p => new DiscardDraft(p.Text()), p => new ChangeProfile(p.Profile()), p => new RecordFiling(p.Filing()),
        p => new VerifyFiling((FilingKind)(1 + p.Index(5)), p.Result(), p.Text()), p => new RecordEvidence((EvidenceKind)(1 + p.Index(5)), new(p.Date(), p.Text(), p.Text(), p.Number())),
        p => new VerifyEvidence((EvidenceKind)(1 + p.Index(5)), p.Result(), p.Text()),
        p => new RecordSecurityTest(new(p.Date(), p.Text(), (TestResult)(1 + p.Index(2)), p.Hosts(), p.Index(2) == 0 ? Sha256 : p.Text())),
        p => new VerifySecurityTest(p.Number(), p.Result(), p.Text()), p => new ConfirmResponsibility(p.Text()), p => new SubmitLaunch(p.Text()),
        p => new ResubmitRequest(p.Number(), p.Text(), p.Terms(), p.Date(), p.Closure(), p.Profile()), p => new AssignRequest(p.Number(), p.Text(), p.Text()),
        p => new ReleaseRequest(p.Number()), p => new ReturnRequest(p.Number(), [new(p.Text(), p.Text(), p.Text())]), p => new ApproveRequest(p.Number(), p.Text()),
        p => new RejectRequest(p.Number(), []), p => new VerifyRequest(p.Number(), p.Result(), p.Text()), p => new WithdrawRequest(p.Number(), p.Text()),
        p => new UrgeRequest(p.Number()), p => new LaunchSite(p.Instant()), p => new SubmitDownline(p.Terms()), p => new SubmitExtension(p.Date(), p.Text()),
        p => new CancelWindow(p.Number(), p.Text()), p => new StartDownline(p.Instant(), p.Text()), p => new SubmitRestore(p.Text()), p => new RestoreSite(p.Instant()),
        p => new SuspendSite((SuspensionReason)(1 + p.Index(4)), p.Text(), p.Instant()), p => new ConfirmSuspension(p.Number(), p.Text()),
        p => new LiftSuspension(p.Text(), p.Instant()), p => new SubmitClosure(p.Closure()), p => new RecordClosureStep((ClosureStep)(1 + p.Index(3)), p.Text(), p.Text()),
        p => new CancelClosure(p.Text()), _ => new CompleteClosure(), _ => new Deregister(), p => new SubmitTransfer(StrangerId, p.Text()),
        p => new AcceptTransfer(p.Number()), p => new CorrectDownlineFact(p.Number(), p.Instant(), p.Instant(), p.Text()), _ => new TickSite(), _ => new RefreshUnit(),
        p => new DiscloseContacts(p.Text()), p => new AcknowledgeDeadline(p.Text(), p.Number(), p.Text()),
        p => new OpenCase(new(p.Instant() ?? default, p.Instant(), p.Text(), [new(p.Text(), p.Text())])), p => new ReplyToCase(p.Number(), p.Text(), [new(p.Text(), p.Text())]),
        p => new DecideCase(p.Number(), CaseResult.Confirmed, true, p.Text()), p => new AppealCase(p.Number(), p.Text(), []),
        p => new DecideCaseAppeal(p.Number(), AppealResult.Overturned, p.Text()), p => new DraftCaseNotice(p.Number(), p.Text()),
        p => new IssueCaseNotice(p.Number(), p.Text()), p => new ConcludeCase(p.Number(), p.Text()),
    ];

    public static IEnumerable<Type> Types => Makers.Select(make => make(new(0, 0)).GetType());

    public static SiteCommand Of(Move move, Site site) => Makers[move.A % Makers.Length](new(move.B, move.C + site.Requests.Length));

    /// <summary>Picks from the lists above, another member each time, as two numbers tell it.</summary>
    private sealed class Picker(int b, int c)
    {
        private int turn = b;

        public int Index(int count) => (turn = ((turn * 31) + c + 17) & 0x3fffffff) % count;

        public string Text() => Texts[Index(Texts.Length)];

        public DateOnly Date() => Dates[Index(Dates.Length)];

        public DateTimeOffset? Instant() => Instants[Index(Instants.Length)];

        public int Number() => Numbers[Index(Numbers.Length)];

        public VerificationResult Result() => (VerificationResult)(1 + Index(2));

        public ImmutableArray<string> Hosts() => Index(3) == 0 ? [] : [Text(), Host, Text()];

        public DownlineTerms Terms() => new(Date(), Date(), (DownlineReason)(1 + Index(5)), Text(), Text(), Text(), Text());

        public ClosureTerms Closure() => new((ClosureMode)(1 + Index(3)), Text(), Index(2) == 0 ? "https://a.cn" : Text(), Date(), Text());

        public SiteProfile Profile() => Index(2) == 0
            ? Sample.Profile() with { Name = Text(), NameNote = SchoolName, Purpose = "x" + Text() }
            : new(Text(), Text(), Hosts(), Text(), [], Text(), new(Text(), Text(), Text(), Text(), Index(2) == 0), Date(), [new(ContactDuty.Office, Text(), Text(), Text())],
                new(Number(), Text(), Text(), Text(), Text()));

        public Filing Filing()
        {
            var state = (FilingState)(1 + Index(6));
            var hash = Index(2) == 0 ? null : Text();
            return Index(5) switch
            {
                0 => new IcpFiling(state, hash, Text(), (IcpCoverage)(1 + Index(4)), Text(), Date()),
                1 => new PublicSecurityFiling(state, hash, Text(), Date()),
                2 => new GradedProtectionFiling(state, hash, Number(), Date(), Date(), Text(), Text(), Date(), Text(), null),
                3 => new SiteMarkFiling(state, hash, (SiteMarkKind)(1 + Index(3)), Date(), Text()),
                _ => new DomainFiling(state, hash, Text(), Date(), Date()),
            };
        }
    }
}
