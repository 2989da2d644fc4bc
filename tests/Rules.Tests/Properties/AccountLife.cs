using System.Collections.Immutable;
using CsCheck;
using NanchangEdu.Registry.Contracts;
using static NanchangEdu.Registry.Rules.Tests.Sample;

namespace NanchangEdu.Registry.Rules.Tests.Properties;

/// <summary>One step of an account's random life, as numbers: so that it shrinks, and prints as something that can be played again.</summary>
/// <param name="What">Which command; <see cref="AccountHands.Makers"/> in their order.</param>
/// <param name="Who">Below 70 whoever may, else anybody.</param>
/// <param name="Wait">Hours after the step before.</param>
internal readonly record struct AccountMove(int What, int Who, int Wait, int A, int B);

/// <summary>What became of one command. <paramref name="After"/> is <paramref name="Before"/> when it was refused or hidden.</summary>
internal sealed record AccountStep(Account Before, AccountCommand Command, Actor By, DateTimeOffset Now, Decision<AccountEvent> Decision, Account After);

internal sealed record AccountLife(AccountMove[] Moves)
{
    private static readonly Gen<int> Any = Gen.Int[0, 999];

    private static readonly Gen<int> AnyMaker = Gen.Int[0, AccountHands.Makers.Length - 1];

    private static readonly RegistryPolicy Policy = NanchangPack.At("2026-01-05");

    /// <summary>Now and then the life of somebody with very many clients or webhooks.</summary>
    public static Gen<AccountLife> Of(int movesMax) => Gen.Frequency(
        (8, Moving(AnyMaker).Array[1, movesMax]),
        (1, Moving(Gen.Frequency((3, Gen.Const(AccountHands.SoundClient)), (1, AnyMaker))).Array[movesMax, 2 * movesMax]),
        (1, Moving(Gen.Frequency((3, Gen.Const(AccountHands.SoundWebhook)), (1, AnyMaker))).Array[movesMax, 2 * movesMax])).Select(moves => new AccountLife(moves));

    /// <summary>Plays the life, shows every step, and returns the account with its ledger.</summary>
    public (Account Account, ImmutableArray<AccountEvent> Ledger) Play(Action<AccountStep> holds)
    {
        var (account, ledger, now) = (Account.Unknown(Clerk.PersonId), ImmutableArray<AccountEvent>.Empty, Instant("2026-01-05"));
        foreach (var move in Moves)
        {
            now = now.AddHours(move.Wait);
            var (command, by) = AccountHands.Of(move, account);
            var around = new AccountSurroundings(move.B % 17 == 0 ? StrangerId : null) { WebhooksOff = move.B % 19 == 0 };
            var decision = AccountRules.Decide(account, command, new(by, around, Policy, now));
            var after = decision.Events.Aggregate(account, AccountRules.Evolve);
            holds(new(account, command, by, now, decision, after));
            (account, ledger) = (after, ledger.AddRange(decision.Events));
        }

        return (account, ledger);
    }

    private static Gen<AccountMove> Moving(Gen<int> makers) =>
        Gen.Select(makers, Gen.Int[0, 99], Gen.Int[0, 200], Any, Any, (what, who, wait, a, b) => new AccountMove(what, who, wait, a, b));

    public override string ToString() => $"AccountLife: {string.Join(", ", Moves.Select(m => $"{m.What} by {m.Who} after {m.Wait} ({m.A} {m.B})"))}";
}

/// <summary>Turns a move into a command of somebody: sound ones, so that lives get somewhere, and what a strict JSON reader lets through.</summary>
internal static class AccountHands
{
    /// <summary>The place of the sound client among <see cref="Makers"/>.</summary>
    public const int SoundClient = 10;

    /// <summary>The place of the sound webhook.</summary>
    public const int SoundWebhook = 14;

    private static readonly Actor[] Everybody =
    [
        Admin, Admin, Admin with { PersonId = "p-admin-2" }, Actor.System, Auditor, Clerk, Clerk with { Role = Role.Admin }, SecondClerk, Lead,
        SuperiorLead, Ops, Centre,
    ];

    private static readonly string[] Texts = ["", " ", "\0", "\u202E倒", "𠮷野家", "\ud800", new('长', 5_000), "ａｂｃ", "a..b", "'; drop--", "{value}", "\r\n", "WANG", "registry.admin"];

    private static readonly DateOnly?[] Dates = [null, DateOnly.MinValue, DateOnly.MaxValue, new(2026, 1, 5), new(2026, 6, 1), new(2028, 2, 29), new(2029, 1, 5)];

