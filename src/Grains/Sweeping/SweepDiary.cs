namespace NanchangEdu.Registry.Grains.Sweeping;

/// <summary>What the sweeper remembers from one activation to the next: operational state, no record.</summary>
public sealed record SweepDiary
{
    /// <summary>The Shanghai date on which old answers were last deleted.</summary>
    public DateOnly? AnswersPrunedOn { get; set; }
}
