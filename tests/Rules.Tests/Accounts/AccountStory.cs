using System.Collections.Immutable;
using NanchangEdu.Registry.Contracts;
using static NanchangEdu.Registry.Rules.Tests.Sample;

namespace NanchangEdu.Registry.Rules.Tests.Accounts;

/// <summary>An account's life told by real commands, as <see cref="Story"/> tells a site's: what is given must be accepted, what is asked last is judged.</summary>
internal sealed class AccountStory
{
    private Decision<AccountEvent>? decision;

    private AccountStory(string personId) => Account = Account.Unknown(personId);

    /// <summary>The account as the commands so far have left it.</summary>
    public Account Account { get; private set; }

    public ImmutableArray<AccountEvent> Ledger { get; private set; } = [];

    /// <summary>The rule that refused the last command; null when none did.</summary>
    public RuleId? RefusedBy => Decided.Refusal?.Rule;

    /// <summary>The events of the last command.</summary>
    public ImmutableArray<AccountEvent> Events => Decided.Events;

    public DateTimeOffset Now { get; private set; } = Instant("2026-01-05");

    /// <summary>The person whose account it is, in a role: the one given when it was opened unless told otherwise.</summary>
    public Actor Self => new(Account.PersonId, Account.Name, Account.Roles.IsEmpty ? Role.Clerk : Account.Roles[0], Account.Unit, Account.Authority);

    /// <summary>Before it is opened: the clerk's.</summary>
    public static AccountStory Of(string? personId = null) => new(personId ?? Clerk.PersonId);

    /// <summary>Opened by the administrator; the clerk's unless told otherwise.</summary>
    public static AccountStory Opened(PutAccount? command = null) => Of().Given(command ?? Put(), Admin);

    /// <summary>Opened, and the password is set.</summary>
    public static AccountStory Active(PutAccount? command = null)
    {
        var story = Opened(command);
        return story.Given(new ActivateAccount(), story.Self);
    }

    /// <summary>An account of the school: the clerk's.</summary>
    public static PutAccount Put(params ImmutableArray<Role> roles) => new("wang.jing", "王静", roles.IsDefaultOrEmpty ? [Role.Clerk] : roles, SchoolId, null);

    /// <summary>An account of the authority.</summary>
    public static PutAccount OfAuthority(params ImmutableArray<Role> roles) => new("liu.min", "刘敏", roles, null, AuthorityId);

    /// <summary>An account of a city-wide role.</summary>
    public static PutAccount OfCity(Role role) => new("city", "市级人员", [role], null, null);

    /// <summary>A client of the clerk that reads, without an end, from anywhere.</summary>
    public static AddClient Client(string id = "wang-sync") => new(id, "校园网同步", Role.Clerk, [Scopes.Read], null, []);

    /// <summary>A webhook of the clerk's role, for all events.</summary>
    public static AddWebhook Hook(string id = "wang-hook") => new(id, "办公系统", Role.Clerk, "https://oa.nczx.ncedu.cn/events", []);

    public AccountStory Given(AccountCommand command, Actor by, string? at = null)
    {
        var made = Decide(command, by, at);
        Assert.True(made is { Refusal: null, Hidden: false }, $"{command} by {by.Name}: {Words(made)}");
        Adopt(made);
        decision = null;
        return this;
    }

    public AccountStory When(AccountCommand command, Actor by, string? at = null, UnitId? unknown = null, bool webhooksOff = false)
    {
        decision = Decide(command, by, at, unknown, webhooksOff);
        Adopt(decision);
        return this;
    }

    public AccountStory ThenRefused(RuleId rule, params ReadOnlySpan<Figure> figures)
    {
        Assert.True(Decided.Refusal is not null, $"expected {rule}, but it was {Words(Decided)}");
        Assert.Equal(rule, Decided.Refusal.Rule);
        RefusalWords.AreComplete(Decided.Refusal);
        foreach (var figure in figures) Assert.Contains(figure, Decided.Refusal.Figures);
        return this;
    }

    public AccountStory ThenHidden()
    {
        Assert.True(Decided is { Hidden: true, Refusal: null, Events: [] }, $"expected hidden, but it was {Words(Decided)}");
        return this;
    }

    public AccountStory Then(params Type[] events)
    {
        Assert.True(Decided is { Hidden: false, Refusal: null }, Words(Decided));
        Assert.Equal(events, Decided.Events.Select(e => e.GetType()));
        return this;
    }

    public AccountStory Then<TEvent>(Action<TEvent> holds) where TEvent : AccountEvent
    {
        Assert.True(Decided is { Hidden: false, Refusal: null }, Words(Decided));
        holds(Assert.Single(Decided.Events.OfType<TEvent>()));
        return this;
    }

    public AccountStory ThenAccount(Action<Account> holds)
    {
        holds(Account);
        return this;
    }

    public AccountStory ThenEpoch(long epoch) => ThenAccount(account => Assert.Equal(epoch, account.Epoch));

    private Decision<AccountEvent> Decided => decision ?? throw new InvalidOperationException("no command is in question: When comes first");

    private Decision<AccountEvent> Decide(AccountCommand command, Actor by, string? at, UnitId? unknown = null, bool webhooksOff = false)
    {
        var next = at is null ? Now.AddMinutes(1) : Instant(at);
        Assert.True(next >= Now, $"the story goes back from {Now:u} to {next:u}");
        Now = next;
        var around = new AccountSurroundings(unknown) { WebhooksOff = webhooksOff };
        return AccountRules.Decide(Account, command, new(by, around, NanchangPack.At("2026-01-05"), Now));
    }

    private void Adopt(Decision<AccountEvent> made)
    {
        Account = made.Events.Aggregate(Account, AccountRules.Evolve);
        Ledger = Ledger.AddRange(made.Events);
    }

    private static string Words(Decision<AccountEvent> decision) => decision switch
    {
        { Hidden: true } => "hidden",
        { Refusal: { } refusal } => $"{RuleCatalog.NameOf(refusal.Rule)}: {RuleCatalog.Describe(refusal, TextLanguage.English)}",
        _ => "accepted",
    };
}
