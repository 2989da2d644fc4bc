using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using NanchangEdu.Registry.Contracts;
using NanchangEdu.Registry.Rules;
using NanchangEdu.Registry.Store;

namespace NanchangEdu.Registry.Years;

/// <summary>A time in which a deadline stood with one date and one ladder.</summary>
/// <param name="From">The commit that brought it.</param>
/// <param name="Since">The first day of which anything may be told.</param>
/// <param name="Until">The commit that took it away or gave it another date; the end of time when none did.</param>
/// <param name="AcknowledgedAt">When somebody said that it is known.</param>
internal sealed record Standing(
    string Site, string Kind, int Number, DateOnly DueOn, ReminderLadder Ladder, DateTimeOffset From, DateOnly Since, DateTimeOffset Until, DateTimeOffset? AcknowledgedAt);

/// <param name="Deadlines">How many stood at some time, by kind.</param>
/// <param name="Due">Rungs that had to be told.</param>
/// <param name="Told">Rungs that were.</param>
/// <param name="LateBySweeps">How many of them were told in the sweep after the first that could.</param>
internal sealed record Verdict(
    int Events, IReadOnlyDictionary<string, int> Deadlines, int Due, int Told, int Escalations, int LateBySweeps, IReadOnlyList<string> Findings);

/// <summary>
/// What had to be told, from the ledger alone, by another reckoning than the sweeper's: no place in a ladder is kept, each day is asked
/// whether it is one of it. A rung is due with the first sweep of its day or after it, unless that was cut off: then with the next one.
/// </summary>
internal sealed class Oracle(RulePack pack, IReadOnlyList<SweepOfAll> sweeps)
{
    private const int RemindersAtOnce = 200;

    private readonly List<string> findings = [];
    private readonly List<Standing> standings = [];
    private int events;

    public static async Task<Verdict> Judge(IServiceProvider services, RulePack pack, IReadOnlyList<SweepOfAll> sweeps)
    {
        var oracle = new Oracle(pack, sweeps);
        var auditing = services.GetRequiredService<IRegisterAuditing>();
        foreach (var stretch in await auditing.Stretches(RecordKind.Site, default))
        {
            foreach (var site in await auditing.Records(stretch, default)) oracle.Read(site);
        }

        return oracle.Judge(await Reminders(services.GetRequiredService<ICatalog>()));
    }

    private static async Task<List<ReminderListRow>> Reminders(ICatalog catalog)
    {
        var (told, filter) = (new List<ReminderListRow>(), new ReminderFilter(CatalogScope.Everything, null, null, null, null, null, RemindersAtOnce));
        while (true)
        {
            var page = await catalog.Reminders(filter, default);
            told.AddRange(page.Items);
            if (page.NextCursor is not { } next) return told;

            filter = filter with { Cursor = next };
        }
    }

    /// <summary>Commit by commit, which deadlines the site had.</summary>
    private void Read(AuditedRecord audited)
    {
        var (site, open) = (Site.Unknown(new SiteId(audited.Head.Id)), new Dictionary<(string, int), Standing>());
        foreach (var commit in audited.Events.GroupBy(row => row.RecordedAt))
        {
            foreach (var row in commit)
            {
                using var body = JsonDocument.Parse(row.Body);
                site = SiteRules.Evolve(site, StoredFormat.ReadSiteEvent(body.RootElement.GetProperty("data")));
                events++;
            }

            Follow(site, commit.Key, open);
        }

        standings.AddRange(open.Values);
    }

    private void Follow(Site site, DateTimeOffset at, Dictionary<(string, int), Standing> open)
    {
        var (policy, today) = (pack.At(at, site.Sponsor.Type), RegistryCalendar.DateOf(at));
        var now = Deadlines.Of(site, policy, today).ToDictionary(d => (d.Kind, d.Number));
        foreach (var (key, standing) in open)
        {
            if (now.TryGetValue(key, out var goesOn) && goesOn.DueOn == standing.DueOn && SameLadder(goesOn, standing, policy)) continue;

            standings.Add(standing with { Until = at });
            open.Remove(key);
        }

        foreach (var (key, deadline) in now)
        {
            if (!open.TryGetValue(key, out var standing))
            {
                standing = new Standing(
                    site.Id.Value, deadline.Kind, deadline.Number, deadline.DueOn, ReminderLadder.Of(deadline, policy), at,
                    deadline.Since > today ? deadline.Since : today, DateTimeOffset.MaxValue, null);
            }

            open[key] = standing.AcknowledgedAt is null && site.AcknowledgementOf(deadline) is not null ? standing with { AcknowledgedAt = at } : standing;
        }
    }

    private static bool SameLadder(Deadline deadline, Standing standing, RegistryPolicy policy) => ReminderLadder.Of(deadline, policy).ToString() == standing.Ladder.ToString();

