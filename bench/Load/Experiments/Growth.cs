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
        for (var round = 1; round <= options.Rounds; round++)
        {
            await Measure(into, FewSites, round, Few, few);
            await Measure(into, ManySites, round, Many, many);
        }

        return string.Create(
            CultureInfo.InvariantCulture,
            $"{options.Clients} clients, {options.HotSites:#,##0} live sites of {many.HotStateBytes:#,##0} bytes in both, drafts of {many.ColdStateBytes:#,##0}; {options.Rounds} rounds, {options.Seconds} s each, by turns.");
    }

    private async Task Measure(Measurements into, string what, int round, string database, Register register)
    {
        await using var contender = await bench.Field.OneProcess(database);
        await bench.Measure(into, what, round, contender, register.Commands(contender));
    }
}
