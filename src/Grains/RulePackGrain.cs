using NanchangEdu.Registry.Contracts;
using NanchangEdu.Registry.Grains.Records;
using NanchangEdu.Registry.Rules;

namespace NanchangEdu.Registry.Grains;

/// <summary>Hands out the rule pack that this silo decides under, as the bytes it was loaded from.</summary>
[GrainType("rulepack")]
internal sealed class RulePackGrain(RulePack pack) : Grain, IRulePackGrain
{
    private readonly ReadAnswer answer = AnswerOf(pack);

    public Task<ReadAnswer> Read(CancellationToken cancellationToken) => Task.FromResult(answer);

    private static ReadAnswer AnswerOf(RulePack pack)
    {
        var bytes = pack.Json.ToArray();
        return ReadAnswer.Found(bytes, EntityTag.Of(pack.Version, bytes));
    }
}
