using System.Diagnostics.CodeAnalysis;

namespace NanchangEdu.Registry.Contracts;

public static class ComplianceReferences
{
    private const string Prefix = "compliance-";

    /// <param name="month">yyyy-MM.</param>
    public static IComplianceGrain GetCompliance(this IGrainFactory grains, string month) => grains.GetGrain<IComplianceGrain>(Prefix + month);

    /// <summary>The month that a grain's key names.</summary>
    public static bool TryMonthOf(string key, [NotNullWhen(true)] out string? month)
    {
        month = key.StartsWith(Prefix, StringComparison.Ordinal) ? key[Prefix.Length..] : null;
        return month is not null;
    }
}
