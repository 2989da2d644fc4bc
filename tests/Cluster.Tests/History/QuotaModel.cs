using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace NanchangEdu.Registry.Cluster.Tests.History;

/// <summary>
/// NC-3.12 once more, written without the product's rules: it reads nothing but dates and instants out of the ledger's bytes, counts
/// windows and distinct dates of each year in UTC+8, and holds that no approval went beyond two times or thirty days.
/// </summary>
internal static class QuotaModel
{
    private const int TimesMax = 2;
    private const int DaysMax = 30;

    private sealed class Window
    {
        public SortedSet<DateOnly> Dates { get; } = [];

        public int Year { get; set; }

        public DateOnly? StartedOn { get; set; }
    }

    public static IEnumerable<Finding> Check(RegisterDump dump)
    {
        var found = new List<Finding>();
        var rows = Readable(dump.Ledger.Where(e => e.Record.StartsWith("site-", StringComparison.Ordinal)), found).ToArray();
        var lineages = rows.Where(e => e.Row.Seq == 1).ToLookup(e => e.Row.Record, e => e.Data["lineage"]?.GetValue<string>());
        foreach (var lineage in rows.Where(e => lineages[e.Row.Record].Any()).GroupBy(e => lineages[e.Row.Record].First()))
        {
            var windows = new Dictionary<(string, int), Window>();
            foreach (var (row, data) in lineage.OrderBy(e => e.Row.Position))
            {
                if (!IsApplied(windows, row, data, found)) continue;
                foreach (var year in windows.Values.SelectMany(w => w.Dates.Select(d => d.Year).Append(w.Year)).Distinct())
                {
                    var times = windows.Values.Count(w => w.Year == year);
                    var days = windows.Values.SelectMany(w => w.Dates).Where(d => d.Year == year).Distinct().Count();
                    if (times > TimesMax || days > DaysMax)
                        found.Add(new(Violation.Quota, $"{row.Record} event {row.Seq} makes {times} times and {days} days in {year}"));
                }
            }
        }

        return found;
    }

    /// <summary>Events whose bytes are those of what their row says they are.</summary>
    private static IEnumerable<(LedgerRow Row, JsonNode Data)> Readable(IEnumerable<LedgerRow> rows, List<Finding> found)
    {
        foreach (var row in rows)
        {
            var data = Data(row);
            if (data["type"]?.GetValue<string>() == row.Type) yield return (row, data);
            else found.Add(new(Violation.Ledger, $"{row.Record} event {row.Seq} is a {row.Type} and its bytes are not"));
        }
    }

    private static bool IsApplied(Dictionary<(string, int), Window> windows, LedgerRow row, JsonNode data, List<Finding> found)
    {
        try
        {
            return Apply(windows, row, data);
        }
        catch (FormatException trouble)
        {
            found.Add(new(Violation.Ledger, $"{row.Record} event {row.Seq} holds a date that is none: {trouble.Message}"));
            return false;
        }
    }

    /// <returns>Whether the event needed room in the quota.</returns>
    private static bool Apply(Dictionary<(string, int), Window> windows, LedgerRow row, JsonNode data)
    {
        if (row.Type is not ("downlineApproved" or "downlineExtended" or "downlineStarted" or "windowCancelled" or "windowLapsed" or "restored"
            or "windowSettled" or "overrunCharged" or "downlineOverdue" or "suspensionConverted" or "suspensionCharged" or "downlineFactCorrected"))
        {
            return false;
        }

        var key = (row.Record, data["window"]!.GetValue<int>());
        if (!windows.TryGetValue(key, out var window)) windows[key] = window = new Window();
        switch (row.Type)
        {
            case "downlineApproved":
                window.Year = Date(data["terms"]!, "from").Year;
                Charge(window, Date(data["terms"]!, "from"), Date(data["terms"]!, "until"));
                return true;
            case "downlineExtended":
                // What lies between the planned end and a late approval was an overrun and is charged already.
                var goesOn = Later(window.Dates.Count > 0 ? window.Dates.Max.AddDays(1) : null, On(data, "at"));
                Charge(window, goesOn, Date(data, "until"));
                return true;
            case "downlineStarted":
                window.StartedOn = On(data, "at");
                var moved = window.Year != window.StartedOn.Value.Year;
                window.Year = window.StartedOn.Value.Year;
                window.Dates.RemoveWhere(d => d < window.StartedOn);
                return moved;
            case "windowCancelled" or "windowLapsed":
                windows.Remove(key);
                return false;
            case "restored" or "windowSettled":
                var last = LastTouched(data);
                window.Dates.RemoveWhere(d => d > last);
                if (window.StartedOn is null) windows.Remove(key);
                return false;
            case "suspensionConverted":
                window.Year = Date(data, "from").Year;
                window.StartedOn = Date(data, "from");
                Charge(window, Date(data, "from"), Date(data, "until"));
                return false;
            case "overrunCharged" or "suspensionCharged":
                Charge(window, Date(data, "from"), Date(data, "until"));
                return false;
            case "downlineFactCorrected":
                Correct(window, data);
                return false;
            default:
                return false;
        }
    }

    /// <summary>Facts put right: the window is down from the one to the other, whatever was charged before.</summary>
    private static void Correct(Window window, JsonNode data)
    {
        if (data["startedAt"] is not null)
        {
            var started = On(data, "startedAt");
            var until = window.Dates.Count > 0 ? window.Dates.Min : started;
            if (started < until) Charge(window, started, until);
            window.Dates.RemoveWhere(d => d < started);
            window.StartedOn = started;
            window.Year = started.Year;
        }

        if (data["restoredAt"] is not null)
        {
            var last = Day(Instant(data, "restoredAt").AddTicks(-1));
            if (window.StartedOn is { } from) Charge(window, from, last);
            window.Dates.RemoveWhere(d => d > last);
        }
    }

    private static void Charge(Window window, DateOnly from, DateOnly until)
    {
        for (var date = from; date <= until; date = date.AddDays(1)) window.Dates.Add(date);
    }

    /// <summary>A downtime that ends at midnight does not touch the date that begins there.</summary>
    private static DateOnly LastTouched(JsonNode data) => Day(Instant(data, "at").AddTicks(-1));

    private static DateOnly Later(DateOnly? one, DateOnly other) => one is { } date && date > other ? date : other;

    private static DateOnly On(JsonNode data, string member) => Day(Instant(data, member));

    private static DateOnly Day(DateTimeOffset instant) => DateOnly.FromDateTime(instant.UtcDateTime.AddHours(8));

    private static DateTimeOffset Instant(JsonNode data, string member) =>
        DateTimeOffset.Parse(data[member]!.GetValue<string>(), CultureInfo.InvariantCulture);

    private static DateOnly Date(JsonNode data, string member) => DateOnly.ParseExact(data[member]!.GetValue<string>(), "yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static JsonNode Data(LedgerRow row) => JsonNode.Parse(row.Body)?["data"] ?? throw new JsonException($"{row.Record} event {row.Seq} has no data");
}
