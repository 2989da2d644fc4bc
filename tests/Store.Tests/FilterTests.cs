namespace NanchangEdu.Registry.Store.Tests;

/// <summary>
/// A register of random rows under random filters: what a list shows, in either order and in pages of any length, is what the same
/// conditions let through in memory, row by row. The seed is fixed, so that what was red once is red again.
/// </summary>
public abstract class FilterTests<TDatabase> : RegisterSuite<TDatabase>
    where TDatabase : Database, new()
{
    private const int Seed = 20260302;
    private const int UnitCount = 24;
    private const int SiteCount = 80;
    private const int FilterCount = 150;

    private static readonly string[] Units = [.. Enumerable.Range(0, UnitCount).Select(n => $"U{n:00}")];
    private static readonly string[] Authorities = ["A1", "A2", "A3"];
    private static readonly string[] Types = ["school", "kindergarten"];
    private static readonly string[] Stages = ["draft", "live", "downline", "closed", "deregistered"];
    private static readonly string[] States = ["notFiled", "filed"];
    private static readonly string[] RequestStates = ["submitted", "inReview", "returned", "approved"];
    private static readonly string[] Kinds = ["launch", "downline"];
    private static readonly string[] Persons = ["person-1", "person-2", "person-3"];
    private static readonly string[] Words = ["一中", "二中", "nc1z", "36010012345"];

    private readonly Random random = new(Seed);
    private readonly List<(string Id, SiteCatalogRow Row)> sites = [];
    private readonly List<(string Id, UnitCatalogRow Row)> units = [];

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        foreach (var id in Units) units.Add((id, Sample.Unit() with { Name = Any(Words), UnitType = Any(Types), Authority = Any(Authorities) }));
        for (var i = 0; i < SiteCount; i++) sites.Add(($"site-{i:00}", Site()));
        await Task.WhenAll(units.Select(unit => Committed(Sample.NewUnit(unit.Id).Next().With((UnitCatalogRow _) => unit.Row))));
        await Task.WhenAll(sites.Select(site => Committed(Sample.NewSite(site.Id).Next().With((SiteCatalogRow _) => site.Row))));
    }

    [Fact]
    public async Task Sites_are_those_that_the_filter_lets_through_in_either_order_with_their_total()
    {
        var shown = 0;
        for (var i = 0; i < FilterCount; i++)
        {
            var filter = AnySites();
            var expected = InOrder(
                sites.Where(site => Lets(filter, site.Row)).OrderBy(site => KeyOf(filter.Sort, site.Row), StringComparer.Ordinal)
                    .ThenBy(site => site.Id, StringComparer.Ordinal).Select(site => site.Id),
                filter.Order);

            Assert.Equal(expected, await Catalog.Ids(filter));
            Assert.Equal(new ListTotal(expected.Length, IsCapped: false), await Catalog.Count(filter, Token));
            shown += expected.Length;
        }

        Assert.True(shown > 5 * FilterCount, "the filters let something through");
    }

    [Fact]
    public async Task Requests_are_those_that_the_filter_lets_through_in_either_order_with_their_total()
    {
        var shown = 0;
        for (var i = 0; i < FilterCount; i++)
        {
            var filter = AnyRequests();
            var expected = InOrder(
                sites.SelectMany(site => site.Row.Requests.Where(request => Lets(filter, site.Row, request)).Select(request => (site.Id, Request: request)))
                    .OrderBy(row => KeyOf(filter.Sort, row.Request)).ThenBy(row => row.Id, StringComparer.Ordinal).ThenBy(row => row.Request.Number)
                    .Select(row => $"{row.Id}#{row.Request.Number}"),
                filter.Order);

            Assert.Equal(expected, await Catalog.Names(filter));
            Assert.Equal(new ListTotal(expected.Length, IsCapped: false), await Catalog.Count(filter, Token));
            shown += expected.Length;
        }

        Assert.True(shown > 5 * FilterCount, "the filters let something through");
    }

    [Fact]
    public async Task Units_are_those_that_the_filter_lets_through_in_either_order_with_their_total()
    {
        var shown = 0;
        for (var i = 0; i < FilterCount; i++)
        {
            var filter = new UnitFilter(Scope(), Maybe(Authorities), Maybe(Types), Maybe(Words), null, Length()) { HasSite = MaybeFlag(), Order = Order() };
            var expected = InOrder(
                units.Where(unit => Lets(filter, unit.Id, unit.Row)).OrderBy(unit => unit.Row.Name, StringComparer.Ordinal)
                    .ThenBy(unit => unit.Id, StringComparer.Ordinal).Select(unit => unit.Id),
                filter.Order);

            Assert.Equal(expected, await Catalog.Ids(filter));
            Assert.Equal(new ListTotal(expected.Length, IsCapped: false), await Catalog.Count(filter, Token));
            shown += expected.Length;
        }

        Assert.True(shown > FilterCount, "the filters let something through");
    }

    private static string[] InOrder(IEnumerable<string> ascending, ListOrder order) =>
        order == ListOrder.Desc ? [.. ascending.Reverse()] : [.. ascending];

    private static bool Lets(SiteFilter filter, SiteCatalogRow row) =>
        Sees(filter.Scope, row.Unit, row.Authority) && Is(filter.Stage, row.Stage) && Is(filter.Unit, row.Unit) && Is(filter.Authority, row.Authority)
        && Is(filter.UnitType, row.UnitType) && Is(filter.Compliance, row.Compliance) && Is(filter.IcpState, row.IcpState)
        && Is(filter.PublicSecurityState, row.PublicSecurityState) && Is(filter.GradedState, row.GradedState) && Is(filter.SiteMarkState, row.SiteMarkState)
        && (filter.GradedLevel is null || filter.GradedLevel == row.GradedLevel)
        && (filter.RegisteredFrom is not { } since || row.RegisteredAt >= since) && (filter.RegisteredBefore is not { } before || row.RegisteredAt < before)
        && (filter.IsClosed is not { } closed || closed == row.ClosedAt is not null) && (filter.ExpiringBy is not { } by || row.NextExpiryOn <= by)
        && (filter.Query is null || row.SearchText.Contains(filter.Query, StringComparison.Ordinal));

    private static bool Lets(RequestFilter filter, SiteCatalogRow site, RequestCatalogRow row) =>
        Sees(filter.Scope, site.Unit, site.Authority) && Is(filter.Unit, site.Unit) && Is(filter.Authority, site.Authority) && Is(filter.State, row.State)
        && Is(filter.Kind, row.Kind) && Is(filter.Assignee, row.AssigneeId) && (filter.DueBy is not { } by || row.DueAt <= by)
        && (filter.Box is not { } box
            || ((box.States.IsEmpty || box.States.Contains(row.State)) && Is(box.Assignee, row.AssigneeId) && Is(box.FiledBy, row.FiledById)
                && (box.OverdueAt is not { } now || row.DueAt <= now)));

    private bool Lets(UnitFilter filter, string id, UnitCatalogRow row) =>
        Sees(filter.Scope, id, row.Authority) && Is(filter.Authority, row.Authority) && Is(filter.UnitType, row.UnitType)
        && (filter.Query is null || $"{row.Name} {id}".ToLowerInvariant().Contains(filter.Query, StringComparison.Ordinal))
        && (filter.HasSite is not { } has || has == sites.Any(site =>
            site.Row.Unit == id && site.Row.Stage is not ("closed" or "deregistered") && Sees(filter.Scope, site.Row.Unit, site.Row.Authority)));

    private static bool Is(string? wanted, string? found) => wanted is null || wanted == found;

    private static bool Sees(CatalogScope scope, string unit, string authority) => scope.All || scope.Unit == unit || scope.Authorities.Contains(authority);

    private static string KeyOf(SiteSort sort, SiteCatalogRow row) => sort switch
    {
        SiteSort.Name => row.Name,
        SiteSort.RegisteredAt => StoreText.Of(row.RegisteredAt),
        _ => row.NextExpiryOn is { } date ? StoreText.Of(date) : StoreText.NoDate,
    };

    private static DateTimeOffset KeyOf(RequestSort sort, RequestCatalogRow row) =>
        sort == RequestSort.Age ? row.SubmittedAt : row.DueAt ?? DateTimeOffset.MaxValue;

    private SiteFilter AnySites() => new(
        Scope(), Maybe(Stages), Maybe(Authorities), Maybe(Types), Maybe(States), Maybe(States), random.Next(8) == 0 ? Date() : null, Maybe(Words),
        Any(Enum.GetValues<SiteSort>()), null, Length())
    {
        Unit = Maybe(Units),
        Compliance = Maybe(States),
        PublicSecurityState = Maybe(States),
        SiteMarkState = Maybe(States),
        GradedLevel = random.Next(8) == 0 ? random.Next(1, 4) : null,
        RegisteredFrom = random.Next(8) == 0 ? Instant() : null,
        RegisteredBefore = random.Next(8) == 0 ? Instant() : null,
        IsClosed = MaybeFlag(),
        Order = Order(),
    };

    private RequestFilter AnyRequests() => new(Scope(), Maybe(RequestStates), Maybe(Kinds), Maybe(Persons), null, Length())
    {
        Unit = Maybe(Units),
        Authority = Maybe(Authorities),
        DueBy = random.Next(8) == 0 ? Instant() : null,
        Box = random.Next(2) == 0 ? null : new RequestBox(Maybe(Persons), Maybe(Persons), random.Next(4) == 0 ? Instant() : null)
        {
            States = random.Next(4) switch { 0 => ["submitted"], 1 => ["submitted", "inReview", "returned"], _ => [] },
        },
        Sort = Any(Enum.GetValues<RequestSort>()),
        Order = Order(),
    };

    private SiteCatalogRow Site() => Sample.Site() with
    {
        Name = Any(Words),
        Unit = Any(Units),
        UnitType = Any(Types),
        Authority = Any(Authorities),
        Stage = Any(Stages),
        Compliance = Any(States),
        IcpState = Any(States),
        PublicSecurityState = Any(States),
        GradedState = Any(States),
        GradedLevel = random.Next(3) == 0 ? null : random.Next(1, 4),
        SiteMarkState = Any(States),
        SearchText = $"{Any(Words)} {Any(Words)}",
        RegisteredAt = Instant(),
        ClosedAt = random.Next(3) == 0 ? Instant() : null,
        NextExpiryOn = random.Next(3) == 0 ? null : Date(),
        Requests = [.. Enumerable.Range(1, random.Next(4)).Select(Request)],
    };

    private RequestCatalogRow Request(int number) => Sample.Request(number) with
    {
        State = Any(RequestStates),
        Kind = Any(Kinds),
        AssigneeId = random.Next(2) == 0 ? null : Any(Persons),
        FiledById = Any(Persons),
        SubmittedAt = Instant(),
        DueAt = random.Next(3) == 0 ? null : Instant(),
    };

    private CatalogScope Scope() => random.Next(7) switch
    {
        0 => new CatalogScope(All: false, Any(Units), []),
        1 => new CatalogScope(All: false, null, [Any(Authorities)]),
        2 => new CatalogScope(All: false, null, ["A1", "A3"]),
        3 => new CatalogScope(All: false, Any(Units), [Any(Authorities)]),
        _ => CatalogScope.Everything,
    };

    private int Length() => Any(1, 2, 7, 50);

    private ListOrder Order() => Any(ListOrder.Asc, ListOrder.Desc);

    private bool? MaybeFlag() => random.Next(4) switch { 0 => true, 1 => false, _ => null };

    private string? Maybe(string[] values) => random.Next(8) == 0 ? Any(values) : null;

    /// <summary>Few different ones, so that ties are common.</summary>
    private DateTimeOffset Instant() => Sample.Start.AddDays(random.Next(12));

    private DateOnly Date() => new DateOnly(2026, 7, 1).AddDays(random.Next(12));

    private T Any<T>(params T[] values) => values[random.Next(values.Length)];
}
