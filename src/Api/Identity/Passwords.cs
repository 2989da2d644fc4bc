using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using NanchangEdu.Registry.Contracts;

namespace NanchangEdu.Registry.Api.Identity;

/// <summary>What a person was invited with. Whoever holds it sets the password.</summary>
public sealed record Invitation(Uri Link, DateTimeOffset ExpiresAt);

/// <summary>Passwords and second factors: made by invitation, checked with lock-out, kept hashed.</summary>
public sealed class Passwords(UserManager<Credentials> users, SignInManager<Credentials> signIn, IOptions<AuthOptions> options, TimeProvider clock)
{
    public const int RecoveryCodes = 10;

    private const string InvitationPath = "account/invitation";

    public Task<Credentials?> Of(string personId) => users.FindByIdAsync(personId);

    /// <summary>Makes the link for the account's latest invitation, unless it was made before: it is shown once.</summary>
    public async Task<Invitation?> Invite(AccountStanding account)
    {
        var person = await Known(account.PersonId);
        if (person.InvitationShown >= account.Invitation) return null;

        // Whatever was good before this invitation is so no more.
        if (person.PasswordHash is not null) Demand(await users.RemovePasswordAsync(person));
        await ForgetSecondFactor(person);
        person.InvitationShown = account.Invitation;
        Demand(await users.UpdateSecurityStampAsync(person));

        var code = await users.GenerateUserTokenAsync(person, TokenOptions.DefaultProvider, PurposeOf(account.Invitation));
        var query = $"?person={Uri.EscapeDataString(account.PersonId)}&code={Uri.EscapeDataString(code)}";
        return new Invitation(
            new Uri(options.Value.PublicUrl, InvitationPath + query), clock.GetUtcNow().AddDays(options.Value.InvitationDays));
    }

    /// <summary>Whether the code is that of the account's latest invitation, not expired and not used.</summary>
    public async Task<bool> IsInvited(AccountStanding account, string code) => await users.FindByIdAsync(account.PersonId) is { } person
        && await users.VerifyUserTokenAsync(person, TokenOptions.DefaultProvider, PurposeOf(account.Invitation), code);

    /// <summary>Sets the first password; the invitation is used up.</summary>
    public async Task<IdentityResult> Accept(string personId, string password)
    {
        var person = await Known(personId);
        return await users.AddPasswordAsync(person, password);
    }

    public async Task<IdentityResult> Change(Credentials person, string old, string password) => await users.ChangePasswordAsync(person, old, password);

    /// <summary>Sets a password that somebody has written down already, if there is none yet.</summary>
    public async Task SetFirst(AccountStanding account, string password)
    {
        var person = await Known(account.PersonId);
        if (person.PasswordHash is not null) return;

        person.InvitationShown = account.Invitation;
        Demand(await users.AddPasswordAsync(person, password));
    }

    /// <summary>Wrong attempts count, and lock; for a person who is not known it takes as long.</summary>
    public async Task<SignInResult> Check(Credentials? person, string password)
    {
        if (person?.PasswordHash is not null) return await signIn.CheckPasswordSignInAsync(person, password, lockoutOnFailure: true);

        _ = users.PasswordHasher.HashPassword(new Credentials(), password);
        return SignInResult.Failed;
    }

    /// <summary>A one-time code, or one of the recovery codes. Wrong ones count like wrong passwords, and no code is taken twice.</summary>
    public async Task<bool> CheckCode(Credentials person, string given)
    {
        if (await users.IsLockedOutAsync(person)) return false;

        var code = given.Replace(" ", "", StringComparison.Ordinal);
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(code)));
        var isRight = code.Length > 0 && hash != person.LastCode && (IsOneTime(code)
            ? await users.VerifyTwoFactorTokenAsync(person, TokenOptions.DefaultAuthenticatorProvider, code)
            : (await users.RedeemTwoFactorRecoveryCodeAsync(person, code)).Succeeded);
        if (!isRight)
        {
            Demand(await users.AccessFailedAsync(person));
            return false;
        }

        person.LastCode = hash;
        Demand(await users.ResetAccessFailedCountAsync(person));
        Demand(await users.UpdateAsync(person));
        return true;
    }

    /// <summary>The key that an authenticator is to be fed with; the same until it is confirmed.</summary>
    public async Task<string> KeyOf(Credentials person)
    {
        if (await users.GetAuthenticatorKeyAsync(person) is { Length: > 0 } known) return known;

        Demand(await users.ResetAuthenticatorKeyAsync(person));
        return await users.GetAuthenticatorKeyAsync(person) ?? throw new InvalidOperationException("a key was made and is not there");
    }

    /// <summary>The authenticator shows that it has the key: from now on the second factor is demanded. Null when the code is wrong.</summary>
    /// <returns>The recovery codes, shown once.</returns>
    public async Task<IReadOnlyList<string>?> Confirm(Credentials person, string code)
    {
        if (!await CheckCode(person, code)) return null;

        Demand(await users.SetTwoFactorEnabledAsync(person, enabled: true));
        return [.. await users.GenerateNewTwoFactorRecoveryCodesAsync(person, RecoveryCodes) ?? []];
    }

    /// <summary>The rules that a password breaks, in words for its person.</summary>
    public static string WordsOf(IdentityResult result) => string.Join(' ', result.Errors.Select(error => error.Description));

    private async Task<Credentials> Known(string personId)
    {
        if (await users.FindByIdAsync(personId) is { } known) return known;

        var made = new Credentials { Id = personId, UserName = personId };
        var result = await users.CreateAsync(made);
        return result.Succeeded
            ? made
            : await users.FindByIdAsync(personId) ?? throw new InvalidOperationException($"no credentials could be made: {string.Join(", ", result.Errors.Select(error => error.Code))}");
    }

    private async Task ForgetSecondFactor(Credentials person)
    {
        Demand(await users.SetTwoFactorEnabledAsync(person, enabled: false));
        Demand(await users.ResetAuthenticatorKeyAsync(person));
        person.LastCode = null;
        Demand(await users.SetLockoutEndDateAsync(person, null));
    }

    private static bool IsOneTime(string code) => code.Length == 6 && code.All(char.IsAsciiDigit);

    private static string PurposeOf(int invitation) => string.Create(CultureInfo.InvariantCulture, $"invitation-{invitation}");

    private static void Demand(IdentityResult result)
    {
        if (!result.Succeeded)
            throw new InvalidOperationException($"credentials could not be kept: {string.Join(", ", result.Errors.Select(error => error.Code))}");
    }
}

/// <summary>What the password rules say, in Chinese.</summary>
internal sealed class PasswordWords : IdentityErrorDescriber
{
    public override IdentityError PasswordTooShort(int length) => Of(nameof(PasswordTooShort), $"密码至少 {length} 个字符。");

    public override IdentityError PasswordRequiresUniqueChars(int uniqueChars) =>
        Of(nameof(PasswordRequiresUniqueChars), $"密码至少含 {uniqueChars} 个不同的字符。");

    public override IdentityError PasswordMismatch() => Of(nameof(PasswordMismatch), "原密码不正确。");

    public override IdentityError UserAlreadyHasPassword() => Of(nameof(UserAlreadyHasPassword), "密码已经设置过，邀请只能使用一次。");

    public override IdentityError ConcurrencyFailure() => Of(nameof(ConcurrencyFailure), "账号刚刚被另一处更改，请重试。");

    public override IdentityError DefaultError() => Of(nameof(DefaultError), "未能保存，请稍后重试。");

    private static IdentityError Of(string code, string words) => new() { Code = code, Description = words };
}
