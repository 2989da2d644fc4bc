using System.ComponentModel.DataAnnotations;

namespace NanchangEdu.Registry.Grains.Reports;

/// <summary>How reports about many sites are made.</summary>
public sealed class ReportOptions
{
    public const int DefaultLiveSeconds = 60;

    /// <summary>How old the figures of the running month may be: to count them means to read every site. 60 seconds by default.</summary>
    [Range(0, 3600)]
    public int LiveSeconds { get; set; } = DefaultLiveSeconds;
}
