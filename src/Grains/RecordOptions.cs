using System.ComponentModel.DataAnnotations;

namespace NanchangEdu.Registry.Grains;

/// <summary>What an activation keeps in memory beside its record.</summary>
public sealed class RecordOptions
{
    public const int DefaultRememberedAnswersMax = 16;
    public const int DefaultRenderedViewsMax = 8;

    /// <summary>Answers kept for repeats; older ones are found in the store. 16 by default.</summary>
    [Range(1, 1024)]
    public int RememberedAnswersMax { get; set; } = DefaultRememberedAnswersMax;

    /// <summary>Rendered views kept, one per question and kind of caller. 8 by default.</summary>
    [Range(1, 1024)]
    public int RenderedViewsMax { get; set; } = DefaultRenderedViewsMax;
}
