using Microsoft.Extensions.Logging;
using NanchangEdu.Registry.Contracts;

namespace NanchangEdu.Registry.Hosting.Security;

/// <summary>Signs every call this process makes. What came with an incoming call is replaced: a grain speaks for its silo.</summary>
internal sealed class CallerSigning(CallerContextSigner signer) : IOutgoingGrainCallFilter
{
    public Task Invoke(IOutgoingGrainCallContext context)
    {
        RequestContext.Set(CallerContext.Entry, signer.Sign(context.TargetId, context.Request));
        return context.Invoke();
    }
}

/// <summary>Lets no call through to a grain or system target that was not signed for it.</summary>
internal sealed class CallerDemand(CallerContextVerifier verifier, SecurityMeter meter, ILogger<CallerDemand> logger) : IIncomingGrainCallFilter
{
    private const int PrintedMax = 128;

    public Task Invoke(IIncomingGrainCallContext context)
    {
        // Whatever comes over a wire is one of the generated requests; the one other kind is a timer's tick, which has no codec.
        if (context.Request is not RequestBase) return context.Invoke();

        var verdict = verifier.Verify(RequestContext.Get(CallerContext.Entry), context.TargetId, context.Request);
        return verdict == CallerVerdict.Accepted ? context.Invoke() : throw Refusal(context, verdict);
    }

    private CallerRefusedException Refusal(IIncomingGrainCallContext context, CallerVerdict verdict)
    {
        meter.Refused(verdict);
        logger.LogWarning("{Method} of {Grain} was refused to a caller: {Reason}", context.MethodName, Printable(context.TargetId), verdict);
        return new CallerRefusedException($"{context.MethodName} of {context.TargetId.Type} was refused to the caller: {verdict}");
    }

    /// <summary>A stranger chooses the key, and could write lines of his own into the log with it.</summary>
    private static string Printable(GrainId target)
    {
        var text = target.ToString();
        return text.Length <= PrintedMax && text.All(letter => letter is > ' ' and <= '~') ? text : $"a grain of type {target.Type}";
    }
}
