using System.ComponentModel.DataAnnotations;

namespace NanchangEdu.Registry.Api.Identity;

/// <summary>Section <c>Auth</c>: where bearer tokens come from.</summary>
public sealed class IdentityOptions
{
    public const string Section = "Auth";

    public const string PublicUrlDefault = "http://127.0.0.1:5080/";
    public const int AccessTokenMinutesDefault = 30;
    public const int ClockSkewSeconds = 60;

    /// <summary>An external issuer; when set, the embedded token server is not there.</summary>
    public Uri? Authority { get; set; }

    /// <summary>The audience that tokens must name.</summary>
    [Required]
    public string Audience { get; set; } = RegistryClaims.Audience;

    /// <summary>The issuer that the embedded server writes into its tokens, however it was addressed.</summary>
    [Required]
    public Uri PublicUrl { get; set; } = new(PublicUrlDefault);

    /// <summary>
    /// Folder with <c>token-signing.pem</c> and <c>token-encryption.key</c>, the same for all gateways. Unset: made under the data
    /// folder, which is enough for one process.
    /// </summary>
    public string? KeysFolder { get; set; }

    [Range(1, 24 * 60)]
    public int AccessTokenMinutes { get; set; } = AccessTokenMinutesDefault;
}
