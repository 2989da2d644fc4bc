using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace NanchangEdu.Registry.Rules;

/// <summary>One deadline that was brought to mind.</summary>
/// <param name="What">What is to be done.</param>
/// <param name="IsEscalation">It goes to the superior, because nobody had reacted.</param>
public sealed record DigestLine(string SiteName, string UnitName, string What, DateOnly DueOn, bool IsEscalation);

/// <summary>每日提醒: everything of a day in one notice, so that nobody gets thirty.</summary>
public static class DailyDigest
{
    /// <summary>What is beyond them is counted: the list of deadlines has it.</summary>
    public const int LinesMax = 20;

    /// <summary>When the latest digest was due that lies at or before the instant.</summary>
    public static DateTimeOffset LatestDue(DateTimeOffset now, int hour)
    {
        var today = RegistryCalendar.StartOf(RegistryCalendar.DateOf(now)).AddHours(hour);
        return today <= now ? today : RegistryCalendar.StartOf(RegistryCalendar.DateOf(now).AddDays(-1)).AddHours(hour);
    }

    /// <summary>One key a day: a digest that is made twice is there once.</summary>
    public static string KeyOf(DateTimeOffset due) => string.Create(CultureInfo.InvariantCulture, $"digest:{RegistryCalendar.DateOf(due):yyyy-MM-dd}");

    public static (string Title, string Text) Words(IReadOnlyCollection<DigestLine> lines, DateOnly today)
    {
        ImmutableArray<DigestLine> sorted =
        [
            .. lines.GroupBy(line => line with { IsEscalation = false }).Select(same => same.Key with { IsEscalation = same.Any(line => line.IsEscalation) })
                .OrderByDescending(line => line.IsEscalation).ThenBy(line => line.DueOn).ThenBy(line => line.SiteName, StringComparer.Ordinal).ThenBy(line => line.What, StringComparer.Ordinal),
        ];
        var overdue = sorted.Count(line => line.DueOn < today);
        var title = (overdue, sorted.Length - overdue) switch
        {
            (0, var ahead) => Text($"待办提醒：{ahead} 项将到期"),
            (var late, 0) => Text($"待办提醒：{late} 项已逾期"),
            var (late, ahead) => Text($"待办提醒：{late} 项已逾期，{ahead} 项将到期"),
        };
        var text = new StringBuilder();
        foreach (var line in sorted.Take(LinesMax))
            text.Append(Text($"· {(line.IsEscalation ? "【无人响应，报请督办】" : "")}{line.SiteName}（{line.UnitName}）：{line.What}，{When(line.DueOn, today)}\n"));
        if (sorted.Length > LinesMax) text.Append(Text($"另有 {sorted.Length - LinesMax} 项，请在「期限」列表查看。\n"));
        return (title, text.ToString().TrimEnd());
    }

    private static string When(DateOnly due, DateOnly today) => (due.DayNumber - today.DayNumber) switch
    {
        0 => "今天到期",
        > 0 and var days => Text($"{due:yyyy-MM-dd} 到期，还有 {days} 天"),
        var days => Text($"{due:yyyy-MM-dd} 到期，已逾期 {-days} 天"),
    };

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
