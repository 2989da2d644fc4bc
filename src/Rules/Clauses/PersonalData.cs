using System.Text.Json;
using NanchangEdu.Registry.Contracts;

namespace NanchangEdu.Registry.Rules.Clauses;

/// <summary>What the caller is to a record.</summary>
public enum Relation
{
    /// <summary>Clerk or head of the sponsor as it is now: they stated the data and answer for them.</summary>
    Sponsor = 1,
    /// <summary>Audits the ledger, whose hashes are over what was stated.</summary>
    Auditor = 2,
    /// <summary>Everybody else within scope: authority, centre, the receiver of a transfer, operations, administration.</summary>
    Other = 3,
}

/// <summary>
/// NC-2.3 «主要负责人为网站的第一责任人»: the contacts' names, telephone numbers and addresses are for who needs them. The sponsor's own
/// people see them; everybody else sees them masked, and unmasked for some minutes after saying why, which the ledger keeps.
/// </summary>
public static class PersonalData
{
    /// <summary>The one place in which it is told what the caller is to the record. Views, ledger and exports ask here.</summary>
    /// <param name="sponsor">The unit whose record it is now.</param>
    public static Relation RelationOf(UnitId? sponsor, Actor by) => by.Role switch
    {
        Role.Clerk or Role.Head when sponsor is not null && by.Unit == sponsor => Relation.Sponsor,
        Role.Auditor => Relation.Auditor,
        _ => Relation.Other,
    };

    /// <summary>Whether the record is shown with its contacts masked.</summary>
    public static bool IsMasked(Relation relation) => relation != Relation.Sponsor;

    /// <summary>Whether the ledger is shown as the bytes that were hashed: masked ones prove nothing, and auditors are there to prove.</summary>
    public static bool ReadsHashedBytes(Relation relation) => relation is Relation.Sponsor or Relation.Auditor;

    /// <summary>How a record, or a part of one, is written for the caller.</summary>
    public static JsonSerializerOptions JsonFor(Relation relation) => IsMasked(relation) ? MaskedJson.Options : RegistryJson.Options;

    /// <summary>Refusals: disclosure-reason-missing. Every stage allows it.</summary>
    internal static Decision<SiteEvent> Disclose(Site site, DiscloseContacts command, SiteContext context) =>
        string.IsNullOrWhiteSpace(command.Reason)
            ? context.Refuse(RuleId.DisclosureReasonMissing)
            : new ContactsDisclosed(context.Now, (site.LatestDisclosures.LastOrDefault()?.Number ?? 0) + 1, command.Reason, context.Person);

    /// <summary>
    /// The contacts as they are now, to the very person who said why, in the role of then, for the minutes of the pack. Whatever else is
    /// asked is refused alike with disclosure-unknown: another's disclosure, one that is over, one that never was.
    /// </summary>
    internal static RenderedView Show(Site site, AskDisclosedContacts asked, Actor by, RegistryPolicy policy, DateTimeOffset now)
    {
        var shown = TimeSpan.FromMinutes(policy.ContactsShownMinutes);
        var disclosure = site.LatestDisclosures.FirstOrDefault(
            d => d.Number == asked.Number && d.By.Id == by.PersonId && d.By.Role == by.Role && now - d.At < shown);
        return disclosure is null
            ? new([], policy.Refuse(RuleId.DisclosureUnknown, Figure.Of("value", asked.Number), Figure.Of("limit", policy.ContactsShownMinutes)))
            : new(SiteViews.Bytes(new DisclosedContactsView(
                site.Id, disclosure.Number, disclosure.At + shown, site.Facts.Contacts, site.Facts.Upkeep.SecrecyReviewer)), null);
    }
}
