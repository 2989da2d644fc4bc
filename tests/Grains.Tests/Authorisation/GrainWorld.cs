using System.Collections.Immutable;
using System.Globalization;
using NanchangEdu.Registry.Contracts;
using NanchangEdu.Registry.Grains.Tests.Harness;
using NanchangEdu.Registry.Rules.Tables;
using NanchangEdu.Registry.Tests;

namespace NanchangEdu.Registry.Grains.Tests.Authorisation;

/// <summary>An authority with one above it, one below it and one beside it, each with a school, its draft of a site and its clerk's account.</summary>
internal sealed class GrainWorld
{
    private static readonly UnitId Top = Usccs.Of(30_000_001);

    private readonly RegistryCluster registry;
    private readonly Story story;
    private readonly Dictionary<Relation, Place> places = [];
    private int serial = 30_001_000;

    private GrainWorld(RegistryCluster registry) => (this.registry, story) = (registry, new Story(registry));

    public static ImportOpening Opening { get; } = new(AllTables.Units.Name, null, "00", 1);

    /// <summary>A row that is at fault whatever the records say: it is tried and carried out as it stands, and nothing happens.</summary>
    public static ImmutableArray<ImportRow> Rows { get; } =
        [new(2, [.. AllTables.Units.Columns.Select(_ => (string?)null)], [new ImportFault(null, "empty", "空行", "an empty row")])];

    /// <param name="Listener">A second clerk, of whom nothing is asked but a webhook.</param>
    private sealed record Place(UnitId Authority, UnitId School, SiteId Site, string Clerk, string Listener);

    public static async Task<GrainWorld> Make(RegistryCluster registry)
    {
        var world = new GrainWorld(registry);
        var (middle, below, beside) = (Usccs.Of(30_000_002), Usccs.Of(30_000_003), Usccs.Of(30_000_004));
        await world.Authority(Top, People.City);
        await world.Authority(middle, Top);
        await world.Authority(below, middle);
        await world.Authority(beside, Top);
        await world.Settle(Relation.Own, middle);
        await world.Settle(Relation.Subordinate, below);
        await world.Settle(Relation.Superior, Top);
        await world.Settle(Relation.Foreign, beside);
        foreach (var role in Enum.GetValues<Role>().Where(role => role != Role.System)) await world.Open(world.Caller(role));
        return world;
    }

    /// <summary>Somebody in the middle of it, a person of their own for each role.</summary>
    public Actor Caller(Role role)
    {
        var own = places[Relation.Own];
        return role switch
        {
            Role.System => Actor.System,
            Role.Clerk or Role.Head => new Actor($"own-{role}", "张三", role, own.School, null),
            Role.Reviewer or Role.Lead => new Actor($"own-{role}", "李四", role, own.Authority, own.Authority)
            {
                Subordinates = [places[Relation.Subordinate].Authority],
            },
            _ => new Actor($"own-{role}", "王五", role, null, null),
        };
    }

    public SiteId Site(Relation relation) => relation == Relation.Unknown ? SiteId.Derive("nobody", Fresh()) : places[relation].Site;

    /// <summary>The school there; of substitutes, which are named on an authority's own record, the caller's authority.</summary>
    public UnitId Unit(Relation relation, Type? asked, Actor by) =>
        asked == typeof(AppointSubstitute) && relation == Relation.Own && by.Authority is { } authority ? authority
        : relation == Relation.Unknown ? Usccs.Of(Interlocked.Increment(ref serial)) : places[relation].School;

    /// <summary>Whose units the caller may be asking about; a new unit would be the caller's own authority's.</summary>
    public UnitId Authority(Relation relation) => relation == Relation.Unknown ? places[Relation.Own].Authority : places[relation].Authority;

    /// <summary>The clerk of the school there; of one's own, oneself.</summary>
    public string Person(Relation relation, Actor caller) => relation switch
    {
        Relation.Own when caller.Role != Role.System => caller.PersonId,
        Relation.Own => Person(Relation.Unknown, caller), // the registry itself has no account
        Relation.Unknown => $"nobody-{Fresh()}",
        _ => places[relation].Clerk,
    };

    /// <summary>An import whose row is there, under the key of the envelope; of one's own, the caller's. An unknown one is not opened yet.</summary>
    public async Task<(ImportId Import, Envelope Envelope)> Import(Relation relation, Actor caller)
    {
        var owner = relation is Relation.Own or Relation.Unknown ? caller : new Actor(places[relation].Clerk, "陈静", Role.Clerk, places[relation].School, null);
        var envelope = owner.Asks();
        var id = ImportId.Derive(owner.PersonId, envelope.IdempotencyKey);
        if (relation != Relation.Unknown && Rules.Permissions.Imports(owner.Role))
        {
            var import = registry.Grain<IImportGrain>(id.Value);
            Assert.Equal(201, (await import.Open(Opening, envelope, default)).Status);
            Assert.Equal(OutcomeKind.Done, (await import.Add(0, Rows, envelope, default)).Kind);
        }

        return (id, envelope with { By = caller });
    }

    /// <summary>The listener's there; of one's own, the own one, which operations and administrators cannot have.</summary>
    public WebhookReference Webhook(Relation relation, Actor caller) => relation switch
    {
        Relation.Own => registry.Webhook(caller.PersonId, $"hook-of-{caller.PersonId.ToLowerInvariant()}"),
        Relation.Unknown => registry.Webhook($"nobody-{Fresh()}", $"hook-{Fresh()}"),
        _ => registry.Webhook(places[relation].Listener, $"hook-of-{places[relation].Listener}"),
    };

    private string Fresh() => Interlocked.Increment(ref serial).ToString(CultureInfo.InvariantCulture);

    private async Task Authority(UnitId authority, UnitId above) =>
        await story.Tell(authority, People.Administrator, new PutUnit(Story.NameOf(authority), UnitType.Bureau, above, "南昌市红谷滩区", null));

    private async Task Settle(Relation relation, UnitId authority)
    {
        var school = Usccs.Of(Interlocked.Increment(ref serial));
        await story.Tell(school, People.Administrator, Story.PutUnit(school) with { Authority = authority });
        var listener = $"listener-{Fresh()}";
        await story.Tell(listener, People.Administrator, Story.PutAccount(school, listener));
        await AddWebhook(new Actor(listener, "张三", Role.Clerk, school, null));
        places[relation] = new Place(authority, school, await story.Draft(school), await story.Account(school), listener);
    }

    private async Task AddWebhook(Actor person) => await story.Tell(
        person.PersonId, person, new AddWebhook($"hook-of-{person.PersonId.ToLowerInvariant()}", "同步", person.Role, "https://receiver.example/", []));

    private async Task Open(Actor caller)
    {
        await story.Tell(
            caller.PersonId, People.Administrator, new PutAccount($"own-{caller.Role}".ToLowerInvariant(), caller.Name, [caller.Role], caller.Unit, caller.Authority));
        if (caller.Role is not (Role.Ops or Role.Admin)) await AddWebhook(caller);
    }
}
