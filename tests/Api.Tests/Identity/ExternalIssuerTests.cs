using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using NanchangEdu.Registry.Api.Identity;
using NanchangEdu.Registry.Contracts;

namespace NanchangEdu.Registry.Api.Tests.Identity;

/// <summary>An issuer elsewhere: its discovery document and its public key, nothing more.</summary>
public sealed class ForeignIssuer : IAsyncLifetime
{
    private readonly ECDsaSecurityKey key = new(ECDsa.Create(ECCurve.NamedCurves.nistP256)) { KeyId = "foreign" };
    private WebApplication? server;

    public string Address { get; private set; } = "";

    public Gateway? Gateway { get; private set; }

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        server = builder.Build();
        server.Urls.Add("http://127.0.0.1:0");
        server.MapGet("/.well-known/openid-configuration", () => Results.Json(new { issuer = Address, jwks_uri = $"{Address}/keys" }));
        server.MapGet("/keys", () =>
        {
            var point = key.ECDsa.ExportParameters(includePrivateParameters: false).Q;
            return Results.Json(new
            {
                keys = new[]
                {
                    new { kty = "EC", use = "sig", crv = "P-256", kid = key.KeyId, x = Base64UrlEncoder.Encode(point.X), y = Base64UrlEncoder.Encode(point.Y) },
                },
            });
        });
        await server.StartAsync();
        Address = server.Urls.Single();
        Gateway = new GatewayBehind(Address);
    }

    public async ValueTask DisposeAsync()
    {
        if (Gateway is not null) await Gateway.DisposeAsync();
        if (server is not null) await server.DisposeAsync();
    }

    /// <param name="issuer">Whom it names as its issuer.</param>
    /// <param name="scopeClaim">By which name the scopes stand in it.</param>
    /// <param name="scope">One text or an array.</param>
    /// <param name="change">The one thing that is otherwise: a claim, seconds from now for a time, <c>alg</c> or <c>key</c>.</param>
    public string Token(string issuer, string scopeClaim, object scope, (string What, string Value)? change = null)
    {
        var now = Gateway!.Services.GetRequiredService<TimeProvider>().GetUtcNow();
        var claims = new Dictionary<string, object>
        {
            ["iss"] = issuer,
            ["aud"] = RegistryClaims.Audience,
            ["sub"] = "officer-7",
            ["name"] = "王五",
            ["role"] = "centre",
            ["exp"] = now.AddMinutes(120).ToUnixTimeSeconds(),
            [scopeClaim] = scope,
        };
        if (change is ("exp" or "nbf", _) and var (time, seconds)) claims[time] = now.AddSeconds(int.Parse(seconds, CultureInfo.InvariantCulture)).ToUnixTimeSeconds();
        else if (change is var (what, value) && what is not ("alg" or "key")) claims[what] = value;

        var signing = change is ("key", _) ? new ECDsaSecurityKey(ECDsa.Create(ECCurve.NamedCurves.nistP256)) { KeyId = key.KeyId } : key;
        return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(new SecurityTokenDescriptor
        {
            Claims = claims,
            SigningCredentials = change is ("alg", _) ? null : new SigningCredentials(signing, SecurityAlgorithms.EcdsaSha256),
            TokenType = "JWT",
        });
    }

    private sealed class GatewayBehind(string issuer) : Gateway
    {
        protected override IEnumerable<(string Key, string Value)> Settings => [("Auth:Authority", issuer)];
    }
}

public sealed class ExternalIssuerTests(ForeignIssuer issuer) : IClassFixture<ForeignIssuer>
{
    private static readonly string[] ReadScopes = ["openid", Scopes.Read];

    [Fact]
    public async Task Scopes_are_understood_as_one_text_as_an_array_and_as_scp()
    {
        Assert.Equal(HttpStatusCode.OK, await StatusFor(issuer.Token(issuer.Address, "scope", $"openid {Scopes.Read}")));
        Assert.Equal(HttpStatusCode.OK, await StatusFor(issuer.Token(issuer.Address, "scope", ReadScopes)));
        Assert.Equal(HttpStatusCode.OK, await StatusFor(issuer.Token(issuer.Address, "scp", ReadScopes)));
        Assert.Equal(HttpStatusCode.OK, await StatusFor(issuer.Token(issuer.Address, "scp", Scopes.Read)));
        Assert.Equal(HttpStatusCode.Forbidden, await StatusFor(issuer.Token(issuer.Address, "scope", "openid registry.reader")));
    }

    /// <summary>Right in all but one thing.</summary>
    [Theory]
    [InlineData("aud", "another-registry")]
    [InlineData("exp", "-120")]
    [InlineData("nbf", "3600")]
    [InlineData("alg", "none")]
    [InlineData("key", "foreign")]
    [InlineData("role", "system")]
    [InlineData("role", "")]
    public async Task A_token_with_one_thing_wrong_is_refused(string what, string value)
    {
        Assert.Equal(HttpStatusCode.OK, await StatusFor(issuer.Token(issuer.Address, "scope", Scopes.Read)));
        Assert.Equal(
            what == "role" ? HttpStatusCode.Forbidden : HttpStatusCode.Unauthorized, await StatusFor(issuer.Token(issuer.Address, "scope", Scopes.Read, (what, value))));
    }

    /// <summary>The issuer knows them, and the register, too: its word goes before the issuer's.</summary>
    [Fact]
    public async Task Somebody_whose_account_is_locked_here_is_refused_with_a_genuine_token()
    {
        var accounts = new Accounts(issuer.Gateway!);
        Assert.Equal(OutcomeKind.Done, (await accounts.Execute("officer-8", new PutAccount("officer-8", "赵六", [Role.Centre], null, null))).Kind);
        Assert.Equal(HttpStatusCode.OK, await StatusFor(issuer.Token(issuer.Address, "scope", Scopes.Read, ("sub", "officer-8"))));
        await accounts.Execute("officer-8", new LockAccount("离岗"));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusFor(issuer.Token(issuer.Address, "scope", Scopes.Read, ("sub", "officer-8"))));
    }

    [Fact]
    public async Task Another_issuer_is_refused_and_the_embedded_server_is_not_there()
    {
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusFor(issuer.Token("https://elsewhere.example", "scope", Scopes.Read)));
        using var client = issuer.Gateway!.Anonymous();
        using var answer = await client.PostAsync("/connect/token", new FormUrlEncodedContent([new("grant_type", "client_credentials")]));
        await answer.ShouldBeProblem(HttpStatusCode.Unauthorized, "unauthenticated");
        Assert.False(File.Exists(Path.Combine(issuer.Gateway.DataFolder, "first-run.json")));
    }

    private async Task<HttpStatusCode> StatusFor(string token)
    {
        using var client = issuer.Gateway!.As(token);
        using var answer = await client.GetAsync("/api/v1/counters");
        return answer.StatusCode;
    }
}
