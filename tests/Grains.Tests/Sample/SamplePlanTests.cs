using System.Collections.Immutable;
using System.Globalization;
using NanchangEdu.Registry.Contracts;
using NanchangEdu.Registry.Grains.Tests.Harness;
using NanchangEdu.Registry.Rules;
using NanchangEdu.Registry.Rules.Clauses;
using NanchangEdu.Registry.Rules.Formats;
using NanchangEdu.Registry.Silo.Sample;

namespace NanchangEdu.Registry.Grains.Tests.Sample;

/// <summary>The sample city's story, told to the rules alone: on any day it must hold, and show what there is to see.</summary>
public sealed class SamplePlanTests
{
    private static readonly RulePack Pack = RegistryCluster.Pack;

    /// <summary>New Year, Spring Festival, National Day, leap day, the last and first instants of a day, and any day between.</summary>
    public static TheoryData<string> Todays =>
    [
        "2026-11-23T22:00Z", "2027-01-02T04:00Z", "2026-12-31T16:00Z", "2026-12-31T15:59Z", "2028-02-29T01:00Z", "2026-10-03T08:00Z", "2027-12-31T10:00Z",
        "2026-02-23T03:00Z", "2026-02-16T16:00:30Z", "2028-03-01T00:00Z", "2026-05-05T23:00Z", "2030-06-08T12:00Z",
        .. Enumerable.Range(0, 60).Select(n =>
            new DateTimeOffset(2026, 7, 1, n % 24, 17, 0, TimeSpan.Zero).AddDays(n * 11).ToString("yyyy-MM-dd'T'HH:mm'Z'", CultureInfo.InvariantCulture)),
    ];

    [Theory, MemberData(nameof(Todays))]
    public void On_any_day_no_command_is_refused_and_the_city_shows_everything(string today)
    {
        var story = Told(today);

        Assert.Equal(Enum.GetValues<Stage>(), story.Sites.Select(site => site.Stage).Distinct().Order());

        var open = story.Sites.SelectMany(site => site.Requests).Where(request => request.IsOpen).ToArray();
        Assert.Equal(Enum.GetValues<RequestKind>(), open.Select(request => request.Kind).Distinct().Order());
        Assert.Equal([RequestState.Submitted, RequestState.InReview, RequestState.Returned], open.Select(request => request.State).Distinct().Order());
        Assert.Contains(open, r => r is { Kind: RequestKind.Change, Verification: null });
        Assert.Contains(open, r => r is { Kind: RequestKind.Transfer, AcceptedBy: null });

        Assert.Superset(new HashSet<int> { 0, 1, 2 }, story.Sites.Select(TimesEver).ToHashSet());
        Assert.All(new[] { (0, 7), (8, 30), (31, 60) }, days => Assert.Contains(story.Sites, site => IsExpiring(story, site, days.Item1, days.Item2)));
    }

    [Theory, MemberData(nameof(Todays))]
    public void On_any_day_offices_kept_their_hours_and_a_record_its_order(string today)
    {
        var story = Told(today);
        var calendar = Pack.At(story.Now, UnitType.BureauSchool).WorkingCalendar;

        Assert.True(story.Plan[^1].At <= story.Now);
        Assert.Equal(story.Plan.Select(action => action.At).Order(), story.Plan.Select(action => action.At));
        Assert.All(story.Plan.GroupBy(action => action.Record), record => Assert.Equal(record.Count(), record.DistinctBy(action => action.At).Count()));
        Assert.All(story.Plan.Where(action => action.By.Role != Role.System && action.What is not SuspendSite), action =>
        {
            var date = RegistryCalendar.DateOf(action.At);
            var local = (action.At - RegistryCalendar.StartOf(date)).TotalHours;
            Assert.True(calendar.IsWorkingDay(date) && local is >= 8.5 and <= 17.5, $"{action.Key} at {action.At:O}");
        });
    }

    [Fact]
    public void The_same_now_gives_the_same_plan() => Assert.Equal(
        StoryBook.Plan(Instant("2026-11-23T22:00Z"), Pack).Select(action => (action.At, action.Key, action.By)),
        StoryBook.Plan(Instant("2026-11-23T22:00Z"), Pack).Select(action => (action.At, action.Key, action.By)));

    [Fact]
    public void Keys_and_sites_do_not_depend_on_the_day() => Assert.Equal(
        Told("2026-11-23T22:00Z").Sites.Select(site => site.Id.Value).Order(StringComparer.Ordinal),
        Told("2028-02-29T01:00Z").Sites.Select(site => site.Id.Value).Order(StringComparer.Ordinal));

