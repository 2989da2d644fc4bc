using System.Net;
using NanchangEdu.Registry.Api.Http;
using NanchangEdu.Registry.Api.Identity;
using NanchangEdu.Registry.Contracts;

namespace NanchangEdu.Registry.Api.Tests.Identity;

/// <summary>Who may knock where, written down a second time and by hand: the roles of the regulation against every route.</summary>
[Collection(SharedGateway.Name)]
public sealed class RoleMatrixTests(Gateway gateway)
{
    private const string Sponsor = "clerk head";
    private const string Authority = "reviewer lead";
    private const string Records = "clerk head reviewer lead centre auditor admin";
    private const string All = Records + " ops";
    private const string Importers = "clerk head reviewer lead centre admin";
    private const string Ledger = "clerk head reviewer lead centre auditor";

    private static readonly Dictionary<string, string> May = new()
    {
        ["listSites"] = All,
        ["readCounters"] = All,
        ["readPolicy"] = All,
        ["listRequests"] = Records,
        ["listDeadlines"] = Records,
        ["listReminders"] = Records,
        ["listUnits"] = Records,
        ["readUnit"] = Records,
        ["readSite"] = Records,
        ["readLaunchGate"] = Records,
        ["readQuota"] = Records,
        ["previewQuota"] = Records,
        ["readHistory"] = Ledger,
        ["listEvents"] = Ledger,
        ["streamEvents"] = Ledger,
        ["readCheckpoint"] = "auditor",
        ["listCheckpoints"] = "auditor",
        ["readInclusionProof"] = "auditor",
        ["readConsistencyProof"] = "auditor",
        ["readDisclosedContacts"] = Ledger,
        ["readSiteBook"] = Ledger,
        ["readUnitBook"] = Ledger,
        ["readCompliance"] = "reviewer lead centre auditor admin",

        // the sponsor's people pass this door, and are refused by the rules behind it: ContactDisclosureTests
        ["discloseContacts"] = Ledger,

        ["putUnit"] = "admin reviewer lead",
        ["grantExemption"] = "lead",
        ["appointSubstitute"] = "reviewer lead",

        ["readMe"] = All,
        ["endOwnTokens"] = All,
        ["listViews"] = All,
        ["saveView"] = All,
        ["removeView"] = All,
        ["listNotices"] = All,
        ["readNotices"] = All,
        ["acknowledgeNotice"] = All,
        ["readNoticePreferences"] = All,
        ["putNoticePreferences"] = "clerk head reviewer lead centre auditor admin",
        ["tryNoticeChannels"] = "clerk head reviewer lead centre auditor admin",
        ["listAccounts"] = "admin auditor",
        ["readAccount"] = "admin auditor",
        ["readAccountHistory"] = "admin auditor",
        ["listClients"] = "admin auditor",
        ["putAccount"] = "admin",
        ["inviteAgain"] = "admin",
        ["lockAccount"] = "admin",
        ["unlockAccount"] = "admin",
        ["retireAccount"] = "admin",
        ["endTokens"] = "admin",
        ["addClient"] = "admin",
        ["renewClientKey"] = "admin",
        ["revokeClient"] = "admin",

        ["readTemplate"] = Records,
        ["uploadImport"] = Importers,
        ["listImports"] = Importers,
        ["readImport"] = Importers,
        ["readImportRows"] = Importers,
        ["applyImport"] = Importers,
        ["cancelImport"] = Importers,
        ["exportSites"] = Records,
        ["exportFilings"] = Records,
        ["exportTests"] = Records,
        ["exportUnits"] = Records,
        ["exportRequests"] = Records,
        ["exportDeadlines"] = Records,
        ["exportReminders"] = Records,
        ["exportAccounts"] = "admin auditor",

        ["listOwnWebhooks"] = Ledger,
        ["addWebhook"] = Ledger,
        ["renewWebhookKey"] = Ledger,
        ["removeOwnWebhook"] = Ledger,
        ["readDeliveries"] = Ledger,
        ["redeliver"] = Ledger,
        ["testWebhook"] = Ledger,
        ["listWebhooks"] = "admin auditor",
        ["removeWebhook"] = "admin",

        ["registerSite"] = Sponsor,
        ["changeProfile"] = Sponsor,
        ["discardDraft"] = Sponsor,
        ["confirmResponsibility"] = "head",

        ["recordIcpFiling"] = Sponsor + " centre",
        ["recordPublicSecurityFiling"] = Sponsor + " centre",
        ["recordGradedProtectionFiling"] = Sponsor + " centre",
        ["recordSiteMarkFiling"] = Sponsor + " centre",
        ["recordDomainFiling"] = Sponsor + " centre",
        ["recordEvidence"] = Sponsor + " centre",
        ["recordSecurityTest"] = Sponsor + " centre",
        ["verifyFiling"] = "centre",
        ["verifyEvidence"] = "centre",
        ["verifySecurityTest"] = "centre",
        ["verifyRequest"] = "centre",

        ["requestLaunch"] = Sponsor,
        ["requestDownline"] = Sponsor,
        ["requestExtension"] = Sponsor,
        ["requestRestore"] = Sponsor,
        ["requestClosure"] = Sponsor,
        ["requestTransfer"] = Sponsor,
        ["resubmitRequest"] = Sponsor,
        ["withdrawRequest"] = Sponsor,
        ["urgeRequest"] = Sponsor,
        ["acceptTransfer"] = Sponsor,
        ["assignRequest"] = Authority,
        ["releaseRequest"] = Authority,
        ["decideRequest"] = Authority,
        ["decideRequests"] = Authority,
        ["previewDecisions"] = Authority,
        ["assignRequests"] = Authority,
        ["previewAssignments"] = Authority,

        ["launchSite"] = Sponsor,
        ["startDownline"] = Sponsor,
        ["restoreSite"] = Sponsor,
        ["cancelWindow"] = Sponsor,
        ["correctDownline"] = "lead",
        ["acknowledgeDeadline"] = $"{Sponsor} {Authority} centre",
        ["openCase"] = $"{Authority} centre",
        ["replyToCase"] = "head",
        ["decideCase"] = "lead",
        ["appealCase"] = "head",
        ["decideCaseAppeal"] = "lead",
        ["draftCaseNotice"] = Authority,
        ["issueCaseNotice"] = "lead",
        ["concludeCase"] = Authority,
        ["suspendSite"] = $"{Sponsor} {Authority} centre",
        ["liftSuspension"] = $"{Sponsor} {Authority} centre",
        ["confirmSuspension"] = Authority,
        ["recordClosureStep"] = Sponsor,
        ["cancelClosure"] = Sponsor,
        ["completeClosure"] = Sponsor,
        ["deregisterSite"] = Sponsor,
    };

