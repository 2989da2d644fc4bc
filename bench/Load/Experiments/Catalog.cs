using System.Collections.Immutable;
using System.Globalization;
using System.Net.Http.Headers;
using NanchangEdu.Registry.Bench.Load.Contenders;
using NanchangEdu.Registry.Bench.Load.Driving;
using NanchangEdu.Registry.Bench.Load.Report;
using NanchangEdu.Registry.Bench.Load.Seeding;

namespace NanchangEdu.Registry.Bench.Load.Experiments;

/// <summary>
/// What is asked of many sites and of the whole ledger: pages, searches, counters, the feed, the audit. Pages and searches are asked one
/// after the other in this process, by turns with a select by primary key; the rest goes to the program.
/// </summary>
internal sealed class Catalog(Bench bench) : IExperiment
{
    private const string Few = "registry_catalog_few";
    private const string Many = "registry_catalog_many";
    private const string Audited = "registry_audited";

    private const string Unchanged = "GET /counters, unchanged: 304";
    private const string BareUnchanged = "bare Kestrel, same authentication: 304";
    private const string Feed = "from the answer to a command to its event in the feed, median";
    private const string Verify = "registry verify, of a million events";

    /// <summary>Commands a second of other people while the feed is watched.</summary>
    private const int BesidePerSecond = 200;

    /// <summary>In the smaller registers every second copy is live, with the whole ledger of its way there, and the others are drafts.</summary>
    private const int HotEvery = 2;

    private const int Asked = 1000;
    private const int AskedToWarmUp = 100;
    private const int WindowsMax = 6;

    private const string BareTag = "\"counters\"";
    private const double Million = 1_000_000;

    public string Name => "catalog";

    public ImmutableArray<Goal> Goals =>
    [
        .. CatalogQuestion.Pages.Select(page => new Goal(page.Name, CatalogQuestion.ByKey.Name, 3, AtLeast: false)),
        .. CatalogQuestion.Searches.Select(search => new Goal(search.Name, CatalogQuestion.ByKey.Name, 30, AtLeast: false)),
        .. CatalogQuestion.Counters.Select(counters =>
            new Goal(Of(counters.Name, bench.Options.ManySites), Of(counters.Name, bench.Options.HotSites), 1.2, AtLeast: false)),
        new(Unchanged, BareUnchanged, 0.8, AtLeast: true),
        new(Feed, null, 1000, AtLeast: false, "ms"),
        new(Verify, null, 60, AtLeast: false, "s"),
    ];

    public async Task<string> Run(Measurements into)
    {
        var (options, field, preparation) = (bench.Options, bench.Field, bench.Preparation);
        await preparation.Postgres(Few, options.HotSites, HotEvery);
        // Drafts alone: an approval names the hash of what was approved, which a copy's profile has no more. A draft and its unit have an event each.
        var audited = options.ManySites / 2;
        await preparation.Postgres(Audited, audited, hotEvery: 0);
        var events = await preparation.Events(Audited);
        var register = await preparation.Postgres(Many, options.ManySites);

        await using var few = new RegisterReads(field.ConnectionString(Few, "registry_app"), options.HotSites);
        await using var many = new RegisterReads(field.ConnectionString(Many, "registry_app"), options.ManySites);
        await few.Open();
        await many.Open();
        await using var program = await bench.Start(() => field.OneProcess(Many), running => Counters(running, register, "*"), register.Commands);
        await using var bare = await bench.Start(field.Bare, running => Counters(running, register, BareTag));

        var lists = Lists(many);
        var counters = Counted(few, options.HotSites).Concat(Counted(many, options.ManySites)).ToArray();
        await Ask([.. lists, .. counters], AskedToWarmUp, seed: 0);
        for (var round = 1; round <= options.Rounds; round++)
        {
            Add(into, round, await Ask(lists, Asked, round), figures => figures.P99);
            Add(into, round, await Ask(counters, Asked, round), figures => figures.P50);
            await bench.Measure(into, Unchanged, round, program, Counters(program, register, await Tag(program, register)));
            await bench.Measure(into, BareUnchanged, round, bare, Counters(bare, register, BareTag));
            await WatchFeed(into, round, program, register);

            var begun = TimeProvider.System.GetTimestamp();
            await field.RunRegistry(Audited, "registry_app", "verify");
            into.Add(new(Verify, round, TimeProvider.System.GetElapsedTime(begun).TotalSeconds * Million / events, "s"));
        }

        return string.Create(
            CultureInfo.InvariantCulture,
            $"{options.ManySites:#,##0} sites of {Copies.Authorities} authorities, {register.HotSites.Length:#,##0} of them live; questions by one client, the p99 of {Asked:#,##0} each, of counters the median; the 304 by {options.Clients} clients; the feed beside {BesidePerSecond} commands a second; verified {events:#,##0} events of {audited:#,##0} sites and their units, the start of the program included; {options.Rounds} rounds, {options.Seconds} s each.");
    }

