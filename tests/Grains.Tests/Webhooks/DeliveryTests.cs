using System.Diagnostics.Metrics;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using NanchangEdu.Registry.Contracts;
using NanchangEdu.Registry.Grains.Tests.Harness;
using NanchangEdu.Registry.Grains.Webhooks;
using NanchangEdu.Registry.Silo.Operations;
using NanchangEdu.Registry.Store;
using NanchangEdu.Registry.Tests;

namespace NanchangEdu.Registry.Grains.Tests.Webhooks;

/// <summary>What a receiver gets: everything of the scope, in order, signed, once unless something was in doubt, and nothing else.</summary>
public sealed class DeliveryTests
{
    [Fact]
    public async Task An_event_comes_as_a_CloudEvent_signed_by_Standard_Webhooks()
    {
        await using var registry = await RegistryCluster.Start();
        await using var receiver = new Receiver();
        var story = new Story(registry);
        var unit = await story.Unit(62_000_001);
        var hook = await WebhookStory.OfClerk(registry, unit, receiver.Url);
        var site = await story.Draft(unit);

        Assert.Equal(1, await hook.Deliver());

        var got = Assert.Single(receiver.All);
        var row = (await registry.Catalog.History(RecordKind.Site, site.Value, CatalogScope.Everything, null, 50, default))!.Items[0];
        Assert.Equal(("/events", "application/cloudevents+json; charset=utf-8"), (got.Target, got.Headers["Content-Type"]));
        Assert.Equal(
            ("1.0", got.Id, $"/api/v1/sites/{site}", "site.siteRegistered", site.Value, "application/json"),
            (Text(got, "specversion"), Text(got, "id"), Text(got, "source"), got.Type, got.Subject, Text(got, "datacontenttype")));
        Assert.Equal((row.OccurredAt, $"{row.Position}"), (got.Json.GetProperty("time").GetDateTimeOffset(), Text(got, "position")));
        Assert.Equal((1, Convert.ToHexStringLower(row.Hash)), (got.Json.GetProperty("recordseq").GetInt32(), Text(got, "recordhash")));
        Assert.True(got.IsSignedWith(await hook.Secret()));
        Assert.Equal($"{registry.Clock.GetUtcNow().ToUnixTimeSeconds()}", got.Headers["webhook-timestamp"]);
        Assert.DoesNotContain("traceparent", got.Headers.Keys, StringComparer.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Events_come_in_their_order_and_from_the_adding_on()
    {
        await using var registry = await RegistryCluster.Start();
        await using var receiver = new Receiver();
        var story = new Story(registry);
        var unit = await story.Unit(62_000_002);
        var site = await story.Draft(unit);
        var hook = await WebhookStory.OfClerk(registry, unit, receiver.Url);
        await story.Tell(site, People.Clerk(unit), new ChangeProfile(Story.Profile(unit) with { Purpose = "家校互动" }));
        await story.Tell(site, People.Clerk(unit), new DiscardDraft("重复登记"));

        await hook.Deliver();

        var sequence = receiver.All.Select(got => got.Json.GetProperty("recordseq").GetInt32()).ToArray();
        Assert.Equal("site.profileChanged", receiver.All[0].Type);
        Assert.Equal("site.draftDiscarded", receiver.All[^1].Type);
        Assert.Equal(sequence.Order(), sequence);
        Assert.Distinct(receiver.All.Select(got => got.Id));
    }

    [Fact]
    public async Task Nothing_of_another_units_comes_and_of_the_wanted_types_alone()
    {
        await using var registry = await RegistryCluster.Start();
        await using var receiver = new Receiver();
        await using var choosy = new Receiver();
        var story = new Story(registry);
        var (own, foreign) = (await story.Unit(62_000_003), await story.Unit(62_000_004));
        var hook = await WebhookStory.OfClerk(registry, own, receiver.Url);
        var few = await WebhookStory.Add(registry, People.Clerk(own), choosy.Url, "draftDiscarded");
        await story.Draft(foreign);
        var site = await story.Draft(own);
        await story.Tell(site, People.Clerk(own), new DiscardDraft("重复登记"));

        await hook.Deliver();
        await few.Deliver();

        Assert.All(receiver.All, got => Assert.Equal(site.Value, got.Subject));
        Assert.Equal(["site.siteRegistered", "site.draftDiscarded"], receiver.All.Select(got => got.Type));
        Assert.Equal(["site.draftDiscarded"], choosy.All.Select(got => got.Type));
    }

    [Fact]
    public async Task No_event_of_an_account_is_sent_to_anybody()
    {
        await using var registry = await RegistryCluster.Start();
        await using var receiver = new Receiver();
        var story = new Story(registry);
        var hook = await WebhookStory.OfCentre(registry, receiver.Url);
        var unit = await story.Unit(62_000_005);
        await story.Account(unit);

        await hook.Deliver();

        Assert.Equal(["unit.unitRegistered"], receiver.All.Select(got => got.Type));
    }

    [Fact]
    public async Task Contacts_are_masked_to_all_but_the_sponsors_own_people()
    {
        await using var registry = await RegistryCluster.Start();
        await using var sponsors = new Receiver();
        await using var centres = new Receiver();
        var story = new Story(registry);
        var unit = await story.Unit(62_000_006);
        var own = await WebhookStory.OfClerk(registry, unit, sponsors.Url);
        var other = await WebhookStory.OfCentre(registry, centres.Url);
        await story.Draft(unit);

        await own.Deliver();
        await other.Deliver();

        var (raw, masked) = (Assert.Single(sponsors.All), Assert.Single(centres.All));
        Assert.False(raw.Json.GetProperty("masked").GetBoolean());
        Assert.Contains("13800138000", Encoding.UTF8.GetString(raw.Body), StringComparison.Ordinal);
        Assert.True(masked.Json.GetProperty("masked").GetBoolean());
        Assert.DoesNotContain("13800138000", Encoding.UTF8.GetString(masked.Body), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_person_may_no_longer_read_is_not_sent_any_more()
    {
        await using var registry = await RegistryCluster.Start();
        await using var receiver = new Receiver();
        var story = new Story(registry);
        var unit = await story.Unit(62_000_007);
        var hook = await WebhookStory.OfClerk(registry, unit, receiver.Url);
        var person = People.Clerk(unit).PersonId;
        await story.Tell(person, People.Administrator, new LockAccount("离岗"));
        var site = await story.Draft(unit);

        Assert.Equal(0, await hook.Deliver());
        await story.Tell(person, People.Administrator, new UnlockAccount("返岗"));
        Assert.Equal(1, await hook.Deliver());

        await hook.Tell(new RemoveWebhook(hook.Id, "停用"));
        await story.Tell(site, People.Clerk(unit), new DiscardDraft("重复登记"));
        Assert.Equal(0, await hook.Deliver());
        Assert.Single(receiver.All);
    }

    [Fact]
    public async Task A_restart_goes_on_where_it_was()
    {
        await using var registry = await RegistryCluster.Start();
        await using var receiver = new Receiver();
        var story = new Story(registry);
        var hook = await WebhookStory.OfCentre(registry, receiver.Url);
        await story.Unit(62_000_008);
        await hook.Deliver();

        await registry.DeactivateWebhook(hook.Id);
        Assert.Equal(0, await hook.Deliver());
        await story.Unit(62_000_009);
        await registry.DeactivateWebhook(hook.Id);
        Assert.Equal(1, await hook.Deliver());

        Assert.Equal([Usccs.Of(62_000_008).Uscc, Usccs.Of(62_000_009).Uscc], receiver.All.Select(got => got.Subject));
    }

    [Fact]
    public async Task The_dispatcher_finds_a_webhook_and_from_then_on_it_works_by_itself()
    {
        await using var registry = await RegistryCluster.Start();
        await using var receiver = new Receiver();
        var story = new Story(registry);
        Assert.Equal(0, await registry.Dispatcher.Dispatch(default));
        await WebhookStory.OfCentre(registry, receiver.Url);
        await story.Unit(62_000_010);

        Assert.Equal(1, await registry.Dispatcher.Dispatch(default));

        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        for (var tries = 0; receiver.All.Count == 0 && tries < 400; tries++) await timer.WaitForNextTickAsync();
        Assert.Single(receiver.All);
    }

    [Fact]
    public async Task A_renewed_secret_and_a_new_key_of_the_registry_sign_beside_those_of_before()
    {
        await using var registry = await RegistryCluster.Start();
        await using var receiver = new Receiver();
        var story = new Story(registry);
        var hook = await WebhookStory.OfCentre(registry, receiver.Url);
        var before = await hook.Secret();

        await hook.Tell(new RenewWebhookKey(hook.Id, "例行更换"));
        var renewed = await hook.Secret(key: 2);
        registry.WebhookKeys.Current = [[.. Enumerable.Repeat((byte)9, 32)], .. registry.WebhookKeys.Current];
        var rotated = await hook.Secret(key: 2);
        await story.Unit(62_000_011);
        await hook.Deliver();
        registry.Clock.Advance(TimeSpan.FromHours(25));
        await story.Unit(62_000_012);
        await hook.Deliver();

        Assert.Equal(3, new[] { before, renewed, rotated }.Distinct().Count());
        Assert.All([before, renewed, rotated], secret => Assert.True(receiver.All[0].IsSignedWith(secret)));
        Assert.False(receiver.All[1].IsSignedWith(before)); // a day after the renewal
        Assert.All([renewed, rotated], secret => Assert.True(receiver.All[1].IsSignedWith(secret)));
    }

    [Fact]
    public async Task The_secret_is_the_same_whenever_it_is_asked_for_and_lies_nowhere()
    {
        await using var registry = await RegistryCluster.Start();
        await using var receiver = new Receiver();
        var unit = await new Story(registry).Unit(62_000_013);
        var hook = await WebhookStory.OfClerk(registry, unit, receiver.Url);
        var secret = await hook.Secret();
        var person = People.Clerk(unit).PersonId;

        Assert.StartsWith("whsec_", secret, StringComparison.Ordinal);
        Assert.Equal(32, Convert.FromBase64String(secret["whsec_".Length..]).Length);
        Assert.Equal(secret, await hook.Secret());
        var stored = Encoding.UTF8.GetString((await registry.Store.Load(RecordKind.Account, person, default))!.State)
            + string.Concat((await registry.Catalog.History(RecordKind.Account, person, CatalogScope.Everything, null, 50, default))!.Items.Select(row => Encoding.UTF8.GetString(row.Body)));
        Assert.Contains(hook.Id, stored, StringComparison.Ordinal);
        Assert.DoesNotContain(secret["whsec_".Length..], stored, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_key_nothing_is_added_sent_or_shown()
    {
        await using var registry = await RegistryCluster.Start();
        await using var receiver = new Receiver();
        var story = new Story(registry);
        var unit = await story.Unit(62_000_014);
        var hook = await WebhookStory.OfClerk(registry, unit, receiver.Url);
        await story.Draft(unit);
        registry.WebhookKeys.Current = [];

        var refused = await registry.Account(People.Clerk(unit).PersonId).Execute(
            new AddWebhook("another-hook", "办公系统", Role.Clerk, receiver.Url, []), People.Clerk(unit).Asks(), default);

        Assert.Equal(RuleId.WebhooksOff, refused.Refusal?.Rule);
        Assert.Equal((0, 0), (await hook.Deliver(), await registry.Dispatcher.Dispatch(default)));
        Assert.Equal(ReadKind.NotFound, (await hook.Line.ReadSecret(1, People.Clerk(unit), default)).Kind);
        Assert.Empty(receiver.All);
    }

    [Fact]
    public async Task Two_people_cannot_have_the_same_webhook_id()
    {
        await using var registry = await RegistryCluster.Start();
        var story = new Story(registry);
        var (one, two) = (await story.Unit(62_000_015), await story.Unit(62_000_016));
        var hook = await WebhookStory.OfClerk(registry, one, "https://receiver.example/");
        await story.Account(two);

        var refused = await registry.Account(People.Clerk(two).PersonId).Execute(
            new AddWebhook(hook.Id, "办公系统", Role.Clerk, "https://receiver.example/", []), People.Clerk(two).Asks(), default);

        Assert.Equal((RuleId.WebhookIdTaken, Figure.Of("value", hook.Id)), (refused.Refusal!.Rule, Assert.Single(refused.Refusal.Figures)));
        Assert.Equal(ReadKind.NotFound, (await registry.Webhook(People.Clerk(two).PersonId, hook.Id).Read(People.Clerk(two), default)).Kind);
    }

    [Fact]
    public void What_a_webhook_remembers_is_stored_under_names_of_ours_and_read_back()
    {
        var serializer = new OperationalStateSerializer();
        var diary = new WebhookDiary
        {
            After = 7,
            Waiting = new(8, 2, new(2026, 3, 2, 1, 0, 5, TimeSpan.Zero), new(2026, 3, 2, 1, 0, 0, TimeSpan.Zero)),
            PutBack = [3, 5],
            Attempts = [new(new(2026, 3, 2, 1, 0, 0, TimeSpan.Zero), 8, "launched", 2, "refused", 500, 12)],
        };

        var stored = serializer.Serialize(diary);
        var again = serializer.Deserialize<WebhookDiary>(stored);

        Assert.DoesNotContain("NanchangEdu", stored.ToString(), StringComparison.Ordinal);
        Assert.Equal(JsonSerializer.Serialize(diary), JsonSerializer.Serialize(again));
        Assert.Equal(8, again.Head);
    }

    [Fact]
    public async Task Attempts_are_counted_by_what_became_of_them_and_the_oldest_that_waits_is_told()
    {
        await using var registry = await RegistryCluster.Start();
        await using var receiver = new Receiver();
        var meters = registry.Services.GetRequiredService<IMeterFactory>();
        using var measured = new Measurements(meter => ReferenceEquals(meter.Scope, meters) && meter.Name == "NanchangEdu.Registry.Grains");
        var hook = await WebhookStory.OfCentre(registry, receiver.Url);
        await new Story(registry).Unit(62_000_017);
        await new Story(registry).Unit(62_000_018);
        receiver.AnswerNext("204 No Content", "500 Internal Server Error");

        await hook.Deliver();
        registry.Clock.Advance(TimeSpan.FromMinutes(3));

        Assert.Equal(["result=delivered", "result=refused"], measured.Of("registry.webhook.deliveries").Where(one => one.Value > 0).Select(one => one.Tags));
        Assert.Equal(180, Assert.Single(measured.Observed("registry.webhook.oldest.age")).Value);
        Assert.Equal(0, Assert.Single(measured.Observed("registry.webhooks.disabled")).Value);
    }

    private static string Text(Received got, string member) => got.Json.GetProperty(member).GetString()!;
}
