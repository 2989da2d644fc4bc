using System.Collections.Concurrent;
using CsCheck;
using NanchangEdu.Registry.Contracts;
using NanchangEdu.Registry.Rules.Clauses;

namespace NanchangEdu.Registry.Rules.Tests.Properties;

/// <summary>
/// What holds whatever anybody asks, in any order, at any time: random lives of sites by all commands of all people, over New Year and
/// over years, wild values among them. A failing life is printed with its seed; give the seed to <c>Sample</c> to play it again.
/// </summary>
public sealed class LifeProperties
{
    private const int Iterations = 1_000;

    private static readonly Gen<Life> Lives = Life.Of(movesMax: 60);

    [Fact]
    public void Every_command_there_is_is_tried() => Assert.Equal(
        typeof(SiteCommand).Assembly.GetTypes().Where(t => t.IsSubclassOf(typeof(SiteCommand))).Select(t => t.Name).Order(),
        WildCommands.Types.Select(t => t.Name).Order());

    [Fact]
    public void The_lives_reach_every_stage_and_meet_every_event()
    {
        var seen = new ConcurrentDictionary<string, int>();
        void See(string name) => seen.AddOrUpdate(name, 1, (_, count) => count + 1);
        Lives.Sample(
            life => Walk.Through(life, (_, step) =>
            {
                See(step.After.Stage.ToString());
                foreach (var @event in step.Decision.Events) See(@event.GetType().Name);
            }),
            print: life => life.ToString(), iter: Iterations * 2);
        Assert.Empty(Enum.GetNames<Stage>().Concat(EventTypes).Except(seen.Keys));
    }

    [Fact]
    public void A_decision_is_events_or_one_refusal_or_hidden_and_never_an_exception() => Lives.Sample(
        life => Walk.Through(life, (_, step) =>
        {
            var (events, refusal, hidden) = step.Decision;
            if (refusal is not null || hidden) Assert.Empty(events);
            Assert.False(refusal is not null && hidden);
        }),
        print: life => life.ToString(), iter: Iterations * 2);

    [Fact]
    public void Every_refusal_that_anybody_meets_reads_to_its_end()
    {
        var faults = new ConcurrentDictionary<string, string>();
        Lives.Sample(
            life => Walk.Through(life, (_, step) =>
            {
                // Wild values may hold the very marks by which an unfinished text is known.
                if (step.Decision.Refusal is { } refusal && !refusal.Figures.Any(f => f.Text.Contains('{')) && Record.Exception(() => RefusalWords.AreComplete(refusal)) is { } fault)
                    faults.TryAdd($"{refusal.Rule} to {step.Command.GetType().Name}", fault.Message);
            }),
            print: life => life.ToString(), iter: Iterations);
        Assert.Empty(faults);
    }

    [Fact]
    public void The_counters_are_the_sum_of_the_entries_and_what_the_windows_say_of_themselves() => Lives.Sample(
        life => Walk.Through(life, (walk, step) =>
        {
            var now = SiteRules.At(step.After, step.Policy, step.Now);
            var model = Model(walk, now);
            foreach (var year in model.Years.Union(now.Quota.Years))
            {
                var (said, sums) = (model.Of(year), now.Quota.Of(year));
                Assert.Equal(said.ReservedTimes + said.UsedTimes, sums.ReservedTimes + sums.UsedTimes);
                Assert.Equal(said.ReservedDays + said.UsedDays, sums.ReservedDays + sums.UsedDays);
                if (model.SplitIsKnown) Assert.Equal(said, sums);
                Assert.Equal(sums.UsedDays, now.QuotaEntries.Where(e => e.Year == year).Sum(e => e.UsedDays));
            }

            Assert.Equal(Enumerable.Range(1, now.QuotaEntries.Length), now.QuotaEntries.Select(e => e.Seq));
        }),
        print: life => life.ToString(), iter: Iterations);

