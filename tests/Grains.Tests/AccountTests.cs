using System.Text;
using System.Text.Json.Nodes;
using NanchangEdu.Registry.Contracts;
using NanchangEdu.Registry.Grains.Tests.Harness;
using NanchangEdu.Registry.Rules;
using NanchangEdu.Registry.Store;

namespace NanchangEdu.Registry.Grains.Tests;

/// <summary>Accounts over the wire, through the shell, to the real store and back.</summary>
public sealed class AccountTests
{
    private static readonly Actor Auditor = new("person-auditor", "审计员", Role.Auditor, null, null);

    [Fact]
    public async Task An_account_is_opened_read_listed_and_its_standing_told()
    {
        await using var registry = await RegistryCluster.Start();
        var unit = await new Story(registry).Unit(70_000_001);
        var account = registry.Account("p-chen");

        var opened = await account.Execute(Story.PutAccount(unit, "chen.jing"), People.Administrator.Asks(), default);
        var view = await account.Read(People.Administrator, checkedAgainstStore: false, default);
        var row = Assert.Single((await registry.Catalog.Accounts(Everybody, default)).Items);

        Assert.Equal((OutcomeKind.Done, 201, 1L, "p-chen"), (opened.Kind, opened.Status, opened.Version, opened.RecordId));
        Assert.Equal(
            """{"personId":"p-chen","version":1,"state":"active","roles":["clerk"],"invitation":1,"clientId":null,"key":null}""",
            Encoding.UTF8.GetString(opened.Body));
        Assert.Equal(
            $$"""{"personId":"p-chen","version":1,"userName":"chen.jing","name":"经办人陈静","state":"active","roles":["clerk"],"unit":"{{unit}}","authority":null,"openedAt":"2026-03-02T01:00:00+00:00","activatedAt":null,"invitation":1,"clients":[]}""",
            Encoding.UTF8.GetString(view.Body));
        Assert.StartsWith("\"1-", view.ETag, StringComparison.Ordinal);
        Assert.Equal(("p-chen", 1L, "经办人陈静", "chen.jing"), (row.Id, row.Version, row.Catalog.Name, row.Catalog.UserName));
        Assert.Equal(("active", "clerk", unit.Uscc, (string?)null), (row.Catalog.State, row.Catalog.Roles, row.Catalog.Unit, row.Catalog.Authority));
        var standing = await registry.Catalog.Standing("p-chen", default);
        Assert.Equal(row.Catalog.Standing, standing);
        Assert.Equal(
            $$"""{"personId":"p-chen","userName":"chen.jing","name":"经办人陈静","state":"active","roles":["clerk"],"unit":"{{unit}}","authority":null,"epoch":1,"invitation":1,"clients":[]}""",
            Encoding.UTF8.GetString(standing!));
    }

