using System.Collections.Immutable;
using NanchangEdu.Registry.Contracts;
using NanchangEdu.Registry.Rules.Formats;
using NanchangEdu.Registry.Rules.Tests.Formats;
using static NanchangEdu.Registry.Rules.Tests.Accounts.AccountStory;
using static NanchangEdu.Registry.Rules.Tests.Sample;

namespace NanchangEdu.Registry.Rules.Tests.Accounts;

/// <summary>API clients: programs that act for their person, in one of the person's roles and no further.</summary>
public class ClientRulesTests
{
    [Fact]
    public void A_client_is_added_with_its_first_key() =>
        Active().When(new AddClient("wang-sync", " 校园网同步 ", Role.Clerk, [Scopes.Write, Scopes.Read, Scopes.Read], Day("2026-12-31"), ["10.20.0.0/16"]), by: Admin)
            .Then<ClientAdded>(e =>
            {
                Assert.Equal(("wang-sync", "校园网同步", Role.Clerk, Day("2026-12-31"), 1), (e.Client.ClientId, e.Client.Label, e.Client.Role, e.Client.ExpiresOn, e.Client.Key));
                Assert.Equal([Scopes.Read, Scopes.Write], e.Client.Scopes);
                Assert.Equal(["10.20.0.0/16"], e.Client.Addresses);
                Assert.Equal((Instant("2026-01-05T09:03"), (DateTimeOffset?)null), (e.Client.AddedAt, e.Client.RevokedAt));
            })
            .ThenEpoch(1).ThenAccount(account => Assert.NotNull(account.ClientOf("wang-sync")));

    [Fact]
    public void A_renewed_client_has_the_next_key_and_the_others_theirs() =>
        Active().Given(Client("wang-sync"), Admin).Given(Client("wang-print"), Admin).Given(new RenewClientKey("wang-sync", "例行更换"), Admin)
            .When(new RenewClientKey("wang-sync", "疑似泄露"), by: Admin)
            .Then<ClientKeyRenewed>(e => Assert.Equal(("wang-sync", 3, "疑似泄露"), (e.ClientId, e.Key, e.Reason)))
            .ThenEpoch(1)
            .ThenAccount(account => Assert.Equal([("wang-sync", 3), ("wang-print", 1)], account.Clients.Select(client => (client.ClientId, client.Key))));

    [Fact]
    public void A_revoked_client_is_let_in_no_more_and_its_id_is_not_given_again() =>
        Active().Given(Client("wang-sync"), Admin).Given(Client("wang-print"), Admin)
            .When(new RevokeClient("wang-sync", "停用"), by: Admin, at: "2026-02-01").Then<ClientRevoked>(e => Assert.Equal(("wang-sync", "停用"), (e.ClientId, e.Reason)))
            .ThenEpoch(1)
            .ThenAccount(account => Assert.Equal(
                new (string, DateTimeOffset?)[] { ("wang-sync", Instant("2026-02-01")), ("wang-print", null) }, account.Clients.Select(client => (client.ClientId, client.RevokedAt))))
            .When(new RevokeClient("wang-sync", "停用"), by: Admin).ThenRefused(RuleId.ClientUnknown, Figure.Of("value", "wang-sync"))
            .When(new RenewClientKey("wang-sync", "例行更换"), by: Admin).ThenRefused(RuleId.ClientUnknown, Figure.Of("value", "wang-sync"))
            .When(Client("wang-sync"), by: Admin).ThenRefused(RuleId.ClientIdTaken, Figure.Of("value", "wang-sync"));

    [Fact]
    public void A_client_that_never_was_is_neither_renewed_nor_revoked() =>
        Active().When(new RenewClientKey("nobody", "例行更换"), by: Admin).ThenRefused(RuleId.ClientUnknown)
            .When(new RevokeClient("nobody", "停用"), by: Admin).ThenRefused(RuleId.ClientUnknown);

    [Theory]
    [InlineData("ab")]
    [InlineData("")]
    [InlineData("Wang-sync")]
    [InlineData("wang sync")]
    [InlineData("同步程序")]
    [InlineData("-sync")]
    public void A_client_id_has_one_spelling(string clientId) =>
        Active().When(Client(clientId), by: Admin).ThenRefused(RuleId.ClientIdInvalid, Figure.Of("value", clientId));

    [Fact]
    public void A_client_id_has_64_characters_at_most() =>
        Active().When(Client(new('a', 64)), by: Admin).Then(typeof(ClientAdded)).When(Client(new('a', 65)), by: Admin).ThenRefused(RuleId.ClientIdInvalid);

    [Fact]
    public void A_person_has_twenty_clients_at_a_time()
    {
        var story = Active();
        foreach (var number in Enumerable.Range(1, AccountRules.ClientsMax)) story.Given(Client($"sync-{number}"), Admin);
        story.When(Client("sync-21"), by: Admin).ThenRefused(RuleId.ClientsTooMany, Figure.Of("limit", 20))
            .Given(new RevokeClient("sync-1", "停用"), Admin)
            .When(Client("sync-21"), by: Admin).Then(typeof(ClientAdded));
    }

