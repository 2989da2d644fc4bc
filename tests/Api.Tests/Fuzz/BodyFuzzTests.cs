using System.Net;
using NanchangEdu.Registry.Api.Http;
using NanchangEdu.Registry.Api.OpenApi;
using NanchangEdu.Registry.Contracts;

namespace NanchangEdu.Registry.Api.Tests.Fuzz;

/// <summary>No body gives a 5xx or an answer that the document does not name, at any endpoint. Files have their own: FileFuzzTests.</summary>
[Collection(SharedGateway.Name)]
public sealed class BodyFuzzTests(Gateway gateway)
{
    public static TheoryData<string> CommandNames => [.. CommandList.Names];

    [Fact]
    public void Every_command_is_fuzzed() => Assert.Equal(
        Operations.Of(gateway).Where(operation => operation.BodyType is not null).Select(operation => operation.Name).Order(), CommandList.Names.Order());

    [Theory]
    [MemberData(nameof(CommandNames))]
    public async Task No_body_breaks_the_command(string name)
    {
        var operation = Operations.Named(gateway, name);
        using var client = gateway.As(SomebodyFor(operation));
        var documented = Description.Statuses(operation.Metadata);

        foreach (var body in Mutations.Of(operation.ExampleBody!))
        {
            using var answer = await client.SendAsync(operation.Request(body));
            var status = (int)answer.StatusCode;
            Assert.True(documented.Contains(status) && status < 500, $"{operation} answered {status} to {body}: {await answer.Content.ReadAsStringAsync()}");
            if (status >= 400) await answer.ShouldBeProblem(answer.StatusCode);
        }

        gateway.Defects.ShouldBeNone();
    }

    [Theory]
    [MemberData(nameof(CommandNames))]
    public async Task No_member_is_taken_that_the_command_does_not_have(string name)
    {
        var operation = Operations.Named(gateway, name);
        using var client = gateway.As(SomebodyFor(operation));
        var example = operation.ExampleBody!;
        foreach (var member in DomainMembers)
        {
            if (example.Contains($"\"{member}\"", StringComparison.Ordinal)) continue;
            var body = example.Insert(example.IndexOf('{', StringComparison.Ordinal) + 1, $"\"{member}\":1" + (example.Trim() == "{}" ? "" : ","));
            using var answer = await client.SendAsync(operation.Request(body));
            if (TakesMember(operation, member)) continue;
            var problem = await answer.ShouldBeProblem(HttpStatusCode.BadRequest, "malformed");
            Assert.Contains(problem.GetProperty("items").EnumerateArray(), item => item.GetProperty("field").GetString() == member);
        }
    }

    /// <summary>What records hold and no caller may state.</summary>
    private static readonly string[] DomainMembers =
    [
        "id", "siteId", "unit", "version", "stage", "compliance", "lineage", "approval", "requests", "windows", "downlineQuota", "quota", "entries",
        "registeredAt", "launchedAt", "approvedAt", "decidedBy", "by", "actor", "role", "personId", "verification", "verified", "ready", "claims", "usccOverrideReason",
    ];

    private static bool TakesMember(Operation operation, string member) =>
        Json.Options.GetTypeInfo(operation.BodyType!).Properties.Any(property => property.Name == member);

    internal static Actor SomebodyFor(Operation operation) =>
        People.Of(Api.Identity.Policies.Named(operation.Metadata.Policy).Roles.First());
}

/// <summary>The names stand here because the runner asks for them before the program runs; a test holds them complete.</summary>
internal static class CommandList
{
    public static readonly string[] Names =
    [
        "putUnit", "grantExemption", "appointSubstitute", "registerSite", "changeProfile", "discardDraft", "confirmResponsibility",
        "recordIcpFiling", "recordPublicSecurityFiling", "recordGradedProtectionFiling", "recordSiteMarkFiling", "recordDomainFiling",
        "recordEvidence", "recordSecurityTest", "verifyFiling", "verifyEvidence", "verifySecurityTest", "verifyRequest", "requestLaunch",
        "requestDownline", "requestExtension", "requestRestore", "requestClosure", "requestTransfer", "resubmitRequest", "withdrawRequest",
        "urgeRequest", "acceptTransfer", "assignRequest", "releaseRequest", "decideRequest", "launchSite", "startDownline", "restoreSite",
        "cancelWindow", "correctDownline", "suspendSite", "acknowledgeDeadline", "openCase", "replyToCase", "decideCase", "appealCase", "decideCaseAppeal",
        "draftCaseNotice", "issueCaseNotice", "concludeCase", "liftSuspension", "confirmSuspension", "recordClosureStep", "cancelClosure",
        "completeClosure", "deregisterSite", "putAccount", "inviteAgain", "lockAccount", "unlockAccount", "retireAccount", "endTokens",
        "endOwnTokens", "addClient", "renewClientKey", "revokeClient", "discloseContacts", "applyImport", "cancelImport",
        "saveView", "removeView", "readNotices", "acknowledgeNotice", "putNoticePreferences", "tryNoticeChannels", "decideRequests", "previewDecisions", "assignRequests", "previewAssignments",
        "addWebhook", "renewWebhookKey", "removeOwnWebhook", "removeWebhook", "redeliver", "testWebhook",
    ];
}
