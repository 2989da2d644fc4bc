using System.Net;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using NanchangEdu.Registry.Api.Identity;
using NanchangEdu.Registry.Contracts;

namespace NanchangEdu.Registry.Api.Tests.Identity;

/// <summary>People sign in by browser: password, lock-out, second factor, sessions.</summary>
[Collection(SharedGateway.Name)]
public sealed partial class SignInTests(Gateway gateway)
{
    private const string Password = "南昌的春天有樟树，也有杜鹃花";
    private static int serial;

    private readonly string person = $"signer-{Interlocked.Increment(ref serial)}";

    private string UserName => $"user-{person}";

    [Fact]
    public async Task A_password_leads_to_a_session_that_may_read_and_commands_only_with_the_antiforgery_token()
    {
        await Prepare(Role.Clerk);
        using var browser = NewBrowser();
        var home = await browser.Follow(await SignIn(browser));
        Assert.Contains("我的账号", home.Words, StringComparison.Ordinal);
        Assert.Contains("学校经办人", home.Words, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await browser.Get("/api/v1/me")).Status);

        using var bare = await browser.Send(new HttpRequestMessage(HttpMethod.Post, "/api/v1/me/sign-outs").With("""{"reason": "手机丢失"}"""));
        await bare.ShouldBeProblem(HttpStatusCode.BadRequest, "antiforgery-missing");