    [Theory]
    [MemberData(nameof(Roles))]
    public void A_client_may_have_every_scope_of_its_role_and_no_other(Role role)
    {
        var put = role switch
        {
            Role.Clerk or Role.Head => Put(role),
            Role.Reviewer or Role.Lead => OfAuthority(role),
            _ => OfCity(role),
        };
        var client = Client() with { Role = role };
        var possible = Scopes.Of(role);
        foreach (var scope in Scopes.Descriptions.Keys)
        {
            var story = Active(put).When(client with { Scopes = [Scopes.Read, scope] }, by: Admin);
            if (possible.Contains(scope)) story.Then(typeof(ClientAdded));
            else story.ThenRefused(RuleId.ClientScopesInvalid, Figure.Of("expected", string.Join(' ', possible)));
        }

        Active(put).When(client with { Scopes = [.. possible] }, by: Admin).Then<ClientAdded>(e => Assert.Equal(possible.Order(StringComparer.Ordinal), e.Client.Scopes));
        Active(put).When(client with { Scopes = [] }, by: Admin).ThenRefused(RuleId.ClientScopesInvalid);
        Active(put).When(client with { Scopes = default }, by: Admin).ThenRefused(RuleId.ClientScopesInvalid);
        Active(put).When(client with { Scopes = ["registry"] }, by: Admin).ThenRefused(RuleId.ClientScopesInvalid);
    }

    public static TheoryData<Role> Roles => [.. Enum.GetValues<Role>().Where(role => role != Role.System)];

    [Fact]
    public void A_client_acts_in_a_role_that_its_person_has()
    {
        Active(Put(Role.Clerk)).When(Client() with { Role = Role.Head }, by: Admin).ThenRefused(RuleId.ClientScopesInvalid, Figure.Of("expected", "registry.read registry.write"));
        Active(Put(Role.Clerk, Role.Head)).When(Client() with { Role = Role.Head }, by: Admin).Then(typeof(ClientAdded));
    }

    [Theory]
    [InlineData("2026-03-02T00:00", "2026-03-02", true)]
    [InlineData("2026-03-02T23:59", "2026-03-02", true)]
    [InlineData("2026-03-02T00:00", "2026-03-01", false)]
    [InlineData("2026-03-02T00:00", "2029-03-02", true)]
    [InlineData("2026-03-02T00:00", "2029-03-03", false)]
    [InlineData("2028-02-29T09:00", "2031-02-28", true)]
    [InlineData("2028-02-29T09:00", "2031-03-01", false)]
    public void A_client_expires_from_today_to_three_years_on(string at, string expires, bool valid)
    {
        var story = Active().When(Client() with { ExpiresOn = Day(expires) }, by: Admin, at);
        if (valid) story.Then<ClientAdded>(e => Assert.Equal(Day(expires), e.Client.ExpiresOn));
        else story.ThenRefused(RuleId.ClientExpiryInvalid, Figure.Of("value", Day(expires)), Figure.Of("until", RegistryCalendar.AddMonths(RegistryCalendar.DateOf(story.Now), 36)));
    }

    [Theory]
    [InlineData("10.20.0.0/16", "10.20.0.0/16")]
    [InlineData(" 218.64.1.10/32 ", "218.64.1.10/32")]
    [InlineData("0.0.0.0/0", "0.0.0.0/0")]
    [InlineData("2001:DB8:0:0::/32", "2001:db8::/32")]
    [InlineData("::/0", "::/0")]
    public void An_address_range_is_brought_to_its_canonical_form(string range, string canonical) => Assert.Equal(canonical, AddressRange.Parse(range).Value);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("/8")]
    [InlineData("10.20.0.0")]
    [InlineData("10.20.0.1/16")]
    [InlineData("10.20.0.0/33")]
    [InlineData("10.20.0.0/-1")]
    [InlineData("10.20.0.0/+8")]
    [InlineData("10.20.0.0/ 16")]
    [InlineData("10.20.0.0/16/8")]
    [InlineData("10.20.0.0/１６")]
    [InlineData("10.20/16")]
    [InlineData("167772160/8")]
    [InlineData("0x0a.0.0.0/8")]
    [InlineData("010.0.0.0/8")]
    [InlineData("2001:db8::1/32")]
    [InlineData("2001:db8::/129")]
    [InlineData("fe80::%1/64")]
    [InlineData("nczx.ncedu.cn/24")]
    public void Any_other_address_range_is_refused(string? range)
    {
        Assert.Equal(RuleId.AddressRangeInvalid, AddressRange.Parse(range).Problem);
        Active().When(Client() with { Addresses = ["10.20.0.0/16", range!] }, by: Admin)
            .ThenRefused(RuleId.AddressRangeInvalid, Figure.Of("value", range ?? ""), Figure.Of("limit", 20));
    }

    [Fact]
    public void An_address_range_has_no_brackets() => Assert.Equal(RuleId.AddressRangeInvalid, AddressRange.Parse("[2001:db8::]/32").Problem);

    [Fact]
    public void Any_text_is_read_as_an_address_range_or_refused() => AnyText.HoldsFor(AddressRange.Parse, text => text, RuleId.AddressRangeInvalid);

    [Fact]
    public void A_client_has_each_range_once_and_twenty_at_most()
    {
        Active().When(Client() with { Addresses = ["2001:db8::/32", "10.0.0.0/8", "2001:DB8::/32"] }, by: Admin)
            .Then<ClientAdded>(e => Assert.Equal(["2001:db8::/32", "10.0.0.0/8"], e.Client.Addresses));
        var ranges = Enumerable.Range(1, 21).Select(number => $"10.{number}.0.0/16").ToImmutableArray();
        Active().When(Client() with { Addresses = ranges[1..] }, by: Admin).Then<ClientAdded>(e => Assert.Equal(20, e.Client.Addresses.Length));
        Active().When(Client() with { Addresses = ranges }, by: Admin).ThenRefused(RuleId.AddressRangeInvalid, Figure.Of("limit", 20));
        Active().When(Client() with { Addresses = default }, by: Admin).Then<ClientAdded>(e => Assert.Empty(e.Client.Addresses));
    }
}
