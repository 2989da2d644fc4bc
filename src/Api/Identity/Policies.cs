using System.Collections.Immutable;
using Microsoft.AspNetCore.Authorization;
using NanchangEdu.Registry.Api.Identity.Standing;
using NanchangEdu.Registry.Contracts;
using NanchangEdu.Registry.Rules;

namespace NanchangEdu.Registry.Api.Identity;

/// <summary>
/// Who may knock at which door: a role of the regulation and a scope of the token, both. What a role may do to a given record in
/// a given state is the rules' matter and is asked again there.
/// </summary>
public sealed record Policy(string Name, ImmutableArray<Role> Roles, ImmutableArray<string> Scopes)
{
    public bool Admits(Role role) => Roles.Contains(role);
}

public static class Policies
{
    public const string ReadName = "read";
    public const string ReadRecordsName = "read-records";
    public const string HistoryName = "history";
    public const string DisclosureName = "disclosure";
    public const string ReportsName = "reports";
    public const string SponsorName = "sponsor";
    public const string HeadName = "head";
    public const string ReviewName = "review";
    public const string LeadName = "lead";
    public const string VerifyName = "verify";
    public const string FilingsName = "filings";
    public const string SuspendName = "suspend";
    public const string AcknowledgeName = "acknowledge";
    public const string ReportCaseName = "report-case";
    public const string UnitsName = "units";
    public const string AuditName = "audit";
    public const string FeedName = "feed";
    public const string DashboardName = "dashboard";
    public const string AccountsName = "accounts";
    public const string ReadAccountsName = "read-accounts";
    public const string OwnAccountName = "own-account";
    public const string ImportName = "import";
    public const string WebhooksName = "webhooks";
    public const string NoticesName = "notices";

    private static readonly ImmutableArray<Role> Everyone =
        [Role.Clerk, Role.Head, Role.Reviewer, Role.Lead, Role.Centre, Role.Ops, Role.Auditor, Role.Admin];

    public static ImmutableArray<Policy> All { get; } =
    [
        new(ReadName, Everyone, [Scopes.Read]),
        // operations see stages and counters; contacts, people and histories are personal data
        new(ReadRecordsName, Everyone.Remove(Role.Ops), [Scopes.Read]),
        // the ledger keeps what was stated, telephone numbers too: accounts and packs can be kept without it
        new(HistoryName, Everyone.Remove(Role.Ops).Remove(Role.Admin), [Scopes.Read]),
        // what follows the ledger reads it
        new(FeedName, Everyone.Remove(Role.Ops).Remove(Role.Admin), [Scopes.Read]),
        new(AuditName, [Role.Auditor], [Scopes.Audit]),
        // a client that may only read, a dashboard say, unmasks nobody
        new(DisclosureName, Everyone.Remove(Role.Ops).Remove(Role.Admin), [Scopes.Write, Scopes.Decide, Scopes.Verify, Scopes.Audit]),
        // figures about many units: for those who oversee them, and for who audits
        new(ReportsName, [Role.Reviewer, Role.Lead, Role.Centre, Role.Auditor, Role.Admin], [Scopes.Read]),
        new(SponsorName, [Role.Clerk, Role.Head], [Scopes.Write]),
        new(HeadName, [Role.Head], [Scopes.Write]),
        new(ReviewName, [Role.Reviewer, Role.Lead], [Scopes.Decide]),
        new(LeadName, [Role.Lead], [Scopes.Decide]),
        new(VerifyName, [Role.Centre], [Scopes.Verify]),
        new(FilingsName, [Role.Clerk, Role.Head, Role.Centre], [Scopes.Write, Scopes.Verify]),
        new(SuspendName, [Role.Clerk, Role.Head, Role.Reviewer, Role.Lead, Role.Centre], [Scopes.Write, Scopes.Decide, Scopes.Verify]),
        // whose turn it is: which of them, the rules say
        new(AcknowledgeName, [Role.Clerk, Role.Head, Role.Reviewer, Role.Lead, Role.Centre], [Scopes.Write, Scopes.Decide, Scopes.Verify]),
        // who watches over sites says what was seen; the head of the unit answers, the authority decides
        new(ReportCaseName, [Role.Reviewer, Role.Lead, Role.Centre], [Scopes.Decide, Scopes.Verify]),
        new(UnitsName, [Role.Admin, Role.Reviewer, Role.Lead], [Scopes.Admin, Scopes.Decide]),
        new(DashboardName, [Role.Ops, Role.Admin], [Scopes.Read]),
        new(AccountsName, [Role.Admin], [Scopes.Admin]),
        new(ReadAccountsName, [Role.Admin, Role.Auditor], [Scopes.Admin, Scopes.Audit]),
        // a token that may only read must not set up what outlives it
        new(WebhooksName, Everyone.Remove(Role.Ops).Remove(Role.Admin), [Scopes.Write, Scopes.Decide, Scopes.Verify, Scopes.Audit]),
        // the same of where one's notices go
        new(NoticesName, Everyone.Remove(Role.Ops), [Scopes.Write, Scopes.Decide, Scopes.Verify, Scopes.Audit, Scopes.Admin]),
        // whoever they are: the account in question is the token's own, and to end its tokens takes from nobody else
        new(OwnAccountName, Everyone, [.. Contracts.Scopes.Descriptions.Keys]),
        // whether a row may be carried out is each command's own matter; whoever may give none has nothing to bring
        new(ImportName, [.. Everyone.Where(Permissions.Imports)], [Scopes.Write, Scopes.Decide, Scopes.Verify, Scopes.Admin]),
    ];

    public static Policy Named(string name) => All.Single(policy => policy.Name == name);

    internal static void AddTo(AuthorizationOptions options)
    {
        foreach (var policy in All) options.AddPolicy(policy.Name, Build(policy));

        // an endpoint that says nothing is closed to all but those who may read everything else: forgetting is safe
        options.DefaultPolicy = options.GetPolicy(ReadRecordsName)!;
        options.FallbackPolicy = options.DefaultPolicy;
    }

    private static AuthorizationPolicy Build(Policy policy) => new AuthorizationPolicyBuilder()
        .RequireAuthenticatedUser()
        .RequireAssertion(context => HolderOf(context) is { } holder && policy.Admits(holder.Actor.Role))
        .RequireAssertion(context => HolderOf(context)?.Scopes.Any(policy.Scopes.Contains) == true)
        .Build();

    private static TokenHolder? HolderOf(AuthorizationHandlerContext context) => (context.Resource as HttpContext)?.Holder();
}
