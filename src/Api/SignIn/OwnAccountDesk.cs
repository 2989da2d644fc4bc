using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http.HttpResults;
using NanchangEdu.Registry.Api.Identity;
using NanchangEdu.Registry.Api.Identity.Sessions;
using NanchangEdu.Registry.Api.Identity.Standing;
using NanchangEdu.Registry.Api.SignIn.Pages;
using NanchangEdu.Registry.Contracts;

namespace NanchangEdu.Registry.Api.SignIn;

/// <summary>What somebody who is signed in sees and does of the own account: browsers, role, password.</summary>
internal sealed class OwnAccountDesk(
    IAntiforgery antiforgery, SessionRegister sessions, Standings standings, SignInDesk signIn, IServiceProvider services)
{
    public Task<IResult> Page(HttpContext context) => Show(context, problem: null, notice: null);

    public async Task<IResult> SignOut(HttpContext context)
    {
        if (Signed(context) is not var (holder, session)) return TypedResults.Redirect(SignInPaths.SignIn);

        await context.SignOutAsync(SessionCookies.Scheme);
        await sessions.End(holder.Actor.PersonId, session, CancellationToken.None);
        return TypedResults.Redirect(SignInPaths.SignedOut);
    }

    public async Task<IResult> ChangeRole(HttpContext context, IFormCollection form)
    {
        if (Signed(context) is not var (holder, session)) return TypedResults.Redirect(SignInPaths.SignIn);

        var account = (await standings.Of(holder.Actor.PersonId)).Account;
        var current = (await sessions.Of(holder.Actor.PersonId, context.RequestAborted)).FirstOrDefault(s => s.Id == session);
        return account is not null && current is not null && Enum.TryParse<Role>(form["role"], out var role) && account.Roles.Contains(role)
            ? await signIn.Begin(context, account, role, current.HasSecondFactor, SignInPaths.Root)
            : await Show(context, "没有这个角色，请刷新后重试。", notice: null);
    }

    public async Task<IResult> ChangePassword(HttpContext context, IFormCollection form)
    {
        if (Signed(context) is not var (holder, session)) return TypedResults.Redirect(SignInPaths.SignIn);
        if (services.GetService<Passwords>() is not { } passwords || await passwords.Of(holder.Actor.PersonId) is not { } person)
            return await Show(context, "密码由外部统一身份认证管理。", notice: null);
        if (form["password"] != form["again"]) return await Show(context, "两次输入的密码不一致，请重新输入。", notice: null);

        var result = await passwords.Change(person, form["old"].ToString(), form["password"].ToString());
        if (!result.Succeeded) return await Show(context, Passwords.WordsOf(result), notice: null);

        await sessions.EndAll(holder.Actor.PersonId, but: session, CancellationToken.None);
        return await Show(context, problem: null, "密码已更改，其他浏览器已退出登录。");
    }

    public async Task<IResult> EndSession(HttpContext context, IFormCollection form)
    {
        if (Signed(context) is not var (holder, _)) return TypedResults.Redirect(SignInPaths.SignIn);

        await sessions.End(holder.Actor.PersonId, form["session"].ToString(), CancellationToken.None);
        return await Show(context, problem: null, "该浏览器已退出登录。");
    }

    /// <summary>Whoever sent a bearer token along with the cookie is somebody else, perhaps: pages go by the cookie alone.</summary>
    private static (TokenHolder Holder, string Session)? Signed(HttpContext context) =>
        context.Holder() is { SessionId: { } session } holder && context.User.FindFirst(RegistryClaims.Session)?.Value == session ? (holder, session) : null;

    private async Task<IResult> Show(HttpContext context, string? problem, string? notice)
    {
        if (Signed(context) is not var (holder, session)) return TypedResults.Redirect(SignInPaths.SignIn);

        var account = (await standings.Of(holder.Actor.PersonId)).Account;
        var person = services.GetService<Passwords>() is { } passwords ? await passwords.Of(holder.Actor.PersonId) : null;
        return new RazorComponentResult<OwnAccountPage>(new
        {
            Token = antiforgery.GetAndStoreTokens(context).RequestToken!,
            Holder = holder.Actor,
            OtherRoles = (IReadOnlyList<Role>)[.. account is null ? [] : account.Roles.Where(role => role != holder.Actor.Role)],
            HasPassword = person?.PasswordHash is not null,
            HasSecondFactor = person?.TwoFactorEnabled ?? false,
            Sessions = (IReadOnlyList<Session>)await sessions.Of(holder.Actor.PersonId, context.RequestAborted),
            Current = session,
            Problem = problem,
            Notice = notice,
        })
        { StatusCode = SignInDesk.StatusOf(problem) };
    }
}