    [Fact]
    public void No_life_exceeds_the_quota_in_any_year_but_by_overrun_conversion_or_correction() => Lives.Sample(
        life => Walk.Through(life, (walk, step) =>
        {
            var model = Model(walk, step.After);
            foreach (var year in model.Years)
            {
                var (times, days) = model.ApprovedOf(year);
                Assert.InRange(times, 0, step.Policy.DownlineTimesPerYearMax);
                Assert.InRange(days, 0, step.Policy.DownlineDaysPerYearMax);
            }

            OnlyCertainEventsExceed(step);
        }),
        print: life => life.ToString(), iter: Iterations);

    [Fact]
    public void The_stage_moves_along_the_arrows_of_the_table_alone() => Lives.Sample(
        life => Walk.Through(life, (_, step) => step.Decision.Events.Aggregate(step.Before, (site, @event) =>
        {
            var next = SiteRules.Evolve(site, @event);
            Assert.True(StageArrows.Allow(@event, site.Stage, next.Stage), $"{@event.GetType().Name} moved {site.Stage} to {next.Stage}");
            StageArrows.Agree(next);
            return next;
        })),
        print: life => life.ToString(), iter: Iterations);

    [Fact]
    public void The_claims_of_a_state_are_distinct_and_hold_each_charged_time_once() => Lives.Sample(
        life => Walk.Through(life, (walk, step) =>
        {
            var claims = SiteClaims.Of(step.After);
            Assert.Distinct(claims.Select(c => (c.Scope, c.Key)));
            var slots = claims.Where(c => c.Scope == SiteClaims.DownlineSlot).Select(c => Assert.Single(c.AnyOf)).ToArray();
            if (step.After.Stage is Stage.Closed or Stage.Deregistered || !step.After.Exists)
            {
                Assert.Empty(slots);
                Assert.DoesNotContain(claims, c => c.Scope == SiteClaims.UnitSiteSlot);
                return;
            }

            Assert.Equal(step.After.Stage != Stage.Draft, claims.Any(c => c.Scope == SiteClaims.UnitSiteSlot));
            var model = Model(walk, step.After);
            foreach (var year in step.After.Quota.Years)
            {
                var held = slots.Count(s => s.StartsWith($"{step.After.Lineage}/{year}/", StringComparison.Ordinal));
                var counters = step.After.Quota.Of(year);
                Assert.Equal(counters.ReservedTimes + counters.UsedTimes, held);
                Assert.InRange(model.ApprovedOf(year).Times, 0, step.Policy.DownlineTimesPerYearMax);
            }

            foreach (var window in step.Before.Windows.Select(w => w.Number))
            {
                // A time keeps its claim for as long as it stays in its year, or a claim would be given back that another record may take.
                if (step.Before.Quota.TimeOf(window) is { } before && step.After.Quota.TimeOf(window) is { } after && before.Year == after.Year)
                    Assert.Equal(before.Slot, after.Slot);
            }
        }),
        print: life => life.ToString(), iter: Iterations);

    private static IEnumerable<string> EventTypes =>
        typeof(SiteEvent).Assembly.GetTypes().Where(t => t.IsSubclassOf(typeof(SiteEvent))).Select(t => t.Name);

    internal static WindowModel Model(Walk walk, Site site) =>
        new(site, walk.Inherited, walk.Ledger.OfType<DownlineFactCorrected>().Select(e => e.Window).ToHashSet());

    private static void OnlyCertainEventsExceed(Step step)
    {
        var site = step.Before;
        QuotaLimits limits = new(step.Policy.DownlineTimesPerYearMax, step.Policy.DownlineDaysPerYearMax);
        foreach (var @event in step.Decision.Events)
        {
            var next = SiteRules.Evolve(site, @event);
            foreach (var year in next.Quota.Years)
            {
                var (before, after) = (site.Quota.Of(year).Over(limits), next.Quota.Of(year).Over(limits));
                if (after.Days > before.Days) Assert.True(@event is OverrunCharged or SuspensionConverted or SuspensionCharged or DownlineFactCorrected, $"{@event}");
                if (after.Times > before.Times) Assert.True(@event is SuspensionConverted or DownlineFactCorrected or SiteRegistered, $"{@event}");
            }

            site = next;
        }
    }
}
