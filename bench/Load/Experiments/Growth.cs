using System.Collections.Immutable;
using System.Globalization;
using NanchangEdu.Registry.Bench.Load.Report;

namespace NanchangEdu.Registry.Bench.Load.Experiments;

/// <summary>
/// What a command costs when few sites are stored, and when many are: the same load on as many live sites, which in the large register
/// lie scattered among drafts.
/// </summary>
internal sealed class Growth(Bench bench) : IExperiment
{
    private const string Few = "registry_few";
    private const string Many = "registry_many";

    private string FewSites => string.Create(CultureInfo.InvariantCulture, $"command, {bench.Options.HotSites:#,##0} stored sites");

    private string ManySites => string.Create(CultureInfo.InvariantCulture, $"command, {bench.Options.ManySites:#,##0} stored sites");

    public string Name => "growth";

    /// <summary>Cost is time per command at the greatest rate: the ratio of the rates, turned over.</summary>
    public ImmutableArray<Goal> Goals => [new(FewSites, ManySites, 1.2, AtLeast: false)];

    public async Task<string> Run(Measurements into)
    {
        var options = bench.Options;
        var few = await bench.Preparation.Postgres(Few, options.HotSites);
        var many = await bench.Preparation.Postgres(Many, options.ManySites);
        await using var withFew = await bench.Start(() => bench.Field.OneProcess(Few), few.Commands);
        await using var withMany = await bench.Start(() => bench.Field.OneProcess(Many), many.Commands);
        for (var round = 1; round <= options.Rounds; round++)
        {
            await bench.Measure(into, FewSites, round, withFew, few.Commands(withFew));
            await bench.Measure(into, ManySites, round, withMany, many.Commands(withMany));
        }

        return string.Create(
            CultureInfo.InvariantCulture,
            $"{options.Clients} clients, {options.HotSites:#,##0} live sites of {many.HotStateBytes:#,##0} bytes in both, drafts of {many.ColdStateBytes:#,##0}; {options.Rounds} rounds, {options.Seconds} s each, by turns.");
    }
}
