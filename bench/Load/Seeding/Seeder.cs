using System.Collections.Immutable;

namespace NanchangEdu.Registry.Bench.Load.Seeding;

/// <summary>
/// Fills the register with copies: hot sites, which are live and which the load goes to, spread evenly among drafts that nobody asks
/// for. Through HTTP a million sites would take the better part of an hour.
/// </summary>
internal sealed class Seeder(IRegisterTables register, Template hot, Template cold)
{
    private const int CopiesAtOnce = 1000;

    /// <summary>Adds the copies numbered from <paramref name="first"/> to <paramref name="count"/>; every <paramref name="hotEvery"/>-th is hot, none at 0.</summary>
    public async Task Fill(int first, int count, int hotEvery, CancellationToken cancellationToken)
    {
        var bounds = new ParallelOptions { MaxDegreeOfParallelism = register.Writers, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(
            Enumerable.Range(first, count - first).Chunk(CopiesAtOnce), bounds,
            async (numbers, cancellation) => await register.Write(
                Template.Copy([.. numbers.Select(n => (IsHot(n, hotEvery) ? hot : cold, Copies.Of(n)))]), cancellation));
        await register.Analyse();
    }

    public static ImmutableArray<string> HotSites(int count, int hotEvery) =>
        [.. Enumerable.Range(0, count).Where(n => IsHot(n, hotEvery)).Select(Copies.SiteOf)];

    private static bool IsHot(int number, int hotEvery) => hotEvery > 0 && number % hotEvery == 0;
}
