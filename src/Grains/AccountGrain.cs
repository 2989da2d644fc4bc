using NanchangEdu.Registry.Contracts;
using NanchangEdu.Registry.Grains.Records;
using NanchangEdu.Registry.Grains.Webhooks;
using NanchangEdu.Registry.Rules;

namespace NanchangEdu.Registry.Grains;

/// <summary>One person's account: a shell around <see cref="AccountRules"/>. Its key names nobody, so each call says whose account it is.</summary>
[GrainType(GrainTypes.Account)]
internal sealed class AccountGrain(RecordSurroundings around, IWebhookKeys webhooks) : Grain, IAccountGrain
{
    private static readonly ViewKey WholeView = new("view", IsMasked: false);

    private RecordShell<Account, AccountCommand, AccountEvent>? shell;

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        shell?.Sleep();
        return Task.CompletedTask;
    }

    public Task<Outcome> Execute(AccountId id, AccountCommand command, Envelope envelope, CancellationToken cancellationToken) =>
        Of(id).Execute(command, envelope, cancellationToken);

    public Task<ReadAnswer> Read(AccountId id, Actor by, bool checkedAgainstStore, CancellationToken cancellationToken) => Of(id).Read(
        WholeView, by, checkedAgainstStore, (account, version, _, _) => new RenderedView(AccountViews.Render(account, version), null), cancellationToken);

    /// <summary>The key is the hash of the id: a call that names somebody else's account has come to the wrong grain.</summary>
    private RecordShell<Account, AccountCommand, AccountEvent> Of(AccountId id)
    {
        if (id.PersonId is null || id.GrainKey != this.GetPrimaryKeyString()) throw new ArgumentException("the account is not this grain's", nameof(id));
        if (shell is null)
        {
            shell = new(
                id.PersonId, new AccountRecord(id.PersonId, around.Store, () => !webhooks.Current.IsEmpty), around, DeactivateOnIdle,
                new Departure(this, () => shell!.IsNothing).Announce);
            shell.Wake();
        }

        return shell;
    }
}
