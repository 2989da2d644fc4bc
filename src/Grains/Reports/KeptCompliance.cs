using NanchangEdu.Registry.Contracts;

namespace NanchangEdu.Registry.Grains.Reports;

/// <summary>A month's report as it was kept when the month was over: operational state, no record, and written once.</summary>
public sealed record KeptCompliance
{
    /// <summary>Every authority's figures; null when none were kept.</summary>
    public ComplianceView? Report { get; set; }
}
