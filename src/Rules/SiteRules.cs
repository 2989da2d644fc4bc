using NanchangEdu.Registry.Contracts;
using NanchangEdu.Registry.Rules.Clauses;

namespace NanchangEdu.Registry.Rules;

/// <summary>The table of contents of the regulation: which command is decided in which clause's file.</summary>
public static class SiteRules
{
    /// <summary>
    /// Decides a command. Total: every command in every stage yields events or one refusal, never an exception. What time alone has
    /// brought about by <see cref="SiteContext.Now"/> happens first and is part of the events, so a missed tick changes no answer.
    /// </summary>
    public static Decision<SiteEvent> Decide(Site site, SiteCommand command, SiteContext context)
    {
        if (command is RegisterSite register)
        {
            return Registration.Decide(site, register, context);
        }

        if (!Sees(site, context.By) || !Scope.MayReach(site, command, context.By))
        {
            return Decision<SiteEvent>.Hide;
        }

        if (!Permissions.Allows(context.By.Role, command) || !Scope.IsInCharge(site, command, context.By))
        {
            return context.Refuse(RuleId.RoleNotAllowed, Figure.Of("role", Wire.Name(context.By.Role)));
        }

        context = context with { Policy = context.Policy.For(site.Sponsor.Type) };
        var elapsed = Elapsing.Until(site, context.Policy, context.Now);
        var current = elapsed.Aggregate(site, Evolve);
        var decision = AtStage(current, command, context);
        return decision.Refusal is null && !decision.Hidden ? decision with { Events = elapsed.AddRange(decision.Events) } : decision;
    }

    /// <summary>The site as it stands at <paramref name="now"/>: what time alone has brought about is already in it.</summary>
    public static Site At(Site site, RegistryPolicy policy, DateTimeOffset now) =>
        site.Exists ? Elapsing.Until(site, policy.For(site.Sponsor.Type), now).Aggregate(site, Evolve) : site;

    public static Site Evolve(Site site, SiteEvent @event) => SiteEvolution.Apply(site, @event);

    /// <summary>When time alone next changes the record; null when it never will.</summary>
    public static DateTimeOffset? NextDueAt(Site site, RegistryPolicy policy) => site.Exists ? Elapsing.NextDueAt(site, policy.For(site.Sponsor.Type)) : null;

    public static bool Sees(Site site, Actor actor) => Scope.Sees(site, actor);

    /// <summary>Which surroundings the shell must fetch before deciding.</summary>
    public static SiteNeeds NeedsOf(Site site, SiteCommand command) => command switch
    {
        RegisterSite => SiteNeeds.Unit | SiteNeeds.Heritage,
        SubmitLaunch or LaunchSite or ChangeProfile or RefreshUnit => SiteNeeds.Unit,
        ReturnRequest or RejectRequest => SiteNeeds.Authority,
        ApproveRequest => SiteNeeds.Unit | SiteNeeds.Authority | SiteNeeds.Receiver,
        SubmitTransfer => SiteNeeds.Receiver,
        _ => SiteNeeds.None,
    };

    /// <summary>Whose facts <see cref="SiteSurroundings.Unit"/> are: the sponsor's, or the caller's unit when registering.</summary>
    public static UnitId? UnitFor(Site site, SiteCommand command, Actor by) => command is RegisterSite ? by.Unit : site.Unit?.Id;

    public static UnitId? ReceiverFor(Site site, SiteCommand command) => command switch
    {
        SubmitTransfer c => c.Receiver,
        ApproveRequest c => site.RequestOf(c.Number)?.Latest.Content.Transfer?.Receiver,
        _ => null,
    };

