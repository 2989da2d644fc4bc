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
            Role.Reviewer or Role.Lead => actor.Oversees(unit.Authority),
            _ => false,
        };
    }

    /// <summary>
    /// An authority decides on the sites of its own units. A superior one looks on; its lead may take a request over, which is a recorded
    /// act, intervene in an emergency and decide an appeal (NC-2.1; domain §3: «nobody left: next authority up»). Looking on includes the contacts, for a
    /// reason.
    /// </summary>
    public static bool IsInCharge(Site site, SiteCommand command, Actor actor) =>
        actor.Role is not (Role.Reviewer or Role.Lead) || actor.Authority == site.Sponsor.Authority || command is DiscloseContacts
        || (actor.Role == Role.Lead && command is AssignRequest or ReleaseRequest or ReturnRequest or ApproveRequest or RejectRequest
            or SuspendSite or ConfirmSuspension or LiftSuspension or DecideCaseAppeal);

    /// <summary>The receiving unit of a transfer sees the site, and may do nothing to it but accept.</summary>
    public static bool MayReach(Site site, SiteCommand command, Actor actor) =>
        actor.Role is not (Role.Clerk or Role.Head) || command is AcceptTransfer || actor.Unit == site.Sponsor.Id;

    private static bool IsReceiver(Site site, Actor actor) =>
        site.OpenRequest(RequestKind.Transfer)?.Latest.Content.Transfer?.Receiver == actor.Unit && actor.Unit is not null;
}
