using System.Globalization;
using NanchangEdu.Registry.Api.Identity;
using NanchangEdu.Registry.Contracts;
using NanchangEdu.Registry.Tests;

namespace NanchangEdu.Registry.Api.Tests.Identity;

/// <summary>
/// A city and its neighbours, for the matrix: an authority with one above it, one below it and one beside it, each with a school, its site,
/// and its clerk's account.
/// </summary>
internal sealed class World
{
    private static int serial;

    private readonly Gateway gateway;
    private readonly Dictionary<Relation, (City School, string Site)> places = [];
    private readonly Dictionary<string, string> imports = [];
    private readonly City top;
    private readonly City middle;

    private World(Gateway gateway, City top, City middle) => (this.gateway, this.top, this.middle) = (gateway, top, middle);

    public static async Task<World> Make(Gateway gateway)
    {
        var top = await City.Found(gateway);
        var middle = await City.Found(gateway, top.Unit);
        var below = await City.Found(gateway, middle.Unit);
        var beside = await City.Found(gateway, top.Unit);
        var world = new World(gateway, top, middle);
        await world.Settle(Relation.Own, middle.Unit);
        await world.Settle(Relation.Subordinate, below.Unit);
        await world.Settle(Relation.Superior, top.Unit);
        await world.Settle(Relation.Foreign, beside.Unit);
        return world;
    }

    /// <summary>Somebody in the middle of it, a person of their own for each role.</summary>
    public Actor Caller(Role role) => role switch
    {
        Role.Clerk or Role.Head => new Actor($"{middle.Unit}-{role}", "张三", role, places[Relation.Own].School.Unit, null),
        Role.Reviewer or Role.Lead => new Actor($"{middle.Unit}-{role}", "李四", role, middle.Unit, middle.Unit),
        _ => new Actor($"{middle.Unit}-{role}", "王五", role, null, null),
    };

    public string Site(Relation relation) => relation == Relation.Unknown ? SiteId.Derive("nobody", Fresh()).Value : places[relation].Site;

    public string Unit(Relation relation) => relation == Relation.Unknown ? City.Unused().Uscc : places[relation].School.Unit.Uscc;

    public string Authority(Relation relation) => (relation switch
    {
        Relation.Subordinate => places[relation].School.SupervisedBy,
        Relation.Superior => top.Unit,
        Relation.Foreign => places[relation].School.SupervisedBy,
        _ => middle.Unit,
    }).Uscc;

    /// <summary>The clerk of the school there; of one's own, oneself.</summary>
    public string Person(Relation relation, Actor caller) => relation switch
    {
        Relation.Own => caller.PersonId,
        Relation.Unknown => $"nobody-{Fresh()}",
        _ => places[relation].School.Clerk.PersonId,
    };

    public City School(Relation relation) => places[relation].School;

    /// <summary>One that the clerk of the school there uploaded; of one's own, the caller. Who may upload none has none.</summary>
    public async Task<string> Import(Relation relation, Actor caller)
    {
        var owner = relation == Relation.Own ? caller : relation == Relation.Unknown ? null : places[relation].School.Clerk;
        if (owner is null || !Policies.Named(Policies.ImportName).Admits(owner.Role)) return ImportId.Derive("nobody", Fresh()).Value;
        if (imports.TryGetValue(owner.PersonId, out var known)) return known;

        return imports[owner.PersonId] = await UploadedFiles.Upload(gateway, owner, "units", "统一社会信用代码*\n123601004910123472\n");
    }

    private static string Fresh() => Interlocked.Increment(ref serial).ToString(CultureInfo.InvariantCulture);

    private async Task Settle(Relation relation, UnitId authority)
    {
        var school = await City.Found(gateway, authority);
        var (site, _) = await school.RegisterSite();
        places[relation] = (school, site);
    }
}
