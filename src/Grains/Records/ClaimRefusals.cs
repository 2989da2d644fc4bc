using NanchangEdu.Registry.Contracts;
using NanchangEdu.Registry.Rules;
using NanchangEdu.Registry.Store;

namespace NanchangEdu.Registry.Grains.Records;

/// <summary>A claim that another record holds, as the refusal it means.</summary>
internal static class ClaimRefusals
{
    public static Refusal Of(RegistryPolicy policy, CommitResult.ClaimTaken taken) => taken.Scope switch
    {
        "domain" => policy.Refuse(RuleId.DomainTaken, Figure.Of("host", taken.Value)),
        "unit-site-record" or "unit-site-slot" => policy.Refuse(RuleId.OneSitePerUnit),
        "downline-slot" => policy.Refuse(RuleId.DownlineTimesExhausted),
        "public-security-number" => policy.Refuse(RuleId.PublicSecurityNumberTaken, Figure.Of("value", taken.Value)),
        AccountRules.UserNameClaim => policy.Refuse(RuleId.UserNameTaken, Figure.Of("value", taken.Value)),
        AccountRules.ClientIdClaim => policy.Refuse(RuleId.ClientIdTaken, Figure.Of("value", taken.Value)),
        AccountRules.WebhookIdClaim => policy.Refuse(RuleId.WebhookIdTaken, Figure.Of("value", taken.Value)),
        _ => throw new InvalidOperationException($"no refusal is known for the claim scope '{taken.Scope}'"),
    };
}
