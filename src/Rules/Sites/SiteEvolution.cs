using System.Collections.Immutable;
using NanchangEdu.Registry.Contracts;

namespace NanchangEdu.Registry.Rules;

/// <summary>What each event makes of a site. An event it does not know is a programmer's or a deployment's error, never ignored.</summary>
internal static class SiteEvolution
{
    /// <summary>How many looks at the contacts the record keeps; the ledger keeps all.</summary>
    private const int DisclosuresKept = 20;
    private const int AcknowledgementsKept = 100;

    public static Site Apply(Site site, SiteEvent @event) => @event switch
    {
        SiteRegistered e => site with
        {
            Unit = e.Unit,
            Lineage = e.Lineage,
            QuotaEntries = e.Inherited,
            Profile = e.Profile,
            RegisteredAt = e.At,
            Stage = Stage.Draft,
            AuthorIds = [e.By.Id],
        },
        DraftDiscarded => site with { Stage = Stage.Deregistered },
        ProfileChanged e => ProfileTo(site, e),
        ApprovalVoided => site with { Stage = Stage.Draft, Approval = null },
        ApprovalLapsed => site with { Stage = Stage.Draft, Approval = null },
        UnitRefreshed e => site with { Unit = e.Unit },

        FilingRecorded e => site with { Filings = [.. site.Filings.Where(f => f.Filing.Kind != e.Filing.Kind), new(e.Filing, e.At, e.By, e.Warnings, null)] },
        FilingVerified e => site with { Filings = site.Filings.Change(f => f.Filing.Kind == e.Kind, f => f with { Verification = e.Verification }) },
        EvidenceRecorded e => site with { Evidence = [.. site.Evidence.Where(x => x.Kind != e.Kind), new(e.Kind, e.Statement, e.At, e.By, null, null)] },
        EvidenceVerified e => site with { Evidence = site.Evidence.Change(x => x.Kind == e.Kind, x => x with { Verification = e.Verification, BoundTo = e.BoundTo }) },
        SecurityTestRecorded e => site with { Tests = site.Tests.Add(new(e.Number, e.Report, e.At, e.By, null)) },
        SecurityTestVerified e => site with { Tests = site.Tests.Change(t => t.Number == e.Number, t => t with { Verification = e.Verification }) },
        ResponsibilityConfirmed e => site with { Responsibility = new(e.Statement, e.At, e.By) },

        RequestSubmitted or RequestResubmitted or RequestAssigned or RequestReleased or RequestVerified or RequestReturned or RequestApproved
            or RequestRejected or RequestWithdrawn or RequestUrged or RequestLapsed or RequestSuperseded or TransferAccepted
            => RequestEvolution.Apply(site, @event),
        Transferred e => TransferTo(site, e.Receiver),

        Launched e => site with { Stage = Stage.Live, LaunchedAt = e.At, Duties = e.Duties },

        DownlineApproved or WindowCancelled or WindowLapsed or DownlineStarted or DownlineExtended or DownlineOverdue or OverrunCharged
            or Restored or WindowSettled or DownlineFactCorrected => WindowEvolution.Apply(site, @event),

        Suspended e => site with
        {
            Stage = Stage.Suspended,
            Suspensions = site.Suspensions.Add(new(e.Number, e.ReasonCode, e.Reason, e.At, e.ConfirmBy, e.By, site.Stage == Stage.Closing)),
        },
        SuspensionConfirmed e => site with { Suspensions = site.Suspensions.Change(s => s.Number == e.Number, s => s with { ConfirmedAt = e.At }) },
        SuspensionConverted or SuspensionCharged => WindowEvolution.Apply(site, @event),
        SuspensionLifted e => site with
        {
            QuotaEntries = site.QuotaEntries.AddRange(e.Quota),
            Stage = site.Stage != Stage.Suspended ? site.Stage
                : site.Suspensions.Single(s => s.Number == e.Number).FromClosing ? Stage.Closing : site.BackOnline(),
            Suspensions = site.Suspensions.Change(s => s.Number == e.Number, s => s with { LiftedAt = e.At }),
        },

        ClosureApproved e => site with { Stage = Stage.Closing, Closure = new(e.Request, e.Terms, e.At, []) },
        ClosureStepRecorded e => site with { Closure = site.Closure! with { Steps = [.. site.Closure.Steps.Where(s => s.Step != e.Step), new(e.Step, e.Note, e.EvidenceSha256, e.At, e.By)] } },
        ClosureCancelled => site with { Stage = Stage.Live, Closure = null },
        Closed e => site with { Stage = Stage.Closed, ClosedAt = e.At },
        Deregistered e => site with { Stage = Stage.Deregistered, HeldHosts = site.HeldHosts.Add(new(site.Facts.Hosts, e.HostsHeldUntil)) },
        ContactsDisclosed e => site with { Disclosures = [.. site.LatestDisclosures.TakeLast(DisclosuresKept - 1), new(e.Number, e.Reason, e.At, e.By)] },
        DeadlineAcknowledged e => site with
        {
            Acknowledgements =
            [
                .. (site.Acknowledgements.IsDefault ? [] : site.Acknowledgements).Where(a => a.Kind != e.Kind || a.Number != e.Number).TakeLast(AcknowledgementsKept - 1),
                new(e.Kind, e.Number, e.DueOn, e.Note, e.At, e.By),
            ],
        },
        CaseOpened or CaseReplied or CaseDecided or CaseAppealed or CaseAppealDecided or CaseNoticeDrafted or CaseNoticeIssued or CaseConcluded
            => CaseEvolution.Apply(site, @event),
        HostsReleased e => site with { HeldHosts = [.. site.HeldHosts.Where(h => h.Until != e.At || !h.Hosts.SequenceEqual(e.Hosts))] },

        _ => throw new InvalidOperationException($"no rule says what {@event.GetType().Name} makes of a site"),
    };

