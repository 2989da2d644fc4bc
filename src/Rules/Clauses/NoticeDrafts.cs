using System.Globalization;
using System.Text;
using NanchangEdu.Registry.Contracts;

namespace NanchangEdu.Registry.Rules.Clauses;

/// <summary>通报批评: the draft of a notice, from what stands in the case. A person reads it, changes it and issues it.</summary>
internal static class NoticeDrafts
{
    public static string Of(Site site, SiteCase of, CaseDecided decided, RegistryPolicy policy)
    {
        var words = policy.ClauseText("NC-3.13");
        var regulation = policy.Rows.FirstOrDefault(row => row.Mark == "R")?.Source; // rows of this mark are the regulation's own
        var text = new StringBuilder()
            .Append(CultureInfo.InvariantCulture, $"关于{site.Sponsor.Name}网站{Matter(of)}的通报（草稿）\n\n{site.Sponsor.Name}：\n")
            .Append(CultureInfo.InvariantCulture, $"经查，你单位主办的“{site.Facts.Name}”（{site.Facts.Hosts[0]}）{What(site, of)}，造成不良影响。认定意见：{decided.Reason}\n");
        if (words is not null && regulation is not null) text.Append(CultureInfo.InvariantCulture, $"《{regulation}》规定，{words}，上级主管部门要对相关单位提出通报批评（NC-3.13）。");
        text.Append(CultureInfo.InvariantCulture, $"{Heard(of)}现予以通报批评。\n")
            .Append(CultureInfo.InvariantCulture, $"请你单位举一反三、立即整改。对本认定有异议的，可于 {Date(CaseClock.AppealBy(decided.At, policy).Date)} 前提出申诉。\n\n")
            .Append("（主管单位落款、文号、日期）\n");
        return text.ToString();
    }

    private static string Matter(SiteCase of) => of.Cause == CaseCauses.DownlineOverdue ? "临时下线逾期未恢复" : "自行下线";

    private static string What(Site site, SiteCase of) => of.Report is { } report
        ? $"自 {Time(report.DownFrom)} 起{(report.DownUntil is { } until ? $"至 {Time(until)} " : "")}未经批准自行下线"
        : $"第 {of.Window} 次临时下线获准至 {Date(site.Windows.Single(w => w.Number == of.Window).Until)}，逾期未恢复上线";

    private static string Heard(SiteCase of) => of.Reply is { } reply
        ? $"你单位于 {Date(RegistryCalendar.DateOf(reply.At))} 提出申辩，经研究，"
        : "你单位未在期限内提出申辩。";

    private static string Date(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Time(DateTimeOffset instant) =>
        TimeZoneInfo.ConvertTime(instant, RegistryCalendar.Shanghai).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
}
