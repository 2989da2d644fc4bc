using System.Collections.Immutable;
using System.Globalization;
using NanchangEdu.Registry.Api.Bulk.Files;
using NanchangEdu.Registry.Api.Http;
using NanchangEdu.Registry.Contracts;
using NanchangEdu.Registry.Rules.Tables;
using NanchangEdu.Registry.Store;

namespace NanchangEdu.Registry.Api.Bulk.Exports;

/// <summary>A column of a list that goes out and does not come in.</summary>
internal sealed record ListColumn<TRow>(FileColumn Column, Func<TRow, string?> Of);

/// <summary>The lists of which no table is imported: the inbox, deadlines and their reminders, the accounts.</summary>
internal static class ListColumns
{
    private static readonly TimeSpan Shanghai = TimeSpan.FromHours(8);

    public static ImmutableArray<ListColumn<RequestListRow>> Requests { get; } =
    [
        Text<RequestListRow>("siteId", "网站编号", row => row.SiteId),
        Text<RequestListRow>("siteName", "网站名称", row => row.SiteName),
        Text<RequestListRow>("unit", "主办单位代码", row => row.Unit),
        Text<RequestListRow>("unitName", "主办单位", row => row.UnitName),
        Text<RequestListRow>("authority", "主管单位代码", row => row.Authority),
        Number<RequestListRow>("number", "申请编号", row => row.Request.Number),
        Choice<RequestListRow>("kind", "申请类别", Words<RequestKind>("kind"), row => row.Request.Kind),
        Choice<RequestListRow>("state", "办理状态", Words<RequestState>("state"), row => row.Request.State),
        Number<RequestListRow>("round", "轮次", row => row.Request.Round),
        Text<RequestListRow>("assigneeId", "受理人编号", row => row.Request.AssigneeId),
        Text<RequestListRow>("assigneeName", "受理人", row => row.Request.AssigneeName),
        Text<RequestListRow>("filedById", "填报人编号", row => row.Request.FiledById),
        Text<RequestListRow>("filedByName", "填报人", row => row.Request.FiledByName),
        Text<RequestListRow>("submittedAt", "提交时间", row => Instant(row.Request.SubmittedAt)),
        Text<RequestListRow>("changedAt", "最近变动时间", row => Instant(row.Request.ChangedAt)),
        Text<RequestListRow>("dueAt", "办理期限", row => Instant(row.Request.DueAt)),
    ];

    public static ImmutableArray<ListColumn<DeadlineListRow>> Deadlines { get; } =
    [
        Text<DeadlineListRow>("siteId", "网站编号", row => row.SiteId),
        Text<DeadlineListRow>("siteName", "网站名称", row => row.SiteName),
        Text<DeadlineListRow>("unit", "主办单位代码", row => row.Unit),
        Text<DeadlineListRow>("unitName", "主办单位", row => row.UnitName),
        Text<DeadlineListRow>("authority", "主管单位代码", row => row.Authority),
        Text<DeadlineListRow>("kind", "期限类别", row => row.Deadline.Kind),
        Number<DeadlineListRow>("number", "编号", row => row.Deadline.Number),
        Text<DeadlineListRow>("what", "事项", row => row.Deadline.Zh),
        Text<DeadlineListRow>("clause", "条款", row => row.Deadline.Clause),
        Choice<DeadlineListRow>("who", "办理方", Words<Party>("who"), row => row.Deadline.Who),
        Date<DeadlineListRow>("since", "起始日期", row => row.Deadline.Since),
        Date<DeadlineListRow>("dueOn", "到期日期", row => row.Deadline.DueOn),
        Flag<DeadlineListRow>("isEstimated", "是否估算", row => row.Deadline.IsEstimated),
        Flag<DeadlineListRow>("isAcknowledged", "是否知悉", row => row.Deadline.IsAcknowledged),
        Date<DeadlineListRow>("nextReminderOn", "下次提醒", row => row.Deadline.NextRungOn),
    ];