    [Fact]
    public void The_city_has_the_cases_that_a_newcomer_looks_for()
    {
        var sites = Told("2026-11-23T22:00Z").Sites;

        Assert.Contains(sites, s => s.Stage == Stage.Suspended && s.OpenSuspension is { IsOwnDeclaration: false });
        Assert.Contains(sites, s => s.Stage == Stage.Suspended && s.OpenSuspension is { CountsUnlessConfirmed: true, ConvertedTo: null });
        Assert.Contains(sites, s => s.Suspensions.Any(x => x.ConvertedTo is not null));
        Assert.Contains(sites, s => s.FilingOf(FilingKind.Icp)?.Filing is IcpFiling { Coverage: IcpCoverage.InheritedFromParentDomain });
        Assert.Contains(sites, s => s is { Stage: Stage.Live, Tests: [.., { Report.Result: Contracts.TestResult.Failed }] });
        Assert.Contains(sites, s => s.Sponsor.Type == UnitType.PrivateSchool && s.LaunchedAt is not null && s.FilingOf(FilingKind.SiteMark) is null);
        Assert.Contains(sites.GroupBy(s => s.Sponsor.Id), unit => unit.Count(s => s.Stage is not (Stage.Closed or Stage.Deregistered)) == 2);
        Assert.Contains(sites.SelectMany(s => s.Requests), r => r.Ending is { OnBehalfOf: not null });
        Assert.Contains(sites.SelectMany(s => s.Windows), w => w.State == WindowState.Lapsed);
        Assert.Contains(sites.SelectMany(s => s.Windows), w => w.State == WindowState.Cancelled);
    }

    [Fact]
    public void Every_role_has_credentials_and_the_clerks_are_where_the_walkthrough_wants_them()
    {
        var story = Told("2026-11-23T22:00Z");
        var people = SampleCity.People;
        Actor Of(string client) => people.Single(p => p.ClientId == client).Actor;

        Assert.Equal(Enum.GetValues<Role>().Except([Role.System]), people.Select(p => p.Actor.Role).Distinct().Order());
        Assert.Equal(people.Length, people.Select(p => p.Actor.PersonId).Distinct().Count());
        Assert.Equal(Of("clerk").Unit, Of("head").Unit);
        Assert.DoesNotContain(story.Sites, site => site.Sponsor.Id == Of("clerk").Unit);

        var second = Assert.Single(story.Sites, site => site.Sponsor.Id == Of("clerk-2").Unit);
        var policy = Pack.At(story.Now, second.Sponsor.Type);
        Assert.Equal((Stage.Live, 0, Compliance.Ok), (second.Stage, second.QuotaEntries.Length, ComplianceAxis.Of(second, policy, story.Now)));
    }

    [Fact]
    public void Codes_are_valid_fit_their_unit_and_are_each_their_own()
    {
        var units = SampleUnits.All;

        Assert.InRange(units.Length, 42, 60);
        Assert.Equal(Enum.GetValues<UnitType>(), units.Select(unit => unit.Type).Distinct().Order());
        Assert.Equal(units.Length, units.Select(unit => unit.Id).Distinct().Count());
        Assert.Equal(units.Length, units.Select(unit => unit.Label).Distinct().Count());
        var misprinted = units.Where(unit => !Uscc.Parse(unit.Id.Uscc).IsValid);
        Assert.Equal("ncffgz", Assert.Single(misprinted).Label);
        Assert.All(units, unit => Assert.Empty(Uscc.WarningsOf(unit.Id.Uscc, unit.Type, "36")));
        Assert.All(units, unit => Assert.StartsWith("3601", unit.Division, StringComparison.Ordinal));
    }

    private static int TimesEver(Site site) => site.Quota.Years.Sum(year => site.Quota.Of(year).UsedTimes);

    private static bool IsExpiring(Story story, Site site, int from, int until)
    {
        var today = RegistryCalendar.DateOf(story.Now);
        var items = LaunchGate.Evaluate(site, Pack.At(story.Now, site.Sponsor.Type), today);
        var next = items.Select(item => item.ExpiresOn).Where(date => date is not null).DefaultIfEmpty(null).Min();
        return site.Stage == Stage.Live && next >= today.AddDays(from) && next <= today.AddDays(until);
    }

    private static Story Told(string today)
    {
        var now = Instant(today);
        var plan = StoryBook.Plan(now, Pack);
        var register = new PureRegister(Pack);
        var refused = plan.Select(action => (action, Why: register.Tell(action))).Where(told => told.Why is not null)
            .Select(told => $"{told.action.At:O} {told.action.By.PersonId} {told.action.Key} {told.action.What.GetType().Name}: {told.Why}");
        Assert.Empty(refused.ToArray());
        return new Story(now, plan, [.. register.Sites.Values.Select(site => SiteRules.At(site, Pack.At(now, site.Sponsor.Type), now))]);
    }

    private static DateTimeOffset Instant(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);

    private sealed record Story(DateTimeOffset Now, ImmutableArray<StoryAction> Plan, ImmutableArray<Site> Sites);
}
