using Microsoft.AspNetCore.Connections;
using NanchangEdu.Registry.Contracts;
using NanchangEdu.Registry.Store;

namespace NanchangEdu.Registry.Api.Http;

/// <summary>
/// The last wall. Trouble with storage, silos or time is «outcome unknown, repeat with the same key», which is what it is. An
/// exception nobody expected is logged as the defect it is, and the caller is told the same: what was done is not known.
/// </summary>
internal sealed partial class ExceptionWall(RequestDelegate next, ILogger<ExceptionWall> logger)
{
    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context);
        }
        catch (Exception trouble) when (IsCallersLeaving(trouble, context))
        {
            if (!context.Response.HasStarted) context.Response.StatusCode = StatusCodes.Status499ClientClosedRequest;
            // the web server would still look for the rest of the body, and call it an error that there is none
            context.Abort();
        }
        catch (Exception trouble)
        {
            if (context.Response.HasStarted)
            {
                Broken(logger, trouble, context.Request.Method, context.Request.Path);
                context.Abort();
                return;
            }

            var answer = AnswerTo(trouble, context);
            context.Response.Clear();
            await answer.ExecuteAsync(context);
        }
    }

    /// <summary>Nobody is there to be answered. Whoever goes in the middle of a body is seen by its reader before the request is called off.</summary>
    private static bool IsCallersLeaving(Exception trouble, HttpContext context) =>
        trouble is ConnectionResetException || (trouble is OperationCanceledException && context.RequestAborted.IsCancellationRequested);

    private static readonly ProblemResult BadCursor = Problems.Malformed(new Fault(
        "cursor", "cursor", "不是本列表给出的游标；请从第一页重新读取", "is not one this list gave out with these filters; start from the first page"));

    private ProblemResult AnswerTo(Exception trouble, HttpContext context)
    {
        switch (trouble)
        {
            case BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge }:
                return Problems.Of(RuleId.BodyTooLarge);
            case BadHttpRequestException { StatusCode: StatusCodes.Status408RequestTimeout }:
                return Problems.Of(RuleId.RequestTooSlow);
            case BadHttpRequestException bad:
                return Problems.Of(RuleId.Malformed, bad.StatusCode);
            // a chunk's size beyond what the web server can count: it has no exception of its own for that
            case IOException { InnerException: OverflowException }:
                return Problems.Of(RuleId.Malformed);
            case BadCursorException:
                return BadCursor;
            case InvalidDataException when context.Request.HasFormContentType:
                return Problems.Of(RuleId.Malformed);
            case StoreUnavailableException or RegistryFaultException or TimeoutException or OrleansException or OperationCanceledException:
                Unreachable(logger, trouble.Message, context.Request.Method, context.Request.Path);
                return Problems.Of(HttpMethods.IsGet(context.Request.Method) ? RuleId.NotReady : RuleId.OutcomeUnknown);
            default:
                Broken(logger, trouble, context.Request.Method, context.Request.Path);
                return Problems.Of(RuleId.OutcomeUnknown);
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "No answer from the registry to {Method} {Path}: {Reason}")]
    private static partial void Unreachable(ILogger logger, string reason, string method, string path);

    [LoggerMessage(2, LogLevel.Error, "A defect: {Method} {Path} ended in an exception")]
    private static partial void Broken(ILogger logger, Exception trouble, string method, string path);
}
