using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using NanchangEdu.Registry.Api.Identity;
using NanchangEdu.Registry.Api.Identity.Standing;
using NanchangEdu.Registry.Api.SignIn.Pages;
using NanchangEdu.Registry.Contracts;

namespace NanchangEdu.Registry.Api.SignIn;

/// <summary>An invited person sets the first password. A link is good once, and until it expires or another one is made.</summary>
internal sealed class InvitationDesk(
    IAntiforgery antiforgery, IOptions<AuthOptions> options, Standings standings, IGrainFactory grains, IServiceProvider services)
{
    public async Task<IResult> Page(HttpContext context)
    {
        var (person, code) = (context.Request.Query["person"].ToString(), context.Request.Query["code"].ToString());
        return Form(context, await Invited(person, code), code, problem: null);
    }

    public async Task<IResult> Accept(HttpContext context, IFormCollection form)
    {
        var code = form["code"].ToString();
        var password = form["password"].ToString();
        if (await Invited(form["person"].ToString(), code) is not { } account) return Form(context, null, code, problem: null);
        if (password != form["again"].ToString()) return Form(context, account, code, "两次输入的密码不一致，请重新输入。");

        // The register first: a password that its rules refuse may be tried again, an activation that was lost could not.
        var outcome = await grains.GetAccount(account.PersonId).Execute(new ActivateAccount(), EnvelopeOf(account), context.RequestAborted);
        if (outcome is not ({ Kind: OutcomeKind.Done } or { Refusal.Rule: RuleId.NothingChanged }))
            return Form(context, account, code, "暂时无法保存，请稍后用同一链接重试。");

        var result = await services.GetRequiredService<Passwords>().Accept(account.PersonId, password);
        return result.Succeeded ? TypedResults.Redirect(SignInPaths.SignIn) : Form(context, account, code, Passwords.WordsOf(result));
    }

    private async Task<AccountStanding?> Invited(string person, string code)
    {
        if (!PersonIds.IsValid(person) || code.Length == 0 || services.GetService<Passwords>() is not { } passwords) return null;

        standings.Forget(person);
        return (await standings.Of(person)).Account is { State: AccountState.Active } account && await passwords.IsInvited(account, code) ? account : null;
    }

    /// <summary>By the person, whom the code proves.</summary>
    private static Envelope EnvelopeOf(AccountStanding account)
    {
        var key = string.Create(CultureInfo.InvariantCulture, $"activate-{account.Invitation}");
        return new Envelope(
            new Actor(account.PersonId, account.Name, account.Roles[0], account.Unit, account.Authority), key,
            Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key))), ExpectedVersion: null, key);
    }

    private RazorComponentResult<InvitationPage> Form(HttpContext context, AccountStanding? account, string code, string? problem) => new(new
    {
        Token = antiforgery.GetAndStoreTokens(context).RequestToken!,
        Person = account?.PersonId ?? "",
        Code = account is null ? null : code,
        Name = account?.Name ?? "",
        UserName = account?.UserName ?? "",
        LengthMin = options.Value.PasswordLengthMin,
        Problem = problem,
    })
    { StatusCode = account is null ? StatusCodes.Status404NotFound : SignInDesk.StatusOf(problem) };
}
