using System.ComponentModel.DataAnnotations;
using NanchangEdu.Registry.Api.Http;
using NanchangEdu.Registry.Contracts;

namespace NanchangEdu.Registry.Api.Sites;

/// <summary>网站基本信息 (NC-3.8). A text left empty that the regulation asks for is named by the rules, with its clause.</summary>
/// <param name="Name">网站名称: the unit's own name (NC-4.3).</param>
/// <param name="NameNote">The standard name annotated beside another one.</param>
/// <param name="Hosts">Host names, the main one first; brought into canonical form when stored.</param>
/// <param name="Purpose">What the site is for.</param>
/// <param name="Functions">What it offers (NC-0.1).</param>
/// <param name="Platform">The platform it runs on.</param>
/// <param name="Hosting">Where it is hosted (NC-9.4).</param>
/// <param name="Upkeep">Logs, backup, emergency plan, secrecy review.</param>
/// <param name="OpenedOn">When an existing site was opened.</param>
/// <param name="Contacts">Who answers for the site (NC-2.3, NC-2.4, NC-2.5).</param>
public sealed record ProfileBody(
    [property: StringLength(Limits.NameLength)] string Name,
    [property: Items(0, 20), StringLength(Limits.HostLength)] string[] Hosts,
    [property: StringLength(Limits.NoteLength)] string Purpose,
    [property: Items(0, 4)] SiteFunction[] Functions,
    [property: StringLength(Limits.LineLength)] string Platform,
    HostingBody Hosting,
    UpkeepBody Upkeep,
    [property: StringLength(Limits.NameLength)] string? NameNote = null,
    DateOnly? OpenedOn = null,
    [property: Items(0, 20)] ContactBody[]? Contacts = null)
{
    public SiteProfile ToProfile() => new(
        Name, NameNote, [.. Hosts], Purpose, [.. Functions], Platform, Hosting.ToHosting(), OpenedOn,
        Contacts is null ? [] : [.. Contacts.Select(contact => contact.ToContact())], Upkeep.ToUpkeep());
}

/// <param name="Provider">The hosting provider.</param>
/// <param name="Place">Province and city of the server, e.g. 江西南昌.</param>
/// <param name="IpAddress">The server's public address.</param>
/// <param name="OnMainland">The attestation that server and virtual host are provided within mainland China by a domestic body.</param>
/// <param name="Cdn">The content delivery network, if any.</param>
public sealed record HostingBody(
    [property: StringLength(Limits.NameLength)] string Provider,
    [property: StringLength(Limits.NameLength)] string Place,
    [property: StringLength(Limits.CodeLength)] string IpAddress,
    bool OnMainland,
    [property: StringLength(Limits.NameLength)] string? Cdn = null)
{
    public Contracts.Hosting ToHosting() => new(Provider, Place, IpAddress, Cdn, OnMainland);
}

/// <param name="LogRetentionMonths">For how many months logs are kept (NC-9.9).</param>
/// <param name="Backup">How backups are made.</param>
/// <param name="EmergencyPlan">The emergency plan.</param>
/// <param name="SecrecyReviewer">Who reviews secrecy (NC-5.7).</param>
/// <param name="ConsolidationPlan">The plan to move to a shared platform (NC-3.3).</param>
public sealed record UpkeepBody(
    [property: Range(0, 600)] int LogRetentionMonths,
    [property: StringLength(Limits.LineLength)] string Backup,
    [property: StringLength(Limits.LineLength)] string EmergencyPlan,
    [property: StringLength(Limits.NameLength)] string SecrecyReviewer,
    [property: StringLength(Limits.LineLength)] string? ConsolidationPlan = null)
{
    public Upkeep ToUpkeep() => new(LogRetentionMonths, Backup, EmergencyPlan, SecrecyReviewer, ConsolidationPlan);
}

/// <param name="Duty">What the person answers for.</param>
/// <param name="Name">The person's name.</param>
/// <param name="Phone">A telephone number.</param>
/// <param name="Email">An address for mail.</param>
public sealed record ContactBody(
    ContactDuty Duty,
    [property: Text(Limits.NameLength)] string Name,
    [property: Text(Limits.CodeLength)] string Phone,
    [property: Text(Limits.LineLength)] string? Email = null)
{
    public Contact ToContact() => new(Duty, Name, Phone, Email);
}

/// <param name="Statement">The words of the confirmation.</param>
public sealed record ResponsibilityBody([property: Text(Limits.NoteLength)] string Statement);

/// <param name="Reason">Why the contacts are needed; stays in the ledger, and the sponsor reads it.</param>
public sealed record DisclosureBody([property: Text(Limits.NoteLength)] string Reason);

/// <param name="Reason">Why.</param>
public sealed record ReasonBody([property: Text(Limits.NoteLength)] string Reason);
