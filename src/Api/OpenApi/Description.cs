using System.Collections.Immutable;
using System.Net.Mime;
using NanchangEdu.Registry.Api.Accounts;
using NanchangEdu.Registry.Api.Bulk.Files;
using NanchangEdu.Registry.Api.Http;
using NanchangEdu.Registry.Contracts;

namespace NanchangEdu.Registry.Api.OpenApi;

/// <summary>What an endpoint is, said once: it closes the door by policy and writes the OpenAPI document.</summary>
/// <param name="Creates">Whether 201 is an answer of it.</param>
/// <param name="Answer">The type of the answer's body.</param>
/// <param name="Refuses">Whether a question can be refused by a rule, as every command can.</param>
/// <param name="IsStream">Whether the answer is a stream of events, which has no ETag and no end.</param>
/// <param name="IsInquiry">Whether it is a question with a body: it comes by POST, changes nothing and takes no key.</param>
/// <param name="IsPrinted">Whether the answer is there as a page, too, for whoever prints it.</param>
/// <param name="Files">Content types of the file that is the answer; none when the answer is of the registry's own JSON.</param>
public sealed record OperationMetadata(
    string Policy, bool IsCommand, bool Creates, Type Answer, bool Refuses = false, bool IsStream = false, bool IsInquiry = false, bool IsPrinted = false,
    ImmutableArray<string> Files = default)
{
    public bool TakesBody => IsCommand || IsInquiry;

    /// <summary>A file is made anew for each who asks: it has no ETag, and nobody asks whether it has changed.</summary>
    public bool IsFile => !Files.IsDefaultOrEmpty;

    /// <summary>Whether the answer has an ETag, by which who asks again learns that nothing has changed.</summary>
    public bool HasETag => this is { IsCommand: false, IsInquiry: false, IsStream: false, IsFile: false };
}

internal static class Description
{
    public static RouteHandlerBuilder Command(
        this RouteHandlerBuilder endpoint, string name, string policy, string tag, string summary, string description) =>
        endpoint.Command(name, policy, tag, creates: false, summary, description);

    public static RouteHandlerBuilder Command(
        this RouteHandlerBuilder endpoint, string name, string policy, string tag, bool creates, string summary, string description) =>
        endpoint.Describe(name, tag, summary, description, new OperationMetadata(policy, IsCommand: true, creates, ReceiptOf(tag)));

    /// <summary>A command whose answer is not the receipt of its chapter.</summary>
    public static RouteHandlerBuilder Command(
        this RouteHandlerBuilder endpoint, string name, string policy, string tag, Type answer, string summary, string description) =>
        endpoint.Describe(name, tag, summary, description, new OperationMetadata(policy, IsCommand: true, Creates: false, answer));

    /// <summary>A question that is too long for a query string.</summary>
    public static RouteHandlerBuilder Inquiry(
        this RouteHandlerBuilder endpoint, string name, string policy, string tag, Type answer, string summary, string description) =>
        endpoint.Describe(name, tag, summary, description, new OperationMetadata(policy, IsCommand: false, Creates: false, answer, IsInquiry: true));

    private static Type ReceiptOf(string tag) => tag switch
    {
        Tags.Units => typeof(UnitReceipt),
        Tags.Accounts => typeof(AccountAnswerView),
        Tags.Bulk => typeof(ImportView),
        Tags.Webhooks => typeof(WebhookAnswerView),
        _ => typeof(SiteReceipt),
    };

    public static RouteHandlerBuilder Query(
        this RouteHandlerBuilder endpoint, string name, string policy, string tag, Type answer, string summary, string description) =>
        endpoint.Query(name, policy, tag, answer, refuses: false, summary, description);

    public static RouteHandlerBuilder Query(
        this RouteHandlerBuilder endpoint, string name, string policy, string tag, Type answer, bool refuses, string summary, string description) =>
        endpoint.Describe(name, tag, summary, description, new OperationMetadata(policy, IsCommand: false, Creates: false, answer, refuses));

    public static RouteHandlerBuilder Stream(
        this RouteHandlerBuilder endpoint, string name, string policy, string tag, Type item, string summary, string description) =>
        endpoint.Describe(name, tag, summary, description, new OperationMetadata(policy, IsCommand: false, Creates: false, item, IsStream: true));

    /// <summary>A question whose answer is a file to keep.</summary>
    public static RouteHandlerBuilder File(
        this RouteHandlerBuilder endpoint, string name, string policy, string tag, bool refuses, bool hasJson, string summary, string description) =>
        endpoint.Describe(name, tag, summary, description, new OperationMetadata(
            policy, IsCommand: false, Creates: false, typeof(string), refuses,
            Files: hasJson ? [FileForms.Xlsx, FileForms.Csv, FileForms.Json] : [FileForms.Xlsx, FileForms.Csv]));

    /// <summary>A command whose body is a file: which forms it takes is told by <see cref="Bulk.UploadMetadata"/>.</summary>
    public static RouteHandlerBuilder Upload(
        this RouteHandlerBuilder endpoint, string name, string policy, string tag, string summary, string description) =>
        endpoint.Command(name, policy, tag, creates: true, summary, description);

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
            if (status is 200 && operation.IsFile)
                endpoint.Produces(status, operation.Answer, operation.Files[0], [.. operation.Files.Skip(1)]);
            else if (status is 200 or 201)
                endpoint.Produces(status, operation.Answer, operation.IsStream ? "text/event-stream" : "application/json", otherForms);
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
        { IsStream: true } => [200, 400, 401, 403, 429, 503],
        { IsFile: true, Refuses: true } => [200, 400, 401, 403, 404, 409, 429, 503],
        { IsFile: true } => [200, 400, 401, 403, 404, 429, 503],
        { IsInquiry: true } => [200, 400, 401, 403, 408, 413, 415, 429, 503],
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
    public const string Deadlines = "deadlines";
    public const string Suspension = "suspension";
    public const string Cases = "cases";
    public const string Closure = "closure";
    public const string Bulk = "bulk";
    public const string Views = "views";
    public const string Notices = "notices";
    public const string Accounts = "accounts";
    public const string Feed = "feed";
    public const string Ledger = "ledger";
    public const string Webhooks = "webhooks";
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
        (Deadlines, "期限: what is due, until when, under which clause, and who knows of it."),
        (Suspension, "紧急关停."),
        (Cases, "违规案件: downtime without leave and overruns, reply, decision, appeal, notice of criticism (NC-3.13)."),
        (Closure, "关停与注销."),
        (Bulk, "批量导入与导出: tables of units, sites, filings and tests as XLSX or CSV, tried by a dry run before they are applied; every list as a file."),
        (Notices, "通知: what one is told, in the inbox and where it is sent besides; nobody else sees them."),
        (Views, "常用列表: lists that a person has saved to come back to; nobody else sees them."),
        (Accounts, "账号与接口客户端: who may act at all. Every act of an administrator is in the ledger."),
        (Feed, "动态: what happens, as it happens: pages, a stream and webhooks."),
        (Ledger, "台账封存与证明: signed heads of the whole ledger, and proofs."),
        (Webhooks, "事件推送: events sent to a receiver as they happen, signed and one after the other."),
        (Reports, "台账与合规汇总: the yearly book of a site and of a unit, the compliance summary of a month; as JSON, and as pages to be printed."),
        (Health, "Whether the gateway lives and is ready."),
    ];
}
