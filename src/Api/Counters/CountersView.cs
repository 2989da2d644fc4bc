using System.Collections.Immutable;
using System.Globalization;
using NanchangEdu.Registry.Api.Http;
using NanchangEdu.Registry.Contracts;
using NanchangEdu.Registry.Store;

namespace NanchangEdu.Registry.Api.Counters;

/// <summary>What dashboards poll: exact at the moment of the answer. Sites that are closed or deregistered count by their stage alone.</summary>
/// <param name="Today">The date that expiries and ages are counted from, Asia/Shanghai.</param>
/// <param name="SitesByStage">Number of sites in each stage, those without a site too.</param>
/// <param name="SitesByUnitType">By the type of the sponsor.</param>
/// <param name="SitesByAuthority">By USCC of the supervising authority.</param>
/// <param name="SitesByCompliance">By ok, attention and violation.</param>
/// <param name="Filings">For each of the five filings, sites by its state.</param>
/// <param name="SitesByGradedLevel">By level of graded protection, `none` where it is not graded.</param>
/// <param name="GradedAssessments">Sites by when their next graded-protection assessment is due.</param>
/// <param name="SecurityTests">Sites by when their security test runs out.</param>
/// <param name="Requests">Requests by kind and state, all that ever were.</param>
/// <param name="OpenRequests">Requests that wait for somebody.</param>
/// <param name="DownlineQuota">Sites by how much of this year's downline quota is charged.</param>
/// <param name="Overdue">Sites that are down past their end.</param>
/// <param name="Suspended">Sites that are suspended.</param>
public sealed record CountersView(
    DateOnly Today,
    ImmutableSortedDictionary<string, long> SitesByStage,
    ImmutableSortedDictionary<string, long> SitesByUnitType,
    ImmutableSortedDictionary<string, long> SitesByAuthority,
    ImmutableSortedDictionary<string, long> SitesByCompliance,
    ImmutableSortedDictionary<string, ImmutableSortedDictionary<string, long>> Filings,
    ImmutableSortedDictionary<string, long> SitesByGradedLevel,
    DueCountsView GradedAssessments,
    DueCountsView SecurityTests,
    ImmutableSortedDictionary<string, ImmutableSortedDictionary<string, long>> Requests,
    OpenRequestsView OpenRequests,
    QuotaUseView DownlineQuota,
    long Overdue,
    long Suspended);

/// <summary>By the last date. Each site is in one of them; a sum over the first three is what falls due within sixty days.</summary>
/// <param name="Passed">The date lies in the past.</param>
/// <param name="Within7Days">Today or in the next 7 days.</param>
/// <param name="Within30Days">Later, and in the next 30.</param>
/// <param name="Within60Days">Later, and in the next 60.</param>
/// <param name="Later">After that.</param>
/// <param name="None">There is no such date.</param>
public sealed record DueCountsView(long Passed, long Within7Days, long Within30Days, long Within60Days, long Later, long None);

/// <param name="ByState">Submitted, in review, returned.</param>
/// <param name="ByAge">For each of them, by how many days it has been in its state.</param>
/// <param name="Overdue">Those whose last date for an answer lies in the past.</param>
public sealed record OpenRequestsView(
    ImmutableSortedDictionary<string, long> ByState, ImmutableSortedDictionary<string, AgeCountsView> ByAge, long Overdue);

/// <summary>Calendar days, Asia/Shanghai.</summary>
public sealed record AgeCountsView(long Days0To2, long Days3To5, long Days6To10, long Over10Days);

/// <summary>Times and days charged, reserved ones included.</summary>
public sealed record QuotaUseView(QuotaTimesView Times, QuotaDaysView Days);

public sealed record QuotaTimesView(long None, long Once, long Twice, long Over);

/// <summary>The quota is 30 days a year (NC-3.12).</summary>
public sealed record QuotaDaysView(long None, long Days1To10, long Days11To20, long Days21To30, long Over30);

/// <summary>Makes the view of what the catalog has counted.</summary>
internal sealed class CountersOf(IEnumerable<CountedValue> counted, DateOnly today)
{
    private readonly ILookup<string, CountedValue> dimensions = counted.ToLookup(value => value.Dimension, StringComparer.Ordinal);

    private static readonly string[] Filings = ["domain", "gradedProtection", "icp", "publicSecurity", "siteMark"];

