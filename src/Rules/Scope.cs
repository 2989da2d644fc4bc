using NanchangEdu.Registry.Contracts;

namespace NanchangEdu.Registry.Rules;

/// <summary>Whose record it is. What lies outside the caller's scope reads as not found.</summary>
internal static class Scope
{
    public static bool Sees(Site site, Actor actor)
    {
        if (site.Unit is not { } unit)
        {
            return false;
        }

        return Permissions.SeesAll(actor.Role) || actor.Role switch
        {
            Role.Clerk or Role.Head => actor.Unit == unit.Id || IsReceiver(site, actor),
            Role.Reviewer or Role.Lead => actor.Authority == unit.Authority,
            _ => false,
        };
    }

    /// <summary>The receiving unit of a transfer sees the site, and may do nothing to it but accept.</summary>
    public static bool MayReach(Site site, SiteCommand command, Actor actor) =>
        actor.Role is not (Role.Clerk or Role.Head) || command is AcceptTransfer || actor.Unit == site.Sponsor.Id;

    private static bool IsReceiver(Site site, Actor actor) =>
        site.OpenRequest(RequestKind.Transfer)?.Latest.Content.Transfer?.Receiver == actor.Unit && actor.Unit is not null;
}
