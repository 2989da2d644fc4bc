using NanchangEdu.Registry.Contracts;
using static NanchangEdu.Registry.Rules.Tests.Accounts.AccountStory;
using static NanchangEdu.Registry.Rules.Tests.Sample;

namespace NanchangEdu.Registry.Rules.Tests.Accounts;

/// <summary>Webhooks: the person's own, in one of the person's roles, to addresses that say nothing of an inside.</summary>
public class WebhookRulesTests
{
    [Fact]
    public void A_webhook_is_added_by_its_person_with_its_first_key() =>
        Active().When(Hook() with { Label = " 办公系统 ", Url = "HTTPS://OA.ncedu.cn:443/events?x=1", Types = ["launched", "closed", "launched"] }, by: Clerk)
            .Then<WebhookAdded>(e =>
            {
                Assert.Equal(("wang-hook", "办公系统", Role.Clerk, "https://oa.ncedu.cn/events?x=1", 1), (e.Webhook.WebhookId, e.Webhook.Label, e.Webhook.Role, e.Webhook.Url, e.Webhook.Key));
                Assert.Equal(["closed", "launched"], e.Webhook.Types);
                Assert.Equal((e.At, e.At, (DateTimeOffset?)null), (e.Webhook.AddedAt, e.Webhook.KeyAt, e.Webhook.RemovedAt));
            })
            .ThenEpoch(1).ThenAccount(account => Assert.NotNull(account.WebhookOf("wang-hook")));

    [Fact]
    public void A_renewed_webhook_has_the_next_key_from_then_on_and_the_others_theirs() =>
        Active().Given(Hook("wang-hook"), Clerk).Given(Hook("wang-print"), Clerk)
            .When(new RenewWebhookKey("wang-hook", "例行更换"), by: Clerk, at: "2026-02-01")
            .Then<WebhookKeyRenewed>(e => Assert.Equal(("wang-hook", 2, "例行更换"), (e.WebhookId, e.Key, e.Reason)))
            .ThenAccount(account => Assert.Equal(
                [("wang-hook", 2, true), ("wang-print", 1, false)],
                account.Webhooks.Select(hook => (hook.WebhookId, hook.Key, hook.KeyAt == Instant("2026-02-01")))));

    [Fact]
    public void A_removed_webhook_is_out_of_the_standing_and_its_id_is_not_given_again() =>
        Active().Given(Hook("wang-hook"), Clerk).Given(Hook("wang-print"), Clerk)
            .When(new RemoveWebhook("wang-hook", "停用"), by: Clerk, at: "2026-02-01").Then<WebhookRemoved>(e => Assert.Equal(("wang-hook", "停用"), (e.WebhookId, e.Reason)))
            .ThenAccount(account =>
            {
                Assert.Equal(Instant("2026-02-01"), account.Webhooks[0].RemovedAt);
                Assert.Equal(["wang-print"], account.Standing().ActiveWebhooks.Select(hook => hook.WebhookId));
            })
            .When(new RemoveWebhook("wang-hook", "停用"), by: Clerk).ThenRefused(RuleId.WebhookUnknown, Figure.Of("value", "wang-hook"))
            .When(new RenewWebhookKey("wang-hook", "例行更换"), by: Clerk).ThenRefused(RuleId.WebhookUnknown, Figure.Of("value", "wang-hook"))
            .When(Hook("wang-hook"), by: Clerk).ThenRefused(RuleId.WebhookIdTaken, Figure.Of("value", "wang-hook"));

    [Fact]
    public void An_administrator_removes_anybodys_and_adds_nobodys()
    {
        var story = Active().Given(Hook(), Clerk);
        story.When(Hook("another"), by: Admin).ThenRefused(RuleId.RoleNotAllowed)
            .When(new RenewWebhookKey("wang-hook", "例行更换"), by: Admin).ThenRefused(RuleId.RoleNotAllowed)
            .When(new RemoveWebhook("wang-hook", "疑似泄露"), by: Admin).Then(typeof(WebhookRemoved));
    }

    [Fact]
    public void With_the_role_the_webhook_goes_and_with_the_account_all_of_them() =>
        Active(Put(Role.Clerk, Role.Head)).Given(Hook("of-clerk"), Clerk).Given(Hook("of-head") with { Role = Role.Head }, Clerk)
            .When(Put(), by: Admin, at: "2026-02-01")
            .ThenAccount(account => Assert.Equal(
                new (string, DateTimeOffset?)[] { ("of-clerk", null), ("of-head", Instant("2026-02-01")) }, account.Webhooks.Select(hook => (hook.WebhookId, hook.RemovedAt))))
            .When(new RetireAccount("退休"), by: Admin, at: "2026-03-01")
            .ThenAccount(account => Assert.Equal(Instant("2026-03-01"), account.Webhooks[0].RemovedAt))
            .ThenAccount(account => Assert.True(account.Standing().Webhooks.IsDefault));

    [Theory]
    [InlineData("ab")]
    [InlineData("Wang-hook")]
    [InlineData("wang hook")]
    [InlineData("-hook")]
    [InlineData("推送")]
    public void An_id_has_one_spelling(string id) =>
        Active().When(Hook(id), by: Clerk).ThenRefused(RuleId.WebhookIdInvalid, Figure.Of("value", id));