    private static Decision<SiteEvent> AtStage(Site site, SiteCommand command, SiteContext context)
    {
        if (RowOf(site, command) is { } row && StageTable.Refusal(row, site.Stage) is { } rule)
        {
            return context.Refuse(rule, StageFigures.Of(site, rule));
        }

        return command switch
        {
            DiscardDraft c => Registration.Discard(site, c, context),
            ChangeProfile c => ProfileChange.Decide(site, c, context),
            RecordFiling c => FilingRecords.Record(site, c, context),
            VerifyFiling c => FilingRecords.Verify(site, c, context),
            RecordEvidence c => EvidenceRecords.Record(site, c, context),
            VerifyEvidence c => EvidenceRecords.Verify(site, c, context),
            RecordSecurityTest c => SecurityTests.Record(site, c, context),
            VerifySecurityTest c => SecurityTests.Verify(site, c, context),
            ConfirmResponsibility c => Responsibility.Confirm(site, c, context),
            SubmitLaunch c => LaunchApproval.Submit(site, c, context),
            LaunchSite c => LaunchFact.Decide(site, c, context),
            ResubmitRequest c => RequestDesk.Resubmit(site, c, context),
            AssignRequest c => RequestDesk.Assign(site, c, context),
            ReleaseRequest c => RequestDesk.Release(site, c, context),
            VerifyRequest c => RequestDesk.Verify(site, c, context),
            ReturnRequest c => RequestDesk.Return(site, c, context),
            ApproveRequest c => RequestDesk.Approve(site, c, context),
            RejectRequest c => RequestDesk.Reject(site, c, context),
            WithdrawRequest c => RequestDesk.Withdraw(site, c, context),
            UrgeRequest c => RequestDesk.Urge(site, c, context),
            SubmitDownline c => DownlineRequest.Submit(site, c, context),
            CancelWindow c => Downtime.Cancel(site, c, context),
            StartDownline c => Downtime.Start(site, c, context),
            SubmitExtension c => DownlineExtension.Submit(site, c, context),
            SubmitRestore c => Restoration.Submit(site, c, context),
            RestoreSite c => Restoration.Restore(site, c, context),
            CorrectDownlineFact c => Downtime.Correct(site, c, context),
            SuspendSite c => Emergency.Suspend(site, c, context),
            ConfirmSuspension c => Emergency.Confirm(site, c, context),
            LiftSuspension c => Emergency.Lift(site, c, context),
            SubmitClosure c => SiteClosure.Submit(site, c, context),
            RecordClosureStep c => SiteClosure.Tick(site, c, context),
            CancelClosure c => SiteClosure.Cancel(site, c, context),
            CompleteClosure => SiteClosure.Complete(site, context),
            Deregister => SiteClosure.Deregister(site, context),
            SubmitTransfer c => Transfer.Submit(site, c, context),
            AcceptTransfer c => Transfer.Accept(site, c, context),
            DiscloseContacts c => PersonalData.Disclose(site, c, context),
            AcknowledgeDeadline c => Acknowledging.Decide(site, c, context),
            OpenCase c => DowntimeCases.Open(site, c, context),
            ReplyToCase c => DowntimeCases.Reply(site, c, context),
            DecideCase c => DowntimeCases.Decide(site, c, context),
            AppealCase c => DowntimeCases.Appeal(site, c, context),
            DecideCaseAppeal c => DowntimeCases.DecideAppeal(site, c, context),
            DraftCaseNotice c => DowntimeCases.Draft(site, c, context),
            IssueCaseNotice c => DowntimeCases.Issue(site, c, context),
            ConcludeCase c => DowntimeCases.Conclude(site, c, context),
            RefreshUnit => Registration.Refresh(site, context),
            TickSite => Decision<SiteEvent>.Accept(),
            _ => throw new InvalidOperationException($"no clause decides {command.GetType().Name}"),
        };
    }

    /// <summary>The command's row of the stage table; null where no stage refuses it by itself.</summary>
    internal static string? RowOf(Site site, SiteCommand command) => command switch
    {
        DiscardDraft => StageTable.DiscardDraft,
        ChangeProfile c => SiteProfiles.IsMaterial(site.Facts, SiteProfiles.Canonical(c.Profile)) ? StageTable.EditMaterial : StageTable.Edit,
        RecordFiling or VerifyFiling or RecordEvidence or VerifyEvidence or RecordSecurityTest or VerifySecurityTest => StageTable.Record,
        ConfirmResponsibility => StageTable.Edit,
        SubmitLaunch => StageTable.SubmitLaunch,
        LaunchSite => StageTable.Launch,
        SubmitDownline => StageTable.SubmitDownline,
        CancelWindow => StageTable.CancelWindow,
        StartDownline => StageTable.StartDownline,
        SubmitExtension => StageTable.SubmitExtension,
        SubmitRestore => StageTable.SubmitRestore,
        RestoreSite => StageTable.Restore,
        CorrectDownlineFact => StageTable.CorrectFact,
        SuspendSite => StageTable.Suspend,
        OpenCase => StageTable.OpenCase,
        ConfirmSuspension => StageTable.ConfirmSuspension,
        LiftSuspension => StageTable.LiftSuspension,
        SubmitClosure => StageTable.SubmitClosure,
        RecordClosureStep or CancelClosure or CompleteClosure => StageTable.InClosing,
        Deregister => StageTable.Deregister,
        SubmitTransfer => StageTable.Transfer,
        ApproveRequest c => RowOf(site.RequestOf(c.Number)),
        _ => null,
    };

    /// <summary>An unknown or final request is told as such by the desk, whatever the stage.</summary>
    private static string? RowOf(Request? request) => request is not { IsOpen: true } ? null : request.Kind switch
    {
        RequestKind.Launch => StageTable.DecideLaunch,
        RequestKind.Change => StageTable.DecideChange,
        RequestKind.Downline => StageTable.DecideDownline,
        RequestKind.Extension => StageTable.DecideExtension,
        RequestKind.Restore => StageTable.DecideRestore,
        RequestKind.Closure => StageTable.DecideClosure,
        RequestKind.Transfer => StageTable.Transfer,
        _ => throw new InvalidOperationException($"no row for requests of kind {request.Kind}"),
    };
}
