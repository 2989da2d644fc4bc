using NanchangEdu.Registry.Contracts;
using static NanchangEdu.Registry.Rules.Tests.Accounts.AccountStory;
using static NanchangEdu.Registry.Rules.Tests.Sample;

namespace NanchangEdu.Registry.Rules.Tests.Accounts;

/// <summary>Who may act at all: opening, inviting, changing, locking and ending accounts.</summary>
public class AccountRulesTests
{
    private static readonly Actor OtherAdmin = Admin with { PersonId = "p-admin-2", Name = "第二管理员" };

    [Fact]
    public void An_account_is_opened_with_its_first_invitation() =>
        Of().When(Put(Role.Head, Role.Clerk) with { Name = " 王静 " }, by: Admin)
            .Then(typeof(AccountOpened), typeof(PersonInvited))
            .Then<AccountOpened>(e => Assert.Equal((Clerk.PersonId, "wang.jing", "王静", SchoolId, (UnitId?)null), (e.PersonId, e.UserName, e.Name, e.Unit, e.Authority)))
            .Then<PersonInvited>(e => Assert.Equal((1, (string?)null), (e.Number, e.Reason)))
            .ThenAccount(account =>
            {
                Assert.Equal([Role.Clerk, Role.Head], account.Roles);
                Assert.Equal((AccountState.Active, 1, 1L, (DateTimeOffset?)null), (account.State, account.Invitation, account.Epoch, account.ActivatedAt));
                Assert.Equal(Instant("2026-01-05T09:01"), account.OpenedAt);
                Assert.Empty(account.Clients);
            });

    [Fact]
    public void Who_acts_for_an_authority_belongs_to_it() =>
        Of().When(OfAuthority(Role.Reviewer), by: Admin).Then<AccountOpened>(e => Assert.Equal((AuthorityId, AuthorityId), (e.Unit, e.Authority)))
            .When(OfAuthority(Role.Reviewer) with { Unit = SchoolId }, by: Admin).Then<AccountChanged>(e => Assert.Equal((SchoolId, AuthorityId), (e.Unit, e.Authority)));

    [Theory]
    [InlineData(Role.Clerk, true, false)]
    [InlineData(Role.Head, true, false)]
    [InlineData(Role.Reviewer, false, true)]
    [InlineData(Role.Lead, true, true)]
    [InlineData(Role.Centre, false, false)]
    [InlineData(Role.Centre, true, false)]
    [InlineData(Role.Ops, false, false)]
    [InlineData(Role.Auditor, false, false)]
    [InlineData(Role.Admin, false, false)]
    public void Each_role_has_its_membership(Role role, bool unit, bool authority) =>
        Of().When(Put(role) with { Unit = unit ? SchoolId : null, Authority = authority ? AuthorityId : null }, by: Admin).Then(typeof(AccountOpened), typeof(PersonInvited));

    [Theory]
    [InlineData(Role.Clerk, false, false)]
    [InlineData(Role.Clerk, true, true)]
    [InlineData(Role.Head, false, true)]
    [InlineData(Role.Reviewer, true, false)]
    [InlineData(Role.Lead, false, false)]
    [InlineData(Role.Centre, false, true)]
    [InlineData(Role.Ops, true, true)]
    [InlineData(Role.Auditor, false, true)]
    [InlineData(Role.Admin, false, true)]
    [InlineData(Role.System, false, false)]
    [InlineData((Role)0, true, false)]
    [InlineData((Role)77, true, false)]
    public void A_membership_that_is_not_the_roles_is_refused(Role role, bool unit, bool authority) =>
        Of().When(Put(role) with { Unit = unit ? SchoolId : null, Authority = authority ? AuthorityId : null }, by: Admin).ThenRefused(RuleId.AccountRolesInvalid);

    [Fact]
    public void Roles_of_different_kinds_are_not_held_by_one()
    {
        var roles = Enum.GetValues<Role>();
        foreach (var (one, other) in roles.SelectMany(one => roles.Where(other => other != one).Select(other => (one, other))))
        {
            var both = new[] { one, other };
            var sameKind = both.All(role => role is Role.Clerk or Role.Head) || both.All(role => role is Role.Reviewer or Role.Lead);
            var ofAuthority = both.Any(role => role is Role.Reviewer or Role.Lead);
            var story = Of().When(Put(one, other) with { Authority = ofAuthority ? AuthorityId : null }, by: Admin);
            if (sameKind) story.Then(typeof(AccountOpened), typeof(PersonInvited));
            else story.ThenRefused(RuleId.AccountRolesInvalid);
        }
    }