    [Fact]
    public async Task List_and_standing_follow_each_command()
    {
        await using var registry = await RegistryCluster.Start();
        var story = new Story(registry);
        var person = await story.Account(await story.Unit(70_000_002));

        await story.Tell(person, People.Administrator, Client("sync"));
        await story.Tell(person, People.Administrator, new LockAccount("离岗"));

        var row = Assert.Single((await registry.Catalog.Accounts(Everybody with { State = "locked", Role = "clerk" }, default)).Items);
        var standing = JsonNode.Parse((await registry.Catalog.Standing(person, default))!)!;
        Assert.Equal((person, 3L), (row.Id, row.Version));
        Assert.Equal(("locked", 2L, "sync"), ((string)standing["state"]!, (long)standing["epoch"]!, (string)standing["clients"]![0]!["clientId"]!));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_repeat_under_its_key_gets_the_first_answer_and_opens_nothing_twice(bool deactivated)
    {
        await using var registry = await RegistryCluster.Start();
        var story = new Story(registry);
        var unit = await story.Unit(70_000_003);
        var account = registry.Account("p-chen");
        var (opening, adding) = (People.Administrator.Asks(), People.Administrator.Asks());
        var opened = await account.Execute(Story.PutAccount(unit), opening, default);
        var added = await account.Execute(Client("sync"), adding, default);
        await story.Tell("p-chen", People.Administrator, new EndTokens("调岗"));
        if (deactivated) await registry.DeactivateAccount("p-chen");

        var openedAgain = await account.Execute(Story.PutAccount(unit), opening, default);
        var addedAgain = await account.Execute(Client("sync"), adding, default);
        var another = await account.Execute(Client("sync"), People.Administrator.Asks(), default);

        Assert.Equal((opened.Kind, opened.Status, opened.Version), (openedAgain.Kind, openedAgain.Status, openedAgain.Version));
        Assert.Equal(opened.Body, openedAgain.Body);
        Assert.Equal((OutcomeKind.Done, 201, 2L), (addedAgain.Kind, addedAgain.Status, addedAgain.Version));
        Assert.Equal(added.Body, addedAgain.Body);
        Assert.Equal((OutcomeKind.Refused, RuleId.ClientIdTaken), (another.Kind, another.Refusal?.Rule));
        Assert.Equal(3, await registry.Store.Version(RecordKind.Account, "p-chen", default));
    }

    [Fact]
    public async Task A_user_name_and_a_client_id_belong_to_one_person()
    {
        await using var registry = await RegistryCluster.Start();
        var story = new Story(registry);
        var unit = await story.Unit(70_000_004);
        await story.Tell("p-chen", People.Administrator, Story.PutAccount(unit, "chen.jing"));
        await story.Tell("p-chen", People.Administrator, Client("sync"));
        await story.Tell("p-chen", People.Administrator, new RevokeClient("sync", "停用"));

        var name = await registry.Account("p-luo").Execute(Story.PutAccount(unit, "chen.jing"), People.Administrator.Asks(), default);
        Assert.Equal(0, await registry.Store.Version(RecordKind.Account, "p-luo", default));
        await story.Tell("p-luo", People.Administrator, Story.PutAccount(unit, "luo.lan"));
        var client = await registry.Account("p-luo").Execute(Client("sync"), People.Administrator.Asks(), default);

        Refused(RuleId.UserNameTaken, "chen.jing", name);
        Refused(RuleId.ClientIdTaken, "sync", client);

        // Given up, a user name is free; a client's id never is.
        await story.Tell("p-chen", People.Administrator, Story.PutAccount(unit, "chen.j"));
        await story.Tell("p-luo", People.Administrator, Story.PutAccount(unit, "chen.jing"));
    }

    [Fact]
    public async Task Of_many_who_want_one_user_name_at_once_one_gets_it()
    {
        await using var registry = await RegistryCluster.Start();
        var unit = await new Story(registry).Unit(70_000_005);

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 8).Select(number =>
            registry.Account($"p-{number}").Execute(Story.PutAccount(unit, "chen.jing"), People.Administrator.Asks(), default)));

