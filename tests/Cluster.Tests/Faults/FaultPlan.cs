namespace NanchangEdu.Registry.Cluster.Tests.Faults;

/// <summary>Which fault comes next, from a seed: first every kind once, in any order, then by weight.</summary>
internal sealed class FaultPlan
{
    private readonly Random random;
    private readonly IReadOnlyList<Fault> kinds;
    private readonly Queue<Fault> first;

    public FaultPlan(IReadOnlyList<Fault> kinds, int seed)
    {
        random = new Random(seed);
        this.kinds = kinds;
        var shuffled = kinds.ToArray();
        random.Shuffle(shuffled);
        first = new Queue<Fault>(shuffled);
    }

    public bool IsEveryKindDone => first.Count == 0;

    public Fault Next()
    {
        if (first.TryDequeue(out var once)) return once;

        var drawn = random.Next(kinds.Sum(kind => kind.Weight));
        return kinds.First(kind => (drawn -= kind.Weight) < 0);
    }
}
