using System.Text.Json;
using NanchangEdu.Registry.Contracts;
using NanchangEdu.Registry.Grains.Tests.Harness;

namespace NanchangEdu.Registry.Grains.Tests;

/// <summary>合规汇总: live while the month runs, kept when it is over, and never made up.</summary>
public sealed class ComplianceTests
{
    /// <summary>00:00 of 1 April 2026 in Nanchang.</summary>
    private static readonly DateTimeOffset EndOfMarch = new(2026, 3, 31, 16, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task The_running_month_is_what_one_counts_by_hand()
    {
        await using var registry = await RegistryCluster.Start();
        var story = new Story(registry);
        await story.Tell(People.City, People.Administrator, new PutUnit("南昌市教育局", UnitType.Bureau, Usccs.Of(80_000_009), "南昌市红谷滩区", null));
        var suspended = await story.LiveSite(80_000_001);
        await story.Tell(suspended, People.Centre, new SuspendSite(SuspensionReason.Order, "接上级通知", null));
        var scheduled = await story.LiveSite(80_000_002);
        await story.Tell(scheduled, People.Clerk(Usccs.Of(80_000_002)), story.OneDay(0));
        await story.Tell(scheduled, People.Reviewer, new AssignRequest(2, null, null));
        await story.Tell(scheduled, People.Reviewer, new ApproveRequest(2, null));
        await story.Draft(await story.Unit(80_000_003));

        var report = await Report(registry, "2026-03", People.Centre);

        Assert.Equal(("2026-03", false, registry.Clock.GetUtcNow(), RegistryCluster.Pack.Version), (report.Month, report.IsFinal, report.AsOf, report.RulePack));
        var row = Assert.Single(report.Authorities);
        Assert.Equal((People.City, "南昌市教育局"), (row.Authority, row.Name));
        Assert.Equal(
            ["downlineScheduled 1", "draft 1", "suspended 1"],
            row.Figures.SitesByStage.Where(stage => stage.Value > 0).Select(stage => $"{stage.Key} {stage.Value}").Order(StringComparer.Ordinal));
        Assert.Equal(new StandingFigures(2, 2, 0, 0), row.Figures.Standing);
        Assert.Equal(["publicSecurity 2"], row.Figures.FilingsMissing.Where(kind => kind.Value > 0).Select(kind => $"{kind.Key} {kind.Value}"));
        Assert.Equal(new TestFigures(0, 0, 0), row.Figures.Tests);
        Assert.Equal(2, row.Figures.Launched);
        Assert.Equal(new DownlineFigures(0, 0, 0), row.Figures.Downlines);
        Assert.Equal(new RequestFigures(3, 3, 3, 0, 0), row.Figures.Requests);
        Assert.Equal(new EmergencyFigures(1, 0), row.Figures.Emergencies);
        Assert.Equal(new ClosureFigures(0, 0), row.Figures.Closures);
        Assert.Equal(JsonSerializer.Serialize(row.Figures, RegistryJson.Options), JsonSerializer.Serialize(report.Total, RegistryJson.Options));
    }

    [Fact]
    public async Task More_sites_than_a_page_are_all_counted()
    {
        await using var registry = await RegistryCluster.Start();
        var story = new Story(registry);
        for (var number = 0; number < 201; number++) await story.Draft(await story.Unit(81_000_000 + number));

        Assert.Equal(201, (await Report(registry, "2026-03", People.Centre)).Total.SitesByStage["draft"]);
    }

    [Fact]
    public async Task A_month_is_kept_once_after_its_end_and_survives_the_grain()
    {
        await using var registry = await RegistryCluster.Start();
        var story = new Story(registry);
        await story.LiveSite(80_000_011);

        registry.Clock.SetUtcNow(EndOfMarch.AddMinutes(10).AddTicks(-1));
        await registry.Sweeper.Sweep(default);
        Assert.Equal(RuleId.ComplianceMonthMissing, (await Read(registry, "2026-03", People.Centre)).Refusal?.Rule);

        registry.Clock.SetUtcNow(EndOfMarch.AddMinutes(10));
        await registry.Sweeper.Sweep(default);
        var kept = await Read(registry, "2026-03", People.Centre);
        var report = Parsed(kept);
        Assert.Equal((true, EndOfMarch, EndOfMarch.AddMinutes(10)), (report.IsFinal, report.AsOf, report.CountedAt));
        Assert.Equal((1, 1), (report.Total.SitesByStage["live"], report.Total.Launched));

        registry.Clock.Advance(TimeSpan.FromHours(1));
        await story.LiveSite(80_000_012);
        await registry.Sweeper.Sweep(default);
        await registry.Deactivate(Grain(registry, "2026-03"));
        registry.Clock.Advance(TimeSpan.FromDays(40));
        await registry.Sweeper.Sweep(default);

        var later = await Read(registry, "2026-03", People.Centre);
        Assert.Equal(kept.Body, later.Body);
        Assert.Equal(kept.ETag, later.ETag);
        Assert.Equal(2, (await Report(registry, "2026-05", People.Centre)).Total.SitesByStage["live"]);
    }

    [Theory]
    [InlineData("2026-02", "before the registry was there")]
    [InlineData("2026-03", "when it was off")]
    [InlineData("2026-05", "not begun yet")]
    public async Task A_month_that_was_not_kept_is_not_made_up(string month, string why)
    {
        await using var registry = await RegistryCluster.Start();
        await new Story(registry).LiveSite(80_000_021);

        registry.Clock.SetUtcNow(EndOfMarch.AddDays(1));
        await registry.Sweeper.Sweep(default);
        await Grain(registry, month).Keep(default);

        var answer = await Read(registry, month, People.Centre);
        Assert.True(answer.Refusal?.Rule == RuleId.ComplianceMonthMissing, why);
        Assert.Contains(Figure.Of("month", month), answer.Refusal!.Figures);
        Assert.Contains($"没有 {month} 的合规汇总", RuleCatalog.Describe(answer.Refusal, TextLanguage.Chinese), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_figures_of_the_running_month_are_a_minute_old_at_most()
    {
        await using var registry = await RegistryCluster.Start();
        var story = new Story(registry);
        await story.Draft(await story.Unit(80_000_031));
        var first = await Read(registry, "2026-03", People.Centre);

        await story.Draft(await story.Unit(80_000_032));
        registry.Clock.Advance(TimeSpan.FromSeconds(59));
        Assert.Equal(first.Body, (await Read(registry, "2026-03", People.Centre)).Body);

        registry.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(2, (await Report(registry, "2026-03", People.Centre)).Total.SitesByStage["draft"]);
    }

    [Fact]
    public async Task Who_oversees_sees_the_own_branch_and_who_does_not_is_refused()
    {
        await using var registry = await RegistryCluster.Start();
        var story = new Story(registry);
        await story.Draft(await story.Unit(80_000_041));

        Assert.Single((await Report(registry, "2026-03", People.Reviewer)).Authorities);
        var foreign = await Report(registry, "2026-03", People.Stranger);
        Assert.Empty(foreign.Authorities);
        Assert.Equal(0, foreign.Total.SitesByStage.Values.Sum());
        var narrowed = await Grain(registry, "2026-03").Read(Usccs.Of(80_000_049), People.Centre, default);
        Assert.Empty(Parsed(narrowed).Authorities);
        Assert.Equal(RuleId.RoleNotAllowed, (await Read(registry, "2026-03", People.Clerk(Usccs.Of(80_000_041)))).Refusal?.Rule);
    }

    private static IComplianceGrain Grain(RegistryCluster registry, string month) => registry.Grain<IComplianceGrain>($"compliance-{month}");

    private static Task<ReadAnswer> Read(RegistryCluster registry, string month, Actor by) => Grain(registry, month).Read(null, by, default);

    private static async Task<ComplianceView> Report(RegistryCluster registry, string month, Actor by) => Parsed(await Read(registry, month, by));

    private static ComplianceView Parsed(ReadAnswer answer)
    {
        Assert.Equal(ReadKind.Found, answer.Kind);
        return JsonSerializer.Deserialize<ComplianceView>(answer.Body, RegistryJson.Options)!;
    }
}
