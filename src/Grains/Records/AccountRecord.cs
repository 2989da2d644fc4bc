using System.Collections.Immutable;
using NanchangEdu.Registry.Contracts;
using NanchangEdu.Registry.Rules;
using NanchangEdu.Registry.Store;

namespace NanchangEdu.Registry.Grains.Records;

/// <summary>The rules of accounts in the shell's terms. Opening or changing one asks whether the units it names are registered.</summary>
/// <param name="personId">Whose account it is.</param>
/// <param name="store">Where units are looked up.</param>
/// <param name="signsWebhooks">Whether there is a key to sign webhooks with now.</param>
internal sealed class AccountRecord(string personId, IRegisterStore store, Func<bool> signsWebhooks) : IRecordRules<Account, AccountCommand, AccountEvent>
{
    public RecordKind Kind => RecordKind.Account;

    public Account Unknown { get; } = Account.Unknown(personId);

    public Account Read(byte[] stored) => StoredFormat.ReadAccount(stored);

    public byte[] Write(Account state) => StoredFormat.Write(state);

    public bool Sees(Account state, Actor by) => AccountRules.Sees(state, by);

    public bool MayRead(Actor by) => true;

    public UnitType? TypeOf(Account state) => null;

    public Account Evolve(Account state, AccountEvent @event) => AccountRules.Evolve(state, @event);

    public DescribedEvent Describe(AccountEvent @event) =>
        new(@event.At, StoredFormat.TypeOf(@event), json => StoredFormat.WriteTo(json, @event));

    public ImmutableArray<ClaimNeed> Claims(Account state) => AccountRules.Claims(state);

    /// <summary>What runs out by its date is judged at the door, against the clock.</summary>
    public DateTimeOffset? NextDueAt(Account state, RegistryPolicy policy) => null;

    public (int Status, byte[] Body) Receipt(Decided<Account, AccountCommand, AccountEvent> decided) =>
        AccountViews.Receipt(decided.After, decided.Version, decided.Events);

    public CatalogRow Catalog(Account state, RegistryPolicy policy, DateTimeOffset now) => new(Account: CatalogRows.Of(state));

    public async Task<Deliberation<AccountEvent>> Prepare(Account state, AccountCommand command, Envelope envelope, CancellationToken cancellationToken)
    {
        var around = command is PutAccount put ? new AccountSurroundings(await FirstUnknown(put, cancellationToken)) : AccountSurroundings.None;
        if (command is AddWebhook or RenewWebhookKey) around = around with { WebhooksOff = !signsWebhooks() };
        return (policy, now) => AccountRules.Decide(state, command, new AccountContext(envelope.By, around, policy, now));
    }

    private async Task<UnitId?> FirstUnknown(PutAccount command, CancellationToken cancellationToken)
    {
        foreach (var named in new[] { command.Unit, command.Authority })
        {
            if (named is { } unit && await store.Version(RecordKind.Unit, unit.Uscc, cancellationToken) == 0) return unit;
        }

        return null;
    }
}
