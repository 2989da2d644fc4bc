using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.IdentityModel.Tokens;
using NanchangEdu.Registry.Api.Http;
using NanchangEdu.Registry.Contracts;
using OpenIddict.Abstractions;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace NanchangEdu.Registry.Api.Identity;

/// <summary>A person who gets a client of the token server.</summary>
/// <param name="ClientId">Readable and stable, e.g. <c>clerk-yucai</c>.</param>
public sealed record SamplePerson(string ClientId, string PersonId, string Name, Role Role, UnitId? Unit, UnitId? Authority);

/// <summary>One entry of <c>first-run.json</c>. User name and password are null until people can log in to the console.</summary>
public sealed record Credential(
    string ClientId, string ClientSecret, Role Role, string? Unit, string? Authority, string? UserName, string? Password);

/// <summary>Makes clients with random secrets. A secret is known here once and kept hashed by OpenIddict.</summary>
public sealed class CredentialIssuer(IdentityDatabase database, IOpenIddictApplicationManager clients)
{
    private const int SecretBytes = 32;

    /// <summary>A credential with a fresh secret, not yet good for anything.</summary>
    public static Credential Draw(SamplePerson person) => new(
        person.ClientId,
        Base64UrlEncoder.Encode(RandomNumberGenerator.GetBytes(SecretBytes)),
        person.Role, person.Unit?.Uscc, person.Authority?.Uscc, UserName: null, Password: null);

    /// <summary>Makes a client with a random secret for each person, all of them or none.</summary>
    public async Task<ImmutableArray<Credential>> Issue(IEnumerable<SamplePerson> people, CancellationToken cancellationToken)
    {
        var drawn = people.Select(person => (person, Draw(person))).ToImmutableArray();
        await Register(drawn, cancellationToken);
        return [.. drawn.Select(pair => pair.Item2)];
    }

    public async Task<bool> HasClients(CancellationToken cancellationToken) => await clients.CountAsync(cancellationToken) > 0;

    /// <summary>Makes the clients in one transaction, so that a crash leaves all of them or none.</summary>
    public async Task Register(IEnumerable<(SamplePerson Person, Credential Credential)> pairs, CancellationToken cancellationToken)
    {
        await using var transaction = await database.Database.BeginTransactionAsync(cancellationToken);
        foreach (var (person, credential) in pairs)
            await clients.CreateAsync(Describe(person, credential), cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    private static OpenIddictApplicationDescriptor Describe(SamplePerson person, Credential credential)
    {
        var descriptor = new OpenIddictApplicationDescriptor
        {
            ClientId = credential.ClientId,
            ClientSecret = credential.ClientSecret,
            ClientType = ClientTypes.Confidential,
            DisplayName = person.Name,
            Permissions = { Permissions.Endpoints.Token, Permissions.GrantTypes.ClientCredentials },
        };
        foreach (var scope in Contracts.Scopes.Of(person.Role)) descriptor.Permissions.Add(Permissions.Prefixes.Scope + scope);
        foreach (var (name, value) in ClientProperties.Of(person))
            descriptor.Properties[name] = JsonSerializer.SerializeToElement(value);
        return descriptor;
    }
}

/// <summary>What a client of the token server says of its person; each becomes a claim of the token.</summary>
internal static class ClientProperties
{
    public static readonly ImmutableArray<string> Claims =
        [RegistryClaims.Person, RegistryClaims.Name, RegistryClaims.Role, RegistryClaims.Unit, RegistryClaims.Authority];

    public static IEnumerable<(string Name, string Value)> Of(SamplePerson person)
    {
        yield return (RegistryClaims.Person, person.PersonId);
        yield return (RegistryClaims.Name, person.Name);
        yield return (RegistryClaims.Role, Json.NameOf(person.Role));
        if (person.Unit is { } unit) yield return (RegistryClaims.Unit, unit.Uscc);
        if (person.Authority is { } authority) yield return (RegistryClaims.Authority, authority.Uscc);
    }

    public static IEnumerable<string> ScopesIn(IEnumerable<string> permissions) => permissions
        .Where(permission => permission.StartsWith(Permissions.Prefixes.Scope, StringComparison.Ordinal))
        .Select(permission => permission[Permissions.Prefixes.Scope.Length..]);
}
