using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;
using NanchangEdu.Registry.Api.Http;
using NanchangEdu.Registry.Contracts;

namespace NanchangEdu.Registry.Api.Identity;

/// <summary>Section <c>Auth</c>: who signs in here, and where tokens come from.</summary>
public sealed class AuthOptions : IValidatableObject
{
    public const string Section = "Auth";

    public const string PublicUrlDefault = "http://127.0.0.1:5080/";
    public const int AccessTokenMinutesDefault = 30;
    public const int ClockSkewSeconds = 60;
    public const string SecondFactorRolesDefault = "reviewer,lead,centre,admin";

    /// <summary>An external issuer of tokens, and provider of sign-in; when set, the embedded token server is not there.</summary>
    public Uri? Authority { get; set; }

    /// <summary>This registry's client id at the external provider: with it people sign in there by browser. Unset: tokens only.</summary>
    public string? ClientId { get; set; }

    /// <summary>File with the client's secret, for a provider that demands one beside PKCE.</summary>
    public string? ClientSecretFile { get; set; }

    /// <summary>The audience that tokens must name.</summary>
    [Required]
    public string Audience { get; set; } = RegistryClaims.Audience;

    /// <summary>The issuer that the embedded server writes into its tokens, however it was addressed; links for people begin with it.</summary>
    [Required]
    public Uri PublicUrl { get; set; } = new(PublicUrlDefault);

    /// <summary>
    /// Folder with <c>token-signing.pem</c>, <c>token-encryption.key</c> and <c>data-protection.pem</c>, the same for all gateways.
    /// Unset: made under the data folder, which is enough for one process.
    /// </summary>
    public string? KeysFolder { get; set; }

    [Range(1, 24 * 60)]
    public int AccessTokenMinutes { get; set; } = AccessTokenMinutesDefault;

    /// <summary>The roles that sign in with a second factor alone, by their wire names with commas between; empty for none.</summary>
    public string SecondFactorRoles { get; set; } = SecondFactorRolesDefault;

    /// <summary>A browser that asks for nothing for so long is signed out.</summary>
    [Range(1, 24 * 60)]
    public int SessionIdleMinutes { get; set; } = 15;

    /// <summary>Nobody stays signed in for longer, however busy; refresh tokens end with it.</summary>
    [Range(1, 7 * 24)]
    public int SessionHours { get; set; } = 12;

    /// <summary>Sessions of one person at a time; one more ends the oldest.</summary>
    [Range(1, 100)]
    public int SessionsMax { get; set; } = 3;

    /// <summary>Wrong passwords or codes in a row that lock sign-in.</summary>
    [Range(1, 100)]
    public int LockoutFailures { get; set; } = 5;

    [Range(1, 24 * 60)]
    public int LockoutMinutes { get; set; } = 15;

    [Range(1, 90)]
    public int InvitationDays { get; set; } = 7;

    [Range(8, 128)]
    public int PasswordLengthMin { get; set; } = 12;

    /// <summary>Programs in which people sign in through this registry: authorization code with PKCE.</summary>
    public IList<ApplicationOptions> Applications { get; } = [];

    /// <summary>Whether tokens and sign-in come from elsewhere.</summary>
    public bool IsExternal => Authority is not null;

    public bool DemandsSecondFactor(Role role) => Roles().Contains(role);

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        var unknown = Names().Where(name => RoleOf(name) is null).ToArray();
        if (unknown.Length > 0) yield return new ValidationResult($"{nameof(SecondFactorRoles)}: {string.Join(", ", unknown)}", [nameof(SecondFactorRoles)]);
        foreach (var application in Applications)
        {
            if (application is not { ClientId.Length: > 0, RedirectUris.Count: > 0 })
                yield return new ValidationResult($"{nameof(Applications)}: ClientId, RedirectUris", [nameof(Applications)]);
        }
    }

    private ImmutableArray<Role> Roles() => [.. Names().Select(RoleOf).OfType<Role>()];

    private string[] Names() => SecondFactorRoles.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static Role? RoleOf(string name) =>
        Enum.GetValues<Role>().Where(role => role != Role.System && Json.NameOf(role) == name).Select(role => (Role?)role).FirstOrDefault();
}

/// <summary>A program in which people sign in through this registry.</summary>
public sealed class ApplicationOptions
{
    public string ClientId { get; set; } = "";

    public string Name { get; set; } = "";

    /// <summary>Where the browser may be sent back to, compared letter by letter.</summary>
    public IList<Uri> RedirectUris { get; } = [];

    /// <summary>File with its secret, if it can keep one; PKCE is demanded in any case.</summary>
    public string? ClientSecretFile { get; set; }
}
