namespace NanchangEdu.Registry.Grains.Sealing;

/// <summary>What the sealer remembers from one activation to the next: operational state, no record.</summary>
public sealed record SealDiary
{
    /// <summary>The last checkpoint that was brought out of the database.</summary>
    public long PlacedNumber { get; set; }
}