    [Fact]
    public void An_account_has_a_name_and_each_role_once()
    {
        Of().When(Put() with { Roles = [] }, by: Admin).ThenRefused(RuleId.AccountRolesInvalid);
        Of().When(Put() with { Roles = default }, by: Admin).ThenRefused(RuleId.AccountRolesInvalid);
        Of().When(Put(Role.Clerk, Role.Clerk), by: Admin).ThenRefused(RuleId.AccountRolesInvalid);
        Of().When(Put() with { Name = " \t" }, by: Admin).ThenRefused(RuleId.AccountRolesInvalid);
    }

    [Theory]
    [InlineData("abc", true)]
    [InlineData("wang.jing_2-x", true)]
    [InlineData("0wang", true)]
    [InlineData("ab", false)]
    [InlineData("", false)]
    [InlineData("Wang", false)]
    [InlineData(".wang", false)]
    [InlineData("-wang", false)]
    [InlineData("wang jing", false)]
    [InlineData("王静静", false)]
    [InlineData("ｗａｎｇ", false)]
    [InlineData("wang@ncedu", false)]
    [InlineData("wang\n", false)]
    public void A_user_name_has_one_spelling(string userName, bool valid)
    {
        var story = Of().When(Put() with { UserName = userName }, by: Admin);
        if (valid) story.Then(typeof(AccountOpened), typeof(PersonInvited));
        else story.ThenRefused(RuleId.UserNameInvalid, Figure.Of("value", userName));
    }

    [Fact]
    public void A_user_name_has_64_characters_at_most()
    {
        Of().When(Put() with { UserName = new('a', 64) }, by: Admin).Then(typeof(AccountOpened), typeof(PersonInvited));
        Of().When(Put() with { UserName = new('a', 65) }, by: Admin).ThenRefused(RuleId.UserNameInvalid);
    }

    [Theory]
    [InlineData("p", true)]
    [InlineData("P.Wang_1-2", true)]
    [InlineData("", false)]
    [InlineData("_p", false)]
    [InlineData("p wang", false)]
    [InlineData("王", false)]
    [InlineData("p/../q", false)]
    public void A_person_id_has_letters_digits_and_few_marks(string personId, bool valid)
    {
        var story = Of(personId).When(Put(), by: Admin);
        if (valid) story.Then(typeof(AccountOpened), typeof(PersonInvited));
        else story.ThenRefused(RuleId.PersonIdInvalid, Figure.Of("value", personId));
        Of(new('p', 64)).When(Put(), by: Admin).Then(typeof(AccountOpened), typeof(PersonInvited));
        Of(new('p', 65)).When(Put(), by: Admin).ThenRefused(RuleId.PersonIdInvalid);
    }

    [Fact]
    public void A_unit_that_nobody_has_registered_is_refused_save_to_the_registry_itself()
    {
        Of().When(Put(), by: Admin, unknown: SchoolId).ThenRefused(RuleId.UnitUnknown, Figure.Of("value", SchoolId.Uscc));
        Opened().When(Put() with { Unit = StrangerId }, by: Admin, unknown: StrangerId).ThenRefused(RuleId.UnitUnknown);
        Of().When(OfAuthority(Role.Lead), by: Actor.System, unknown: AuthorityId).Then(typeof(AccountOpened), typeof(PersonInvited));
    }

    [Fact]
    public void A_change_that_changes_nothing_is_refused()
    {
        Opened(Put(Role.Clerk, Role.Head)).When(Put(Role.Head, Role.Clerk) with { Name = "王静 " }, by: Admin).ThenRefused(RuleId.NothingChanged);
        Opened(OfAuthority(Role.Lead)).When(OfAuthority(Role.Lead) with { Unit = AuthorityId }, by: Admin).ThenRefused(RuleId.NothingChanged);
    }

    [Fact]
    public void Tokens_go_on_when_the_name_changes() =>
        Active().When(Put() with { Name = "王静静", UserName = "wang.jingjing" }, by: Admin).Then(typeof(AccountChanged))
            .ThenEpoch(1)
            .ThenAccount(account => Assert.Equal(("王静静", "wang.jingjing", Instant("2026-01-05T09:02")), (account.Name, account.UserName, account.ActivatedAt)));

    [Theory]
    [MemberData(nameof(OtherStandings))]
    public void Tokens_end_when_roles_unit_or_authority_change(PutAccount before, PutAccount after) =>
        Active(before).When(after, by: Admin).Then(typeof(AccountChanged)).ThenEpoch(2)
            .ThenAccount(account => Assert.Equal((AccountState.Active, 1), (account.State, account.Invitation)));

