using System.Collections.Immutable;
using NanchangEdu.Registry.Contracts;

namespace NanchangEdu.Registry.Rules.Tables;

/// <summary>
/// 网站基本信息 of sites that are registered, one a row. People are no part of it: contacts and secrecy reviewer stay as the record has them,
/// and so an export of it shows nobody.
/// </summary>
public sealed class SitesTable() : SiteTable("sites", "网站基本信息", [.. All])
{
    private static readonly ImmutableArray<Column<TabledSite, SiteProfile>> All =
    [
        new("id", "网站编号", ColumnKind.Site, site => site.Id.Value) { IsKey = true, Example = "site-0000000000000000000000000a" },
        new("unit", "主办单位代码", ColumnKind.Text, site => site.Unit.Id.Uscc) { IsReadOnly = true, Example = "12360100491012347A" },
        new("unitName", "主办单位", ColumnKind.Text, site => site.Unit.Name) { IsReadOnly = true, Example = "南昌市第一中学" },
        Text("name", "网站名称", 100, p => p.Name, (p, cell) => p with { Name = cell }) with { IsRequired = true, Example = "南昌市第一中学" },
        Text("nameNote", "加注的规范名称", 100, p => p.NameNote, (p, cell) => p with { NameNote = CellText.TextOrNull(cell) }),
        new(
            "mainHost", "主域名", ColumnKind.Hosts, site => site.Profile.Hosts.FirstOrDefault(),
            (p, cell) => p with { Hosts = [cell, .. p.Hosts.Skip(1)] })
        {
            IsRequired = true, Max = 253, Example = "nc1z.ncedu.cn",
        },
        new(
            "otherHosts", "其他域名", ColumnKind.Hosts, site => CellText.Of(site.Profile.Hosts.Skip(1)),
            (p, cell) => p with { Hosts = [.. p.Hosts.Take(1), .. CellText.Items(cell)] })
        {
            Max = 253, ItemsMax = 19,
        },
        Text("purpose", "开办目的", 1000, p => p.Purpose, (p, cell) => p with { Purpose = cell }) with { IsRequired = true, Example = "学校信息公开与家校互动" },
        new(
            "functions", "网站功能", ColumnKind.Choices, site => CellText.Of(site.Profile.Functions.Distinct().Order().Select(Choice.Functions.Zh)),
            (p, cell) => p with { Functions = [.. CellText.Items(cell).Select(Choice.Functions.Of)] })
        {
            IsRequired = true, Choices = Choice.Functions.Choices, ItemsMax = 4, Example = "信息发布；互动交流",
        },
        Text("platform", "网站平台", 200, p => p.Platform, (p, cell) => p with { Platform = cell }) with { IsRequired = true, Example = "市教育局网站群平台" },
        Text("hostingProvider", "托管服务商", 100, p => p.Hosting.Provider, (p, cell) => p with { Hosting = p.Hosting with { Provider = cell } }) with
        {
            IsRequired = true, Example = "中国电信江西分公司",
        },
        Text("hostingPlace", "服务器所在地", 100, p => p.Hosting.Place, (p, cell) => p with { Hosting = p.Hosting with { Place = cell } }) with
        {
            IsRequired = true, Example = "江西南昌",
        },
        Text("ipAddress", "IP 地址", 64, p => p.Hosting.IpAddress, (p, cell) => p with { Hosting = p.Hosting with { IpAddress = cell } }) with
        {
            IsRequired = true, Example = "218.64.57.20",
        },
        Text("cdn", "内容分发网络", 100, p => p.Hosting.Cdn, (p, cell) => p with { Hosting = p.Hosting with { Cdn = CellText.TextOrNull(cell) } }),
        new(
            "onMainland", "境内托管", ColumnKind.Boolean, site => CellText.Of(site.Profile.Hosting.OnMainland),
            (p, cell) => p with { Hosting = p.Hosting with { OnMainland = cell == CellText.Yes } })
        {
            IsRequired = true, Example = CellText.Yes,
        },
        new(
            "openedOn", "开通日期", ColumnKind.Date, site => CellText.Of(site.Profile.OpenedOn),
            (p, cell) => p with { OpenedOn = CellText.DateOrNull(cell) })
        {
            Example = "2015-09-01",
        },
        new(
            "logRetentionMonths", "日志留存月数", ColumnKind.Integer, site => CellText.Of(site.Profile.Upkeep.LogRetentionMonths),
            (p, cell) => p with { Upkeep = p.Upkeep with { LogRetentionMonths = CellText.Number(cell) } })
        {
            IsRequired = true, Max = 600, Example = "12",
        },
        Text("backup", "备份方式", 200, p => p.Upkeep.Backup, (p, cell) => p with { Upkeep = p.Upkeep with { Backup = cell } }) with
        {
            Example = "每日增量、每周全量，异地保存",
        },
        Text("emergencyPlan", "应急预案", 200, p => p.Upkeep.EmergencyPlan, (p, cell) => p with { Upkeep = p.Upkeep with { EmergencyPlan = cell } }),
        Text(
            "consolidationPlan", "集约化计划", 200, p => p.Upkeep.ConsolidationPlan,
            (p, cell) => p with { Upkeep = p.Upkeep with { ConsolidationPlan = CellText.TextOrNull(cell) } }),
    ];

    public override IEnumerable<ImmutableArray<string>> Rows(TabledSite site) => [[.. All.Select(column => column.Cell(site))]];

    public override RowPlan Plan(ImportRow row, TabledSite site)
    {
        var compared = Compare(row, All, site, site.Profile);
        return compared.Faults.IsEmpty && !compared.Changes.IsEmpty
            ? new RowPlan(compared.Changes, [new RowStep("profile", new ChangeProfile(compared.Draft), null, compared.Changes)], [])
            : new RowPlan(compared.Changes, [], compared.Faults);
    }

    private static Column<TabledSite, SiteProfile> Text(
        string key, string header, int max, Func<SiteProfile, string?> from, Func<SiteProfile, string, SiteProfile> to) =>
        new(key, header, ColumnKind.Text, site => from(site.Profile), to) { Max = max };
}