        Assert.Single(outcomes, outcome => outcome.Kind == OutcomeKind.Done);
        Assert.Equal(7, outcomes.Count(outcome => outcome is { Kind: OutcomeKind.Refused, Refusal.Rule: RuleId.UserNameTaken }));
    }

    [Fact]
    public async Task A_unit_or_authority_that_nobody_registered_has_no_people()
    {
        await using var registry = await RegistryCluster.Start();
        var unit = await new Story(registry).Unit(70_000_006);
        var nobody = Usccs.Of(70_000_007);

        var ofUnit = await registry.Account("p-chen").Execute(Story.PutAccount(nobody), People.Administrator.Asks(), default);
        var ofAuthority = await registry.Account("p-li").Execute(new PutAccount("li.qiang", "李强", [Role.Reviewer], unit, nobody), People.Administrator.Asks(), default);
        var first = await registry.Account("p-first").Execute(new PutAccount("first", "首任负责人", [Role.Lead], null, nobody), Actor.System.Asks(), default);

        Refused(RuleId.UnitUnknown, nobody.Uscc, ofUnit);
        Refused(RuleId.UnitUnknown, nobody.Uscc, ofAuthority);
        Assert.Equal(OutcomeKind.Done, first.Kind);
    }

    [Fact]
    public async Task Anothers_account_and_one_that_does_not_exist_are_told_alike()
    {
        await using var registry = await RegistryCluster.Start();
        var story = new Story(registry);
        var unit = await story.Unit(70_000_008);
        var person = await story.Account(unit);
        Actor[] foreign =
        [
            People.Clerk(unit) with { PersonId = "p-other" }, People.Reviewer, People.Lead, People.Stranger with { Subordinates = [People.City] }, People.Centre,
            new("p-ops", "运维", Role.Ops, null, null),
        ];

        foreach (var actor in foreign)
        {
            foreach (var account in new[] { registry.Account(person), registry.Account("p-nobody") })
            {
                Assert.Equal(ReadKind.NotFound, (await account.Read(actor, checkedAgainstStore: false, default)).Kind);
                foreach (var command in new AccountCommand[] { Story.PutAccount(unit, "another"), new EndTokens("调岗"), new ActivateAccount(), Client("sync") })
                {
                    var outcome = await account.Execute(command, actor.Asks(), default);
                    Assert.Equal((OutcomeKind.NotFound, 0L, null), (outcome.Kind, outcome.Version, outcome.Refusal));
                }
            }
        }

        Assert.Equal(1, await registry.Store.Version(RecordKind.Account, person, default));
        Assert.Equal(ReadKind.Found, (await registry.Account(person).Read(People.Clerk(unit), checkedAgainstStore: false, default)).Kind);
        Assert.Equal(ReadKind.Found, (await registry.Account(person).Read(Auditor, checkedAgainstStore: false, default)).Kind);
        Assert.Equal(OutcomeKind.Done, (await registry.Account(person).Execute(new ActivateAccount(), People.Clerk(unit).Asks(), default)).Kind);
    }

    [Fact]
    public async Task An_accounts_ledger_is_chained_under_its_kind_and_makes_the_stored_state()
    {
        await using var registry = await RegistryCluster.Start();
        var person = await Life(registry, 70_000_009);

        var history = await registry.Catalog.History(RecordKind.Account, person, CatalogScope.Everything, null, 200, default);
        var stored = await registry.Store.Load(RecordKind.Account, person, default);

        HistoryRow[] rows = [.. history!.Items];
        Assert.Equal(
            ["accountOpened", "personInvited", "accountActivated", "clientAdded", "clientKeyRenewed", "clientRevoked", "accountChanged", "tokensEnded", "accountLocked", "accountUnlocked", "personInvited", "accountRetired"],
            rows.Select(row => row.Type));
        Assert.Null(LedgerChain.Verify(rows, stored!));
        Assert.All(rows, row => Assert.Equal(("account", person), ((string)JsonNode.Parse(row.Body)!["kind"]!, (string)JsonNode.Parse(row.Body)!["id"]!)));
        var replayed = rows.Select(row => StoredFormat.ReadAccountEvent(JsonNode.Parse(row.Body)!["data"]!)).Aggregate(Account.Unknown(person), AccountRules.Evolve);
        Assert.Equal(Encoding.UTF8.GetString(stored!.State), Encoding.UTF8.GetString(StoredFormat.Write(replayed)));
        Assert.Equal(rows.Length, (await registry.Catalog.LedgerFeed(0, 200, default)).Count(row => (row.Kind, row.Id) == (RecordKind.Account, person)));
    }

    [Fact]
    public async Task An_event_is_stored_with_all_that_proves_it()
    {
        await using var registry = await RegistryCluster.Start();
        var unit = await new Story(registry).Unit(70_000_010);
        await registry.Account("p-chen").Execute(Story.PutAccount(unit, "chen.jing"), People.Administrator.Asks(), default);

        var row = (await registry.Catalog.History(RecordKind.Account, "p-chen", CatalogScope.Everything, null, 200, default))!.Items[0];

        var requestId = JsonNode.Parse(row.Body)!["requestId"]!.GetValue<string>();
        Assert.Equal(
            $$$"""
            {"kind":"account","id":"p-chen","seq":1,"version":1,"type":"accountOpened","occurredAt":"2026-03-02T01:00:00.0000000Z","recordedAt":"2026-03-02T01:00:00.0000000Z","actor":{"id":"person-admin","name":"系统管理员","role":"admin","unit":null},"requestId":"{{{requestId}}}","rulePack":"{{{RegistryCluster.Pack.Version}}}","data":{"type":"accountOpened","personId":"p-chen","userName":"chen.jing","name":"经办人陈静","roles":["clerk"],"unit":"{{{unit}}}","authority":null,"at":"2026-03-02T01:00:00+00:00"}}
            """,
            Encoding.UTF8.GetString(row.Body));
    }

    [Fact]
    public async Task A_register_with_accounts_in_it_is_sound()
    {
        await using var registry = await RegistryCluster.Start();
        await Life(registry, 70_000_011);
        await new Story(registry).LiveSite(70_000_012);
        for (var number = 0; number < 3; number++)
            await new Story(registry).Tell($"p-{number}", People.Administrator, Story.PutAccount(Usccs.Of(70_000_011), $"user-{number}"));

        var report = await registry.Audit();

        Assert.Empty(report.Findings);
        Assert.Equal(4 + 2 + 1, report.Records);
    }

    [Theory]
    [InlineData("UPDATE account SET state = CAST(replace(CAST(state AS TEXT), '\"clerk\"', '\"admin\"') AS BLOB)", "the state is not what its ledger makes")]
    [InlineData("UPDATE account SET standing = CAST(replace(CAST(standing AS TEXT), '\"clerk\"', '\"admin\"') AS BLOB)", "the standing is not what its ledger makes")]
    [InlineData("UPDATE account SET version = version + 1", "the record names event 2 at version 2 as its last, the ledger 2")]
    [InlineData("UPDATE account SET ledger_hash = zeroblob(32)", "the record names event 2 at version 1 as its last, the ledger 2")]
    [InlineData("DELETE FROM account", "the ledger tells of it and it is not there")]
    public async Task An_audit_finds_an_account_that_was_changed_past_the_register(string sql, string finding)
    {
        await using var registry = await RegistryCluster.Start();
        var story = new Story(registry);
        var person = await story.Account(await story.Unit(70_000_013));
        Assert.Empty((await registry.Audit()).Findings);

        Assert.Equal(1, registry.Tamper(sql));

        Assert.Contains($"Account {person}: {finding}", (await registry.Audit()).Findings);
    }

    [Fact]
    public async Task An_accounts_commands_in_doubt_are_repeated_and_done_once()
    {
        await using var registry = await RegistryCluster.Start();
        var unit = await new Story(registry).Unit(70_000_014);
        var (account, envelope) = (registry.Account("p-chen"), People.Administrator.Asks());
        registry.Store.FailNextCommit(CommitFault.LostAfter);

        var doubtful = await account.Execute(Story.PutAccount(unit), envelope, default);
        var again = await account.Execute(Story.PutAccount(unit), envelope, default);

        Assert.Equal((OutcomeKind.Unknown, OutcomeKind.Done, 1L), (doubtful.Kind, again.Kind, again.Version));
        Assert.Equal(1, await registry.Store.Version(RecordKind.Account, "p-chen", default));
    }

    /// <summary>Traces and logs name grains by their keys.</summary>
    [Fact]
    public async Task A_key_names_nobody_and_leads_to_one_account()
    {
        await using var registry = await RegistryCluster.Start();
        Assert.Matches("^account-[0-9a-f]{32}$", new AccountId("p-chen").GrainKey);
        Assert.NotEqual(new AccountId("p-chen").GrainKey, new AccountId("P-chen").GrainKey);

        var wrong = registry.Grain<IAccountGrain>(new AccountId("p-chen").GrainKey);
        Assert.Equal(ReadKind.Unknown, (await wrong.Read(new AccountId("p-hu"), People.Administrator, checkedAgainstStore: false, default)).Kind);
    }

    private static AccountFilter Everybody => new(CatalogScope.Everything, null, null, null, null, null, null, 50);

    private static AddClient Client(string id) => new(id, "数据同步", Role.Clerk, [Scopes.Read], null, ["10.20.0.0/16"]);

    /// <summary>Everything that can happen to an account, once.</summary>
    private static async Task<string> Life(RegistryCluster registry, int number)
    {
        var story = new Story(registry);
        var unit = await story.Unit(number);
        var person = await story.Account(unit);
        await story.Tell(person, People.Clerk(unit), new ActivateAccount());
        AccountCommand[] commands =
        [
            Client($"sync-{number}"), new RenewClientKey($"sync-{number}", "例行更换"), new RevokeClient($"sync-{number}", "停用"),
            Story.PutAccount(unit) with { Roles = [Role.Clerk, Role.Head] }, new EndTokens("遗失手机"), new LockAccount("离岗"), new UnlockAccount("返岗"),
            new InviteAgain("换手机"), new RetireAccount("退休"),
        ];
        foreach (var command in commands) await story.Tell(person, People.Administrator, command);
        return person;
    }

    private static void Refused(RuleId rule, string value, Outcome outcome)
    {
        Assert.Equal((OutcomeKind.Refused, rule), (outcome.Kind, outcome.Refusal?.Rule));
        Assert.Contains(outcome.Refusal!.Figures, figure => (figure.Name, figure.Text) == ("value", value));
        Assert.DoesNotContain("{", RuleCatalog.Describe(outcome.Refusal, TextLanguage.Chinese), StringComparison.Ordinal);
    }
}
