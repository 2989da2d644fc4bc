using NanchangEdu.Registry.Contracts;
using static NanchangEdu.Registry.Rules.Tests.Accounts.AccountStory;
using static NanchangEdu.Registry.Rules.Tests.Sample;

namespace NanchangEdu.Registry.Rules.Tests.Accounts;

/// <summary>Whose accounts are whose business: every role with every command, on another's account, on the own one and on none.</summary>
public class AccountPermissionsTests
{
    /// <summary>Roles that may give the command to another's account: a admin, s the registry itself. Then whether everybody may to the own.</summary>
    private const string Table = """
        PutAccount      as -
        InviteAgain     as -
        ActivateAccount s  own
        LockAccount     as -
        UnlockAccount   as -
        RetireAccount   as -
        EndTokens       as own
        AddClient       as -
        RenewClientKey  as -
        RevokeClient    as -
        AddWebhook      -  own
        RenewWebhookKey -  own
        RemoveWebhook   as own
        """;

    private const string Letters = "chrlzouas";

    private static readonly Role[] Blind = [Role.Clerk, Role.Head, Role.Reviewer, Role.Lead, Role.Centre, Role.Ops];

    public static TheoryData<string, Role, bool> Others => new(
        from row in Rows
        from role in Enum.GetValues<Role>()
        select (row[0], role, row[1].Contains(Letters[(int)role - 1])));

    public static TheoryData<string, Role, bool> Own => new(
        from row in Rows
        from role in Enum.GetValues<Role>()
        where role != Role.System
        select (row[0], role, row[2] == "own" || (role == Role.Admin && row[1].Contains('a'))));

    private static IEnumerable<string[]> Rows => Table.Split('\n').Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries));

    [Theory]
    [MemberData(nameof(Others))]
    public void Anothers_account_is_the_administrators_and_for_most_does_not_exist(string name, Role role, bool allowed)
    {
        var story = Clients().When(Command(name), by: In(role, "p-other"));
        if (Blind.Contains(role)) story.ThenHidden();
        else if (allowed) Assert.NotEqual(RuleId.RoleNotAllowed, story.RefusedBy);
        else story.ThenRefused(RuleId.RoleNotAllowed, Figure.Of("role", Wire.Name(role)));
    }

    [Theory]
    [MemberData(nameof(Own))]
    public void To_the_own_account_everybody_may_do_what_takes_from_nobody(string name, Role role, bool allowed)
    {
        var story = Clients().When(Command(name), by: In(role, Clerk.PersonId));
        if (allowed) Assert.NotEqual(RuleId.RoleNotAllowed, story.RefusedBy);
        else story.ThenRefused(RuleId.RoleNotAllowed, Figure.Of("role", Wire.Name(role)));
    }

    [Theory]
    [MemberData(nameof(Others))]
    public void An_account_that_does_not_exist_answers_as_one_that_does(string name, Role role, bool allowed)
    {
        var story = Of().When(Command(name), by: In(role, "p-other"));
        if (Blind.Contains(role) || name != nameof(PutAccount)) story.ThenHidden();
        else if (allowed) story.Then(typeof(AccountOpened), typeof(PersonInvited));
        else story.ThenRefused(RuleId.RoleNotAllowed, Figure.Of("role", Wire.Name(role)));
    }

    [Fact]
    public void The_table_names_every_command_and_there_is_a_sample_of_each()
    {
        var commands = typeof(AccountCommand).Assembly.GetTypes().Where(t => t.IsSubclassOf(typeof(AccountCommand))).Select(t => t.Name).Order().ToArray();
        Assert.Equal(commands, Rows.Select(row => row[0]).Order());
        Assert.Equal(commands, AccountCommands.All.Select(command => command.GetType().Name).Order());
    }

    [Theory]
    [InlineData(Role.Clerk, false)]
    [InlineData(Role.Head, false)]
    [InlineData(Role.Reviewer, false)]
    [InlineData(Role.Lead, false)]
    [InlineData(Role.Centre, false)]
    [InlineData(Role.Ops, false)]
    [InlineData(Role.Auditor, true)]
    [InlineData(Role.Admin, true)]
    [InlineData(Role.System, true)]
    public void Administrators_and_auditors_see_every_account_and_everybody_the_own_one(Role role, bool all)
    {
        var account = Opened().Account;
        Assert.Equal(all, AccountRules.Sees(account, In(role, "p-other")));
        Assert.True(AccountRules.Sees(account, In(role, Clerk.PersonId)));
        Assert.False(AccountRules.Sees(Account.Unknown(Clerk.PersonId), In(role, Clerk.PersonId)));
    }

    [Fact]
    public void Whoever_shares_the_unit_or_is_above_it_does_not_see_the_account()
    {
        var account = Opened().Account;
        Actor[] near = [SecondClerk, Head, Reviewer, Lead, SuperiorLead];
        Assert.All(near, actor => Assert.False(AccountRules.Sees(account, actor), actor.Name));
    }

    private static AccountStory Clients() => Opened().Given(Client(), Admin);

    private static AccountCommand Command(string name) => AccountCommands.All.Single(command => command.GetType().Name == name);

    private static Actor In(Role role, string personId) => new(personId, "某人", role, SchoolId, role is Role.Reviewer or Role.Lead ? AuthorityId : null);
}
