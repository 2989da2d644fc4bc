using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using NanchangEdu.Registry.Api.Identity;
using NanchangEdu.Registry.Contracts;
using NanchangEdu.Registry.Store;

namespace NanchangEdu.Registry.Api.Tests.Identity;

/// <summary>What an administrator does to accounts and clients counts with the very next request, and stands in the ledger.</summary>
[Collection(SharedGateway.Name)]
public sealed class AccountTests(Gateway gateway)
{
    private static int serial;

    private readonly string person = $"person-{Interlocked.Increment(ref serial)}";

    [Fact]
    public async Task An_account_is_opened_once_with_a_link_that_is_shown_once()
    {
        var city = await City.Found(gateway);
        using var admin = gateway.As(People.Of(Role.Admin));
        var request = Put(city, "clerk");
        var key = RequestParts.FreshKey();

        var opened = await Sent(admin, HttpMethod.Put, $"/api/v1/accounts/{person}", request, key, HttpStatusCode.Created);
        Assert.StartsWith("http://127.0.0.1:5080/account/invitation?person=", opened.GetProperty("invitationLink").GetString(), StringComparison.Ordinal);

        var again = await Sent(admin, HttpMethod.Put, $"/api/v1/accounts/{person}", request, key, HttpStatusCode.Created);
        Assert.Equal(JsonValueKind.Null, again.GetProperty("invitationLink").ValueKind);
        Assert.Equal(opened.GetProperty("version").GetInt64(), again.GetProperty("version").GetInt64());

        var anew = await Sent(admin, HttpMethod.Post, $"/api/v1/accounts/{person}/invitations", Reason, null, HttpStatusCode.OK);
        Assert.Equal(2, anew.GetProperty("invitation").GetInt32());
        Assert.NotEqual(opened.GetProperty("invitationLink").GetString(), anew.GetProperty("invitationLink").GetString());
    }

    [Fact]
    public async Task A_clients_secret_is_shown_once_and_its_renewal_ends_the_one_before_and_its_tokens()
    {
        using var admin = gateway.As(People.Of(Role.Admin));
        await Opened(admin, "clerk");
        var key = RequestParts.FreshKey();
        var added = await Sent(admin, HttpMethod.Post, $"/api/v1/accounts/{person}/clients", Client(), key, HttpStatusCode.Created);
        var secret = added.GetProperty("clientSecret").GetString()!;
        var repeated = await Sent(admin, HttpMethod.Post, $"/api/v1/accounts/{person}/clients", Client(), key, HttpStatusCode.Created);
        Assert.Equal(JsonValueKind.Null, repeated.GetProperty("clientSecret").ValueKind);

        var token = await TokenFor(secret);
        Assert.Equal(HttpStatusCode.OK, await Status(token!));

        var renewed = await Sent(admin, HttpMethod.Post, $"/api/v1/accounts/{person}/clients/{ClientId}/keys", Reason, null, HttpStatusCode.OK);
        Assert.Equal(HttpStatusCode.Unauthorized, await Status(token!));
        Assert.Null(await TokenFor(secret));
        Assert.Equal(HttpStatusCode.OK, await Status((await TokenFor(renewed.GetProperty("clientSecret").GetString()!))!));
    }

    [Theory]
    [InlineData("lock")]
    [InlineData("retirement")]
    [InlineData("sign-outs")]
    [InlineData("clients/{client}/revocation")]
    public async Task What_is_taken_back_is_refused_with_the_next_request(string act)
    {
        using var admin = gateway.As(People.Of(Role.Admin));
        await Opened(admin, "clerk");
        var added = await Sent(admin, HttpMethod.Post, $"/api/v1/accounts/{person}/clients", Client(), null, HttpStatusCode.Created);
        var token = (await TokenFor(added.GetProperty("clientSecret").GetString()!))!;
        Assert.Equal(HttpStatusCode.OK, await Status(token));

        await Sent(admin, HttpMethod.Post, $"/api/v1/accounts/{person}/{act.Replace("{client}", ClientId, StringComparison.Ordinal)}", Reason, null, HttpStatusCode.OK);
        Assert.Equal(HttpStatusCode.Unauthorized, await Status(token));
        Assert.Equal(act == "sign-outs", await TokenFor(added.GetProperty("clientSecret").GetString()!) is not null);
    }

    [Fact]
    public async Task Another_role_or_unit_ends_the_tokens_of_before()
    {
        using var admin = gateway.As(People.Of(Role.Admin));
        var city = await Opened(admin, "clerk");
        var added = await Sent(admin, HttpMethod.Post, $"/api/v1/accounts/{person}/clients", Client(), null, HttpStatusCode.Created);
        var token = (await TokenFor(added.GetProperty("clientSecret").GetString()!))!;

        await Sent(admin, HttpMethod.Put, $"/api/v1/accounts/{person}", Put(city, "head"), null, HttpStatusCode.OK);
        Assert.Equal(HttpStatusCode.Unauthorized, await Status(token));
        Assert.Null(await TokenFor(added.GetProperty("clientSecret").GetString()!));
    }