    public static TheoryData<PutAccount, PutAccount> OtherStandings => new(
        (Put(), Put(Role.Head)), (Put(), Put(Role.Clerk, Role.Head)), (Put(), Put() with { Unit = StrangerId }),
        (OfAuthority(Role.Lead), OfAuthority(Role.Lead) with { Unit = SchoolId }),
        (OfAuthority(Role.Lead) with { Unit = SchoolId }, OfAuthority(Role.Lead) with { Unit = SchoolId, Authority = OtherAuthorityId }));

    [Fact]
    public void Clients_of_a_lost_role_are_revoked_and_the_others_go_on() =>
        Active(Put(Role.Clerk, Role.Head)).Given(Client("of-clerk"), Admin).Given(Client("of-head") with { Role = Role.Head }, Admin)
            .Given(Client("gone") with { Role = Role.Head }, Admin).Given(new RevokeClient("gone", "停用"), Admin)
            .When(Put(), by: Admin, at: "2026-02-01")
            .ThenAccount(account => Assert.Equal(
                new (string, DateTimeOffset?)[] { ("of-clerk", null), ("of-head", Instant("2026-02-01")), ("gone", Instant("2026-01-05T09:06")) },
                account.Clients.Select(client => (client.ClientId, client.RevokedAt))))
            .When(Put(Role.Clerk, Role.Head), by: Admin)
            .ThenAccount(account => Assert.Null(account.ClientOf("of-head")));

    [Fact]
    public void A_new_invitation_counts_on_and_ends_password_and_tokens() =>
        Active().When(new InviteAgain("忘记密码"), by: Admin).Then<PersonInvited>(e => Assert.Equal((2, "忘记密码"), (e.Number, e.Reason)))
            .ThenEpoch(2).ThenAccount(account => Assert.Equal((2, (DateTimeOffset?)null), (account.Invitation, account.ActivatedAt)))
            .When(new InviteAgain("邀请函过期"), by: Admin).ThenEpoch(3).ThenAccount(account => Assert.Equal(3, account.Invitation));

    [Fact]
    public void The_person_sets_a_password_once_an_invitation() =>
        Opened().When(new ActivateAccount(), by: Clerk).Then<AccountActivated>(e => Assert.Equal(1, e.Invitation))
            .ThenEpoch(1).ThenAccount(account => Assert.Equal(Instant("2026-01-05T09:02"), account.ActivatedAt))
            .When(new ActivateAccount(), by: Clerk).ThenRefused(RuleId.NothingChanged)
            .Given(new InviteAgain("换手机"), Admin)
            .When(new ActivateAccount(), by: Clerk).Then<AccountActivated>(e => Assert.Equal(2, e.Invitation)).ThenEpoch(2);

    [Fact]
    public void A_locked_account_is_unlocked_and_its_tokens_stay_ended() =>
        Active().When(new UnlockAccount("误锁"), by: Admin).ThenRefused(RuleId.NothingChanged)
            .When(new LockAccount("离岗"), by: Admin).Then<AccountLocked>(e => Assert.Equal("离岗", e.Reason))
            .ThenEpoch(2).ThenAccount(account => Assert.Equal(AccountState.Locked, account.State))
            .When(new LockAccount("离岗"), by: Admin).ThenRefused(RuleId.NothingChanged)
            .When(new UnlockAccount("返岗"), by: Admin).Then<AccountUnlocked>(e => Assert.Equal("返岗", e.Reason))
            .ThenEpoch(2).ThenAccount(account => Assert.Equal(AccountState.Active, account.State));

    [Fact]
    public void A_locked_account_may_be_changed_and_stays_locked() =>
        Active().Given(new LockAccount("离岗"), Admin).When(Put(Role.Head), by: Admin).Then(typeof(AccountChanged))
            .ThenEpoch(3).ThenAccount(account => Assert.Equal(AccountState.Locked, account.State));