    private Verdict Judge(List<ReminderListRow> told)
    {
        var byDeadline = told.ToLookup(row => (row.SiteId, row.Kind, row.Number, row.DueOn));
        foreach (var twice in told.GroupBy(row => (row.SiteId, row.Kind, row.Number, row.DueOn, row.Reminder.Rung, row.Reminder.IsEscalation)).Where(same => same.Count() > 1))
            findings.Add($"TWICE {twice.Key}: {string.Join(", ", twice.Select(row => $"{row.Reminder.ToldAt:O}"))}");

        var (due, late) = (0, 0);
        foreach (var standing in standings)
        {
            var rows = byDeadline[(standing.Site, standing.Kind, standing.Number, standing.DueOn)].ToArray();
            foreach (var (rung, first, next) in DueOf(standing))
            {
                due++;
                var row = rows.FirstOrDefault(r => r.Reminder.Rung == rung.Day && r.Reminder.IsEscalation == rung.IsEscalation && r.Reminder.ToldAt <= next);
                if (row is null) findings.Add($"NOT TOLD by {next:O} {standing.Site} {standing.Kind}/{standing.Number} due {standing.DueOn:O}, rung {rung}");
                else if (row.Reminder.ToldAt > first) late++;
            }
        }

        var standingsOf = standings.ToLookup(s => (s.Site, s.Kind, s.Number, s.DueOn));
        foreach (var row in told.Where(row => !standingsOf[(row.SiteId, row.Kind, row.Number, row.DueOn)].Any(standing => Explains(standing, row))))
            findings.Add($"UNCALLED FOR {row.SiteId} {row.Kind}/{row.Number} due {row.DueOn:O}, rung {row.Reminder.Rung} at {row.Reminder.ToldAt:O}");

        return new Verdict(
            events, standings.CountBy(s => s.Kind).ToDictionary(), due, told.Count, told.Count(row => row.Reminder.IsEscalation), late, findings);
    }

    /// <summary>Rungs that nothing excuses, with the sweep that is the first to tell them and the one that is the last.</summary>
    private IEnumerable<(Rung Rung, DateTimeOffset First, DateTimeOffset Next)> DueOf(Standing standing)
    {
        var start = FirstSweepFrom(standing.From);
        for (var i = start; i + 1 < sweeps.Count; i++)
        {
            // what is committed in the very sweep may come too late for it
            var last = sweeps[i].IsCut || sweeps[i].At == standing.From ? sweeps[i + 1].At : sweeps[i].At;
            if (last >= standing.Until) yield break;

            // the days that this sweep is the first to see
            var from = i == start ? standing.Since : RegistryCalendar.DateOf(sweeps[i - 1].At).AddDays(1);
            if (from < standing.Since) from = standing.Since;
            foreach (var date in RegistryCalendar.DatesOf(from, RegistryCalendar.DateOf(sweeps[i].At)))
            {
                var day = date.DayNumber - standing.DueOn.DayNumber;
                if (IsPlain(standing.Ladder, day)) yield return (new Rung(day, false), sweeps[i].At, last);
                if (IsEscalation(standing.Ladder, day) && !(standing.AcknowledgedAt <= last)) yield return (new Rung(day, true), sweeps[i].At, last);
            }
        }
    }

    private int FirstSweepFrom(DateTimeOffset instant)
    {
        var (low, high) = (0, sweeps.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (sweeps[middle].At < instant) low = middle + 1;
            else high = middle;
        }

        return low;
    }

    /// <summary>Whether it was right to tell this at this time. Of the commit that brought it the day counts: a clock that is set back may tell before it.</summary>
    private static bool Explains(Standing standing, ReminderListRow row)
    {
        var (at, rung) = (row.Reminder.ToldAt, row.Reminder);
        var date = row.DueOn.AddDays(rung.Rung);
        var isOnLadder = rung.IsEscalation ? IsEscalation(standing.Ladder, rung.Rung) && !(standing.AcknowledgedAt < at) : IsPlain(standing.Ladder, rung.Rung);
        return isOnLadder && RegistryCalendar.DateOf(standing.From) <= RegistryCalendar.DateOf(at) && at <= standing.Until && date >= standing.Since && date <= RegistryCalendar.DateOf(at);
    }

    private static bool IsPlain(ReminderLadder ladder, int day) =>
        ladder.Days.Contains(day)
        || (ladder is { EveryDays: > 0, Days: [.., var lastDay] } && day > lastDay && (day - lastDay) % ladder.EveryDays == 0);

    private static bool IsEscalation(ReminderLadder ladder, int day) => ladder.EscalatedAfterDays > 0 && day == ladder.EscalatedAfterDays;
}