    [Fact]
    public async Task A_client_is_let_in_from_its_networks_alone_and_until_its_last_date()
    {
        using var admin = gateway.As(People.Of(Role.Admin));
        await Opened(admin, "clerk");
        var elsewhere = await Sent(admin, HttpMethod.Post, $"/api/v1/accounts/{person}/clients", Client(addresses: "203.0.113.0/24"), null, HttpStatusCode.Created);
        Assert.Null(await TokenFor(elsewhere.GetProperty("clientSecret").GetString()!));
        var here = await Sent(admin, HttpMethod.Post, $"/api/v1/accounts/{person}/clients", Client("b", addresses: "127.0.0.0/8"), null, HttpStatusCode.Created);
        Assert.NotNull(await TokenFor(here.GetProperty("clientSecret").GetString()!, ClientId + "b"));

        using var refused = await admin.SendAsync(new HttpRequestMessage(HttpMethod.Post, $"/api/v1/accounts/{person}/clients").With(
            Client("c", expiresOn: "2020-01-01")));
        await refused.ShouldBeProblem(HttpStatusCode.Conflict, "client-expiry-invalid");
    }

    [Fact]
    public async Task When_a_client_last_got_a_token_is_known_within_the_minute()
    {
        using var admin = gateway.As(People.Of(Role.Admin));
        await Opened(admin, "clerk");
        var added = await Sent(admin, HttpMethod.Post, $"/api/v1/accounts/{person}/clients", Client(), null, HttpStatusCode.Created);
        Assert.NotNull(await TokenFor(added.GetProperty("clientSecret").GetString()!));

        await using var scope = gateway.Services.CreateAsyncScope();
        await gateway.Services.GetRequiredService<ClientUses>().Write(scope.ServiceProvider.GetRequiredService<IdentityDatabase>(), default);
        using var answer = await admin.GetAsync($"/api/v1/accounts/{person}/clients");
        using var rows = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        var row = Assert.Single(rows.RootElement.EnumerateArray());
        Assert.True(row.GetProperty("isLetIn").GetBoolean());
        Assert.Equal("127.0.0.1", row.GetProperty("lastAddress").GetString());
        Assert.InRange((DateTimeOffset.Parse(row.GetProperty("lastUsedAt").GetString()!, null) - gateway.Services.GetRequiredService<TimeProvider>().GetUtcNow()).TotalMinutes, -2, 1);
    }

    [Fact]
    public async Task Every_act_of_an_administrator_is_in_the_ledger_with_who_and_why_and_without_a_secret()
    {
        using var admin = gateway.As(People.Of(Role.Admin));
        var city = await Opened(admin, "clerk");
        var added = await Sent(admin, HttpMethod.Post, $"/api/v1/accounts/{person}/clients", Client(), null, HttpStatusCode.Created);
        await Sent(admin, HttpMethod.Post, $"/api/v1/accounts/{person}/lock", Reason, null, HttpStatusCode.OK);
        await Sent(admin, HttpMethod.Post, $"/api/v1/accounts/{person}/unlock", Reason, null, HttpStatusCode.OK);
        await Sent(admin, HttpMethod.Put, $"/api/v1/accounts/{person}", Put(city, "head"), null, HttpStatusCode.OK);

        using var auditor = gateway.As(People.Of(Role.Auditor));
        var text = await auditor.GetStringAsync($"/api/v1/accounts/{person}/history");
        using var history = JsonDocument.Parse(text);
        var rows = history.RootElement.GetProperty("items").EnumerateArray().ToArray();
        Assert.Equal(
            ["accountOpened", "personInvited", "clientAdded", "accountLocked", "accountUnlocked", "accountChanged"],
            rows.Select(row => row.GetProperty("type").GetString()));
        Assert.All(rows, row => Assert.Equal(People.Of(Role.Admin).PersonId, row.GetProperty("body").GetProperty("actor").GetProperty("id").GetString()));
        Assert.Equal("人员调离", rows[3].GetProperty("body").GetProperty("data").GetProperty("reason").GetString());
        Assert.DoesNotContain(added.GetProperty("clientSecret").GetString()!, text, StringComparison.Ordinal);
        Assert.Null(LedgerChain.Verify(
            (await gateway.Services.GetRequiredService<ICatalog>().History(RecordKind.Account, person, CatalogScope.Everything, null, 200, default))!.Items,
            (await gateway.Services.GetRequiredService<IRegisterStore>().Load(RecordKind.Account, person, default))!));
    }

