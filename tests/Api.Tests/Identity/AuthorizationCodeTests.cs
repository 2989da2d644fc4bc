using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.Tokens;
using NanchangEdu.Registry.Api.Identity;
using NanchangEdu.Registry.Contracts;

namespace NanchangEdu.Registry.Api.Tests.Identity;

/// <summary>A registry that others sign in by, and a second one that has it as its issuer and provider.</summary>
public sealed class TwoRegistries : IAsyncDisposable
{
    public const string Password = "滕王高阁临江渚，佩玉鸣鸾罢歌舞";
    public const string ClientId = "portal";
    public const string RedirectUri = "http://127.0.0.1:9/signed-in";

    public TwoRegistries()
    {
        var (issuing, relying) = (FreePort(), FreePort());
        Issuer = new At(issuing,
            ("Auth:PublicUrl", $"http://127.0.0.1:{issuing}/"),
            ("Auth:Applications:0:ClientId", ClientId), ("Auth:Applications:0:Name", "门户"), ("Auth:Applications:0:RedirectUris:0", RedirectUri),
            ("Auth:Applications:1:ClientId", "second"), ("Auth:Applications:1:Name", "第二个登记系统"),
            ("Auth:Applications:1:RedirectUris:0", $"http://127.0.0.1:{relying}/account/external"));
        Relying = new At(relying,
            ("Auth:Authority", $"http://127.0.0.1:{issuing}/"), ("Auth:ClientId", "second"), ("Auth:PublicUrl", $"http://127.0.0.1:{relying}/"));
    }

    public Gateway Issuer { get; }

    public Gateway Relying { get; }

    /// <summary>Somebody with a password at the issuer.</summary>
    public async Task<string> Person(Actor actor)
    {
        Issuer.Tokens.Accounts.EpochOf(actor);
        await using var scope = Issuer.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<Passwords>().SetFirst((await Issuer.Tokens.Accounts.Standing(actor.PersonId))!, Password);
        return $"user-{actor.PersonId}";
    }

    public async ValueTask DisposeAsync()
    {
        await Relying.DisposeAsync();
        await Issuer.DisposeAsync();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private sealed class At(int port, params (string Key, string Value)[] settings) : Gateway
    {
        protected override int Port => port;

        protected override IEnumerable<(string Key, string Value)> Settings => settings;
    }
}

/// <summary>Authorization code with PKCE, refresh tokens, and a second instance of the program that signs its people in by the first.</summary>
public sealed class AuthorizationCodeTests(TwoRegistries registries) : IClassFixture<TwoRegistries>
{
    private static int serial;

    private readonly string verifier = Base64UrlEncoder.Encode(RandomNumberGenerator.GetBytes(32));
    private readonly Actor clerk = new($"walker-{Interlocked.Increment(ref serial)}", "张三", Role.Clerk, People.School, null);

    private string AuthorizeUrl => "/connect/authorize?" + string.Join('&', new Dictionary<string, string>
    {
        ["client_id"] = TwoRegistries.ClientId,
        ["redirect_uri"] = TwoRegistries.RedirectUri,
        ["response_type"] = "code",
        ["scope"] = $"openid offline_access {Scopes.Read} {Scopes.Write} {Scopes.Decide}",
        ["state"] = "s",
        ["code_challenge"] = Base64UrlEncoder.Encode(SHA256.HashData(Encoding.ASCII.GetBytes(verifier))),
        ["code_challenge_method"] = "S256",
    }.Select(pair => $"{pair.Key}={Uri.EscapeDataString(pair.Value)}"));

    [Fact]
    public async Task A_code_leads_to_tokens_with_the_roles_scopes_and_no_more_and_is_good_once()
    {
        using var browser = await SignedIn();
        var code = await Code(browser);
        var tokens = await Tokens(("grant_type", "authorization_code"), ("code", code), ("redirect_uri", TwoRegistries.RedirectUri), ("code_verifier", verifier));
        Assert.Equal(HttpStatusCode.OK, await Status(tokens.GetProperty("access_token").GetString()!));
        Assert.DoesNotContain(Scopes.Decide, tokens.GetProperty("scope").GetString(), StringComparison.Ordinal);

        var again = await Tokens(("grant_type", "authorization_code"), ("code", code), ("redirect_uri", TwoRegistries.RedirectUri), ("code_verifier", verifier));
        Assert.Equal("invalid_grant", again.GetProperty("error").GetString());
    }

    [Fact]
    public async Task A_code_without_its_verifier_is_good_for_nothing()
    {
        using var browser = await SignedIn();
        var refused = await Tokens(
            ("grant_type", "authorization_code"), ("code", await Code(browser)), ("redirect_uri", TwoRegistries.RedirectUri),
            ("code_verifier", Base64UrlEncoder.Encode(RandomNumberGenerator.GetBytes(32))));
        Assert.Equal("invalid_grant", refused.GetProperty("error").GetString());
    }

