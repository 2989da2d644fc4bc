using NanchangEdu.Registry.Contracts;
using NanchangEdu.Registry.Grains.Records;
using NanchangEdu.Registry.Rules;

namespace NanchangEdu.Registry.Grains;

/// <summary>One person's account: a shell around <see cref="AccountRules"/>.</summary>
[GrainType(GrainTypes.Account)]
internal sealed class AccountGrain : Grain, IAccountGrain
{
    private static readonly ViewKey WholeView = new("view", IsMasked: false);

    private readonly RecordShell<Account, AccountCommand, AccountEvent> shell;

    public AccountGrain(RecordSurroundings around)
    {
        var personId = GrainKeys.PersonOf(this.GetPrimaryKeyString());
        shell = new(personId, new AccountRecord(personId, around.Store), around, DeactivateOnIdle);
    }

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        shell.Wake();
        return Task.CompletedTask;
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        shell.Sleep();
        return Task.CompletedTask;
    }

    public Task<Outcome> Execute(AccountCommand command, Envelope envelope, CancellationToken cancellationToken) =>
        shell.Execute(command, envelope, cancellationToken);

    public Task<ReadAnswer> Read(Actor by, bool checkedAgainstStore, CancellationToken cancellationToken) => shell.Read(
        WholeView, by, checkedAgainstStore, (account, version, _, _) => new RenderedView(AccountViews.Render(account, version), null), cancellationToken);
}
