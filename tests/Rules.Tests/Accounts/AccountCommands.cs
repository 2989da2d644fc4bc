using System.Collections.Immutable;
using NanchangEdu.Registry.Contracts;

namespace NanchangEdu.Registry.Rules.Tests.Accounts;

/// <summary>One of every command to an account, for what holds of all of them.</summary>
internal static class AccountCommands
{
    public static ImmutableArray<AccountCommand> All { get; } =
    [
        AccountStory.Put(Role.Head), new InviteAgain("忘记密码"), new ActivateAccount(), new LockAccount("离岗"), new UnlockAccount("返岗"), new RetireAccount("退休"),
        new EndTokens("遗失手机"), AccountStory.Client("another"), new RenewClientKey("wang-sync", "例行更换"), new RevokeClient("wang-sync", "停用"),
        AccountStory.Hook("another-hook"), new RenewWebhookKey("wang-hook", "例行更换"), new RemoveWebhook("wang-hook", "停用"),
    ];
}