    private static Site ProfileTo(Site site, ProfileChanged e)
    {
        var rebuilt = !Clauses.SiteProfiles.SamePlatform(site.Facts, e.Profile);
        return site with
        {
            Profile = e.Profile,
            RebuiltAt = rebuilt ? e.At : site.RebuiltAt,
            LeaderSince = e.IsNewLeader ? e.At : site.LeaderSince,
            AuthorIds = site.AuthorIds.Contains(e.By.Id) ? site.AuthorIds : site.AuthorIds.Add(e.By.Id),
            Approval = e.Request is { } request && site.Approval is { } approval
                ? approval with { Request = request, ProfileHash = Clauses.SiteProfiles.HashOf(e.Profile, site.Sponsor.Id) }
                : site.Approval,
            HeldHosts = Released(site, e) is { Length: > 0 } hosts && e.Request is not null && e.HeldUntil is { } until
                ? site.HeldHosts.Add(new(hosts, until))
                : site.HeldHosts,
        };
    }

    private static ImmutableArray<string> Released(Site site, ProfileChanged e) => [.. site.Facts.Hosts.Except(e.Profile.Hosts, StringComparer.Ordinal)];

    private static Site TransferTo(Site site, UnitFacts receiver) => site with
    {
        Unit = receiver,
        Approval = site.Approval is { } approval ? approval with { ProfileHash = Clauses.SiteProfiles.HashOf(site.Facts, receiver.Id) } : null,
    };
}

/// <summary>Small shapes that the evolutions share.</summary>
internal static class Evolving
{
    public static ImmutableArray<T> Change<T>(this ImmutableArray<T> items, Func<T, bool> which, Func<T, T> change) =>
        [.. items.Select(item => which(item) ? change(item) : item)];

    /// <summary>LV³: scheduled while another approved window lies ahead.</summary>
    public static Stage BackOnline(this Site site) =>
        site.Windows.Any(w => w.State == WindowState.Scheduled) ? Stage.DownlineScheduled : Stage.Live;
}
