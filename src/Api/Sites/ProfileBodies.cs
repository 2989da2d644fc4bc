using System.ComponentModel.DataAnnotations;
using NanchangEdu.Registry.Api.Http;
using NanchangEdu.Registry.Contracts;

namespace NanchangEdu.Registry.Api.Sites;

/// <summary>网站基本信息。空着的必填项由规则逐条指出。</summary>
/// <param name="Name">网站名称，应为单位名称。</param>
/// <param name="NameNote">名称与单位不同时，标注的规范名称。</param>
/// <param name="Hosts">域名，第一个为主域名；可含端口、大写、中文，保存时规范化。</param>
/// <param name="Purpose">开办目的。</param>
/// <param name="Functions">网站功能。</param>
/// <param name="Platform">网站平台。</param>
/// <param name="Hosting">托管情况。</param>
/// <param name="Upkeep">日志、备份、预案与保密审查。</param>
/// <param name="OpenedOn">既有网站的开办日期。</param>
/// <param name="Contacts">第一责任人、分管领导、办公室、技术、24 小时联系人。</param>
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

/// <param name="Provider">服务商。</param>
/// <param name="Place">服务器所在省市。</param>
/// <param name="IpAddress">服务器公网地址。</param>
/// <param name="OnMainland">承诺服务器和虚拟主机由境内机构在境内提供。</param>
/// <param name="Cdn">内容分发服务商。</param>
public sealed record HostingBody(
    [property: StringLength(Limits.NameLength)] string Provider,
    [property: StringLength(Limits.NameLength)] string Place,
    [property: StringLength(Limits.CodeLength)] string IpAddress,
    bool OnMainland,
    [property: StringLength(Limits.NameLength)] string? Cdn = null)
{
    public Hosting ToHosting() => new(Provider, Place, IpAddress, Cdn, OnMainland);
}

/// <param name="LogRetentionMonths">日志留存月数。</param>
/// <param name="Backup">备份方式。</param>
/// <param name="EmergencyPlan">应急预案。</param>
/// <param name="SecrecyReviewer">保密审查责任人。</param>
/// <param name="ConsolidationPlan">集约化计划。</param>
public sealed record UpkeepBody(
    [property: Range(0, 600)] int LogRetentionMonths,
    [property: StringLength(Limits.LineLength)] string Backup,
    [property: StringLength(Limits.LineLength)] string EmergencyPlan,
    [property: StringLength(Limits.NameLength)] string SecrecyReviewer,
    [property: StringLength(Limits.LineLength)] string? ConsolidationPlan = null)
{
    public Upkeep ToUpkeep() => new(LogRetentionMonths, Backup, EmergencyPlan, SecrecyReviewer, ConsolidationPlan);
}

/// <param name="Duty">所负责的事项。</param>
/// <param name="Name">姓名。</param>
/// <param name="Phone">电话。</param>
/// <param name="Email">邮箱。</param>
public sealed record ContactBody(
    ContactDuty Duty,
    [property: Text(Limits.NameLength)] string Name,
    [property: Text(Limits.CodeLength)] string Phone,
    [property: Text(Limits.LineLength)] string? Email = null)
{
    public Contact ToContact() => new(Duty, Name, Phone, Email);
}

/// <param name="Statement">年度责任确认的内容。</param>
public sealed record ResponsibilityBody([property: Text(Limits.NoteLength)] string Statement);

/// <param name="Reason">理由。</param>
public sealed record ReasonBody([property: Text(Limits.NoteLength)] string Reason);
