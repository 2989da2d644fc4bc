using System.Collections.Immutable;

namespace NanchangEdu.Registry.Contracts;

/// <summary>网站功能 (NC-0.1).</summary>
public enum SiteFunction
{
    /// <summary>信息发布</summary>
    InformationDisclosure = 1,
    /// <summary>解读回应</summary>
    InterpretationAndResponse = 2,
    /// <summary>办事服务</summary>
    OnlineServices = 3,
    /// <summary>互动交流</summary>
    Interaction = 4,
}

/// <summary>What a contact answers for (NC-2.3, NC-2.4, NC-2.5). One person may be several.</summary>
public enum ContactDuty
{
    /// <summary>第一责任人</summary>
    FirstResponsiblePerson = 1,
    /// <summary>分管领导</summary>
    DeputyLeader = 2,
    /// <summary>办公室联系人</summary>
    Office = 3,
    /// <summary>技术部门联系人</summary>
    Technical = 4,
    /// <summary>24 小时联系人</summary>
    RoundTheClock = 5,
}

[GenerateSerializer, Immutable, Alias("nce.Contact")]
public sealed record Contact(
    [property: Id(0)] ContactDuty Duty,
    [property: Id(1), Personal(PersonalKind.Name)] string Name,
    [property: Id(2), Personal(PersonalKind.Phone)] string Phone,
    [property: Id(3), Personal(PersonalKind.Email)] string? Email);

/// <summary>Where the site runs (NC-9.4).</summary>
/// <param name="Place">Province and city, e.g. 江西南昌.</param>
/// <param name="OnMainland">The sponsor's attestation that server and virtual host are provided within mainland China by a domestic body.</param>
[GenerateSerializer, Immutable, Alias("nce.Hosting")]
public sealed record Hosting(
    [property: Id(0)] string Provider,
    [property: Id(1)] string Place,
    [property: Id(2)] string IpAddress,
    [property: Id(3)] string? Cdn,
    [property: Id(4)] bool OnMainland);

/// <summary>Security and upkeep as the unit states them (NC-5.7, NC-9.8, NC-9.9, NC-3.3).</summary>
[GenerateSerializer, Immutable, Alias("nce.Upkeep")]
public sealed record Upkeep(
    [property: Id(0)] int LogRetentionMonths,
    [property: Id(1)] string Backup,
    [property: Id(2)] string EmergencyPlan,
    [property: Id(3), Personal(PersonalKind.Name)] string SecrecyReviewer,
    [property: Id(4)] string? ConsolidationPlan);

/// <summary>
/// 网站基本信息 (NC-3.8), apart from what the unit's record and the filings hold.
/// Material (L4), so that a change voids the approval: name, hosts, platform, hosting provider and place.
/// </summary>
/// <param name="Name">网站名称.</param>
/// <param name="NameNote">The standard name annotated beside an old one (NC-4.3); null when the name itself is the unit's.</param>
/// <param name="Hosts">Host names, the first is the main one; canonical form (lower case, punycode, no dot at the end).</param>
/// <param name="OpenedOn">When an old site was opened; null for a new one.</param>
[GenerateSerializer, Immutable, Alias("nce.SiteProfile")]
public sealed record SiteProfile(
    [property: Id(0)] string Name,
    [property: Id(1)] string? NameNote,
    [property: Id(2)] ImmutableArray<string> Hosts,
    [property: Id(3)] string Purpose,
    [property: Id(4)] ImmutableArray<SiteFunction> Functions,
    [property: Id(5)] string Platform,
    [property: Id(6)] Hosting Hosting,
    [property: Id(7)] DateOnly? OpenedOn,
    [property: Id(8)] ImmutableArray<Contact> Contacts,
    [property: Id(9)] Upkeep Upkeep);
