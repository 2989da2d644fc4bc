using NanchangEdu.Registry.Store;

namespace NanchangEdu.Registry.Api.Deadlines;

/// <summary>A dated duty of a site.</summary>
/// <param name="Kind">What it is about: an item of the launch gate, or a kind of its own.</param>
/// <param name="Number">Of the request, window, suspension or exemption; 0 where a site has one of the kind at most.</param>
/// <param name="Clause">The clause behind it (NC-3.7).</param>
/// <param name="Who">Who must act: sponsor, authority or centre.</param>
/// <param name="Since">The date on which it began, Asia/Shanghai.</param>
/// <param name="DueOn">Its last date, Asia/Shanghai.</param>
/// <param name="DaysLeft">Days from today until then; negative when it is overdue.</param>
/// <param name="IsEstimated">Whether working days were counted in a year whose calendar is not published yet.</param>
/// <param name="NextReminderOn">When it is brought to mind next; null when it will not be.</param>
public sealed record DeadlineRowView(
    string SiteId, string SiteName, string Unit, string UnitName, string Authority, string Kind, int Number, string Clause, string Who,
    DateOnly Since, DateOnly DueOn, int DaysLeft, bool IsOverdue, bool IsEstimated, string Zh, string En, bool IsAcknowledged, DateOnly? NextReminderOn)
{
    public static DeadlineRowView Of(DeadlineListRow row, DateOnly today)
    {
        var d = row.Deadline;
        return new(
            row.SiteId, row.SiteName, row.Unit, row.UnitName, row.Authority, d.Kind, d.Number, d.Clause, d.Who, d.Since, d.DueOn,
            d.DueOn.DayNumber - today.DayNumber, d.DueOn < today, d.IsEstimated, d.Zh, d.En, d.IsAcknowledged, d.NextRungOn);
    }
}

/// <summary>What was told of a deadline, and to whom.</summary>
/// <param name="Day">Days from the due date, negative before it.</param>
/// <param name="IsEscalation">Whether it went to the superior because nobody had reacted.</param>
/// <param name="ToParty">The party that was told: sponsor, authority or centre.</param>
/// <param name="ToOrg">Code of the unit or authority; null for the centre.</param>
/// <param name="IsOpen">Whether the deadline still stands with this date.</param>
/// <param name="IsAcknowledged">Whether somebody who is to act said that it is known.</param>
public sealed record ReminderRowView(
    string SiteId, string SiteName, string Unit, string UnitName, string Authority, string Kind, int Number, DateOnly DueOn, int Day, bool IsEscalation,
    string ToParty, string? ToOrg, DateTimeOffset ToldAt, bool IsOpen, bool IsAcknowledged)
{
    public static ReminderRowView Of(ReminderListRow row) => new(
        row.SiteId, row.SiteName, row.Unit, row.UnitName, row.Authority, row.Kind, row.Number, row.DueOn, row.Reminder.Rung, row.Reminder.IsEscalation,
        row.Reminder.ToParty, row.Reminder.ToOrg, row.Reminder.ToldAt, row.IsOpen, row.IsAcknowledged);
}
