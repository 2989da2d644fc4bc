using Microsoft.Extensions.Logging;
using NanchangEdu.Registry.Contracts;

namespace NanchangEdu.Registry.Grains;

/// <summary>
/// The last wall: no exception of a foreign type leaves a grain of ours. Storage trouble is translated where it arises; what
/// comes here is a fault of the program, which the log keeps whole and the caller meets as an unknown outcome.
/// </summary>
internal sealed class FaultFilter(ILogger<FaultFilter> logger) : IIncomingGrainCallFilter
{
    public async Task Invoke(IIncomingGrainCallContext context)
    {
        try
        {
            await context.Invoke();
        }
        catch (Exception fault) when (IsForeign(fault) && IsOurs(context))
        {
            logger.LogError(fault, "{Method} of {Grain} failed in request {Request}", context.MethodName, context.TargetId, RequestOf(context));
            context.Result = InPlaceOfResult(context)
                ?? throw new RegistryFaultException($"{context.MethodName} of {context.TargetId} failed: {fault.GetType().Name}");
        }
    }

    private static string? RequestOf(IIncomingGrainCallContext context)
    {
        for (var i = 0; i < context.Request.GetArgumentCount(); i++)
        {
            if (context.Request.GetArgument(i) is Envelope envelope) return envelope.RequestId;
        }

        return null;
    }

    private static bool IsForeign(Exception fault) => fault is not (RegistryFaultException or OrleansException or OperationCanceledException);

    private static bool IsOurs(IIncomingGrainCallContext context) => context.Grain?.GetType().Assembly == typeof(FaultFilter).Assembly;

    private static object? InPlaceOfResult(IIncomingGrainCallContext context)
    {
        var returned = context.InterfaceMethod.ReturnType;
        if (returned == typeof(Task<Outcome>)) return Outcome.Of(OutcomeKind.Unknown, context.TargetId.Key.ToString() ?? "");

        return returned == typeof(Task<ReadAnswer>) ? ReadAnswer.Unknown : null;
    }
}
