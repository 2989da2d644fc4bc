using CsCheck;
using NanchangEdu.Registry.Contracts;

namespace NanchangEdu.Registry.Rules.Tests.Properties;

/// <summary>Time alone: what it brings about is computed, so that nobody's looking, or not looking, changes an answer.</summary>
public sealed class TimeProperties
{
    private const int Iterations = 300;

    private static readonly Gen<Life> Lives = Life.Of(movesMax: 40);

    private static readonly Gen<Look> Looks = Gen.Select(Lives, Gen.Int[1, 400], Gen.Int[0, 23], (life, days, hours) => new Look(life, days, hours));

    [Fact]
    public void To_look_in_between_changes_nothing() => Looks.Sample(
        look =>
        {
            var (life, days, hours) = look;
            var walk = Walk.Through(life, (_, _) => { });
            if (!walk.Site.Exists) return;
            var (sooner, later) = (walk.Now.AddDays(days / 3).AddHours(hours), walk.Now.AddDays(days).AddHours(hours));
            var inTwo = SiteRules.At(SiteRules.At(walk.Site, walk.Policy, sooner), walk.Policy, later);
            Assert.Equal(StoredFormat.Write(SiteRules.At(walk.Site, walk.Policy, later)), StoredFormat.Write(inTwo));
        },
        print: look => look.ToString(), iter: Iterations);

    [Fact]
    public void Ticks_often_or_never_make_the_same_record_and_the_same_answers() => Lives.Sample(
        life =>
        {
            var (never, seldom, often) = (Walk.Through(life, (_, _) => { }), new Walk(life, ticks: 1), new Walk(life, ticks: 7));
            var answers = Refusals(new Walk(life), life);
            Assert.Equal(answers, Refusals(seldom, life));
            Assert.Equal(answers, Refusals(often, life));
            if (!never.Site.Exists) return;
            var record = StoredFormat.Write(SiteRules.At(never.Site, never.Policy, never.Now));
            Assert.Equal(record, StoredFormat.Write(SiteRules.At(seldom.Site, seldom.Policy, seldom.Now)));
            Assert.Equal(record, StoredFormat.Write(SiteRules.At(often.Site, often.Policy, often.Now)));
        },
        print: life => life.ToString(), iter: Iterations);

    [Fact]
    public void A_tick_doubled_finds_nothing_left_to_do() => Lives.Sample(
        life =>
        {
            var walk = Walk.Through(life, (_, _) => { });
            if (!walk.Site.Exists) return;
            var settled = SiteRules.At(walk.Site, walk.Policy, walk.Now);
            var again = SiteRules.Decide(settled, new TickSite(), new(Actor.System, SiteSurroundings.None, walk.Policy, walk.Now, "request-2"));
            Assert.Empty(again.Events);
            Assert.True(SiteRules.NextDueAt(settled, walk.Policy) is not { } due || due > walk.Now);
        },
        print: life => life.ToString(), iter: Iterations);

    [Fact]
    public void What_is_due_next_is_when_the_record_next_changes() => Lives.Sample(
        life =>
        {
            var walk = Walk.Through(life, (_, _) => { });
            if (!walk.Site.Exists) return;
            var settled = SiteRules.At(walk.Site, walk.Policy, walk.Now);
            var before = StoredFormat.Write(settled);
            if (SiteRules.NextDueAt(settled, walk.Policy) is not { } due)
            {
                Assert.Equal(before, StoredFormat.Write(SiteRules.At(settled, walk.Policy, walk.Now.AddYears(2))));
                return;
            }

            Assert.Equal(before, StoredFormat.Write(SiteRules.At(settled, walk.Policy, due.AddTicks(-1))));
            Assert.NotEqual(before, StoredFormat.Write(SiteRules.At(settled, walk.Policy, due)));
        },
        print: life => life.ToString(), iter: Iterations);

    private static List<string> Refusals(Walk walk, Life life) =>
        [.. life.Moves.Select(walk.Do).Select(step => $"{step.Now:u} {Stood(step)}: {step.Command} → {step.Decision.Refusal?.Rule} {string.Join(' ', step.Decision.Refusal?.Figures ?? [])}")];

    private static Stage? Stood(Step step) => step.Before.Exists ? SiteRules.At(step.Before, step.Policy, step.Now).Stage : null;

    /// <summary>After the life somebody looks once, and again after that many days.</summary>
    private sealed record Look(Life Life, int Days, int Hours);
}
