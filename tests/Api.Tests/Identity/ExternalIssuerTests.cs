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

    public string Token(string issuer, string scopeClaim, object scope) => new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(
        new SecurityTokenDescriptor
        {
            Claims = new Dictionary<string, object>
            {
                ["iss"] = issuer,
                ["aud"] = RegistryClaims.Audience,
                ["sub"] = "officer-7",
                ["name"] = "王五",
                ["role"] = "centre",
                ["exp"] = Gateway!.Services.GetRequiredService<TimeProvider>().GetUtcNow().AddMinutes(5).ToUnixTimeSeconds(),
                [scopeClaim] = scope,
            },
            SigningCredentials = new SigningCredentials(key, SecurityAlgorithms.EcdsaSha256),
            TokenType = "JWT",
        });

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