    [Fact]
    public void A_retired_account_and_its_clients_are_ended_for_good()
    {
        var story = Active().Given(Client(), Admin).When(new RetireAccount("退休"), by: Admin, at: "2026-02-01").Then<AccountRetired>(e => Assert.Equal("退休", e.Reason))
            .ThenEpoch(2).ThenAccount(account =>
            {
                Assert.Equal((AccountState.Retired, Instant("2026-02-01")), (account.State, account.RetiredAt));
                Assert.Equal(Instant("2026-02-01"), Assert.Single(account.Clients).RevokedAt);
            });
        foreach (var command in AccountCommands.All)
            story.When(command, by: command is ActivateAccount or AddWebhook or RenewWebhookKey ? Clerk : Admin).ThenRefused(RuleId.AccountIsRetired, Figure.Of("value", Day("2026-02-01")));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void The_person_or_an_administrator_ends_every_token(bool self) =>
        Active().When(new EndTokens("遗失手机"), by: self ? Clerk : Admin).Then<TokensEnded>(e => Assert.Equal("遗失手机", e.Reason))
            .ThenEpoch(2).ThenAccount(account => Assert.Equal((AccountState.Active, Instant("2026-01-05T09:02")), (account.State, account.ActivatedAt)));

    [Fact]
    public void An_administrator_does_not_change_the_own_account()
    {
        Of(Admin.PersonId).When(OfCity(Role.Admin), by: Admin).ThenRefused(RuleId.OwnAccount);
        var story = Of(Admin.PersonId).Given(OfCity(Role.Admin), OtherAdmin).Given(new ActivateAccount(), Admin);
        foreach (var command in new AccountCommand[] { OfCity(Role.Auditor), new InviteAgain("换手机"), new LockAccount("测试"), new UnlockAccount("测试"), new RetireAccount("退休") })
            story.When(command, by: Admin).ThenRefused(RuleId.OwnAccount);

        // What takes nothing from another's eyes is the administrator's as anybody's.
        story.When(new EndTokens("遗失手机"), by: Admin).Then(typeof(TokensEnded))
            .When(new AddClient("admin-sync", "同步", Role.Admin, [Scopes.Read], null, []), by: Admin).Then(typeof(ClientAdded))
            .When(new LockAccount("离岗"), by: OtherAdmin).Then(typeof(AccountLocked));
    }

    [Fact]
    public void An_accounts_claims_are_its_user_name_and_every_client_id_it_ever_had()
    {
        Assert.Empty(AccountRules.Claims(Account.Unknown("p-wang")));
        Assert.Equal(["user-name wang.jing"], Claims(Opened()));
        var story = Opened().Given(Client("wang-sync"), Admin).Given(Client("wang-print"), Admin).Given(new RevokeClient("wang-sync", "停用"), Admin)
            .Given(Put() with { UserName = "wang.j" }, Admin);
        Assert.Equal(["user-name wang.j", "client-id wang-sync", "client-id wang-print"], Claims(story));
        Assert.Equal(Claims(story), Claims(story.Given(new RetireAccount("退休"), Admin)));

        static IEnumerable<string> Claims(AccountStory story) => AccountRules.Claims(story.Account).Select(need => $"{need.Scope} {Assert.Single(need.AnyOf)}");
    }

    [Fact]
    public void A_gateway_is_told_the_standing_with_the_name_to_sign_in_by()
    {
        var story = Active(OfAuthority(Role.Reviewer, Role.Lead)).Given(new EndTokens("遗失手机"), Admin);
        var standing = System.Text.Encoding.UTF8.GetString(AccountViews.Standing(story.Account));
        Assert.Equal(
            """{"personId":"p-wang","userName":"liu.min","name":"刘敏","state":"active","roles":["reviewer","lead"],"unit":"11360100014501236X","authority":"11360100014501236X","epoch":2,"invitation":1,"clients":[]}""",
            standing);
    }

    [Fact]
    public void A_receipt_tells_what_was_made()
    {
        var story = Of().When(Put(), by: Admin);
        Assert.Equal((201, """{"personId":"p-wang","version":1,"state":"active","roles":["clerk"],"invitation":1,"clientId":null,"key":null}"""), Receipt(story, 1));
        story.When(Client(), by: Admin);
        Assert.Equal((201, """{"personId":"p-wang","version":2,"state":"active","roles":["clerk"],"invitation":null,"clientId":"wang-sync","key":1}"""), Receipt(story, 2));
        story.When(new RenewClientKey("wang-sync", "例行更换"), by: Admin);
        Assert.Equal((200, """{"personId":"p-wang","version":3,"state":"active","roles":["clerk"],"invitation":null,"clientId":"wang-sync","key":2}"""), Receipt(story, 3));
        story.When(new RevokeClient("wang-sync", "停用"), by: Admin);
        Assert.Equal((200, """{"personId":"p-wang","version":4,"state":"active","roles":["clerk"],"invitation":null,"clientId":"wang-sync","key":null}"""), Receipt(story, 4));
        story.When(new InviteAgain("忘记密码"), by: Admin);
        Assert.Equal((200, """{"personId":"p-wang","version":5,"state":"active","roles":["clerk"],"invitation":2,"clientId":null,"key":null}"""), Receipt(story, 5));

        static (int, string) Receipt(AccountStory story, long version)
        {
            var (status, body) = AccountViews.Receipt(story.Account, version, story.Events);
            return (status, System.Text.Encoding.UTF8.GetString(body));
        }
    }

    [Fact]
    public void An_event_of_no_account_is_a_programmers_error() =>
        Assert.Throws<InvalidOperationException>(() => AccountRules.Evolve(Account.Unknown("p-wang"), new Unheard(Instant("2026-01-05"))));

    private sealed record Unheard(DateTimeOffset At) : AccountEvent(At);
}