    public CountersView View()
    {
        var stages = All<Stage>("stage");
        return new CountersView(
            today, stages, All<UnitType>("unitType"), By("authority"), All<Compliance>("compliance"),
            Filings.ToImmutableSortedDictionary(filing => filing, All<FilingState>, StringComparer.Ordinal),
            By("gradedLevel"), Due("gradedDueOn"), Due("testExpiresOn"), Requests(), OpenRequests(), Quota(),
            stages[Json.NameOf(Stage.Overdue)], stages[Json.NameOf(Stage.Suspended)]);
    }

    private ImmutableSortedDictionary<string, long> By(string dimension) =>
        dimensions[dimension].ToImmutableSortedDictionary(value => value.Value, value => value.Count, StringComparer.Ordinal);

    /// <summary>Every value there can be, also those of which there is none.</summary>
    private ImmutableSortedDictionary<string, long> All<T>(string dimension) where T : struct, Enum
    {
        var known = By(dimension);
        return Json.NamesOf(typeof(T)).ToImmutableSortedDictionary(name => name, name => known.GetValueOrDefault(name), StringComparer.Ordinal);
    }

    private DueCountsView Due(string dimension)
    {
        var days = dimensions[dimension].Select(value => (Left: DateConverter.TryParse(value.Value, out var date) ? date.DayNumber - today.DayNumber : (int?)null, value.Count)).ToArray();
        long Sum(Func<int, bool> within) => days.Where(day => day.Left is { } left && within(left)).Sum(day => day.Count);
        return new DueCountsView(
            Sum(left => left < 0), Sum(left => left is >= 0 and <= 7), Sum(left => left is > 7 and <= 30), Sum(left => left is > 30 and <= 60), Sum(left => left > 60),
            days.Where(day => day.Left is null).Sum(day => day.Count));
    }

    private ImmutableSortedDictionary<string, ImmutableSortedDictionary<string, long>> Requests() => Split("request")
        .GroupBy(part => part.First, StringComparer.Ordinal)
        .ToImmutableSortedDictionary(
            kind => kind.Key, kind => kind.ToImmutableSortedDictionary(part => part.Second, part => part.Count, StringComparer.Ordinal), StringComparer.Ordinal);

    private OpenRequestsView OpenRequests()
    {
        var since = Split("requestSince").GroupBy(part => part.First, StringComparer.Ordinal).ToArray();
        return new OpenRequestsView(
            since.ToImmutableSortedDictionary(state => state.Key, state => state.Sum(part => part.Count), StringComparer.Ordinal),
            since.ToImmutableSortedDictionary(state => state.Key, state => Ages([.. state.Select(part => (Age: AgeOf(part.Second), part.Count))]), StringComparer.Ordinal),
            Split("requestDueOn").Where(part => DateConverter.TryParse(part.Second, out var last) && last < today).Sum(part => part.Count));
    }

    private static AgeCountsView Ages((int Age, long Count)[] ages)
    {
        long Sum(Func<int, bool> within) => ages.Where(age => within(age.Age)).Sum(age => age.Count);
        return new AgeCountsView(Sum(age => age <= 2), Sum(age => age is > 2 and <= 5), Sum(age => age is > 5 and <= 10), Sum(age => age > 10));
    }

    private int AgeOf(string date) => DateConverter.TryParse(date, out var since) ? today.DayNumber - since.DayNumber : 0;

    /// <summary>Columns of the year before, which the sweeper has yet to make anew, say that nothing of this year is charged.</summary>
    private QuotaUseView Quota()
    {
        var uses = dimensions["quota"].Select(value => (Use: UseOf(value.Value), value.Count)).ToArray();
        long Times(Func<int, bool> within) => uses.Where(use => within(use.Use.Times)).Sum(use => use.Count);
        long Days(Func<int, bool> within) => uses.Where(use => within(use.Use.Days)).Sum(use => use.Count);
        return new QuotaUseView(
            new QuotaTimesView(Times(times => times == 0), Times(times => times == 1), Times(times => times == 2), Times(times => times > 2)),
            new QuotaDaysView(
                Days(days => days == 0), Days(days => days is > 0 and <= 10), Days(days => days is > 10 and <= 20), Days(days => days is > 20 and <= 30), Days(days => days > 30)));
    }

    private (int Times, int Days) UseOf(string value)
    {
        int[] parts = [.. value.Split('/').Select(part => int.Parse(part, NumberStyles.None, CultureInfo.InvariantCulture))];
        return parts[0] == today.Year ? (parts[1], parts[2]) : (0, 0);
    }

    private IEnumerable<(string First, string Second, long Count)> Split(string dimension) =>
        dimensions[dimension].Select(value => value.Value.Split('/', 2) is [var first, var second] ? (first, second, value.Count) : (value.Value, "", value.Count));
}
