using System.Collections.Immutable;

namespace NanchangEdu.Registry.Contracts;

/// <summary>What a dated duty is about: stored in the catalog and in the ledger under these names. Evidence and duties of the launch gate go under their own codes.</summary>
public static class DeadlineKinds
{
    /// <summary>A request that is to be decided, or, returned, to be filed again.</summary>
    public const string Request = "request";
    public const string ApprovalLapse = "approval-lapse";
    public const string DownlineEnd = "downline-end";
    public const string SuspensionConfirmation = "suspension-confirmation";
    public const string ClosureNotice = "closure-notice";
    public const string Exemption = "exemption";
    public const string IcpChange = "icp-change";
    public const string NewLeader = "new-leader";

    /// <summary>NC-3.13: the unit may reply to a case.</summary>
    public const string CaseReply = "case-reply";
    public const string CaseDecision = "case-decision";

    /// <summary>An appeal that is to be decided.</summary>
    public const string CaseAppeal = "case-appeal";
    public const string CaseConclusion = "case-conclusion";

    /// <summary>Those that are no item of the launch gate.</summary>
    public static ImmutableArray<string> BesideGate { get; } =
        [Request, ApprovalLapse, DownlineEnd, SuspensionConfirmation, ClosureNotice, Exemption, IcpChange, NewLeader, CaseReply, CaseDecision, CaseAppeal, CaseConclusion];
}

/// <summary>Who must act on something dated. Wire names stand in the catalog, too.</summary>
public enum Party
{
    /// <summary>主办单位</summary>
    Sponsor = 1,
    /// <summary>主管单位</summary>
    Authority = 2,
    /// <summary>网信中心</summary>
    Centre = 3,
}
