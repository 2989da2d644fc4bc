using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using NanchangEdu.Registry.Api.Http;
using NanchangEdu.Registry.Api.Identity;
using NanchangEdu.Registry.Contracts;

namespace NanchangEdu.Registry.Api.Tests;

/// <summary>Access tokens signed with the program's own key, right ones and every kind of wrong one.</summary>
public sealed class Tokens(Gateway gateway)
{
    public const string AccessTokenType = "at+jwt";

    /// <summary>Whoever a token is made for has an account: without one it would be good for nothing.</summary>
    internal Accounts Accounts { get; } = new(gateway);

    public SigningCredentials Credentials => new(gateway.Services.GetRequiredService<TokenKeys>().Signing, SecurityAlgorithms.EcdsaSha256);

    public string Of(Actor person) => Sign(ClaimsOf(person));

    public Dictionary<string, object> ClaimsOf(Actor person, params string[] scopes)
    {
        var claims = new Dictionary<string, object>
        {
            ["epoch"] = Accounts.EpochOf(person).ToString(CultureInfo.InvariantCulture),
            ["iss"] = gateway.Services.GetRequiredService<IOptions<AuthOptions>>().Value.PublicUrl.ToString(),
            ["aud"] = RegistryClaims.Audience,
            ["sub"] = person.PersonId,
            ["name"] = person.Name,
            ["role"] = Json.NameOf(person.Role),
            ["client_id"] = "test",
            ["jti"] = Guid.NewGuid().ToString(),
            ["iat"] = Seconds(0),
            ["exp"] = Seconds(600),
            ["scope"] = string.Join(' ', scopes.Length > 0 ? scopes : Scopes.Of(person.Role)),
        };
        if (person.Unit is { } unit) claims["unit"] = unit.Uscc;
        if (person.Authority is { } authority) claims["authority"] = authority.Uscc;
        return claims;
    }

    public string Sign(Dictionary<string, object> claims, SigningCredentials? credentials = null, string type = AccessTokenType) =>
        new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(new SecurityTokenDescriptor
        {
            Claims = claims,
            SigningCredentials = credentials ?? Credentials,
            TokenType = type,
        });

    /// <summary>Seconds since 1970, so many from now.</summary>
    public long Seconds(int fromNow) =>
        gateway.Services.GetRequiredService<TimeProvider>().GetUtcNow().AddSeconds(fromNow).ToUnixTimeSeconds();
}
