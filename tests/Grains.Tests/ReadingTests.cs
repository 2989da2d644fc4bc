using System.Security.Cryptography;
using System.Text;
using NanchangEdu.Registry.Contracts;
using NanchangEdu.Registry.Grains.Tests.Harness;
using NanchangEdu.Registry.Store;

namespace NanchangEdu.Registry.Grains.Tests;

public sealed class ReadingTests
{
    /// <summary>Of the contacts of every site of a story.</summary>
    private const string Phone = "13800138000";

    [Fact]
    public async Task A_views_tag_names_its_version_and_its_bytes()
    {
        await using var registry = await RegistryCluster.Start();
        var story = new Story(registry);
        var unit = await story.Unit(50_000_001);
        var site = await story.Draft(unit);

        var view = await registry.Site(site).Read(new AskView(), People.Clerk(unit), checkedAgainstStore: false, default);

        Assert.Equal(ReadKind.Found, view.Kind);
        Assert.Equal($"\"1-{Convert.ToHexStringLower(SHA256.HashData(view.Body))[..12]}\"", view.ETag);
    }

    [Fact]
    public async Task A_foreign_record_and_an_unknown_one_are_told_alike()
    {
        await using var registry = await RegistryCluster.Start();
        var story = new Story(registry);
        var unit = await story.Unit(50_000_002);
        var foreign = registry.Site(await story.Draft(unit));
        var unknown = registry.Site(SiteId.Derive("nobody", "nothing"));
        var reads = new List<ReadAnswer>();
        var outcomes = new List<Outcome>();

        foreach (var grain in new[] { foreign, unknown })
        {
            reads.Add(await grain.Read(new AskView(), People.Stranger, checkedAgainstStore: false, default));
            outcomes.Add(await grain.Execute(new ApproveRequest(1, null), People.Stranger.Asks(), default));
            outcomes.Add(await grain.Execute(new ApproveRequest(1, null), People.Stranger.Asks(expected: 7), default));
        }

        Assert.All(reads, read => Assert.Equal(ReadKind.NotFound, read.Kind));
        Assert.All(outcomes, outcome => Assert.Equal((OutcomeKind.NotFound, 0L), (outcome.Kind, outcome.Version)));
    }

