using System.Net;
using System.Text;
using System.Text.Json;
using NanchangEdu.Registry.Api.Http;
using NanchangEdu.Registry.Api.Identity;
using NanchangEdu.Registry.Contracts;

namespace NanchangEdu.Registry.Api.Tests.Identity;

[Collection(SharedGateway.Name)]
public sealed class TokenEndpointTests(Gateway gateway)
{
    [Fact]
    public async Task A_client_gets_the_scopes_and_claims_of_its_person_and_may_ask_for_fewer_scopes()
    {
        var (id, secret) = await gateway.Tokens.Accounts.Client(new Actor("clerk-77", "张三", Role.Clerk, People.School, null), "clerk-of-tokens");

        using var whole = await Ask(("client_id", id), ("client_secret", secret));
        var claims = ClaimsIn(whole);
        Assert.Equal("clerk-77", claims.GetProperty("sub").GetString());
        Assert.Equal("clerk", claims.GetProperty("role").GetString());
        Assert.Equal(People.School.Uscc, claims.GetProperty("unit").GetString());
        Assert.Equal(RegistryClaims.Audience, claims.GetProperty("aud").GetString());
        Assert.Equal("registry.read registry.write", claims.GetProperty("scope").GetString());

        using var less = await Ask(("client_id", id), ("client_secret", secret), ("scope", Scopes.Read));
        Assert.Equal("registry.read", ClaimsIn(less).GetProperty("scope").GetString());

        using var more = await Ask(("client_id", id), ("client_secret", secret), ("scope", Scopes.Decide));
        Assert.False(more.RootElement.TryGetProperty("access_token", out _));
    }

    [Theory]
    [InlineData("application/x-www-form-urlencoded", "")]
    [InlineData("application/x-www-form-urlencoded", "grant_type=client_credentials")]
    [InlineData("application/x-www-form-urlencoded", "grant_type=password&username=a&password=b")]
    [InlineData("application/x-www-form-urlencoded", "grant_type=client_credentials&client_id=%00&client_secret=%ED%A0%80")]
    [InlineData("application/x-www-form-urlencoded", "grant_type=client_credentials&client_id=a&client_id=b&client_secret=c")]
    [InlineData("multipart/form-data; boundary=x", "--x\r\nnonsense")]
    [InlineData("multipart/form-data", "--x")]
    [InlineData("application/json", "{}")]
    [InlineData("nonsense", "nonsense")]
    public async Task No_token_request_breaks_the_server(string type, string body)
    {
        using var client = gateway.Anonymous();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/connect/token") { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body)) };
        request.Content.Headers.TryAddWithoutValidation("Content-Type", type);
        using var answer = await client.SendAsync(request);
        Assert.InRange((int)answer.StatusCode, 400, 499);
        gateway.Defects.ShouldBeNone();
    }

    /// <summary>A token that was verified of late spares a request its verification, not the token server.</summary>
    [Fact]
    public async Task Whoever_brings_a_token_with_a_token_request_is_answered_all_the_same()
    {
        using var client = gateway.As(People.Of(Role.Clerk));
        using var remembered = await client.GetAsync("/api/v1/policy");
        Assert.Equal(HttpStatusCode.OK, remembered.StatusCode);
        using var answer = await client.PostAsync("/connect/token", new FormUrlEncodedContent(
            [new("grant_type", "client_credentials"), new("client_id", "nobody"), new("client_secret", "wrong")]));
        Assert.Contains("invalid_client", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        gateway.Defects.ShouldBeNone();
    }

    [Fact]
    public async Task A_token_request_beyond_its_bound_is_413()
    {
        using var client = gateway.Anonymous();
        using var answer = await client.PostAsync(
            "/connect/token", new StringContent(new string('a', Limits.TokenRequestBytes + 1), Encoding.UTF8, "application/x-www-form-urlencoded"));
        await answer.ShouldBeProblem(HttpStatusCode.RequestEntityTooLarge, "body-too-large");
    }

    private async Task<JsonDocument> Ask(params (string Name, string Value)[] fields)
    {
        using var client = gateway.Anonymous();
        using var answer = await client.PostAsync("/connect/token", new FormUrlEncodedContent(
            [new("grant_type", "client_credentials"), .. fields.Select(field => KeyValuePair.Create(field.Name, field.Value))]));
        return JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
    }

    private static JsonElement ClaimsIn(JsonDocument answer)
    {
        var payload = answer.RootElement.GetProperty("access_token").GetString()!.Split('.')[1];
        return JsonDocument.Parse(Microsoft.IdentityModel.Tokens.Base64UrlEncoder.Decode(payload)).RootElement;
    }
}