    private static readonly ImmutableArray<string>[] Ranges =
    [
        [], default, ["10.20.0.0/16"], ["2001:DB8::/32", "2001:db8::/32"], ["10.20.0.1/16"], [null!], ["", "10.0.0.0/8"], ["0.0.0.0/0"],
        [.. Enumerable.Range(0, 25).Select(i => $"10.{i}.0.0/16")],
    ];

    private static readonly ImmutableArray<string>[] ScopeLists = [[Scopes.Read], [Scopes.Read], [Scopes.Write, Scopes.Read], [], default, [null!], [Scopes.Admin], ["registry.everything"]];

    private static readonly ImmutableArray<string>[] Events =
        [[], ["launched", "unitChanged"], default, ["accountOpened"], [null!], ["Launched"], [.. Enumerable.Range(0, 60).Select(i => $"event{i}")]];

    private static readonly ImmutableArray<Role>[] RoleLists =
    [
        [Role.Clerk], [Role.Head, Role.Clerk], [Role.Reviewer], [Role.Lead, Role.Reviewer], [Role.Centre], [Role.Admin], [Role.Auditor], [Role.Clerk, Role.Lead],
        [Role.System], [(Role)0], [(Role)int.MaxValue], [], default, [Role.Clerk, Role.Clerk],
    ];

    /// <summary>One maker for each way of each command.</summary>
    public static readonly ImmutableArray<Func<AccountMove, Account, AccountCommand>> Makers =
    [
        (m, _) => new PutAccount($"wang{m.A % 3}", $"王静{m.B % 2}", RoleLists[m.A % 2], m.B % 5 == 0 ? ReceiverId : SchoolId, null),
        (m, _) => new PutAccount("wang.jing", "王静", RoleLists[2 + (m.A % 2)], null, m.B % 3 == 0 ? OtherAuthorityId : AuthorityId),
        (m, _) => new PutAccount(Text(m, "wang.jing"), Text(m with { A = m.B }, "王静"), RoleLists[m.B % RoleLists.Length], m.A % 3 == 0 ? null : SchoolId, m.A % 4 == 0 ? AuthorityId : null),
        (m, _) => new InviteAgain(Text(m, "忘记密码")), (_, _) => new ActivateAccount(), (_, _) => new ActivateAccount(), (m, _) => new LockAccount(Text(m, "离岗")),
        (m, _) => new UnlockAccount(Text(m, "返岗")), (m, _) => m.A % 8 == 0 ? new RetireAccount(Text(m, "退休")) : new EndTokens("调岗"), (m, _) => new EndTokens(Text(m, "遗失手机")),
        (m, account) => new AddClient($"sync-{m.A % 40}", "同步", account.Roles.FirstOrDefault(Role.Clerk), [Scopes.Read], Dates[m.B % Dates.Length], Ranges[m.A % 4]),
        (m, _) => new AddClient(Text(m, $"sync-{m.A % 6}"), Text(m with { A = m.B }, "同步"), (Role)(m.B % 11), ScopeLists[m.A % ScopeLists.Length], Dates[m.B % Dates.Length], Ranges[m.B % Ranges.Length]),
        (m, account) => new RenewClientKey(Known(m, account), Text(m, "例行更换")), (m, account) => new RevokeClient(Known(m, account), Text(m, "停用")),
        (m, account) => new AddWebhook($"hook-{m.A % 40}", "办公系统", account.Roles.FirstOrDefault(Role.Clerk), $"https://oa{m.B % 3}.ncedu.cn/events", Events[m.B % 2]),
        (m, _) => new AddWebhook(Text(m, $"hook-{m.A % 6}"), Text(m with { A = m.B }, "办公系统"), (Role)(m.B % 11), Text(m with { A = m.B / 2 }, "https://oa.ncedu.cn"), Events[m.B % Events.Length]),
        (m, account) => new RenewWebhookKey(Hook(m, account), Text(m, "例行更换")), (m, account) => new RemoveWebhook(Hook(m, account), Text(m, "停用")),
    ];

    public static (AccountCommand Command, Actor By) Of(AccountMove move, Account account)
    {
        var command = Makers[move.What](move, account);
        return (command, move.Who < 70 ? command is ActivateAccount or AddWebhook or RenewWebhookKey ? Clerk : Admin : Everybody[move.A % Everybody.Length]);
    }

    private static string Text(AccountMove move, string sound) => move.A % 4 == 0 ? Texts[move.B % Texts.Length] : sound;

    private static string Known(AccountMove move, Account account) =>
        account.Clients.IsEmpty || move.B % 7 == 0 ? Text(move with { A = 0 }, "") : account.Clients[move.A % account.Clients.Length].ClientId;

    private static string Hook(AccountMove move, Account account) =>
        account.AllWebhooks.IsEmpty || move.B % 7 == 0 ? Text(move with { A = 0 }, "") : account.AllWebhooks[move.A % account.AllWebhooks.Length].WebhookId;
}
