using System.Net.Mime;
using NanchangEdu.Registry.Api.Accounts;
using NanchangEdu.Registry.Api.Http;
using NanchangEdu.Registry.Contracts;

namespace NanchangEdu.Registry.Api.OpenApi;

/// <summary>What an endpoint is, said once: it closes the door by policy and writes the OpenAPI document.</summary>
/// <param name="Creates">Whether 201 is an answer of it.</param>
/// <param name="Answer">The type of the answer's body.</param>
/// <param name="Refuses">Whether a question can be refused by a rule, as every command can.</param>
/// <param name="IsPrinted">Whether the answer is there as a page, too, for whoever prints it.</param>
public sealed record OperationMetadata(string Policy, bool IsCommand, bool Creates, Type Answer, bool Refuses = false, bool IsPrinted = false);

internal static class Description
{
    public static RouteHandlerBuilder Command(
        this RouteHandlerBuilder endpoint, string name, string policy, string tag, string summary, string description) =>
        endpoint.Command(name, policy, tag, creates: false, summary, description);

    public static RouteHandlerBuilder Command(
        this RouteHandlerBuilder endpoint, string name, string policy, string tag, bool creates, string summary, string description) =>
        endpoint.Describe(name, tag, summary, description, new OperationMetadata(policy, IsCommand: true, creates, ReceiptOf(tag)));

    private static Type ReceiptOf(string tag) => tag switch
    {
        Tags.Units => typeof(UnitReceipt),
        Tags.Accounts => typeof(AccountAnswerView),
        _ => typeof(SiteReceipt),
    };

    public static RouteHandlerBuilder Query(
        this RouteHandlerBuilder endpoint, string name, string policy, string tag, Type answer, string summary, string description) =>
        endpoint.Query(name, policy, tag, answer, refuses: false, summary, description);

    public static RouteHandlerBuilder Query(
        this RouteHandlerBuilder endpoint, string name, string policy, string tag, Type answer, bool refuses, string summary, string description) =>
        endpoint.Describe(name, tag, summary, description, new OperationMetadata(policy, IsCommand: false, Creates: false, answer, refuses));

    /// <summary>A question whose answer is JSON, or a page to be printed: <see cref="Printing.Printable"/>.</summary>
    public static RouteHandlerBuilder Printed(
        this RouteHandlerBuilder endpoint, string name, string policy, string tag, Type answer, string summary, string description) =>
        endpoint.Describe(name, tag, summary, description, new OperationMetadata(policy, IsCommand: false, Creates: false, answer, IsPrinted: true));

    private static RouteHandlerBuilder Describe(
        this RouteHandlerBuilder endpoint, string name, string tag, string summary, string description, OperationMetadata operation)
    {
        endpoint
            .RequireAuthorization(operation.Policy)
            .WithName(name)
            .WithTags(tag)
            .WithSummary(summary)
            .WithDescription(description)
            .WithMetadata(operation);

        string[] otherForms = operation.IsPrinted ? [MediaTypeNames.Text.Html] : [];
        foreach (var status in Statuses(operation))
        {
            if (status is 200 or 201)
                endpoint.Produces(status, operation.Answer, "application/json", otherForms);
            else if (status is 302 or 304)
                endpoint.Produces(status);
            else
                endpoint.Produces<Problem>(status, ProblemResult.MediaType);
        }

        return endpoint;
    }

    /// <summary>Every status an operation can answer with; a test holds that no other is ever seen.</summary>
    public static int[] Statuses(OperationMetadata operation) => operation switch
    {
        { IsCommand: true, Creates: true } => [200, 201, 400, 401, 403, 404, 408, 409, 412, 413, 415, 422, 429, 503],
        { IsCommand: true } => [200, 400, 401, 403, 404, 408, 409, 412, 413, 415, 422, 429, 503],
        { Refuses: true } => [200, 304, 400, 401, 403, 404, 409, 429, 503],
        { IsPrinted: true } => [200, 302, 304, 400, 401, 403, 404, 429, 503],
        _ => [200, 304, 400, 401, 403, 404, 429, 503],
    };
}

/// <summary>The chapters of the reading page.</summary>
internal static class Tags
{
    public const string Overview = "overview";
    public const string Units = "units";
    public const string Sites = "sites";
    public const string Filings = "filings";
    public const string Launch = "launch";
    public const string Requests = "requests";
    public const string Downline = "downline";
    public const string Suspension = "suspension";
    public const string Closure = "closure";
    public const string Accounts = "accounts";
    public const string Reports = "reports";
    public const string Health = "health";

    public static readonly IReadOnlyList<(string Name, string Description)> All =
    [
        (Overview, "Counters and the rule pack in force."),
        (Units, "单位: who may run a site, exemptions and substitutes."),
        (Sites, "网站: registering, basic information, history."),
        (Filings, "备案、佐证与安全检测: filings, evidence and security tests, and their verification."),
        (Launch, "上线: the gate, the request, the fact."),
        (Requests, "申请: taking, returning, deciding, withdrawing."),
        (Downline, "临时下线: requests, facts and the quota of NC-3.12."),
        (Suspension, "紧急关停."),
        (Closure, "关停与注销."),
        (Accounts, "账号与接口客户端: who may act at all. Every act of an administrator is in the ledger."),
        (Reports, "台账与合规汇总: the yearly book of a site and of a unit, the compliance summary of a month; as JSON, and as pages to be printed."),
        (Health, "Whether the gateway lives and is ready."),
    ];
}