    [Fact]
    public async Task A_question_that_demands_the_store_sees_what_another_activation_committed()
    {
        await using var registry = await RegistryCluster.Start();
        var unit = await new Story(registry).Unit(50_000_003);
        await registry.Unit(unit).Read(People.Administrator, checkedAgainstStore: false, default);
        await CommitBehindItsBack(registry, unit);

        var remembered = await registry.Unit(unit).Read(People.Administrator, checkedAgainstStore: false, default);
        var demanded = await registry.Unit(unit).Read(People.Administrator, checkedAgainstStore: true, default);

        Assert.StartsWith("\"1-", remembered.ETag, StringComparison.Ordinal);
        Assert.StartsWith("\"2-", demanded.ETag, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_view_is_rendered_anew_when_the_date_changes()
    {
        await using var registry = await RegistryCluster.Start();
        var story = new Story(registry);
        var site = await story.LiveSite(50_000_004);
        var before = await registry.Site(site).Read(new AskQuota(null), People.Reviewer, checkedAgainstStore: false, default);
        registry.Clock.SetUtcNow(new DateTimeOffset(2026, 12, 31, 16, 0, 0, TimeSpan.Zero));        // 2027 in Nanchang

        var after = await registry.Site(site).Read(new AskQuota(null), People.Reviewer, checkedAgainstStore: false, default);

        Assert.Contains("2026", Encoding.UTF8.GetString(before.Body), StringComparison.Ordinal);
        Assert.Contains("2027", Encoding.UTF8.GetString(after.Body), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_next_authority_up_sees_what_lies_below_it()
    {
        await using var registry = await RegistryCluster.Start();
        var story = new Story(registry);
        var unit = await story.Unit(50_000_006);
        var site = await story.Draft(unit);
        var superior = People.Stranger with { Subordinates = [Usccs.Of(50_000_007), People.City] };

        foreach (var (actor, kind) in new[] { (superior, ReadKind.Found), (People.Stranger, ReadKind.NotFound), (superior with { Subordinates = [Usccs.Of(50_000_007)] }, ReadKind.NotFound) })
        {
            Assert.Equal(kind, (await registry.Unit(unit).Read(actor, checkedAgainstStore: false, default)).Kind);
            Assert.Equal(kind, (await registry.Site(site).Read(new AskView(), actor, checkedAgainstStore: false, default)).Kind);
        }

        var refused = await registry.Unit(unit).Execute(Story.PutUnit(unit, "南昌市更名学校"), superior.Asks(), default);
        Assert.Equal((OutcomeKind.Refused, RuleId.RoleNotAllowed), (refused.Kind, refused.Refusal?.Rule));
    }

    /// <summary>Views are kept by what the caller is to the site: the same role is shown another view at another's site.</summary>
    [Fact]
    public async Task What_the_sponsor_is_shown_is_not_shown_to_another()
    {
        await using var registry = await RegistryCluster.Start();
        var story = new Story(registry);
        var (unit, receiver) = (await story.Unit(50_000_005), await story.Unit(50_000_006));
        var id = await story.Draft(unit);
        await story.Tell(id, People.Clerk(unit), new SubmitTransfer(receiver, "校区调整"));
        Actor[] masked = [People.Clerk(receiver), People.Reviewer, People.Lead, People.Centre];
        var operations = new Actor("person-ops", "运维", Role.Ops, null, null);

        foreach (var _ in Enumerable.Range(0, 2))
        {
            Assert.Contains(Phone, Text(await Ask(registry, id, People.Clerk(unit), new AskView())), StringComparison.Ordinal);
            foreach (var other in masked)
                Assert.DoesNotContain(Phone, Text(await Ask(registry, id, other, new AskView())), StringComparison.Ordinal);

            // not even the masked view that is kept at hand by now
            Assert.Equal(RuleId.RoleNotAllowed, (await Ask(registry, id, operations, new AskView())).Refusal?.Rule);
        }
    }

    [Fact]
    public async Task Disclosed_contacts_are_kept_for_nobody_and_for_no_longer_than_their_minutes()
    {
        await using var registry = await RegistryCluster.Start();
        var story = new Story(registry);
        var id = await story.LiveSite(50_000_007);
        var receipt = await story.Tell(id, People.Reviewer, new DiscloseContacts("网站打不开，需电话联系"));
        var mine = new AskDisclosedContacts(1);

        Assert.DoesNotContain(Phone, Encoding.UTF8.GetString(receipt.Body), StringComparison.Ordinal);
        Assert.Contains(Phone, Text(await Ask(registry, id, People.Reviewer, mine)), StringComparison.Ordinal);
        foreach (var other in new[] { People.Lead, People.Centre, People.Clerk(Usccs.Of(50_000_007)), People.Reviewer with { PersonId = "person-other" } })
            Assert.Equal(RuleId.DisclosureUnknown, (await Ask(registry, id, other, mine)).Refusal?.Rule);
        Assert.Equal(ReadKind.NotFound, (await Ask(registry, id, People.Stranger, mine)).Kind);

        registry.Clock.Advance(TimeSpan.FromMinutes(14));
        Assert.Contains(Phone, Text(await Ask(registry, id, People.Reviewer, mine)), StringComparison.Ordinal);
        registry.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(RuleId.DisclosureUnknown, (await Ask(registry, id, People.Reviewer, mine)).Refusal?.Rule);
    }

    /// <summary>What a week of answers holds is read by whoever reads the database: no contact is among it.</summary>
    [Fact]
    public async Task No_kept_answer_holds_a_contact()
    {
        await using var registry = await RegistryCluster.Start();
        var story = new Story(registry);
        var unit = await story.Unit(50_000_008);
        var id = await story.Draft(unit);
        Envelope[] asked = [People.Reviewer.Asks(), People.Clerk(unit).Asks()];
        await registry.Site(id).Execute(new DiscloseContacts("需电话联系"), asked[0], default);
        var profile = Story.Profile(unit) with { Purpose = "家校互动" };
        var refused = await registry.Site(id).Execute(
            new ChangeProfile(profile with { Contacts = profile.Contacts.SetItem(0, profile.Contacts[0] with { Phone = "138001380001" }) }), asked[1], default);

        Assert.Equal(RuleId.ContactInvalid, refused.Refusal?.Rule);
        foreach (var envelope in asked)
        {
            var kept = await registry.Store.FindAnswer(envelope.By.PersonId, envelope.IdempotencyKey, default);
            Assert.DoesNotContain("13800138", Encoding.UTF8.GetString(kept!.Body), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task The_rule_pack_is_handed_out_as_the_bytes_it_was_loaded_from()
    {
        await using var registry = await RegistryCluster.Start();

        var pack = await registry.Grain<IRulePackGrain>(GrainKeys.RulePack).Read(default);

        Assert.Equal(RegistryCluster.Pack.Json.ToArray(), pack.Body);
    }

    private static Task<ReadAnswer> Ask(RegistryCluster registry, SiteId id, Actor by, SiteQuestion question) =>
        registry.Site(id).Read(question, by, checkedAgainstStore: false, default);

    private static string Text(ReadAnswer answer)
    {
        Assert.Equal(ReadKind.Found, answer.Kind);
        return Encoding.UTF8.GetString(answer.Body);
    }

    /// <summary>As a second activation beyond a partition would: the same record, one version further.</summary>
    private static async Task CommitBehindItsBack(RegistryCluster registry, UnitId unit)
    {
        var stored = await registry.Store.Load(RecordKind.Unit, unit.Uscc, default);
        var row = (await registry.Catalog.Units(new UnitFilter(CatalogScope.Everything, null, null, null, null, 200), default)).Items.Single(u => u.Id == unit.Uscc);
        var body = Encoding.UTF8.GetBytes("{}");
        var link = new LedgerEvent(
            stored!.LedgerSeq + 1, "unitChanged", registry.Clock.GetUtcNow(), registry.Clock.GetUtcNow(), "other", "admin", null, "other",
            RegistryCluster.Pack.Version, body, stored.LedgerHash, LedgerChain.Hash(stored.LedgerHash, body));
        var result = await registry.Store.Commit(new Commit(
            RecordKind.Unit, unit.Uscc, stored.Version, stored.State, null, row.Catalog, [link], [], [], null));
        Assert.IsType<CommitResult.Committed>(result);
    }
}
