using System.Security.Claims;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using NanchangEdu.Registry.Api.Identity;
using NanchangEdu.Registry.Api.Identity.External;
using NanchangEdu.Registry.Api.Identity.Sessions;
using NanchangEdu.Registry.Api.Identity.Standing;
using NanchangEdu.Registry.Api.SignIn.Pages;
using NanchangEdu.Registry.Contracts;
using NanchangEdu.Registry.Store;
using QRCoder;

namespace NanchangEdu.Registry.Api.SignIn;

/// <summary>
/// Password, then second factor, then a session. What went wrong is told in one sentence for all causes: who guesses learns neither which
/// names exist nor which half was right.
/// </summary>
internal sealed class SignInDesk(
    IAntiforgery antiforgery, IOptions<AuthOptions> options, SessionRegister sessions, Standings standings, ICatalog catalog, IServiceProvider services)
{
    private const string Issuer = "南昌教育网站登记";
    private const int ModulePixels = 4;

    private AuthOptions Auth => options.Value;

    /// <summary>Not there when people sign in elsewhere.</summary>
    private Passwords? Passwords => services.GetService<Passwords>();

    public IResult Page(HttpContext context)
    {
        var returnUrl = ReturnUrl.Of(context.Request.Query["returnUrl"]);
        var notice = context.Request.Query["notice"].ToString();
        if (Auth.IsExternal && notice.Length == 0 && Auth.ClientId is not null)
            return TypedResults.Challenge(new AuthenticationProperties { RedirectUri = returnUrl }, [ExternalIssuer.SignInScheme]);

        return Form(context, returnUrl, "", notice switch
        {
            "not-admitted" => "统一身份认证已通过，但您的账号在本系统中未开立、已锁定或没有可用的角色。请联系系统管理员。",
            "failed" => "统一身份认证没有完成，请重试。",
            _ when Auth.IsExternal && Auth.ClientId is null => "本系统的登录由外部统一身份认证提供，这里不设登录页面。",
            _ => null,
        }, notice == "signed-out" ? "您已退出登录。" : null);
    }

    public async Task<IResult> TakePassword(HttpContext context, IFormCollection form)
    {
        var returnUrl = ReturnUrl.Of(form["returnUrl"]);
        var userName = form["userName"].ToString().Trim().ToLowerInvariant();
        if (Passwords is not { } passwords) return TypedResults.Redirect(SignInPaths.SignIn);

        var account = await AccountNamed(userName, context.RequestAborted);
        var person = account is null ? null : await passwords.Of(account.PersonId);
        var result = await passwords.Check(person, form["password"].ToString());
        if (!result.Succeeded || account is not { State: AccountState.Active })
        {
            return Form(context, returnUrl, userName,
                $"登录名或密码不正确，或账号已锁定。连续 {Auth.LockoutFailures} 次不正确会锁定 {Auth.LockoutMinutes} 分钟。", notice: null);
        }

        if (!person!.TwoFactorEnabled && !account.Roles.Any(Auth.DemandsSecondFactor)) return await Begin(context, account, account.Roles[0], hasSecondFactor: false, returnUrl);

        await context.SignInAsync(SessionCookies.StepScheme, StepOf(account.PersonId));
        return TypedResults.Redirect((person.TwoFactorEnabled ? SignInPaths.SecondFactor : SignInPaths.SetUp) + ReturnUrl.Query(returnUrl));
    }

    public async Task<IResult> SecondFactorPage(HttpContext context) => await InStep(context) is null
        ? TypedResults.Redirect(SignInPaths.SignIn)
        : CodeForm(context, ReturnUrl.Of(context.Request.Query["returnUrl"]), problem: null);

    public async Task<IResult> TakeCode(HttpContext context, IFormCollection form)
    {
        var returnUrl = ReturnUrl.Of(form["returnUrl"]);
        if (await InStep(context) is not var (account, person)) return TypedResults.Redirect(SignInPaths.SignIn);
        if (!person.TwoFactorEnabled || !await Passwords!.CheckCode(person, form["code"].ToString()))
            return CodeForm(context, returnUrl, $"验证码不正确、已使用过或已过期，或账号已锁定。连续 {Auth.LockoutFailures} 次不正确会锁定 {Auth.LockoutMinutes} 分钟。");

        return await Begin(context, account, account.Roles[0], hasSecondFactor: true, returnUrl);
    }

    public async Task<IResult> SetUpPage(HttpContext context)
    {
        if (await InStepOrSession(context) is not var (_, person) || person.TwoFactorEnabled) return TypedResults.Redirect(SignInPaths.SignIn);

        return await SetUpForm(context, person, ReturnUrl.Of(context.Request.Query["returnUrl"]), problem: null);
    }

    public async Task<IResult> SetUp(HttpContext context, IFormCollection form)
    {
        var returnUrl = ReturnUrl.Of(form["returnUrl"]);
        if (await InStepOrSession(context) is not var (account, person) || person.TwoFactorEnabled) return TypedResults.Redirect(SignInPaths.SignIn);
        if (await Passwords!.Confirm(person, form["code"].ToString()) is not { } codes)
            return await SetUpForm(context, person, returnUrl, "验证码不正确，请核对手机时间后用新的数字重试。");

        await Begin(context, account, account.Roles[0], hasSecondFactor: true, returnUrl);
        return new RazorComponentResult<RecoveryCodesPage>(new { Codes = codes, ReturnUrl = returnUrl });
    }

    /// <summary>A session in the role, in place of whatever this browser had.</summary>
    public async Task<IResult> Begin(HttpContext context, AccountStanding account, Role role, bool hasSecondFactor, string returnUrl)
    {
        var before = (await context.AuthenticateAsync(SessionCookies.Scheme)).Principal?.FindFirst(RegistryClaims.Session)?.Value;
        var session = await sessions.Begin(account.PersonId, role, hasSecondFactor, context, context.RequestAborted);
        var actor = new Actor(account.PersonId, account.Name, role, account.Unit, account.Authority);
        await context.SignOutAsync(SessionCookies.StepScheme);
        await context.SignInAsync(SessionCookies.Scheme, SessionCookies.PrincipalOf(session, actor, account.Epoch));
        if (before is not null) await sessions.End(account.PersonId, before, CancellationToken.None);

        // A form's answer may not lead to another site, where a sign-in to another program ends.
        return returnUrl.StartsWith("/connect/", StringComparison.Ordinal)
            ? new RazorComponentResult<ContinuePage>(new { Url = returnUrl })
            : TypedResults.LocalRedirect(returnUrl);
    }

    private async Task<AccountStanding?> AccountNamed(string userName, CancellationToken cancellationToken)
    {
        if (await catalog.PersonNamed(userName, cancellationToken) is not { } personId) return null;

        standings.Forget(personId);
        return (await standings.Of(personId)).Account;
    }

    private async Task<(AccountStanding Account, Credentials Person)?> InStep(HttpContext context) =>
        await Known((await context.AuthenticateAsync(SessionCookies.StepScheme)).Principal);

    private async Task<(AccountStanding Account, Credentials Person)?> InStepOrSession(HttpContext context) =>
        await InStep(context) ?? await Known((await context.AuthenticateAsync(SessionCookies.Scheme)).Principal);

    private async Task<(AccountStanding Account, Credentials Person)?> Known(ClaimsPrincipal? principal)
    {
        if (principal?.FindFirst(RegistryClaims.Person)?.Value is not { } personId || Passwords is not { } passwords) return null;
        if ((await standings.Of(personId)).Account is not { State: AccountState.Active } account) return null;

        return await passwords.Of(personId) is { } person ? (account, person) : null;
    }

    private static ClaimsPrincipal StepOf(string personId) =>
        new(new ClaimsIdentity([new Claim(RegistryClaims.Person, personId)], SessionCookies.StepScheme));

    private RazorComponentResult<SignInPage> Form(HttpContext context, string returnUrl, string userName, string? problem, string? notice) => new(new
    {
        Token = antiforgery.GetAndStoreTokens(context).RequestToken!,
        ReturnUrl = returnUrl,
        UserName = userName,
        Problem = problem,
        Notice = notice,
    })
    { StatusCode = StatusOf(problem) };

    private RazorComponentResult<SecondFactorPage> CodeForm(HttpContext context, string returnUrl, string? problem) =>
        new(new { Token = antiforgery.GetAndStoreTokens(context).RequestToken!, ReturnUrl = returnUrl, Problem = problem }) { StatusCode = StatusOf(problem) };

    private async Task<IResult> SetUpForm(HttpContext context, Credentials person, string returnUrl, string? problem)
    {
        var key = await Passwords!.KeyOf(person);
        var uri = $"otpauth://totp/{Uri.EscapeDataString($"{Issuer}:{person.Id}")}?secret={key}&issuer={Uri.EscapeDataString(Issuer)}";
        using var data = QRCodeGenerator.GenerateQrCode(uri, QRCodeGenerator.ECCLevel.M);
        using var code = new PngByteQRCode(data);
        return new RazorComponentResult<SetUpPage>(new
        {
            Token = antiforgery.GetAndStoreTokens(context).RequestToken!,
            ReturnUrl = returnUrl,
            Image = $"data:image/png;base64,{Convert.ToBase64String(code.GetGraphic(ModulePixels))}",
            Key = key,
            Problem = problem,
        })
        { StatusCode = StatusOf(problem) };
    }

    internal static int StatusOf(string? problem) => problem is null ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest;
}

/// <summary>Where somebody wanted to go before signing in: on this site, or nowhere.</summary>
internal static class ReturnUrl
{
    public static string Of(string? given) => given is { Length: > 0 and <= 4000 } url && RedirectHttpResult.IsLocalUrl(url) ? url : SignInPaths.Root;

    public static string Query(string returnUrl) => $"?returnUrl={Uri.EscapeDataString(returnUrl)}";
}