    private static readonly string[] TwoRoles = ["centre", "lead"];

    private static readonly string[] OwnAffairs = ["endOwnTokens", "saveView", "removeView", "readNotices", "acknowledgeNotice"];

    public static TheoryData<Role> Roles => [.. People.Roles];

    [Fact]
    public void The_matrix_has_every_route() =>
        Assert.Equal(Operations.Of(gateway).Select(operation => operation.Name).Order(), May.Keys.Order());

    [Theory]
    [MemberData(nameof(Roles))]
    public async Task A_role_passes_exactly_its_own_doors(Role role)
    {
        using var client = gateway.As(People.Of(role));
        foreach (var operation in Operations.Of(gateway))
        {
            // a malformed request: whoever is let in is told so, and nothing is done
            using var request = operation.Request(body: "[");
            if (!operation.Metadata.TakesBody) request.RequestUri = new Uri(operation.Path + "?no-such-parameter=1", UriKind.Relative);
            using var answer = await client.SendAsync(request);

            var admitted = May[operation.Name].Split(' ').Contains(Json.NameOf(role));
            if (!admitted) await answer.ShouldBeProblem(HttpStatusCode.Forbidden, "role-not-allowed");
            else Assert.False(answer.StatusCode is HttpStatusCode.Forbidden or HttpStatusCode.Unauthorized, $"{role} was turned away from {operation}");
        }
    }

