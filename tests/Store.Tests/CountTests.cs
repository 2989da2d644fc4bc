using System.Globalization;

namespace NanchangEdu.Registry.Store.Tests;

/// <summary>The counters are, at every moment, what one would count.</summary>
public abstract class CountTests<TDatabase> : RegisterSuite<TDatabase>
    where TDatabase : Database, new()
{
    private static readonly string[] Stages = ["draft", "live", "suspended", "closed", "deregistered"];
    private static readonly string[] States = ["notFiled", "filed", "cancelled"];
    private static readonly string[] Authorities = ["A1", "A2", "A3"];
    private static readonly string[] RequestStates = ["submitted", "inReview", "returned", "approved"];

    [Fact]
    public async Task Whatever_is_committed_counters_are_a_full_count()
    {
        var random = new Random(20261127);
        var heads = new Dictionary<string, Head>();
        for (var step = 0; step < 120; step++)
        {
            var id = string.Create(CultureInfo.InvariantCulture, $"site-{random.Next(25)}");
            var head = heads.GetValueOrDefault(id) ?? Sample.NewSite(id);
            heads[id] = await Committed(head.Next().With((SiteCatalogRow row) => Any(row, random)));
            if (step % 10 == 0) await Store.SumCounts();
            if (step % 7 == 0) await DemandTrue();
        }

        await DemandTrue();
        foreach (var authority in Authorities)
        {
            var stages = (await Catalog.Counts(new CatalogScope(false, null, [authority]), Token)).Where(count => count.Dimension == "stage").Sum(count => count.Count);
            Assert.Equal((await Catalog.Sites(Lists.AllSites with { Authority = authority, Limit = 200 }, Token)).Items.Length, stages);
        }
    }

    [Fact]
    public async Task They_stay_so_while_many_write_and_somebody_sums_up()
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var writers = Enumerable.Range(0, 4).Select(async writer =>
        {
            var random = new Random(writer);
            var head = Sample.NewSite($"site-{writer}");
            for (var step = 0; step < 40; step++) head = await Committed(head.Next().With((SiteCatalogRow row) => Any(row, random)));
        }).ToArray();
        var summing = Sum(stop.Token);
        var all = Task.WhenAll(writers);
        while (!all.IsCompleted)
        {
            var counts = await Catalog.Counts(Sample.Everything, Token);
            Assert.InRange(counts.Where(count => count.Dimension == "stage").Sum(count => count.Count), 0, 4);
            Assert.All(counts, count => Assert.True(count.Count > 0, $"{count} is never less than one"));
        }

        await all;
        await stop.CancelAsync();
        await summing;
        await DemandTrue();

        async Task Sum(CancellationToken until)
        {
            while (!until.IsCancellationRequested) await Store.SumCounts();
        }
    }

    [Fact]
    public async Task Each_kind_of_value_is_counted_by_its_name()
    {
        var head = await Committed(Sample.NewSite("site-1").Next().With((SiteCatalogRow row) => row with
        {
            Stage = "live",
            IcpState = "filed",
            GradedLevel = 2,
            DomainState = "filed",
            TestExpiresOn = new DateOnly(2026, 12, 5),
            QuotaUse = "2026/1/7",
            Requests = [Sample.Request(1) with { State = "submitted", ChangedAt = new DateTimeOffset(2026, 3, 1, 16, 0, 0, TimeSpan.Zero), DueAt = new DateTimeOffset(2026, 3, 9, 16, 0, 0, TimeSpan.Zero) }],
        }));

        var counts = (await Catalog.Counts(new CatalogScope(false, Sample.School, []), Token)).ToDictionary(count => count.Dimension, count => (count.Value, count.Count));
        Assert.Equal(counts, (await Catalog.Counts(Sample.Everything, Token)).ToDictionary(count => count.Dimension, count => (count.Value, count.Count)));
        Assert.Equal(("live", 1L), counts["stage"]);
        Assert.Equal((Sample.Bureau, 1L), counts["authority"]);
        Assert.Equal(("filed", 1L), counts["icp"]);
        Assert.Equal(("filed", 1L), counts["domain"]);
        Assert.Equal(("2", 1L), counts["gradedLevel"]);
        Assert.Equal(("none", 1L), counts["gradedDueOn"]);
        Assert.Equal(("2026-12-05", 1L), counts["testExpiresOn"]);
        Assert.Equal(("2026/1/7", 1L), counts["quota"]);
        Assert.Equal(("launch/submitted", 1L), counts["request"]);
        Assert.Equal(("submitted/2026-03-02", 1L), counts["requestSince"]);   // midnight in Shanghai begins the day
        Assert.Equal(("submitted/2026-03-09", 1L), counts["requestDueOn"]);   // and ends the one before

        await Committed(head.Next().With((SiteCatalogRow row) => row with { Stage = "closed" }));
        Assert.Equal([new CountedValue("stage", "closed", 1)], await Catalog.Counts(Sample.Everything, Token));
    }

    [Fact]
    public async Task Columns_made_anew_are_counted_anew_and_the_record_stays_as_it_is()
    {
        var head = await Committed(Sample.NewSite("site-1").Next().With((SiteCatalogRow row) => row with { Requests = [Sample.Request(1)] }));
        var row = Sample.Site() with { Compliance = "attention", Form = "2 pack", StaleOn = new DateOnly(2026, 5, 1), Requests = [Sample.Request(1) with { DueAt = Sample.Start }] };

        Assert.Equal(["site-1"], await Catalog.Outdated("2 pack", new DateOnly(2026, 4, 30), 10, Token));
        Assert.True(await Store.Refresh(new CatalogRefresh("site-1", 1, row)));

        Assert.Empty(await Catalog.Outdated("2 pack", new DateOnly(2026, 4, 30), 10, Token));
        Assert.Equal(["site-1"], await Catalog.Outdated("2 pack", new DateOnly(2026, 5, 1), 10, Token));
        Assert.Contains(new CountedValue("compliance", "attention", 1), await Catalog.Counts(Sample.Everything, Token));
        Assert.Equal(Sample.Start, Assert.Single((await Catalog.Requests(Lists.AllRequests, Token)).Items).Request.DueAt);
        Assert.Equal(1, await Store.Version(RecordKind.Site, "site-1", Token));
        await DemandTrue();

        await Committed(head.Next());
        Assert.False(await Store.Refresh(new CatalogRefresh("site-1", 1, row)));
    }

    [Fact]
    public async Task A_counter_that_somebody_altered_is_found()
    {
        await Committed(Sample.NewSite("site-1").Next());
        await Store.SumCounts();
        Database.Execute("UPDATE count_of SET n = n + 5 WHERE dimension = 'stage'");

        Assert.NotEmpty(await Store.Auditing.WrongCounts(10, Token));
    }

    private async Task DemandTrue() => Assert.Empty(await Store.Auditing.WrongCounts(10, Token));

    private static SiteCatalogRow Any(SiteCatalogRow row, Random random) => row with
    {
        Stage = Stages[random.Next(Stages.Length)],
        Authority = Authorities[random.Next(Authorities.Length)],
        IcpState = States[random.Next(States.Length)],
        GradedState = States[random.Next(States.Length)],
        GradedLevel = random.Next(3) switch { 0 => null, var level => level },
        TestExpiresOn = random.Next(2) == 0 ? null : new DateOnly(2026, 12, 1 + random.Next(5)),
        GradedDueOn = random.Next(2) == 0 ? null : new DateOnly(2026, 11, 1 + random.Next(5)),
        QuotaUse = random.Next(2) == 0 ? null : $"2026/{random.Next(3)}/{random.Next(31)}",
        Requests =
        [
            .. Enumerable.Range(1, random.Next(4)).Select(n => Sample.Request(n) with
            {
                State = RequestStates[random.Next(RequestStates.Length)],
                ChangedAt = Sample.Start.AddHours(random.Next(400)),
                DueAt = random.Next(2) == 0 ? null : Sample.Start.AddHours(random.Next(400)),
            }),
        ],
    };
}
