using System.ComponentModel.DataAnnotations;

namespace NanchangEdu.Registry.Grains;

/// <summary>What an activation keeps in memory beside its record.</summary>
public sealed class RecordOptions
{
    public const int DefaultRenderedViewsMax = 8;

    /// <summary>Rendered views kept, one per question and kind of caller. 8 by default.</summary>
    [Range(1, 1024)]
    public int RenderedViewsMax { get; set; } = DefaultRenderedViewsMax;
}
