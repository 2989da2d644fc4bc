using System.Collections.Immutable;

namespace NanchangEdu.Registry.Bench.Load.Seeding;

/// <summary>
/// Fills the register with copies: hot sites, which are live and which the load goes to, spread evenly among drafts that nobody asks
/// for. Through HTTP a million sites would take the better part of an hour.
/// </summary>
/// <param name="authority">Of all copies; null spreads them over the authorities of a city.</param>
internal sealed class Seeder(IRegisterTables register, Template hot, Template cold, string? authority)
{
    private const int CopiesAtOnce = 1000;

    /// <summary>Adds the copies numbered from <paramref name="first"/> to <paramref name="count"/>; every <paramref name="hotEvery"/>-th is hot.</summary>
    public async Task Fill(int first, int count, int hotEvery, CancellationToken cancellationToken)
    {
        var bounds = new ParallelOptions { MaxDegreeOfParallelism = register.Writers, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(
            Enumerable.Range(first, count - first).Chunk(CopiesAtOnce), bounds,
            async (numbers, cancellation) => await register.Write(
                Template.Copy([.. numbers.Select(n => (n % hotEvery == 0 ? hot : cold, Copies.Of(n, authority)))]), cancellation));
        await register.Analyse();
    }

    public static ImmutableArray<string> HotSites(int count, int hotEvery) =>
        [.. Enumerable.Range(0, count).Where(n => n % hotEvery == 0).Select(Copies.SiteOf)];
}
