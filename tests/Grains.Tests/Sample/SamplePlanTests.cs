using System.Collections.Immutable;
using NanchangEdu.Registry.Contracts;
using NanchangEdu.Registry.Grains.Tests.Harness;
using NanchangEdu.Registry.Rules;
using NanchangEdu.Registry.Silo.Sample;

namespace NanchangEdu.Registry.Grains.Tests.Sample;

/// <summary>The sample city's story, told to the rules alone: on any day it must hold.</summary>
public sealed class SamplePlanTests
{
    private static readonly RulePack Pack = RegistryCluster.Pack;

    /// <summary>New Year, Spring Festival, National Day, leap day, the last and first instants of a day, and any day between.</summary>
    public static TheoryData<string> Todays =>
    [
        "2026-11-23T22:00Z", "2027-01-02T04:00Z", "2026-12-31T16:00Z", "2026-12-31T15:59Z", "2028-02-29T01:00Z", "2026-10-03T08:00Z", "2027-12-31T10:00Z",
        "2026-02-23T03:00Z", "2026-02-16T16:00:30Z", "2028-03-01T00:00Z", "2026-05-05T23:00Z", "2030-06-08T12:00Z",
        .. Enumerable.Range(0, 60).Select(week => new DateTimeOffset(2026, 7, 1, week % 24, 17, 0, TimeSpan.Zero).AddDays(week * 11).ToString("yyyy-MM-dd'T'HH:mm'Z'", null)),
    ];

    [Theory, MemberData(nameof(Todays))]
    public void On_any_day_no_command_of_the_story_is_refused_and_every_stage_is_reached(string today)
    {
        var (now, plan, register) = Told(today);

        var stages = register.Sites.Values.Select(site => SiteRules.At(site, Pack.At(now, site.Sponsor.Type), now).Stage).ToHashSet();
        Assert.Equal(Enum.GetValues<Stage>(), stages.Order());
        Assert.True(plan[^1].At <= now);
    }

    private static (DateTimeOffset Now, ImmutableArray<StoryAction> Plan, PureRegister Register) Told(string today)
    {
        var now = DateTimeOffset.Parse(today, System.Globalization.CultureInfo.InvariantCulture);
        var plan = StoryBook.Plan(now, Pack);
        var register = new PureRegister(Pack);
        var refused = plan.Select(action => (action, Why: register.Tell(action))).Where(told => told.Why is not null)
            .Select(told => $"{told.action.At:O} {told.action.By.PersonId} {told.action.Key} {told.action.What.GetType().Name}: {told.Why}").ToArray();
        Assert.Empty(refused);
        return (now, plan, register);
    }
}
