using NanchangEdu.Registry.Cluster.Tests.History;
using NanchangEdu.Registry.Cluster.Tests.Processes;
using NanchangEdu.Registry.Contracts;
using NanchangEdu.Registry.Rules;

namespace NanchangEdu.Registry.Cluster.Tests.Faults;

/// <summary>More people with credentials than the sample city has, so that many sites' quotas move and two units can want one name.</summary>
internal static class Staff
{
    /// <summary>A clerk for so many schools on line, and one for a second unit without a site.</summary>
    public static async Task Add(RegistryCluster cluster, int schools, CancellationToken cancellationToken)
    {
        var dump = RegisterDump.ReadServer(cluster.Database.ForHarness);
        Site[] sites = [.. dump.Records.Where(r => r.Kind == "site").Select(r => StoredFormat.ReadSite(r.State))];
        var staffed = cluster.Credentials.Select(c => c!["unit"]?.GetValue<string>()).ToHashSet();
        var authority = cluster.Credentials.First(c => c!["role"]!.GetValue<string>() == "reviewer")!["authority"]!.GetValue<string>();
        var live = sites.Where(s => s.Stage == Stage.Live && s.Sponsor.Authority.Uscc == authority).Select(s => s.Sponsor.Id.Uscc).Where(unit => !staffed.Contains(unit)).Distinct();
        var empty = dump.Records.Where(r => r.Kind == "unit").Select(r => StoredFormat.ReadUnit(r.State).Id.Uscc)
            .Except(sites.Select(s => s.Sponsor.Id.Uscc)).Where(unit => !staffed.Contains(unit));

        string[] units = [.. live.Take(schools), .. empty.Take(1)];
        var atOnce = new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount, CancellationToken = cancellationToken };
        await Parallel.ForAsync(0, units.Length, atOnce, async (i, cancellation) =>
        {
            var name = $"added-clerk-{i + 1}";
            await cluster.AddClient(name, "clerk", name, units[i], cancellation);
        });
    }
}
