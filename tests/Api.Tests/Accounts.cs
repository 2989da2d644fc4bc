using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using NanchangEdu.Registry.Api.Identity;
using NanchangEdu.Registry.Api.Identity.Standing;
using NanchangEdu.Registry.Contracts;
using NanchangEdu.Registry.Store;

namespace NanchangEdu.Registry.Api.Tests;

/// <summary>Opens accounts as the registry itself does at its first start: by the real command, without a token.</summary>
internal sealed class Accounts(Gateway gateway)
{
    private static int keys;

    private readonly Lock opening = new();

    /// <summary>The person's account is opened, or brought to what the test says of the person; returns its epoch.</summary>
    public long EpochOf(Actor person)
    {
        lock (opening) return Open(person).GetAwaiter().GetResult();
    }

    public async Task<AccountStanding?> Standing(string personId) =>
        await gateway.Services.GetRequiredService<ICatalog>().Standing(personId, default) is { } stored
            ? JsonSerializer.Deserialize<AccountStanding>(stored, RegistryJson.Options)
            : null;

    /// <summary>A command by the registry itself.</summary>
    public async Task<Outcome> Execute(string personId, AccountCommand command)
    {
        var key = $"test-{Interlocked.Increment(ref keys)}";
        var outcome = await gateway.Services.GetRequiredService<IGrainFactory>().GetAccount(personId)
            .Execute(command, new Envelope(Actor.System, key, key, null, key), default);
        gateway.Services.GetRequiredService<Standings>().Forget(personId);
        return outcome;
    }

    /// <summary>An API client of the person, with its secret.</summary>
    public async Task<(string Id, string Secret)> Client(Actor person, string clientId)
    {
        EpochOf(person);
        var added = await Execute(person.PersonId, new AddClient(clientId, "测试", person.Role, [.. Scopes.Of(person.Role)], null, []));
        Assert.Equal(OutcomeKind.Done, added.Kind);
        var client = (await Standing(person.PersonId))!.Clients.Single(c => c.ClientId == clientId);
        await using var scope = gateway.Services.CreateAsyncScope();
        var secret = await scope.ServiceProvider.GetRequiredService<ClientSecrets>().Issue(person.PersonId, client, drawn: null, default);
        return (clientId, secret!);
    }

    private async Task<long> Open(Actor person)
    {
        var known = await Standing(person.PersonId);
        if (known is not null && known.Roles.Contains(person.Role) && known.Unit == (person.Unit ?? person.Authority) && known.Authority == person.Authority)
            return known.Epoch;

        var outcome = await Execute(person.PersonId, new PutAccount(
            $"user-{person.PersonId.ToLowerInvariant()}", person.Name, [person.Role], person.Unit, person.Authority));
        Assert.True(outcome.Kind == OutcomeKind.Done, $"{person.PersonId}: {outcome}");
        return (await Standing(person.PersonId))!.Epoch;
    }
}
