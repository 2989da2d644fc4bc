using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using NanchangEdu.Registry.Api.Identity.Standing;
using NanchangEdu.Registry.Contracts;

namespace NanchangEdu.Registry.Api.Identity;

/// <summary>Somebody who is given an account and an API client from outside the API: at the first start, or by an operator's verb.</summary>
/// <param name="ClientId">Readable and stable, e.g. <c>clerk-yucai</c>; the user name, too.</param>
public sealed record Newcomer(string ClientId, Actor Actor)
{
    public string UserName => ClientId;
}

/// <summary>A command to one account, however it gets there.</summary>
internal delegate Task<Outcome> AccountCommandCarrier(string personId, AccountCommand command, Envelope envelope);

/// <summary>The rules refused somebody who was to be set up.</summary>
public sealed class NotSetUpException(Newcomer person, Outcome outcome) : Exception(
    outcome.Refusal is { } refusal
        ? $"{person.ClientId}：{RuleCatalog.Describe(refusal, TextLanguage.Chinese)} [{RuleCatalog.Describe(refusal, TextLanguage.English)}]"
        : $"{person.ClientId}：暂时无法登记账号，请稍后重试。 [The account could not be recorded now: {outcome.Kind}.]");

/// <summary>
/// Opens the account, adds the client, sets the password: each by the real commands, by the registry itself, and each once, however often it is
/// begun again.
/// </summary>
internal sealed class SettingUp(ClientSecrets secrets, Passwords passwords, Standings standings, AccountCommandCarrier carry)
{
    public async Task SetUp(Newcomer person, Credential credential, CancellationToken cancellationToken)
    {
        var account = await Opened(person);
        if (account.Clients.All(client => client.ClientId != person.ClientId))
        {
            await Demand(person, new AddClient(person.ClientId, person.Actor.Name, person.Actor.Role, [.. Scopes.Of(person.Actor.Role)], ExpiresOn: null, []));
            account = await Standing(person);
        }

        if (credential.Password is { } password)
        {
            await passwords.SetFirst(account, password);
            await Carry(person, new ActivateAccount()); // refused when it was active already
        }

        var made = account.Clients.Single(client => client.ClientId == person.ClientId);
        await secrets.Issue(account.PersonId, made, credential.ClientSecret, cancellationToken);
    }

    /// <summary>The account, opened if there was none; one that lacks the role is an administrator's to change, not ours.</summary>
    public async Task<AccountStanding> Opened(Newcomer person)
    {
        if ((await standings.Of(person.Actor.PersonId)).Account is { } known)
        {
            return known.Roles.Contains(person.Actor.Role)
                ? known
                : throw new NotSetUpException(person, Outcome.Refused(known.PersonId, 0, new Refusal(RuleId.AccountRolesInvalid, null, null, [], [])));
        }

        await Demand(person, new PutAccount(person.UserName, person.Actor.Name, [person.Actor.Role], person.Actor.Unit, person.Actor.Authority));
        return await Standing(person);
    }

    private async Task<AccountStanding> Standing(Newcomer person)
    {
        standings.Forget(person.Actor.PersonId);
        return (await standings.Of(person.Actor.PersonId)).Account ?? throw new InvalidOperationException("an account was opened and is not there");
    }

    private async Task Demand(Newcomer person, AccountCommand command)
    {
        var outcome = await Carry(person, command);
        if (outcome.Kind != OutcomeKind.Done) throw new NotSetUpException(person, outcome);
    }

    private Task<Outcome> Carry(Newcomer person, AccountCommand command)
    {
        var key = string.Create(CultureInfo.InvariantCulture, $"set-up-{person.ClientId}-{command.GetType().Name}");
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));
        return carry(person.Actor.PersonId, command, new Envelope(Actor.System, key, hash, ExpectedVersion: null, key));
    }
}
