using NanchangEdu.Registry.Contracts;

namespace NanchangEdu.Registry.Api.Http;

/// <summary>The one mapping of what grains answer to what HTTP says.</summary>
public static class OutcomeResults
{
    public static IResult ToHttpResult(this Outcome outcome, string location) => outcome.Kind == OutcomeKind.Done
        ? new JsonBytes(outcome.Body, Preconditions.ETagOf(outcome.Version), outcome.Status)
        {
            Location = outcome.Status == StatusCodes.Status201Created ? location : null,
        }
        : outcome.ToProblem();

    /// <summary>Why it was not done, or not known to be.</summary>
    public static ProblemResult ToProblem(this Outcome outcome) => outcome.Kind switch
    {
        OutcomeKind.Done => throw new InvalidOperationException("what was done is no problem"),
        OutcomeKind.Refused => Problems.Of(outcome.Refusal!),
        OutcomeKind.NotFound => Problems.Of(RuleId.NotFound),
        OutcomeKind.Stale => Problems.Of(RuleId.VersionStale),
        OutcomeKind.KeyReused => Problems.Of(RuleId.IdempotencyKeyReused),
        OutcomeKind.Overloaded => Problems.Of(RuleId.Overloaded),
        OutcomeKind.Unknown => Problems.Of(RuleId.OutcomeUnknown),
    };

    public static IResult ToHttpResult(this ReadAnswer answer) => answer.Kind switch
    {
        ReadKind.Found => new JsonBytes(answer.Body, answer.ETag, StatusCodes.Status200OK),
        ReadKind.NotFound => Problems.Of(RuleId.NotFound),
        ReadKind.Refused => Problems.Of(answer.Refusal!),
        ReadKind.Unknown => Problems.Of(RuleId.NotReady),
    };
}