    public static ImmutableArray<ListColumn<ReminderListRow>> Reminders { get; } =
    [
        Text<ReminderListRow>("siteId", "网站编号", row => row.SiteId),
        Text<ReminderListRow>("siteName", "网站名称", row => row.SiteName),
        Text<ReminderListRow>("unit", "主办单位代码", row => row.Unit),
        Text<ReminderListRow>("unitName", "主办单位", row => row.UnitName),
        Text<ReminderListRow>("authority", "主管单位代码", row => row.Authority),
        Text<ReminderListRow>("kind", "期限类别", row => row.Kind),
        Number<ReminderListRow>("number", "编号", row => row.Number),
        Date<ReminderListRow>("dueOn", "到期日期", row => row.DueOn),
        Number<ReminderListRow>("day", "距到期日天数", row => row.Reminder.Rung),
        Flag<ReminderListRow>("isEscalation", "是否报请督办", row => row.Reminder.IsEscalation),
        Choice<ReminderListRow>("toParty", "提醒对象", Words<Party>("who"), row => row.Reminder.ToParty),
        Text<ReminderListRow>("toOrg", "提醒对象代码", row => row.Reminder.ToOrg),
        Text<ReminderListRow>("toldAt", "提醒时间", row => Instant(row.Reminder.ToldAt)),
        Flag<ReminderListRow>("isOpen", "是否仍未办结", row => row.IsOpen),
        Flag<ReminderListRow>("isAcknowledged", "是否知悉", row => row.IsAcknowledged),
    ];

    public static ImmutableArray<ListColumn<AccountListRow>> Accounts { get; } =
    [
        Text<AccountListRow>("personId", "人员编号", row => row.Id),
        Text<AccountListRow>("userName", "登录名", row => row.Catalog.UserName),
        Text<AccountListRow>("name", "姓名", row => row.Catalog.Name),
        Choice<AccountListRow>(
            "state", "账号状态", [new("active", "正常"), new("locked", "已锁定"), new("retired", "已注销")], row => row.Catalog.State),
        new(
            new FileColumn("roles", "角色", ColumnKind.Choices, Words<Role>("role")),
            row => CellText.Of(row.Catalog.Roles.Split(' ').Select(role => RuleCatalog.WordOf("role", role, TextLanguage.Chinese)))),
        Text<AccountListRow>("unit", "所属单位代码", row => row.Catalog.Unit),
        Text<AccountListRow>("authority", "主管单位代码", row => row.Catalog.Authority),
    ];

    private static ListColumn<TRow> Text<TRow>(string key, string heading, Func<TRow, string?> of) => new(new FileColumn(key, heading, ColumnKind.Text, []), of);

    private static ListColumn<TRow> Number<TRow>(string key, string heading, Func<TRow, int> of) =>
        new(new FileColumn(key, heading, ColumnKind.Integer, []), row => CellText.Of(of(row)));

    private static ListColumn<TRow> Date<TRow>(string key, string heading, Func<TRow, DateOnly?> of) =>
        new(new FileColumn(key, heading, ColumnKind.Date, []), row => CellText.Of(of(row)));

    private static ListColumn<TRow> Flag<TRow>(string key, string heading, Func<TRow, bool> of) =>
        new(new FileColumn(key, heading, ColumnKind.Boolean, []), row => CellText.Of(of(row)));

    private static ListColumn<TRow> Choice<TRow>(string key, string heading, ImmutableArray<ColumnChoice> choices, Func<TRow, string> of) => new(
        new FileColumn(key, heading, ColumnKind.Choice, choices),
        row => of(row) is var wire && choices.FirstOrDefault(choice => choice.Wire == wire) is { } choice ? choice.Zh : wire);

    private static ImmutableArray<ColumnChoice> Words<TEnum>(string figure)
        where TEnum : struct, Enum =>
        [.. Json.NamesOf(typeof(TEnum)).Select(name => new ColumnChoice(name, RuleCatalog.WordOf(figure, name, TextLanguage.Chinese)))];

    /// <summary>Local time with its offset: right for people here and for programs anywhere.</summary>
    private static string? Instant(DateTimeOffset? instant) =>
        instant?.ToOffset(Shanghai).ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture);
}
