using NanchangEdu.Registry.Contracts;

namespace NanchangEdu.Registry.Rules;

/// <summary>
/// Which roles may give which command, and to which records. The door asks the same by scopes of the token; here it holds for
/// every way in. Roles: domain §3.
/// </summary>
public static class Permissions
{
    private const Roles Sponsor = Roles.Clerk | Roles.Head;
    private const Roles Authority = Roles.Reviewer | Roles.Lead;

    [Flags]
    private enum Roles
    {
        None = 0,
        Clerk = 1 << Role.Clerk,
        Head = 1 << Role.Head,
        Reviewer = 1 << Role.Reviewer,
        Lead = 1 << Role.Lead,
        Centre = 1 << Role.Centre,
        Auditor = 1 << Role.Auditor,
        Admin = 1 << Role.Admin,
        System = 1 << Role.System,
    }

    public static bool Allows(Role role, SiteCommand command) => Has(RolesFor(command), role);

    public static bool Allows(Role role, UnitCommand command) => Has(command switch
    {
        PutUnit { UsccOverrideReason: not null } => Roles.Lead,
        PutUnit => Roles.Admin | Authority,
        GrantExemption => Roles.Lead,
        AppointSubstitute => Authority,
        MarkSitesInformed => Roles.System,
        _ => Roles.None,
    }, role);

    /// <summary>
    /// City-wide roles see every record; clerk and head their unit's, reviewer and lead those of their authority's units and of the
    /// authorities below it.
    /// </summary>
    public static bool SeesAll(Role role) => role is Role.Centre or Role.Ops or Role.Auditor or Role.Admin or Role.System;

    /// <summary>Who may read a site's or a unit's record at all: operations have the catalog's stages and counters.</summary>
    public static bool ReadsRecords(Role role) => role != Role.Ops;

    /// <summary>Who may bring a file of changes: those who may give any of the commands that its rows become.</summary>
    public static bool Imports(Role role) => role is Role.Clerk or Role.Head or Role.Reviewer or Role.Lead or Role.Centre or Role.Admin;

    /// <summary>Who may read the ledger of records, and be sent its events: it keeps what was stated, persons too. The same as at the door.</summary>
    public static bool ReadsLedger(Role role) => role is Role.Clerk or Role.Head or Role.Reviewer or Role.Lead or Role.Centre or Role.Auditor;

    /// <summary>Who may read figures about many units: those who oversee them, and who audits.</summary>
    public static bool ReadsReports(Role role) => Has(Authority | Roles.Centre | Roles.Auditor | Roles.Admin, role);

    private static Roles RolesFor(SiteCommand command) => command switch
    {
        RegisterSite or DiscardDraft or ChangeProfile or SubmitLaunch or ResubmitRequest or WithdrawRequest or UrgeRequest
            or LaunchSite or SubmitDownline or SubmitExtension or CancelWindow or StartDownline or SubmitRestore or RestoreSite
            or SubmitClosure or RecordClosureStep or CancelClosure or CompleteClosure or Deregister or SubmitTransfer or AcceptTransfer => Sponsor,
        ConfirmResponsibility or ReplyToCase or AppealCase => Roles.Head,
        RecordFiling or RecordEvidence or RecordSecurityTest => Sponsor | Roles.Centre,
        VerifyFiling or VerifyEvidence or VerifySecurityTest or VerifyRequest => Roles.Centre,
        AssignRequest or ReleaseRequest or ReturnRequest or ApproveRequest or RejectRequest or ConfirmSuspension => Authority,
        CorrectDownlineFact or DecideCase or DecideCaseAppeal or IssueCaseNotice => Roles.Lead,
        OpenCase => Authority | Roles.Centre,
        DraftCaseNotice or ConcludeCase => Authority,
        SuspendSite or LiftSuspension => Sponsor | Authority | Roles.Centre,
        AcknowledgeDeadline => Sponsor | Authority | Roles.Centre,
        DiscloseContacts => Authority | Roles.Centre | Roles.Auditor,
        TickSite or RefreshUnit => Roles.System,
        _ => Roles.None,
    };

    private static bool Has(Roles roles, Role role) => (roles & (Roles)(1 << (int)role)) != 0;
}
