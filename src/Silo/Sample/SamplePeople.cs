using System.Collections.Immutable;
using NanchangEdu.Registry.Contracts;

namespace NanchangEdu.Registry.Silo.Sample;

/// <summary>A person of the sample city who gets credentials on the first start.</summary>
/// <param name="ClientId">Readable and stable.</param>
public sealed record SamplePersona(string ClientId, Actor Actor);

/// <summary>Who acts in the story. All names are invented.</summary>
internal static class SamplePeople
{
    private const string Surnames = "熊万涂章龚胡邓喻罗夏程魏闵游艾邹黎舒辛甘";

    private static readonly ImmutableArray<string> GivenNames =
    [
        "一鸣", "书涵", "明哲", "若水", "子衿", "思齐", "文博", "雨桐", "景和", "安然", "知微", "怀瑾",
        "清扬", "允中", "星野", "嘉禾", "亦凡", "望舒", "修远", "云舟", "采薇", "立言", "念初",
    ];

    public static Actor Reviewer { get; } = OfAuthority("reviewer-city", "章知行", Role.Reviewer, SampleUnits.Authority);

    public static Actor SecondReviewer { get; } = OfAuthority("reviewer-city-2", "涂明远", Role.Reviewer, SampleUnits.Authority);

    public static Actor Lead { get; } = OfAuthority("lead-city", "万景行", Role.Lead, SampleUnits.Authority);

    /// <summary>Decides on the city authority's own site.</summary>
    public static Actor BureauReviewer { get; } = OfAuthority("reviewer-bureau", "夏闻道", Role.Reviewer, SampleUnits.Bureau);

    public static Actor Centre { get; } = new("centre-officer", "龚守正", Role.Centre, SampleUnits.Centre.Id, null);

    public static Actor SecondCentre { get; } = new("centre-officer-2", "胡清和", Role.Centre, SampleUnits.Centre.Id, null);

    public static Actor Administrator { get; } = new("registry-admin", "罗启元", Role.Admin, null, null);

    /// <summary>The persons with credentials: every role, a unit that has no site yet, and another one whose site is live.</summary>
    public static ImmutableArray<SamplePersona> WithCredentials { get; } =
    [
        new("clerk", Clerk(SampleUnits.Of("nc61zx"))),
        new("head", Head(SampleUnits.Of("nc61zx"))),
        new("clerk-2", Clerk(SampleUnits.Of("nc62zx"))),
        new("reviewer", Reviewer),
        new("reviewer-2", SecondReviewer),
        new("lead", Lead),
        new("centre", Centre),
        new("centre-2", SecondCentre),
        new("ops", new("operations", "邓维舟", Role.Ops, null, null)),
        new("auditor", new("auditor", "喻鉴之", Role.Auditor, null, null)),
        new("admin", Administrator),
    ];

    public static Actor Clerk(SampleUnit unit) => new($"clerk-{unit.Label}", NameOf(unit.Number, 0), Role.Clerk, unit.Id, null);

    public static Actor Head(SampleUnit unit) => new($"head-{unit.Label}", NameOf(unit.Number, 1), Role.Head, unit.Id, null);

    /// <summary>The n-th person of the unit: 0 is the clerk, 1 the head.</summary>
    public static string NameOf(int unitNumber, int person)
    {
        var n = (unitNumber * 5) + person;
        return Surnames[n * 7 % Surnames.Length] + GivenNames[n * 3 % GivenNames.Length];
    }

    private static Actor OfAuthority(string id, string name, Role role, SampleUnit authority) => new(id, name, role, authority.Id, authority.Id);
}
