using System.Collections.Immutable;
using NanchangEdu.Registry.Bench.Load.Contenders;
using NanchangEdu.Registry.Bench.Load.Seeding;
using NanchangEdu.Registry.Store;

namespace NanchangEdu.Registry.Bench.Load.Experiments;

/// <summary>One kind of question about many sites.</summary>
/// <param name="Name">In the words of the table.</param>
/// <param name="Ask">Asks it with values drawn at random; returns how many rows were answered.</param>
/// <param name="IsRight">Whether so many rows are an answer: a plan that finds nothing is quick.</param>
internal sealed record CatalogQuestion(string Name, Func<RegisterReads, Random, Task<int>> Ask, Func<int, bool> IsRight)
{
    private const int PageSize = 50;
    private const string Live = "live";
    private const string Filed = "filed";
    private const string School = "privateSchool";

    private static readonly SiteFilter All = new(
        CatalogScope.Everything, Stage: null, Authority: null, UnitType: null, IcpState: null, GradedState: null, ExpiringBy: null, Query: null, SiteSort.Name,
        Cursor: null, PageSize);

    /// <summary>Beyond what the copies' evidence is valid for.</summary>
    private static readonly DateOnly ByThen = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime).AddDays(1000);

    /// <summary>What the others are compared with.</summary>
    public static CatalogQuestion ByKey { get; } =
        new("select by primary key", (register, random) => register.ByKey(Copies.SiteOf(random.Next(register.Sites))), rows => rows == 1);

    public static ImmutableArray<CatalogQuestion> Pages { get; } =
    [
        Page("page of 50: stage, authority", random => All with { Stage = Live, Authority = Copies.AuthorityOf(random.Next()) }),
        Page("page of 50: stage, type of unit", _ => All with { Stage = Live, UnitType = School }),
        Page("page of 50: ICP, graded protection", _ => All with { IcpState = Filed, GradedState = Filed }),
        Page("page of 50: expiring, authority, by expiry", random =>
            All with { ExpiringBy = ByThen, Authority = Copies.AuthorityOf(random.Next()), Sort = SiteSort.NextExpiryOn }),
        Page("page of 50: stage, ICP, within an authority's scope", random => All with { Scope = Within(random), Stage = Live, IcpState = Filed }),
    ];

    public static ImmutableArray<CatalogQuestion> Searches { get; } =
    [
        Search("search: two characters, in all names", _ => "基准", rows => rows == PageSize),
        Search("search: two characters, in one of some fifteen", random => Numerals(random, 2), rows => rows > 0),
        Search("search: two characters, in none", _ => "九江", rows => rows == 0),
        Search("search: four characters, in all names", _ => "南昌基准", rows => rows == PageSize),
        Search("search: five characters, in a few dozens", random => Numerals(random, 5), _ => true),
        Search("search: eleven characters, in one", (register, random) => $"准{Copies.NumeralsOf(random.Next(register.Sites))}学校", rows => rows == 1),
        Search("search: five characters, in none", _ => "第一中学校", rows => rows == 0),
        Search("search: nine characters, in none, their pairs in thousands", _ => "三四三四三四三四三", rows => rows == 0),
    ];

    public static ImmutableArray<(string Name, Func<RegisterReads, Random, Task<int>> Ask)> Counters { get; } =
    [
        ("counters of the city", (register, _) => Counted(register, CatalogScope.Everything)),
        ("counters of an authority", (register, random) => Counted(register, Within(random))),
    ];

    private static CatalogQuestion Page(string name, Func<Random, SiteFilter> filter) =>
        new(name, (register, random) => Rows(register, filter(random)), rows => rows == PageSize);

    private static CatalogQuestion Search(string name, Func<Random, string> text, Func<int, bool> isRight) => Search(name, (_, random) => text(random), isRight);

    private static CatalogQuestion Search(string name, Func<RegisterReads, Random, string> text, Func<int, bool> isRight) =>
        new(name, (register, random) => Rows(register, All with { Query = text(register, random) }), isRight);

    private static async Task<int> Rows(RegisterReads register, SiteFilter filter) => (await register.Catalog.Sites(filter, CancellationToken.None)).Items.Length;

    private static async Task<int> Counted(RegisterReads register, CatalogScope scope) => (await register.Catalog.Counts(scope, CancellationToken.None)).Length;

    private static CatalogScope Within(Random random) => new(All: false, null, [Copies.AuthorityOf(random.Next())]);

    private static string Numerals(Random random, int length) =>
        string.Concat(Enumerable.Range(0, length).Select(_ => Copies.Numerals[random.Next(Copies.Numerals.Length)]));
}
