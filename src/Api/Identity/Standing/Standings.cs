using System.Collections.Immutable;
using System.Text.Json;
using NanchangEdu.Registry.Contracts;
using NanchangEdu.Registry.Store;

namespace NanchangEdu.Registry.Api.Identity.Standing;

/// <param name="Account">What the register says of the person; null when it knows no such account.</param>
/// <param name="Below">The authorities below the account's own.</param>
public sealed record PersonStanding(AccountStanding? Account, ImmutableArray<UnitId> Below);

/// <summary>
/// How people stand with the register, never older than a lease: so a token is refused everywhere, half a second after the account was
/// locked or its client revoked, however long it would still have been good for.
/// </summary>
public sealed class Standings : IDisposable
{
    public static readonly TimeSpan Lease = TimeSpan.FromMilliseconds(500);

    private readonly ICatalog catalog;
    private readonly TimeProvider clock;
    private readonly LeasedAnswers<string, PersonStanding> people;
    private readonly LeasedAnswers<UnitId, ImmutableArray<UnitId>> branches;

    public Standings(ICatalog catalog, TimeProvider clock)
    {
        (this.catalog, this.clock) = (catalog, clock);
        people = new LeasedAnswers<string, PersonStanding>(Ask, Lease, clock);
        branches = new LeasedAnswers<UnitId, ImmutableArray<UnitId>>(AskBelow, Lease, clock);
    }

    /// <exception cref="StoreUnavailableException"/>
    public ValueTask<PersonStanding> Of(string personId) => people.Of(personId);

    /// <summary>For people of whom the register has no account: an external issuer says whose they are.</summary>
    /// <exception cref="StoreUnavailableException"/>
    public ValueTask<ImmutableArray<UnitId>> Below(UnitId authority) => branches.Of(authority);

    /// <summary>Here a change counts at once.</summary>
    public void Forget(string personId) => people.Forget(personId);

    /// <summary>After a change: here it counts at once, and when this returns everywhere.</summary>
    public Task Changed(string personId)
    {
        people.Forget(personId);
        return Task.Delay(Lease, clock);
    }

    public void Dispose()
    {
        people.Dispose();
        branches.Dispose();
    }

    private async Task<PersonStanding> Ask(string personId)
    {
        if (await catalog.Standing(personId, CancellationToken.None) is not { } stored) return new PersonStanding(null, []);

        var account = JsonSerializer.Deserialize<AccountStanding>(stored, RegistryJson.Options)
            ?? throw new JsonException("a standing is an object");
        return new PersonStanding(account, account.Authority is { } authority ? await AskBelow(authority) : []);
    }

    private async Task<ImmutableArray<UnitId>> AskBelow(UnitId authority) =>
        [.. (await catalog.AuthoritiesBelow(authority.Uscc, CancellationToken.None)).Select(uscc => new UnitId(uscc))];
}
