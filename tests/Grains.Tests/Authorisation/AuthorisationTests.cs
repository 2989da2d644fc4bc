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
        new AddWebhook("sync-hook", "同步", Role.Clerk, "https://receiver.example/", []), new RenewWebhookKey("sync-hook", Reason), new RemoveWebhook("sync-hook", Reason),
    ];

    private static readonly ImmutableArray<SiteQuestion> Questions =
    [
        new AskView(), new AskViewAt(new(2026, 3, 2, 2, 0, 0, TimeSpan.Zero)), new AskLaunchGate(), new AskQuota(null),
        new AskQuotaPreview(new(2026, 4, 1), new(2026, 4, 2)), new AskDisclosedContacts(1), new AskBook(2026),
    ];

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
        nameof(IImportGrain) => AskImport(registry, world, method, relation, by),
        nameof(IImportShelfGrain) => AskShelf(registry.Grain<IImportShelfGrain>(ImportShelves.KeyOf(world.Person(relation, by))), by),
        nameof(ISavedViewsGrain) => AskViews(registry.Grain<ISavedViewsGrain>(new AccountId(world.Person(relation, by)).ViewsKey), method, by),
        nameof(INoticeBoxGrain) => AskInbox(registry.Grain<INoticeBoxGrain>(new AccountId(world.Person(relation, by)).NoticesKey), method, by),
        nameof(IWebhookGrain) => AskWebhook(world.Webhook(relation, by), method, by),
        nameof(IComplianceGrain) => AskCompliance(registry.Grain<IComplianceGrain>("compliance-2026-03"), by),
        _ => throw new InvalidOperationException($"nobody knows how to ask {method.Name}"),
    };

    private static async Task<Expected> AskSite(RegistryCluster registry, GrainWorld world, GrainMethod method, Relation relation, Actor by)
    {
        var grain = registry.Site(world.Site(relation));
        if (method.Asked!.IsSubclassOf(typeof(SiteQuestion))) return Met(await grain.Read(Of(Questions, method), by, checkedAgainstStore: false, default));

        var command = Of(Commands.OfSites, method);
        return Met(await (IsPreview(method) ? grain.Preview(command, by.Asks(), default) : grain.Execute(command, by.Asks(), default)));
    }

    private static async Task<Expected> AskCompliance(IComplianceGrain grain, Actor by) => Met(await grain.Read(null, by, default));

    private static async Task<Expected> AskUnit(IUnitGrain grain, GrainWorld world, GrainMethod method, Relation relation, Actor by)
    {
        if (method.Asked is null) return Met(await grain.Read(by, checkedAgainstStore: false, default));

        var command = Of(Commands.OfUnits, method) switch
        {
            PutUnit put => put with { Authority = world.Authority(relation) },
            AppointSubstitute appoint => appoint with { ForPersonId = by.PersonId },
            var other => other,
        };
        return Met(await (IsPreview(method) ? grain.Preview(command, by.Asks(), default) : grain.Execute(command, by.Asks(), default)));
    }

    private static async Task<Expected> AskAccount(AccountReference account, GrainMethod method, Actor by) => method.Asked is null
        ? Met(await account.Read(by, checkedAgainstStore: false, default))
        : Met(await account.Execute(Of(ToAccounts, method), by.Asks(), default));

    private static async Task<Expected> AskImport(RegistryCluster registry, GrainWorld world, GrainMethod method, Relation relation, Actor by)
    {
        var (id, envelope) = await world.Import(relation, by);
        var import = registry.Grain<IImportGrain>(id.Value);
        return method.Name.Split('.')[1] switch
        {
            nameof(IImportGrain.Open) => Met(await import.Open(GrainWorld.Opening, envelope, default)),
            nameof(IImportGrain.Add) => Met(await import.Add(0, GrainWorld.Rows, envelope, default)),
            nameof(IImportGrain.Check) => Met(await import.Check(envelope, default)),
            nameof(IImportGrain.Apply) => Met(await import.Apply(skipErrors: true, by.Asks(), default)),
            nameof(IImportGrain.Cancel) => Met(await import.Cancel(by.Asks(), default)),
            nameof(IImportGrain.Read) => Met(await import.Read(by, default)),
            nameof(IImportGrain.ReadRows) => Met(await import.ReadRows(new AskImportRows(null, 0, 10), by, default)),
            _ => throw new InvalidOperationException($"nobody knows how to ask {method.Name}"),
        };
    }

    private static async Task<Expected> AskShelf(IImportShelfGrain shelf, Actor by) => Met(await shelf.Read(by, default));

    private static bool IsPreview(GrainMethod method) => method.Name.Contains($".{nameof(ISiteGrain.Preview)}(", StringComparison.Ordinal);

    private static async Task<Expected> AskViews(ISavedViewsGrain views, GrainMethod method, Actor by) => method.Name.Split('.')[1] switch
    {
        nameof(ISavedViewsGrain.List) => Met(await views.List(by, default)),
        nameof(ISavedViewsGrain.Put) => Met(await views.Put(new SavedView("mine", SavedList.Sites, "在线网站", [new SavedParameter("stage", "live")]), by.Asks(), default)),
        nameof(ISavedViewsGrain.Remove) => Met(await views.Remove("mine", by.Asks(), default)),
        _ => throw new InvalidOperationException($"nobody knows how to ask {method.Name}"),
    };

    private static async Task<Expected> AskInbox(INoticeBoxGrain inbox, GrainMethod method, Actor by) => method.Name.Split('.')[1] switch
    {
        nameof(INoticeBoxGrain.List) => Met(await inbox.List(new NoticeQuestion(null, null, null, 10), by, default)),
        nameof(INoticeBoxGrain.ReadPreferences) => Met(await inbox.ReadPreferences(by, default)),
        nameof(INoticeBoxGrain.MarkRead) => Met(await inbox.MarkRead(1, by.Asks(), default)),
        nameof(INoticeBoxGrain.Acknowledge) => Met(await inbox.Acknowledge(1, by.Asks(), default)),
        nameof(INoticeBoxGrain.PutPreferences) => Met(await inbox.PutPreferences(NoticePreferences.None, by.Asks(), default)),
        nameof(INoticeBoxGrain.TryChannels) => Met(await inbox.TryChannels(by.Asks(), default)),
        _ => throw new InvalidOperationException($"nobody knows how to ask {method.Name}"),
    };

    private static async Task<Expected> AskWebhook(WebhookReference webhook, GrainMethod method, Actor by) => method.Name.Split('.')[1] switch
    {
        nameof(IWebhookGrain.Read) => Met(await webhook.Read(by, default)),
        nameof(IWebhookGrain.ReadSecret) => Met(await webhook.ReadSecret(1, by, default)),
        nameof(IWebhookGrain.Redeliver) => Met(await webhook.Redeliver(by.Asks(), default)),
        nameof(IWebhookGrain.Ping) => Met(await webhook.Ping(by.Asks(), default)),
        _ => throw new InvalidOperationException($"nobody knows how to ask {method.Name}"),
    };

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