    [Theory]
    [InlineData("")]
    [InlineData("oa.ncedu.cn/events")]
    [InlineData("ftp://oa.ncedu.cn/")]
    [InlineData("https://oa.ncedu.cn/#part")]
    [InlineData("https://user:secret@oa.ncedu.cn/")]
    [InlineData("https://oa/events")]
    [InlineData("https://localhost/")]
    [InlineData("https://127.0.0.1/")]
    [InlineData("https://10.1.2.3/")]
    [InlineData("https://172.16.0.1/")]
    [InlineData("https://192.168.1.1/")]
    [InlineData("https://100.64.0.1/")]
    [InlineData("https://169.254.169.254/latest/meta-data")]
    [InlineData("https://0.0.0.0/")]
    [InlineData("https://224.0.0.1/")]
    [InlineData("https://[::1]/")]
    [InlineData("https://[fc00::1]/")]
    [InlineData("https://[fe80::1]/")]
    [InlineData("https://[::ffff:127.0.0.1]/")]
    [InlineData("https://[64:ff9b::7f00:1]/")]
    [InlineData("https://2130706433/")]
    [InlineData("https://0x7f.1/")]
    [InlineData("https://oa.ncedu.cn\\@127.0.0.1/")]
    public void An_address_that_is_no_public_one_is_refused(string url) =>
        Active().When(Hook() with { Url = url }, by: Clerk).ThenRefused(RuleId.WebhookUrlInvalid, Figure.Of("value", url));

    [Theory]
    [InlineData("https://oa.ncedu.cn")]
    [InlineData("http://oa.ncedu.cn:8080/events")] // by http it is sent to networks that an operator allowed, and nowhere else
    [InlineData("https://218.64.57.20/events")]
    [InlineData("https://教育.cn/事件")]
    public void Any_other_address_is_taken(string url) => Active().When(Hook() with { Url = url }, by: Clerk).Then(typeof(WebhookAdded));

    [Theory]
    [InlineData("Launched")]
    [InlineData("accountOpened")]
    [InlineData("webhookAdded")]
    [InlineData("ping")]
    [InlineData("")]
    public void A_type_is_one_of_a_sites_or_units_events(string type) =>
        Active().When(Hook() with { Types = ["launched", type] }, by: Clerk).ThenRefused(RuleId.WebhookTypesInvalid, Figure.Of("value", type), Figure.Of("limit", 50));

    [Fact]
    public void Fifty_types_at_most() =>
        Active().When(Hook() with { Types = [.. Enumerable.Range(0, 51).Select(i => $"type{i}")] }, by: Clerk).ThenRefused(RuleId.WebhookTypesInvalid, Figure.Of("limit", 50));

    [Fact]
    public void A_person_has_ten_webhooks_at_a_time()
    {
        var story = Active();
        foreach (var number in Enumerable.Range(1, WebhookRules.WebhooksMax)) story.Given(Hook($"hook-{number}"), Clerk);
        story.When(Hook("hook-11"), by: Clerk).ThenRefused(RuleId.WebhooksTooMany, Figure.Of("limit", 10))
            .Given(new RemoveWebhook("hook-1", "停用"), Clerk)
            .When(Hook("hook-11"), by: Clerk).Then(typeof(WebhookAdded));
    }

    [Theory]
    [InlineData(Role.Ops)]
    [InlineData(Role.Admin)]
    public void Whoever_may_not_read_the_ledger_is_sent_nothing_of_it(Role role)
    {
        var story = Active(OfCity(role));
        story.When(Hook() with { Role = role }, by: story.Self).ThenRefused(RuleId.WebhookRoleInvalid);
    }

    [Fact]
    public void A_webhook_acts_in_a_role_that_its_person_has()
    {
        Active().When(Hook() with { Role = Role.Head }, by: Clerk).ThenRefused(RuleId.WebhookRoleInvalid);
        foreach (var put in new[] { Put(Role.Head), OfAuthority(Role.Reviewer), OfAuthority(Role.Lead), OfCity(Role.Centre), OfCity(Role.Auditor) })
        {
            var story = Active(put);
            story.When(Hook() with { Role = put.Roles[0] }, by: story.Self).Then(typeof(WebhookAdded));
        }
    }

    [Fact]
    public void Without_a_key_to_sign_with_none_is_added_or_renewed_and_any_is_removed() =>
        Active().When(Hook(), by: Clerk, webhooksOff: true).ThenRefused(RuleId.WebhooksOff)
            .Given(Hook(), Clerk)
            .When(new RenewWebhookKey("wang-hook", "例行更换"), by: Clerk, webhooksOff: true).ThenRefused(RuleId.WebhooksOff)
            .When(new RemoveWebhook("wang-hook", "停用"), by: Clerk, webhooksOff: true).Then(typeof(WebhookRemoved));

    [Fact]
    public void Its_id_is_claimed_for_ever_and_a_receipt_names_it_with_its_key()
    {
        var story = Active().When(Hook(), by: Clerk);
        Assert.Equal(
            (201, """{"personId":"p-wang","version":3,"state":"active","roles":["clerk"],"invitation":null,"clientId":null,"key":1,"webhookId":"wang-hook"}"""),
            Receipt(story, 3));
        story.When(new RenewWebhookKey("wang-hook", "例行更换"), by: Clerk);
        Assert.Equal(
            (200, """{"personId":"p-wang","version":4,"state":"active","roles":["clerk"],"invitation":null,"clientId":null,"key":2,"webhookId":"wang-hook"}"""),
            Receipt(story, 4));
        story.When(new RemoveWebhook("wang-hook", "停用"), by: Clerk);
        Assert.Equal(
            (200, """{"personId":"p-wang","version":5,"state":"active","roles":["clerk"],"invitation":null,"clientId":null,"key":null,"webhookId":"wang-hook"}"""),
            Receipt(story, 5));
        Assert.Contains(ClaimNeed.Of("webhook-id", "wang-hook").Key, AccountRules.Claims(story.Account).Select(claim => claim.Key));

        static (int, string) Receipt(AccountStory story, long version)
        {
            var (status, body) = AccountViews.Receipt(story.Account, version, story.Events);
            return (status, System.Text.Encoding.UTF8.GetString(body));
        }
    }
}