    [Fact]
    public async Task An_administrator_is_refused_the_own_account_and_a_unit_nobody_registered()
    {
        var self = People.Of(Role.Admin);
        using var admin = gateway.As(self);
        using var own = await admin.SendAsync(new HttpRequestMessage(HttpMethod.Post, $"/api/v1/accounts/{self.PersonId}/lock").With(Reason));
        await own.ShouldBeProblem(HttpStatusCode.Conflict, "own-account");

        using var nowhere = await admin.SendAsync(new HttpRequestMessage(HttpMethod.Put, $"/api/v1/accounts/{person}").With(
            $$"""{"userName": "{{person}}", "name": "张三", "roles": ["clerk"], "unit": "123601004900003333"}"""));
        await nowhere.ShouldBeProblem(HttpStatusCode.Conflict, "unit-unknown");

        using var mixed = await admin.SendAsync(new HttpRequestMessage(HttpMethod.Put, $"/api/v1/accounts/{person}").With(
            $$"""{"userName": "{{person}}", "name": "张三", "roles": ["admin", "auditor"]}"""));
        await mixed.ShouldBeProblem(HttpStatusCode.Conflict, "account-roles-invalid");
    }

    [Fact]
    public async Task Everybody_may_know_who_they_are_and_end_the_own_tokens()
    {
        using var admin = gateway.As(People.Of(Role.Admin));
        await Opened(admin, "clerk");
        var added = await Sent(admin, HttpMethod.Post, $"/api/v1/accounts/{person}/clients", Client(), null, HttpStatusCode.Created);
        var token = (await TokenFor(added.GetProperty("clientSecret").GetString()!))!;
        using var self = gateway.As(token);
        using var me = JsonDocument.Parse(await self.GetStringAsync("/api/v1/me"));
        Assert.Equal((person, "clerk", ClientId), (
            me.RootElement.GetProperty("personId").GetString(), me.RootElement.GetProperty("role").GetString(), me.RootElement.GetProperty("clientId").GetString()));

        await Sent(self, HttpMethod.Post, "/api/v1/me/sign-outs", Reason, null, HttpStatusCode.OK);
        Assert.Equal(HttpStatusCode.Unauthorized, await Status(token));
    }

    [Fact]
    public async Task A_superior_authority_sees_its_branch_of_the_tree_and_a_county_does_not_see_up()
    {
        // An authority of its own: of one that others ask about, too, a gateway may know for half a second what was below it before.
        var authority = City.Unused();
        var county = await City.Found(gateway, authority); // a unit of that authority that supervises one itself
        var below = await City.Found(gateway, county.Unit);
        var (site, _) = await below.RegisterSite();

        using var city = gateway.As(new Actor($"reviewer-{authority}", "王五", Role.Reviewer, authority, authority));
        Assert.Equal(HttpStatusCode.OK, (await city.GetAsync($"/api/v1/sites/{site}")).StatusCode);
        using var own = gateway.As(new Actor($"reviewer-{county.Unit}", "李四", Role.Reviewer, county.Unit, county.Unit));
        Assert.Equal(HttpStatusCode.OK, (await own.GetAsync($"/api/v1/sites/{site}")).StatusCode);
        Assert.Contains(site, await own.GetStringAsync("/api/v1/sites"), StringComparison.Ordinal);

        var (upper, _) = await county.RegisterSite();
        using var up = await own.GetAsync($"/api/v1/sites/{upper}");
        await up.ShouldBeProblem(HttpStatusCode.NotFound, "not-found");
    }

    private const string Reason = """{"reason": "人员调离"}""";

    private string ClientId => $"client-of-{person}";

    private async Task<City> Opened(HttpClient admin, string role)
    {
        var city = await City.Found(gateway);
        await Sent(admin, HttpMethod.Put, $"/api/v1/accounts/{person}", Put(city, role), null, HttpStatusCode.Created);
        return city;
    }

    private string Put(City city, string role) =>
        $$"""{"userName": "{{person}}", "name": "张三", "roles": ["{{role}}"], "unit": "{{city.Unit}}"}""";

    private string Client(string suffix = "", string? addresses = null, string? expiresOn = null)
    {
        var more = (addresses is null ? "" : $""", "addresses": ["{addresses}"]""") + (expiresOn is null ? "" : $""", "expiresOn": "{expiresOn}" """);
        return $$"""{"clientId": "{{ClientId}}{{suffix}}", "label": "校办公系统", "role": "clerk"{{more}}}""";
    }

    private static async Task<JsonElement> Sent(HttpClient client, HttpMethod method, string path, string body, string? key, HttpStatusCode expected)
    {
        using var answer = await client.SendAsync(new HttpRequestMessage(method, path).With(body, key));
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.StatusCode == expected, text);
        return JsonDocument.Parse(text).RootElement;
    }

    private async Task<string?> TokenFor(string secret, string? clientId = null)
    {
        using var client = gateway.Anonymous();
        using var answer = await client.PostAsync("/connect/token", new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["grant_type"] = "client_credentials",
            ["client_id"] = clientId ?? ClientId,
            ["client_secret"] = secret,
        }));
        using var body = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        return body.RootElement.TryGetProperty("access_token", out var token) ? token.GetString() : null;
    }

    private async Task<HttpStatusCode> Status(string token)
    {
        using var client = gateway.As(token);
        using var answer = await client.GetAsync("/api/v1/counters");
        return answer.StatusCode;
    }
}
