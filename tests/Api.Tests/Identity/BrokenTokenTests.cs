using System.Net;
using System.Security.Cryptography;
using Microsoft.IdentityModel.Tokens;
using NanchangEdu.Registry.Contracts;

namespace NanchangEdu.Registry.Api.Tests.Identity;

[Collection(SharedGateway.Name)]
public sealed class BrokenTokenTests(Gateway gateway)
{
    /// <summary>A lead's token that is right in all but one thing.</summary>
    private static readonly Dictionary<string, Func<Tokens, string>> Broken = new()
    {
        ["not a token"] = _ => "nonsense",
        ["empty parts"] = _ => "..",
        ["another key"] = tokens => tokens.Sign(Right(tokens), new SigningCredentials(
            new ECDsaSecurityKey(ECDsa.Create(ECCurve.NamedCurves.nistP256)), SecurityAlgorithms.EcdsaSha256)),
        ["another key under our key's id"] = tokens => tokens.Sign(Right(tokens), new SigningCredentials(
            new ECDsaSecurityKey(ECDsa.Create(ECCurve.NamedCurves.nistP256)) { KeyId = tokens.Credentials.Key.KeyId }, SecurityAlgorithms.EcdsaSha256)),
        ["a symmetric key"] = tokens => tokens.Sign(Right(tokens), new SigningCredentials(
            new SymmetricSecurityKey(RandomNumberGenerator.GetBytes(64)), SecurityAlgorithms.HmacSha256)),
        ["our public key as a symmetric one"] = tokens => tokens.Sign(Right(tokens), new SigningCredentials(
            new SymmetricSecurityKey(((ECDsaSecurityKey)tokens.Credentials.Key).ECDsa.ExportSubjectPublicKeyInfo()), SecurityAlgorithms.HmacSha256)),
        ["no signature"] = tokens => Unsigned(tokens),
        ["a cut signature"] = tokens => tokens.Sign(Right(tokens))[..^4],
        ["a changed role"] = tokens => Changed(tokens),
        ["expired"] = tokens => tokens.Sign(Right(tokens, "exp", tokens.Seconds(-61), "iat", tokens.Seconds(-600))),
        ["not valid yet"] = tokens => tokens.Sign(Right(tokens, "nbf", tokens.Seconds(90))),
        ["another issuer"] = tokens => tokens.Sign(Right(tokens, "iss", "https://elsewhere.example/")),
        ["another audience"] = tokens => tokens.Sign(Right(tokens, "aud", "another-service")),
        ["no audience"] = tokens => tokens.Sign(Without(tokens, "aud")),
        ["no issuer"] = tokens => tokens.Sign(Without(tokens, "iss")),
        ["an identity token"] = tokens => tokens.Sign(Right(tokens), type: "JWT"),
    };

    public static TheoryData<string> Kinds => [.. Broken.Keys];

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_broken_token_opens_no_door(string kind)
    {
        using var client = gateway.As(Broken[kind](gateway.Tokens));
        foreach (var operation in Operations.Of(gateway))
        {
            using var answer = await client.SendAsync(operation.Request());
            await answer.ShouldBeProblem(HttpStatusCode.Unauthorized, "unauthenticated");
        }
    }

    [Fact]
    public async Task The_same_token_unbroken_opens_it()
    {
        using var client = gateway.As(gateway.Tokens.Sign(Right(gateway.Tokens)));
        using var answer = await client.GetAsync("/api/v1/nothing-here");
        await answer.ShouldBeProblem(HttpStatusCode.NotFound, "not-found");
    }

    [Fact]
    public async Task A_token_anywhere_but_in_its_header_opens_no_door()
    {
        using var client = gateway.Anonymous();
        var token = gateway.Tokens.Sign(Right(gateway.Tokens));
        using var inAddress = await client.GetAsync($"/api/v1/counters?access_token={token}");
        using var inForm = await client.PostAsync("/api/v1/sites", new FormUrlEncodedContent([new("access_token", token)]));
        await inAddress.ShouldBeProblem(HttpStatusCode.Unauthorized, "unauthenticated");
        await inForm.ShouldBeProblem(HttpStatusCode.Unauthorized, "unauthenticated");
    }

    [Fact]
    public async Task A_form_that_nobody_could_read_is_not_read_before_it_is_known_who_sends_it()
    {
        using var client = gateway.Anonymous();
        using var answer = await client.PostAsync("/api/v1/sites", new FormUrlEncodedContent([new(new string('a', 10_000), "")]));
        await answer.ShouldBeProblem(HttpStatusCode.Unauthorized, "unauthenticated");
        Assert.True(answer.Headers.Contains("RateLimit"), "it counts as any request does");
    }

    [Fact]
    public async Task A_clock_that_is_a_minute_off_is_forgiven()
    {
        using var client = gateway.As(gateway.Tokens.Sign(Right(
            gateway.Tokens, "exp", gateway.Tokens.Seconds(-30), "iat", gateway.Tokens.Seconds(-600))));
        using var answer = await client.GetAsync("/api/v1/nothing-here");
        await answer.ShouldBeProblem(HttpStatusCode.NotFound, "not-found");
    }

    private static Dictionary<string, object> Right(Tokens tokens, params object[] changes)
    {
        var claims = tokens.ClaimsOf(People.Of(Role.Lead));
        for (var i = 0; i < changes.Length; i += 2) claims[(string)changes[i]] = changes[i + 1];
        return claims;
    }

    private static Dictionary<string, object> Without(Tokens tokens, string claim)
    {
        var claims = Right(tokens);
        claims.Remove(claim);
        return claims;
    }

    private static string Unsigned(Tokens tokens)
    {
        var header = Base64UrlEncoder.Encode("""{"alg":"none","typ":"at+jwt"}""");
        return $"{header}.{tokens.Sign(Right(tokens)).Split('.')[1]}.";
    }

    private static string Changed(Tokens tokens)
    {
        var parts = tokens.Sign(Right(tokens)).Split('.');
        var body = Base64UrlEncoder.Decode(parts[1]).Replace("\"lead\"", "\"centre\"", StringComparison.Ordinal);
        return $"{parts[0]}.{Base64UrlEncoder.Encode(body)}.{parts[2]}";
    }
}
