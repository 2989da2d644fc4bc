using System.ComponentModel.DataAnnotations;
using NanchangEdu.Registry.Api.Http;
using NanchangEdu.Registry.Contracts;

namespace NanchangEdu.Registry.Api.Notices;

/// <summary>已读</summary>
/// <param name="Until">All notices up to this number are read, it included.</param>
public sealed record NoticesReadBody([property: Range(1, NoticesReadBody.NumberMax)] int Until)
{
    public const int NumberMax = 999_999_999;
}

/// <param name="Address">Where e-mail goes.</param>
/// <param name="Kinds">Which notices; all if absent or empty.</param>
public sealed record EmailPreferenceBody([property: Text(Limits.EmailLength)] string Address, [property: Items(0, Limits.NoticeKinds)] IReadOnlyList<NoticeKind>? Kinds = null);

/// <param name="Kind">Whose robot it is.</param>
/// <param name="Url">Its webhook address, whole, as the group's settings show it.</param>
/// <param name="Secret">钉钉 «加签»: the secret that begins with SEC; without it the robot demands a keyword or an address.</param>
/// <param name="Kinds">Which notices; all if absent or empty.</param>
public sealed record RobotPreferenceBody(
    RobotKind Kind,
    [property: Text(Limits.UrlLength)] string Url,
    [property: Text(Limits.CodeLength)] string? Secret = null,
    [property: Items(0, Limits.NoticeKinds)] IReadOnlyList<NoticeKind>? Kinds = null);

/// <summary>通知方式: where one's notices go besides the inbox. What is absent is switched off.</summary>
public sealed record NoticePreferencesBody(EmailPreferenceBody? Email = null, RobotPreferenceBody? Robot = null)
{
    public NoticePreferences ToPreferences() => new(
        Email is null ? null : new EmailPreference(Email.Address, [.. Email.Kinds ?? []]),
        Robot is null ? null : new RobotPreference(Robot.Kind, Robot.Url, Robot.Secret, [.. Robot.Kinds ?? []]));
}