    [Theory]
    [InlineData("code_challenge=", "no_challenge=")]
    [InlineData("redirect_uri=http%3A%2F%2F127.0.0.1%3A9%2Fsigned-in", "redirect_uri=http%3A%2F%2Fevil.example%2F")]
    [InlineData("client_id=portal", "client_id=unknown")]
    public async Task A_request_that_is_not_right_leads_nowhere(string part, string instead)
    {
        using var browser = await SignedIn();
        var answer = await browser.Get(AuthorizeUrl.Replace(part, instead, StringComparison.Ordinal));
        Assert.DoesNotContain("code=", answer.Next ?? "", StringComparison.Ordinal);
        Assert.True(answer.Status is HttpStatusCode.BadRequest or HttpStatusCode.Redirect, $"{answer.Status}");
        if (answer.Status == HttpStatusCode.BadRequest) Assert.Contains("\"rule\":\"malformed\"", answer.Text, StringComparison.Ordinal); // in the registry's words
    }

    [Fact]
    public async Task A_refresh_token_is_renewed_and_a_revoked_one_is_refused_at_once()
    {
        using var browser = await SignedIn();
        var tokens = await Tokens(("grant_type", "authorization_code"), ("code", await Code(browser)), ("redirect_uri", TwoRegistries.RedirectUri), ("code_verifier", verifier));
        var renewed = await Tokens(("grant_type", "refresh_token"), ("refresh_token", tokens.GetProperty("refresh_token").GetString()!));
        Assert.Equal(HttpStatusCode.OK, await Status(renewed.GetProperty("access_token").GetString()!));

        var refresh = renewed.GetProperty("refresh_token").GetString()!;
        using var client = registries.Issuer.Anonymous();
        using var revoked = await client.PostAsync("/connect/revocation", Form(("token", refresh), ("client_id", TwoRegistries.ClientId)));
        Assert.Equal(HttpStatusCode.OK, revoked.StatusCode);
        Assert.Equal("invalid_grant", (await Tokens(("grant_type", "refresh_token"), ("refresh_token", refresh))).GetProperty("error").GetString());
    }

    [Fact]
    public async Task When_the_session_ends_its_tokens_end()
    {
        using var browser = await SignedIn();
        var tokens = await Tokens(("grant_type", "authorization_code"), ("code", await Code(browser)), ("redirect_uri", TwoRegistries.RedirectUri), ("code_verifier", verifier));
        var access = tokens.GetProperty("access_token").GetString()!;
        Assert.Equal(HttpStatusCode.OK, await Status(access));

        await browser.Submit("/account", "/account/sign-out");
        Assert.Equal(HttpStatusCode.Unauthorized, await Status(access));
        Assert.Equal("invalid_grant", (await Tokens(("grant_type", "refresh_token"), ("refresh_token", tokens.GetProperty("refresh_token").GetString()!))).GetProperty("error").GetString());
    }

    [Fact]
    public async Task A_second_registry_takes_the_tokens_of_the_first_and_signs_its_people_in_there()
    {
        var userName = await registries.Person(clerk);
        var token = registries.Issuer.Tokens.Of(clerk);
        using var program = registries.Relying.As(token);
        using var me = await program.GetAsync("/api/v1/me");
        Assert.Equal(HttpStatusCode.OK, me.StatusCode);

        using var browser = new Browser(registries.Relying.ClientOptions.BaseAddress);
        var form = await browser.Follow(await browser.Get("/account"));
        Assert.Contains("name=\"password\"", form.Text, StringComparison.Ordinal);
        var issuer = registries.Issuer.ClientOptions.BaseAddress.ToString().TrimEnd('/');
        var home = await browser.Follow(Absolute(issuer, await browser.Submit(form, $"{issuer}/account/sign-in", ("userName", userName), ("password", TwoRegistries.Password))));
        Assert.Contains("我的账号", home.Words, StringComparison.Ordinal);
        Assert.Contains($"\"personId\":\"{clerk.PersonId}\"", (await browser.Get("/api/v1/me")).Text, StringComparison.Ordinal);
    }

    private async Task<Browser> SignedIn()
    {
        var userName = await registries.Person(clerk);
        var browser = new Browser(registries.Issuer.ClientOptions.BaseAddress);
        await browser.Submit("/account/sign-in", "/account/sign-in", ("userName", userName), ("password", TwoRegistries.Password));
        return browser;
    }

    private async Task<string> Code(Browser browser)
    {
        var answer = await browser.Get(AuthorizeUrl);
        Assert.StartsWith(TwoRegistries.RedirectUri, answer.Next, StringComparison.Ordinal);
        var query = QueryHelpers.ParseQuery(new Uri(answer.Next!).Query);
        Assert.Equal("s", query["state"]);
        return query["code"]!;
    }

    private async Task<JsonElement> Tokens(params (string Name, string Value)[] fields)
    {
        using var client = registries.Issuer.Anonymous();
        using var answer = await client.PostAsync("/connect/token", Form([("client_id", TwoRegistries.ClientId), .. fields]));
        return JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement;
    }

    private async Task<HttpStatusCode> Status(string token)
    {
        using var client = registries.Issuer.As(token);
        using var answer = await client.GetAsync("/api/v1/counters");
        return answer.StatusCode;
    }

    private static FormUrlEncodedContent Form(params (string Name, string Value)[] fields) =>
        new(fields.Select(field => KeyValuePair.Create(field.Name, field.Value)));

    private static Shown Absolute(string site, Shown shown) =>
        shown.Next is { } next && next.StartsWith('/') ? shown with { Next = site + next } : shown;
}
