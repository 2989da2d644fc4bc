using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.IdentityModel.Tokens;
using NanchangEdu.Registry.Contracts;
using OpenIddict.Abstractions;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace NanchangEdu.Registry.Api.Identity;

/// <summary>
/// The secrets of API clients. One is known here once, when it is made, and kept hashed by the token server. Which clients there are, of
/// whom and for what, the register says; a secret counts only under the number that the register has for it.
/// </summary>
public sealed class ClientSecrets(IOpenIddictApplicationManager clients)
{
    private const int SecretBytes = 32;
    private const string PersonProperty = "person";
    private const string KeyProperty = "key";

    public static string Draw() => Base64UrlEncoder.Encode(RandomNumberGenerator.GetBytes(SecretBytes));

    /// <summary>Makes the secret of this number, unless it was made before: what was shown once is shown to nobody again.</summary>
    /// <param name="personId">Whose client it is.</param>
    /// <param name="client">As the register has it.</param>
    /// <param name="drawn">The secret to be, when somebody has written it down already.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>The secret; null when its number had one.</returns>
    public async Task<string?> Issue(string personId, ApiClient client, string? drawn, CancellationToken cancellationToken)
    {
        var secret = drawn ?? Draw();
        var descriptor = Describe(personId, client, secret);
        try
        {
            if (await clients.FindByClientIdAsync(client.ClientId, cancellationToken) is not { } known)
            {
                await clients.CreateAsync(descriptor, cancellationToken);
                return secret;
            }

            if (await OwnerOf(known, cancellationToken) is { } owner && owner.Key >= client.Key) return null;
            await clients.UpdateAsync(known, descriptor, cancellationToken);
            return secret;
        }
        catch (Exception another) when (another is OpenIddictExceptions.ConcurrencyException or OpenIddictExceptions.ValidationException or DbUpdateException)
        {
            // The same command, sent twice at once: the other one has made the secret, and shows it.
            if (await clients.FindByClientIdAsync(client.ClientId, cancellationToken) is { } made
                && await OwnerOf(made, cancellationToken) is { } owner && owner.Key >= client.Key)
                return null;
            throw;
        }
    }

    /// <summary>Whether the client has a secret that the register knows of; those from before there were accounts are none.</summary>
    public async Task<bool> Has(string clientId, CancellationToken cancellationToken) =>
        await clients.FindByClientIdAsync(clientId, cancellationToken) is { } known && await OwnerOf(known, cancellationToken) is not null;

    public async Task<bool> HasAny(CancellationToken cancellationToken)
    {
        await foreach (var known in clients.ListAsync(cancellationToken: cancellationToken))
        {
            if (await OwnerOf(known, cancellationToken) is not null) return true;
        }

        return false;
    }

    /// <summary>Whose client it is, and the number of its secret; null for an application in which people sign in.</summary>
    internal async Task<(string PersonId, long Key)?> OwnerOf(object client, CancellationToken cancellationToken)
    {
        var properties = await clients.GetPropertiesAsync(client, cancellationToken);
        return properties.TryGetValue(PersonProperty, out var person) && person.GetString() is { } personId
            && properties.TryGetValue(KeyProperty, out var key) && long.TryParse(key.GetString(), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? (personId, number)
            : null;
    }

    private static OpenIddictApplicationDescriptor Describe(string personId, ApiClient client, string secret)
    {
        var descriptor = new OpenIddictApplicationDescriptor
        {
            ClientId = client.ClientId,
            ClientSecret = secret,
            ClientType = ClientTypes.Confidential,
            DisplayName = client.Label,
            Permissions = { Permissions.Endpoints.Token, Permissions.Endpoints.Revocation, Permissions.GrantTypes.ClientCredentials },
            Properties =
            {
                [PersonProperty] = JsonSerializer.SerializeToElement(personId),
                [KeyProperty] = JsonSerializer.SerializeToElement(client.Key.ToString(CultureInfo.InvariantCulture)),
            },
        };
        foreach (var scope in client.Scopes) descriptor.Permissions.Add(Permissions.Prefixes.Scope + scope);
        return descriptor;
    }
}