        var token = Token().Match((await browser.Get("/account/antiforgery")).Text).Groups[1].Value;
        var meant = new HttpRequestMessage(HttpMethod.Post, "/api/v1/me/sign-outs").With("""{"reason": "手机丢失"}""");
        meant.Headers.Add("X-CSRF-Token", token);
        using var done = await browser.Send(meant);
        Assert.Equal(HttpStatusCode.OK, done.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await browser.Get("/api/v1/me")).Status);
    }

    [Fact]
    public async Task A_form_without_its_token_does_nothing()
    {
        await Prepare(Role.Clerk);
        using var browser = NewBrowser();
        var page = await browser.Get("/account/sign-in");
        var sent = await browser.Submit(page, "/account/sign-in", ("userName", UserName), ("password", Password), ("csrf", "forged"));
        Assert.Equal(HttpStatusCode.BadRequest, sent.Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await browser.Get("/api/v1/me")).Status);
    }

    [Fact]
    public async Task Five_wrong_passwords_lock_out_the_right_one_and_say_no_more_than_an_unknown_name_does()
    {
        await Prepare(Role.Clerk);
        using var browser = NewBrowser();
        var words = new HashSet<string>();
        for (var i = 0; i < 5; i++) words.Add(ProblemIn(await SignIn(browser, password: "不是这个密码，肯定不是")));
        words.Add(ProblemIn(await SignIn(browser)));
        words.Add(ProblemIn(await SignIn(browser, userName: "nobody-at-all")));
        Assert.Contains("登录名或密码不正确", Assert.Single(words), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_deciding_role_sets_a_second_factor_up_and_then_needs_it_each_time_and_no_code_twice()
    {
        await Prepare(Role.Lead);
        using var browser = NewBrowser();
        var step = await SignIn(browser);
        Assert.StartsWith("/account/second-factor/set-up", step.Next, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Unauthorized, (await browser.Get("/api/v1/me")).Status);

        var page = await browser.Get(step.Next!);
        var key = Key().Match(page.Text).Groups[1].Value;
        Assert.Contains("data:image/png;base64,", page.Text, StringComparison.Ordinal);
        Assert.Contains("不正确", (await browser.Submit(page, "/account/second-factor/set-up", ("code", "000000"))).Words, StringComparison.Ordinal);
        var code = Browser.Code(key, Now());
        var set = await browser.Submit(page, "/account/second-factor/set-up", ("code", code));
        var recovery = Recovery().Matches(set.Text).Select(match => match.Groups[1].Value).ToArray();
        Assert.Equal(10, recovery.Length);
        Assert.Equal(HttpStatusCode.OK, (await browser.Get("/api/v1/me")).Status);

        using var other = NewBrowser();
        var asked = await SignIn(other);
        Assert.StartsWith("/account/second-factor?", asked.Next, StringComparison.Ordinal);
        Assert.Contains("不正确", (await other.Submit(asked.Next!, "/account/second-factor", ("code", code))).Words, StringComparison.Ordinal);
        Assert.Equal("/account", (await other.Submit(asked.Next!, "/account/second-factor", ("code", Browser.Code(key, Now(), step: 1)))).Next);
        Assert.Equal(HttpStatusCode.OK, (await other.Get("/api/v1/me")).Status);

        using var third = NewBrowser();
        asked = await SignIn(third);
        Assert.Equal("/account", (await third.Submit(asked.Next!, "/account/second-factor", ("code", recovery[0]))).Next);
        using var fourth = NewBrowser();
        asked = await SignIn(fourth);
        Assert.Contains("不正确", (await fourth.Submit(asked.Next!, "/account/second-factor", ("code", recovery[0]))).Words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_password_alone_opens_nothing_to_a_deciding_role()
    {
        await Prepare(Role.Centre);
        using var browser = NewBrowser();
        await SignIn(browser);
        Assert.StartsWith("http", (await browser.Get("/account")).Next, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Unauthorized, (await browser.Get("/api/v1/sites")).Status);
    }

    [Fact]
    public async Task A_fourth_session_ends_the_first_and_one_ends_another_from_its_page()
    {
        await Prepare(Role.Clerk);
        using var first = NewBrowser();
        using var second = NewBrowser();
        using var third = NewBrowser();
        using var fourth = NewBrowser();
        foreach (var browser in new[] { first, second, third, fourth }) await SignIn(browser);
        Assert.Equal(HttpStatusCode.Unauthorized, (await first.Get("/api/v1/me")).Status);
        Assert.Equal(HttpStatusCode.OK, (await second.Get("/api/v1/me")).Status);

        var page = await fourth.Get("/account");
        var sessions = SessionIds().Matches(page.Text).Select(match => match.Groups[1].Value).ToArray();
        Assert.Equal(2, sessions.Length);
        foreach (var session in sessions) await fourth.Submit(page, "/account/sessions", ("session", session));
        Assert.Equal(HttpStatusCode.Unauthorized, (await second.Get("/api/v1/me")).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await third.Get("/api/v1/me")).Status);
        Assert.Equal(HttpStatusCode.OK, (await fourth.Get("/api/v1/me")).Status);

        await fourth.Submit("/account", "/account/sign-out");
        Assert.Equal(HttpStatusCode.Unauthorized, (await fourth.Get("/api/v1/me")).Status);
    }

    [Fact]
    public async Task A_stolen_cookie_is_good_for_nothing_once_its_session_ended()
    {
        await Prepare(Role.Clerk);
        using var browser = NewBrowser();
        await SignIn(browser);
        using var thief = NewBrowser();
        thief.Cookies.Add(browser.Cookies.GetAllCookies());
        Assert.Equal(HttpStatusCode.OK, (await thief.Get("/api/v1/me")).Status);
        await browser.Submit("/account", "/account/sign-out");
        Assert.Equal(HttpStatusCode.Unauthorized, (await thief.Get("/api/v1/me")).Status);
    }

    [Fact]
    public async Task An_invited_person_sets_a_password_once()
    {
        var accounts = gateway.Tokens.Accounts;
        accounts.EpochOf(Actor(Role.Clerk));
        await using var scope = gateway.Services.CreateAsyncScope();
        var link = (await scope.ServiceProvider.GetRequiredService<Passwords>().Invite((await accounts.Standing(person))!))!.Link.PathAndQuery;

        using var browser = NewBrowser();
        Assert.Contains("两次输入的密码不一致", (await browser.Submit(link, "/account/invitation", ("password", Password), ("again", "另一个"))).Words, StringComparison.Ordinal);
        Assert.Contains("密码至少", (await browser.Submit(link, "/account/invitation", ("password", "短"), ("again", "短"))).Words, StringComparison.Ordinal);
        Assert.Equal("/account/sign-in", (await browser.Submit(link, "/account/invitation", ("password", Password), ("again", Password))).Next);
        Assert.Equal("/account", (await SignIn(browser)).Next);

        using var late = NewBrowser();
        var used = await late.Get(link);
        Assert.Equal(HttpStatusCode.NotFound, used.Status);
        Assert.Contains("已使用过", used.Words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_invitation_ends_the_password_and_the_second_factor_of_before()
    {
        await Prepare(Role.Clerk);
        var accounts = gateway.Tokens.Accounts;
        await accounts.Execute(person, new InviteAgain("遗失手机"));
        await using var scope = gateway.Services.CreateAsyncScope();
        Assert.NotNull(await scope.ServiceProvider.GetRequiredService<Passwords>().Invite((await accounts.Standing(person))!));
        using var browser = NewBrowser();
        Assert.Contains("登录名或密码不正确", (await SignIn(browser)).Words, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("//evil.example/")]
    [InlineData("https://evil.example/")]
    [InlineData("/\\evil.example")]
    public async Task Sign_in_leads_to_no_other_site(string returnUrl)
    {
        await Prepare(Role.Clerk);
        using var browser = NewBrowser();
        var page = await browser.Get($"/account/sign-in?returnUrl={Uri.EscapeDataString(returnUrl)}");
        var sent = await browser.Submit(page, "/account/sign-in", ("userName", UserName), ("password", Password), ("returnUrl", returnUrl));
        Assert.Equal("/account", sent.Next);
    }

    [Fact]
    public async Task Whoever_has_several_roles_acts_in_one_and_changes_over()
    {
        var city = await City.Found(gateway);
        var accounts = gateway.Tokens.Accounts;
        await accounts.Execute(person, new PutAccount(UserName, "张三", [Role.Clerk, Role.Head], city.Unit, null));
        await SetPassword();
        using var browser = NewBrowser();
        await SignIn(browser);
        Assert.Contains("\"role\":\"clerk\"", (await browser.Get("/api/v1/me")).Text, StringComparison.Ordinal);
        Assert.Equal("/account", (await browser.Submit("/account", "/account/role", ("role", "Head"))).Next);
        Assert.Contains("\"role\":\"head\"", (await browser.Get("/api/v1/me")).Text, StringComparison.Ordinal);
        Assert.Contains("没有这个角色", (await browser.Submit("/account", "/account/role", ("role", "Lead"))).Words, StringComparison.Ordinal);
    }

    private Browser NewBrowser() => new(gateway.ClientOptions.BaseAddress);

    private DateTimeOffset Now() => gateway.Services.GetRequiredService<TimeProvider>().GetUtcNow();

    private Actor Actor(Role role) => People.Of(role) with { PersonId = person };

    private async Task Prepare(Role role)
    {
        gateway.Tokens.Accounts.EpochOf(Actor(role));
        await SetPassword();
    }

    private async Task SetPassword()
    {
        await using var scope = gateway.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<Passwords>().SetFirst((await gateway.Tokens.Accounts.Standing(person))!, Password);
    }

    private Task<Shown> SignIn(Browser browser, string? userName = null, string? password = null) =>
        browser.Submit("/account/sign-in", "/account/sign-in", ("userName", userName ?? UserName), ("password", password ?? Password));

    private static string ProblemIn(Shown shown)
    {
        Assert.Equal(HttpStatusCode.BadRequest, shown.Status);
        return Problem().Match(shown.Words).Groups[1].Value;
    }

    [GeneratedRegex("\"token\":\"([^\"]+)\"")]
    private static partial Regex Token();

    [GeneratedRegex("<code>([A-Z2-7]{16,})</code>")]
    private static partial Regex Key();

    [GeneratedRegex("<li><code>([^<]+)</code></li>")]
    private static partial Regex Recovery();

    [GeneratedRegex("name=\"session\" value=\"([^\"]+)\"")]
    private static partial Regex SessionIds();

    [GeneratedRegex("role=\"alert\">([^<]+)<")]
    private static partial Regex Problem();
}
