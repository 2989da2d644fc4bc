using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using CsCheck;
using NanchangEdu.Registry.Contracts;

namespace NanchangEdu.Registry.Rules.Tests.Properties;

/// <summary>What holds of accounts whatever anybody asks, in any order, wild values among it.</summary>
public sealed class AccountProperties
{
    private const int Iterations = 2_000;

    private static readonly Gen<AccountLife> Lives = AccountLife.Of(movesMax: 60);

    [Fact]
    public void The_lives_give_every_command_and_meet_every_event_and_every_refusal_that_is_an_accounts_own()
    {
        var seen = new ConcurrentDictionary<string, bool>();
        Lives.Sample(
            life => life.Play(step =>
            {
                seen[step.Command.GetType().Name] = true;
                if (step.Decision.Refusal is { } refusal) seen[refusal.Rule.ToString()] = true;
                foreach (var @event in step.Decision.Events) seen[@event.GetType().Name] = true;
            }),
            print: life => life.ToString(), iter: Iterations);

        var types = typeof(AccountCommand).Assembly.GetTypes().Where(t => t.IsSubclassOf(typeof(AccountCommand)) || t.IsSubclassOf(typeof(AccountEvent))).Select(t => t.Name);
        RuleId[] elsewhere =
        [
            RuleId.UserNameTaken, RuleId.PersonIdInvalid, // another record's, and a lifelong id's
            RuleId.SavedViewsTooMany, RuleId.NoticeAddressInvalid, RuleId.NoticeRobotInvalid, RuleId.NoticeChannelOff, RuleId.NoticeChannelsUnset, // no record's
        ];
        var rules = Enum.GetValues<RuleId>().Where(rule => (int)rule is >= 800 and < 900).Except(elsewhere).Select(rule => rule.ToString());
        Assert.Empty(types.Concat(rules).Except(seen.Keys));
    }

    [Fact]
    public void A_decision_is_events_or_one_refusal_or_hidden_and_never_an_exception() => Lives.Sample(
        life => life.Play(step =>
        {
            var (events, refusal, hidden) = step.Decision;
            Assert.Equal(1, (events.IsEmpty ? 0 : 1) + (refusal is null ? 0 : 1) + (hidden ? 1 : 0));
            if (refusal is not null) RefusalWords.AreComplete(refusal);
        }),
        print: life => life.ToString(), iter: Iterations);

    [Fact]
    public void The_ledger_told_again_from_nothing_makes_the_stored_state() => Lives.Sample(
        life =>
        {
            var (account, ledger) = life.Play(_ => { });
            if (ledger.IsEmpty) return; // never opened, and so never stored
            var stored = StoredFormat.Write(account);
            var again = ledger.Select(e => StoredFormat.ReadAccountEvent(Stored(e))).Aggregate(Account.Unknown(account.PersonId), AccountRules.Evolve);
            Assert.Equal(stored, StoredFormat.Write(again));
            Assert.Equal(stored, StoredFormat.Write(StoredFormat.ReadAccount(stored)));
            Assert.Equal(AccountViews.Standing(account), AccountViews.Standing(again));
        },
        print: life => life.ToString(), iter: Iterations);

    [Fact]
    public void Nothing_of_an_account_goes_back() => Lives.Sample(
        life => life.Play(step =>
        {
            var (before, after) = (step.Before, step.After);
            Assert.InRange(after.Epoch, before.Epoch, before.Epoch + 1);
            Assert.InRange(after.Invitation, before.Invitation, before.Invitation + 1);
            Assert.InRange(after.Clients.Length, before.Clients.Length, before.Clients.Length + 1);
            Assert.InRange(after.AllWebhooks.Length, before.AllWebhooks.Length, before.AllWebhooks.Length + 1);
            if (before.State == AccountState.Retired) Assert.Same(before, after);
            foreach (var (was, still) in before.AllWebhooks.Zip(after.AllWebhooks))
            {
                Assert.Equal((was.WebhookId, was.Role, was.Url, was.AddedAt), (still.WebhookId, still.Role, still.Url, still.AddedAt));
                Assert.InRange(still.Key, was.Key, was.Key + (was.RemovedAt is null ? 1 : 0));
                if (was.RemovedAt is not null) Assert.Equal(was.RemovedAt, still.RemovedAt);
            }

            foreach (var (was, still) in before.Clients.Zip(after.Clients))
            {
                Assert.Equal((was.ClientId, was.Role, was.AddedAt), (still.ClientId, still.Role, still.AddedAt));
                Assert.InRange(still.Key, was.Key, was.Key + (was.RevokedAt is null ? 1 : 0));
                if (was.RevokedAt is not null) Assert.Equal(was.RevokedAt, still.RevokedAt);
            }
        }),
        print: life => life.ToString(), iter: Iterations);

    [Fact]
    public void Whatever_takes_rights_away_ends_the_tokens() => Lives.Sample(
        life => life.Play(step =>
        {
            var (before, after) = (step.Before, step.After);
            if (!before.Exists) return;
            var taken = !before.Roles.SequenceEqual(after.Roles) || (before.Unit, before.Authority) != (after.Unit, after.Authority)
                || (before.State != after.State && after.State != AccountState.Active) || before.Invitation != after.Invitation;
            if (taken) Assert.Equal(before.Epoch + 1, after.Epoch);
            Assert.All(after.Clients.Where(client => client.RevokedAt is null), client => Assert.Contains(client.Role, after.Roles));
            Assert.InRange(after.Clients.Count(client => client.RevokedAt is null), 0, AccountRules.ClientsMax);
            Assert.All(after.AllWebhooks.Where(hook => hook.RemovedAt is null), hook => Assert.Contains(hook.Role, after.Roles));
            Assert.InRange(after.AllWebhooks.Count(hook => hook.RemovedAt is null), 0, WebhookRules.WebhooksMax);
        }),
        print: life => life.ToString(), iter: Iterations);

    [Fact]
    public void Nobody_changes_an_account_but_administrators_the_registry_and_in_few_things_the_person() => Lives.Sample(
        life => life.Play(step =>
        {
            if (step.Decision.Events.IsEmpty || step.By.Role is Role.Admin or Role.System) return;
            Assert.Equal(step.Before.PersonId, step.By.PersonId);
            Assert.All(step.Decision.Events, e => Assert.True(
                e is AccountActivated or TokensEnded or WebhookAdded or WebhookKeyRenewed or WebhookRemoved, e.GetType().Name));
        }),
        print: life => life.ToString(), iter: Iterations);

    [Fact]
    public void A_claim_once_had_is_kept_but_for_a_user_name_that_was_changed() => Lives.Sample(
        life => life.Play(step =>
        {
            var (before, after) = (AccountRules.Claims(step.Before), AccountRules.Claims(step.After));
            Assert.Distinct(after.Select(claim => (claim.Scope, claim.Key)));
            Assert.Equal(step.After.Exists ? 1 : 0, after.Count(claim => claim.Scope == AccountRules.UserNameClaim));
            Assert.Empty(Keys(before).Except(Keys(after)));

            static IEnumerable<string> Keys(IEnumerable<ClaimNeed> claims) => claims.Where(claim => claim.Scope is AccountRules.ClientIdClaim or AccountRules.WebhookIdClaim).Select(claim => $"{claim.Scope} {claim.Key}");
        }),
        print: life => life.ToString(), iter: Iterations);

    /// <summary>As the ledger keeps it: text.</summary>
    private static JsonNode Stored(AccountEvent @event) => JsonNode.Parse(StoredFormat.Write(@event).ToJsonString(RegistryJson.Options))!;
}
