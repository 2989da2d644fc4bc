using System.Collections.Immutable;
using NanchangEdu.Registry.Contracts;

namespace NanchangEdu.Registry.Rules.Clauses;

/// <summary>The arithmetic behind a refusal (D13): of which year, what is allowed, used, reserved, asked and left.</summary>
/// <param name="Rule"><see cref="RuleId.DownlineTimesExhausted"/> or <see cref="RuleId.DownlineDaysExhausted"/>.</param>
/// <param name="Asked">One time, or the new distinct dates of the year.</param>
public sealed record QuotaShortage(RuleId Rule, int Year, int Limit, int Used, int Reserved, int Asked, int Left);

/// <summary>What became of a charge that the limits may refuse.</summary>
public abstract record QuotaResult
{
    private QuotaResult()
    {
    }

    /// <summary>The entries to append; none when there was nothing to charge.</summary>
    public sealed record Charged(ImmutableArray<QuotaEntry> Entries) : QuotaResult;

    /// <summary>Refused, with every year that is short: times before days, each by year. Never empty.</summary>
    public sealed record Short(ImmutableArray<QuotaShortage> Shortages) : QuotaResult;
}