    [Theory]
    [MemberData(nameof(Roles))]
    public async Task A_role_without_the_scope_is_turned_away(Role role)
    {
        using var client = gateway.As(gateway.Tokens.Sign(gateway.Tokens.ClaimsOf(People.Of(role), "registry.nothing")));
        foreach (var operation in Operations.Of(gateway))
        {
            using var answer = await client.SendAsync(operation.Request());
            await answer.ShouldBeProblem(HttpStatusCode.Forbidden, "role-not-allowed");
        }
    }

    /// <summary>A dashboard's client, say: it commands nothing and unmasks nobody. Only its own tokens it may end, save what it looks at, and read what it is told.</summary>
    [Theory]
    [MemberData(nameof(Roles))]
    public async Task A_token_that_may_only_read_does_nothing(Role role)
    {
        using var client = gateway.As(gateway.Tokens.Sign(gateway.Tokens.ClaimsOf(People.Of(role), Scopes.Read)));
        foreach (var operation in Operations.Of(gateway).Where(operation => operation.Metadata.TakesBody || operation.Name == "readDisclosedContacts"))
        {
            if (OwnAffairs.Contains(operation.Name)) continue;
            using var answer = await client.SendAsync(operation.Request());
            await answer.ShouldBeProblem(HttpStatusCode.Forbidden, "role-not-allowed");
        }

        using var saved = await client.SendAsync(Operations.Named(gateway, "saveView").Request());
        Assert.Equal(HttpStatusCode.OK, saved.StatusCode);
        using var ended = await client.SendAsync(Operations.Named(gateway, "endOwnTokens").Request());
        Assert.NotEqual(HttpStatusCode.Forbidden, ended.StatusCode);
    }

    [Fact]
    public async Task A_token_whose_role_lacks_its_unit_or_authority_or_is_unknown_is_turned_away()
    {
        Dictionary<string, object>[] incomplete =
        [
            Claims(Role.Clerk, without: "unit"),
            Claims(Role.Head, without: "unit"),
            Claims(Role.Reviewer, without: "authority"),
            Claims(Role.Lead, without: "authority"),
            Claims(Role.Centre, without: "role"),
            Claims(Role.Centre, without: "sub"),
            With(Claims(Role.Centre), "role", "system"),
            With(Claims(Role.Centre), "role", "Centre"),
            With(Claims(Role.Clerk), "unit", "not-a-code"),
            With(Claims(Role.Centre), "role", TwoRoles),
        ];
        foreach (var claims in incomplete)
        {
            using var client = gateway.As(gateway.Tokens.Sign(claims));
            using var answer = await client.GetAsync("/api/v1/counters");
            Assert.True(answer.StatusCode is HttpStatusCode.Forbidden or HttpStatusCode.Unauthorized, string.Join(' ', claims));
        }
    }

    [Fact]
    public async Task A_token_cannot_bring_the_claim_that_policies_ask_for()
    {
        var claims = With(gateway.Tokens.ClaimsOf(People.Of(Role.Centre), "registry.nothing"), RegistryClaims.NormalisedScope, Scopes.Read);
        using var client = gateway.As(gateway.Tokens.Sign(claims));
        using var answer = await client.GetAsync("/api/v1/counters");
        await answer.ShouldBeProblem(HttpStatusCode.Forbidden, "role-not-allowed");
    }

    private Dictionary<string, object> Claims(Role role, string? without = null)
    {
        var claims = gateway.Tokens.ClaimsOf(People.Of(role));
        if (without is not null) claims.Remove(without);
        return claims;
    }

    private static Dictionary<string, object> With(Dictionary<string, object> claims, string name, object value)
    {
        claims[name] = value;
        return claims;
    }
}
