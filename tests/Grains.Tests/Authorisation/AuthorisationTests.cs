using System.Collections.Immutable;
using NanchangEdu.Registry.Contracts;
using NanchangEdu.Registry.Grains.Tests.Harness;
using NanchangEdu.Registry.Rules.Tests;
using NanchangEdu.Registry.Tests;

namespace NanchangEdu.Registry.Grains.Tests.Authorisation;

/// <summary>The grains' table of docs/authorisation.md, cell by cell, at running grains with no door before them: method × role × relation.</summary>
public sealed class AuthorisationTests(ITestOutputHelper output)
{
    private const int CellsMin = 2_500;
    private const string Reason = "核对";

    private static readonly ImmutableArray<AccountCommand> ToAccounts =
    [
        new PutAccount("renamed", "张三", [Role.Clerk], Rules.Tests.Sample.SchoolId, null), new InviteAgain(Reason), new ActivateAccount(), new LockAccount(Reason),
        new UnlockAccount(Reason), new EndTokens(Reason), new AddClient("sync", "同步", Role.Clerk, [Scopes.Read], null, []),
        new RenewClientKey("sync", Reason), new RevokeClient("sync", Reason), new RetireAccount(Reason),
    ];

    private static readonly ImmutableArray<SiteQuestion> Questions =
        [new AskView(), new AskLaunchGate(), new AskQuota(null), new AskQuotaPreview(new(2026, 4, 1), new(2026, 4, 2)), new AskDisclosedContacts(1),
            new AskBook(2026)];

    [Fact]
    public void Every_grain_method_stands_in_a_table_and_no_other_does()
    {
        Assert.Equal(Names(hasCaller: true), AuthorisationTable.OfGrains.Names.Order(StringComparer.Ordinal));
        Assert.Equal(Names(hasCaller: false), AuthorisationTable.WithoutCaller.Names.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Every_cell_answers_as_it_is_written()
    {
        await using var registry = await RegistryCluster.Start();
        var world = await GrainWorld.Make(registry);
        var wrong = new List<string>();
        var cells = 0;
        foreach (var role in Enum.GetValues<Role>())
        {
            foreach (var method in GrainMethod.All[true])
            {
                foreach (var relation in Enum.GetValues<Relation>())
                {
                    cells++;
                    var expected = AuthorisationTable.OfGrains.Of(method.Name, role, relation);
                    var met = await Ask(registry, world, method, relation, world.Caller(role));
                    if (met != expected) wrong.Add($"{method.Name} {role} {relation}: {expected} is written, {met} is met");
                }
            }
        }

        output.WriteLine($"{cells} cells");
        Assert.True(wrong.Count == 0, $"{wrong.Count} of {cells} cells are otherwise:\n{string.Join('\n', wrong)}");
        Assert.True(cells >= CellsMin, $"{cells} cells");
    }

    private static IEnumerable<string> Names(bool hasCaller) => GrainMethod.All[hasCaller].Select(method => method.Name).Order(StringComparer.Ordinal);

    private static Task<Expected> Ask(RegistryCluster registry, GrainWorld world, GrainMethod method, Relation relation, Actor by) => method.Name.Split('.', '(')[0] switch
    {
        nameof(ISiteGrain) => AskSite(registry, world, method, relation, by),
        nameof(IUnitGrain) => AskUnit(registry.Unit(world.Unit(relation, method.Asked, by)), world, method, relation, by),
        nameof(IAccountGrain) => AskAccount(registry.Account(world.Person(relation, by)), method, by),
        nameof(IComplianceGrain) => AskCompliance(registry.Grain<IComplianceGrain>("compliance-2026-03"), by),
        _ => throw new InvalidOperationException($"nobody knows how to ask {method.Name}"),
    };

    private static async Task<Expected> AskSite(RegistryCluster registry, GrainWorld world, GrainMethod method, Relation relation, Actor by)
    {
        var grain = registry.Site(world.Site(relation));
        return method.Asked!.IsSubclassOf(typeof(SiteQuestion))
            ? Met(await grain.Read(Of(Questions, method), by, checkedAgainstStore: false, default))
            : Met(await grain.Execute(Of(Commands.OfSites, method), by.Asks(), default));
    }

    private static async Task<Expected> AskCompliance(IComplianceGrain grain, Actor by) => Met(await grain.Read(null, by, default));

    private static async Task<Expected> AskUnit(IUnitGrain grain, GrainWorld world, GrainMethod method, Relation relation, Actor by) => method.Asked is null
        ? Met(await grain.Read(by, checkedAgainstStore: false, default))
        : Met(await grain.Execute(Of(Commands.OfUnits, method) switch
        {
            PutUnit put => put with { Authority = world.Authority(relation) },
            AppointSubstitute appoint => appoint with { ForPersonId = by.PersonId },
            var other => other,
        }, by.Asks(), default));

    private static async Task<Expected> AskAccount(AccountReference account, GrainMethod method, Actor by) => method.Asked is null
        ? Met(await account.Read(by, checkedAgainstStore: false, default))
        : Met(await account.Execute(Of(ToAccounts, method), by.Asks(), default));

    private static T Of<T>(ImmutableArray<T> all, GrainMethod method)
        where T : class => all.Single(one => one.GetType() == method.Asked);

    private static Expected Met(Outcome outcome)
    {
        if (outcome.Kind == OutcomeKind.NotFound) Assert.Equal((0, 0L, null), (outcome.Body.Length, outcome.Version, outcome.Refusal));
        return outcome.Kind switch
        {
            OutcomeKind.NotFound => Expected.NotFound,
            OutcomeKind.Refused when outcome.Refusal!.Rule == RuleId.RoleNotAllowed => Expected.Forbidden,
            OutcomeKind.Refused or OutcomeKind.Done => Expected.LetIn,
            _ => throw new InvalidOperationException(outcome.ToString()),
        };
    }

    private static Expected Met(ReadAnswer answer) => answer.Kind switch
    {
        ReadKind.NotFound => Expected.NotFound,
        ReadKind.Refused when answer.Refusal!.Rule == RuleId.RoleNotAllowed => Expected.Forbidden,
        ReadKind.Refused or ReadKind.Found => Expected.LetIn,
        _ => throw new InvalidOperationException(answer.ToString()),
    };
}