    private async Task WatchFeed(Measurements into, int round, Running program, Register register)
    {
        var (watched, others) = (register.HotSites[0], register with { HotSites = register.HotSites[1..] });
        await bench.Preparation.Checkpoint();
        program.Resume();
        var beside = OpenLoop.Drive(
            program.Address, others.Commands(program), bench.Options.Clients, BesidePerSecond, TimeSpan.Zero, bench.Options.Window, seed: -round,
            CancellationToken.None);
        var figures = Figures.Of(await new FeedDelay(program, register.Token, watched).Measure(beside, round), bench.Options.Window);
        program.Pause();
        into.Add(new(Feed, round, figures.P50, "ms", figures));
    }

    /// <summary>Asks all of them by turns, each so often; but for no longer than some windows, should one of them be slow.</summary>
    private async Task<(string Name, Figures Figures)[]> Ask((string Name, Func<Random, Task> Once)[] questions, int times, int seed)
    {
        await bench.Preparation.Checkpoint();
        var (clock, random) = (TimeProvider.System, new Random(seed));
        var ticks = questions.Select(_ => new List<long>(times)).ToArray();
        var begun = clock.GetTimestamp();
        for (var turn = 0; turn < times && clock.GetElapsedTime(begun) < WindowsMax * bench.Options.Window; turn++)
        {
            for (var i = 0; i < questions.Length; i++)
            {
                var asked = clock.GetTimestamp();
                await questions[i].Once(random);
                ticks[i].Add(clock.GetTimestamp() - asked);
            }
        }

        return [.. questions.Select((question, i) => (question.Name, Figures.Of(ticks[i], clock.GetElapsedTime(begun))))];
    }

    private static void Add(Measurements into, int round, (string Name, Figures Figures)[] asked, Func<Figures, double> value)
    {
        foreach (var (name, figures) in asked) into.Add(new(name, round, value(figures), "ms", figures));
    }

    private static (string Name, Func<Random, Task> Once)[] Lists(RegisterReads register) =>
    [
        .. ((CatalogQuestion[])[CatalogQuestion.ByKey, .. CatalogQuestion.Pages, .. CatalogQuestion.Searches])
            .Select(question => (question.Name, (Func<Random, Task>)(random => Right(question, register, random)))),
    ];

    private static async Task Right(CatalogQuestion question, RegisterReads register, Random random)
    {
        var rows = await question.Ask(register, random);
        if (!question.IsRight(rows)) throw new InvalidOperationException($"{question.Name}: {rows} rows are no answer");
    }

    private static IEnumerable<(string Name, Func<Random, Task> Once)> Counted(RegisterReads register, int sites) =>
        CatalogQuestion.Counters.Select(counters => (Of(counters.Name, sites), (Func<Random, Task>)(random => counters.Ask(register, random))));

    private static string Of(string counters, int sites) => string.Create(CultureInfo.InvariantCulture, $"{counters}, {sites:#,##0} stored sites");

    private static Work Counters(Running contender, Register register, string tag) => Work.Counters(contender.Address.ToString(), register.Token, tag);

    /// <summary>The commands of the round before may have changed them.</summary>
    private static async Task<string> Tag(Running program, Register register)
    {
        program.Resume();
        using var http = new HttpClient { BaseAddress = program.Url };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", register.Token);
        http.DefaultRequestHeaders.CacheControl = new CacheControlHeaderValue { NoCache = true };
        using var answer = await http.GetAsync(new Uri("/api/v1/counters", UriKind.Relative));
        var tag = answer.EnsureSuccessStatusCode().Headers.ETag ?? throw new InvalidOperationException("the counters have no ETag");
        program.Pause();
        return tag.Tag;
    }
}
