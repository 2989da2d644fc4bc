namespace NanchangEdu.Registry.Store.Tests;

/// <summary>Deadlines go with their site, in one commit, and keep the place of their reminders while their dates stay.</summary>
public abstract class DeadlineTests<TDatabase> : RegisterSuite<TDatabase>
    where TDatabase : Database, new()
{
    private static readonly DeadlineCatalogRow Plan = Sample.Deadline("plan", "2026-06-30");

    [Fact]
    public async Task A_row_carries_the_deadline_and_its_site()
    {
        var deadline = Sample.Deadline("request", "2026-03-09", 3) with { Who = "authority", IsEstimated = true, IsAcknowledged = true, NextRungOn = null };
        await Put("site-1", deadline);

        var row = Assert.Single((await Catalog.Deadlines(Lists.AllDeadlines, Token)).Items);
        Assert.Equal(new DeadlineListRow("site-1", "南昌市第一中学网站", Sample.School, "南昌市第一中学", Sample.Bureau, deadline), row);
    }

    [Theory, InlineData(1), InlineData(2), InlineData(3), InlineData(50)]
    public async Task The_earliest_comes_first_and_each_comes_once(int limit)
    {
        await Put("site-b", Sample.Deadline("plan", "2026-06-30"), Sample.Deadline("icp", "2026-05-01"));
        await Put("site-a", Sample.Deadline("plan", "2026-06-30"), Sample.Deadline("request", "2026-06-30", 2), Sample.Deadline("request", "2026-06-30", 1));

        string[] expected = ["site-b icp", "site-a plan", "site-a request/1", "site-a request/2", "site-b plan"];
        Assert.Equal(expected, await Catalog.Names(Lists.AllDeadlines with { Limit = limit }));
        Assert.Equal(Enumerable.Reverse(expected), await Catalog.Names(Lists.AllDeadlines with { Limit = limit, Order = ListOrder.Desc }));
    }

    [Fact]
    public async Task Each_filter_lets_its_own_through()
    {
        await Put("site-1", Plan, Sample.Deadline("icp", "2026-05-01") with { IsAcknowledged = true }, Sample.Deadline("request", "2026-03-09", 1) with { Who = "authority" });
        await Put("site-2", Sample.Deadline("plan", "2026-07-15"));

        Assert.Equal(["site-1 icp"], await Names(f => f with { Kind = "icp" }));
        Assert.Equal(["site-1 request/1"], await Names(f => f with { Who = "authority" }));
        Assert.Equal(["site-2 plan"], await Names(f => f with { Site = "site-2" }));
        Assert.Equal(["site-1 icp"], await Names(f => f with { IsAcknowledged = true }));
        Assert.Equal(["site-1 request/1", "site-1 plan", "site-2 plan"], await Names(f => f with { IsAcknowledged = false }));
        Assert.Equal(["site-1 icp", "site-1 plan"], await Names(f => f with { DueFrom = new(2026, 5, 1), DueBy = new(2026, 6, 30) }));
        Assert.Empty(await Names(f => f with { Unit = "unit-2" }));
        Assert.Empty(await Names(f => f with { Authority = "authority-2" }));
        Assert.Equal(new ListTotal(2, IsCapped: false), await Catalog.Count(Lists.AllDeadlines with { Kind = "plan" }, Token));
    }

    [Fact]
    public async Task A_duty_that_is_met_goes_with_the_commit_and_the_others_stay()
    {
        var head = await Put("site-1", Plan, Sample.Deadline("icp", "2026-05-01"), Sample.Deadline("request", "2026-03-09", 1));
        await Put(head, Sample.Deadline("icp", "2026-05-01"), Sample.Deadline("request", "2026-03-09", 2));
        Assert.Equal(["site-1 request/2", "site-1 icp"], await Names(f => f));
    }

    /// <summary>A writer that remembers what it wrote sees each change all the same.</summary>
    [Fact]
    public async Task Whatever_changes_of_a_deadline_is_written()
    {
        var head = await Put("site-1", Plan);
        Func<DeadlineCatalogRow, DeadlineCatalogRow>[] changes =
        [
            d => d with { Clause = "NC-9.8" }, d => d with { Who = "centre" }, d => d with { Since = d.Since.AddDays(1) }, d => d with { DueOn = d.DueOn.AddDays(1) },
            d => d with { IsEstimated = true }, d => d with { Zh = "等待核验" }, d => d with { En = "waits" }, d => d with { Ladder = "0/1/3" }, d => d with { IsAcknowledged = true },
        ];
        var row = Plan;
        foreach (var change in changes)
        {
            row = change(row);
            head = await Put(head, row);
            Assert.True(row.SaysTheSame(await Only()), $"{row}");
        }

        Assert.Equal(typeof(DeadlineCatalogRow).GetProperties().Length - 3, changes.Length); // but for kind and number, which are its key, and the next rung
    }

    /// <summary>The first day of the ladder moves with every day: a commit that says nothing new of the duty must not begin its reminders anew, or leave some out.</summary>
    [Fact]
    public async Task Reminders_keep_their_place_while_the_dates_stay()
    {
        var head = await Put("site-1", Plan);
        head = await Put(head, Plan with { NextRungOn = new(2027, 1, 1) });
        Assert.Equal(Plan.NextRungOn, (await Only()).NextRungOn);

        head = await Put(head, Plan with { Zh = "等待网信中心核验", Who = "centre", IsAcknowledged = true, NextRungOn = new(2027, 1, 1) });
        Assert.Equal(("centre", true, Plan.NextRungOn), ((await Only()).Who, (await Only()).IsAcknowledged, (await Only()).NextRungOn));

        var moved = Sample.Deadline("plan", "2026-09-30");
        head = await Put(head, moved);
        Assert.Equal(moved, await Only());

        await Put(head, moved with { Ladder = "0/1/3", NextRungOn = moved.DueOn });
        Assert.Equal(moved.DueOn, (await Only()).NextRungOn);
    }

    [Fact]
    public async Task They_are_made_anew_beside_the_record()
    {
        var head = await Put("site-1", Plan, Sample.Deadline("icp", "2026-05-01"));
        var fresh = Sample.Deadline("security-test", "2027-01-05");
        var row = head.Next().With((SiteCatalogRow site) => site with { Deadlines = [Plan with { En = "record it", NextRungOn = null }, fresh] }).Site!;

        Assert.True(await Store.Refresh(new CatalogRefresh("site-1", head.Version, row)));

        Assert.Equal(["site-1 plan", "site-1 security-test"], await Names(f => f));
        var plan = (await Catalog.Deadlines(Lists.AllDeadlines with { Kind = "plan" }, Token)).Items[0].Deadline;
        Assert.Equal(Plan with { En = "record it" }, plan);
        Assert.False(await Store.Refresh(new CatalogRefresh("site-1", head.Version - 1, row with { Deadlines = [] })));
        Assert.Equal(2, (await Names(f => f)).Length);
    }

    [Fact]
    public async Task Deadlines_move_with_their_site_to_another_unit_and_authority()
    {
        var head = await Put("site-1", Plan);
        await Committed(head.Next().With((SiteCatalogRow row) => row with { Unit = "unit-2", Authority = "authority-2", Deadlines = [Plan] }));
        Assert.Empty(await Names(f => f with { Scope = new CatalogScope(false, null, [Sample.Bureau]) }));
        Assert.Equal(["site-1 plan"], await Names(f => f with { Scope = new CatalogScope(false, "unit-2", []) }));
    }

    [Fact]
    public async Task What_is_due_is_told_once_and_its_ladder_goes_on()
    {
        await Put("site-1", Plan, Sample.Deadline("icp", "2026-06-25") with { IsAcknowledged = true });
        await Put("site-2", Sample.Deadline("plan", "2026-07-15"));
        await Committed(Sample.NewUnit(Sample.Bureau).Next().With((UnitCatalogRow row) => row with { Authority = "authority-9" }));

        var due = await Store.DueReminders(Plan.NextRungOn!.Value, 10, Token);
        Assert.Equal([("site-1", "icp"), ("site-1", "plan")], due.Select(d => (d.SiteId, d.Deadline.Kind)));
        Assert.Equal((Sample.School, Sample.Bureau, "authority-9"), (due[1].Unit, due[1].Authority, due[1].Superior));
        Assert.Equal(Plan, due[1].Deadline);
        Assert.Single(await Store.DueReminders(Plan.NextRungOn!.Value, 1, Token));

        ReminderTelling[] told = [Telling(due[0], new(2026, 6, 25), -7), Telling(due[1], null, -7, 0)];
        Assert.Equal(3, await Store.Tell(told));
        Assert.Equal(0, await Store.Tell(told));

        Assert.Empty(await Store.DueReminders(Plan.NextRungOn!.Value, 10, Token));
        Assert.Equal([("site-1", "icp")], (await Store.DueReminders(new(2026, 6, 30), 10, Token)).Select(d => (d.SiteId, d.Deadline.Kind)));
        var rows = await Reminders(f => f);
        Assert.Equal([("icp", -7), ("plan", -7), ("plan", 0)], rows.Select(r => (r.Kind, r.Reminder.Rung)));
        Assert.Equal(
            new ReminderListRow(
                "site-1", "南昌市第一中学网站", Sample.School, "南昌市第一中学", Sample.Bureau, "icp", 0, new(2026, 6, 25),
                new ReminderRow(-7, false, "sponsor", Sample.School, Sample.Start), IsOpen: true, IsAcknowledged: true, Sample.Deadline("icp", "2026-06-25").Zh), rows[0]);
    }

    /// <summary>Two sweepers read the same; a site is changed while one of them reckons.</summary>
    [Fact]
    public async Task Who_comes_second_or_with_a_date_of_before_writes_nothing()
    {
        var head = await Put("site-1", Plan);
        var due = Assert.Single(await Store.DueReminders(Plan.NextRungOn!.Value, 10, Token));
        Assert.Equal(1, await Store.Tell([Telling(due, new(2026, 6, 30), -7)]));
        Assert.Equal(0, await Store.Tell([Telling(due, new(2026, 6, 30), -7)]));
        Assert.Equal(0, await Store.Tell([Telling(due, new(2027, 6, 30), -1)]));

        var later = Assert.Single(await Store.DueReminders(new(2026, 6, 30), 10, Token));
        await Put(head, Sample.Deadline("plan", "2026-09-30"));
        Assert.Equal(0, await Store.Tell([Telling(later, null, 0)]));
        Assert.Single(await Reminders(f => f));
        Assert.Equal(new DateOnly(2026, 9, 23), (await Only()).NextRungOn);
    }

    /// <summary>A duty that is met and comes back with its date was told of already: the same day is not told twice.</summary>
    [Fact]
    public async Task A_day_is_told_once_even_when_the_duty_went_and_came_back()
    {
        var head = await Put("site-1", Plan);
        await Store.Tell([Telling(Assert.Single(await Store.DueReminders(Plan.NextRungOn!.Value, 10, Token)), new(2026, 6, 30), -7)]);
        await Put(await Put(head), Plan);
        Assert.Equal(0, await Store.Tell([Telling(Assert.Single(await Store.DueReminders(Plan.NextRungOn!.Value, 10, Token)), new(2026, 6, 30), -7)]));
        Assert.Equal(new DateOnly(2026, 6, 30), (await Only()).NextRungOn);
    }

    [Theory, InlineData(1), InlineData(2), InlineData(50)]
    public async Task Reminders_go_by_when_they_were_told_and_each_filter_lets_its_own_through(int limit)
    {
        var head = await Put("site-1", Plan, Sample.Deadline("icp", "2026-06-30"));
        foreach (var (at, rung) in new[] { (0, -7), (24, 0), (200, 7) })
        {
            var due = await Store.DueReminders(new(2030, 1, 1), 10, Token);
            await Store.Tell([.. due.Select(d => Telling(d, d.Deadline.DueOn.AddDays(rung + 1), Sample.Start.AddHours(at), rung))]);
        }

        await Put(head, Plan with { IsAcknowledged = true });

        Assert.Equal(
            ["icp -7", "plan -7", "icp 0", "plan 0", "icp 7", "plan 7"], (await Reminders(f => f with { Limit = limit })).Select(r => $"{r.Kind} {r.Reminder.Rung}"));
        Assert.Equal(["plan 7", "icp 7"], (await Reminders(f => f with { Limit = limit, Order = ListOrder.Desc })).Take(2).Select(r => $"{r.Kind} {r.Reminder.Rung}"));
        Assert.Equal(3, (await Reminders(f => f with { Kind = "plan", Site = "site-1", ToParty = "sponsor", IsEscalation = false })).Count);
        Assert.Empty(await Reminders(f => f with { IsEscalation = true }));
        Assert.Empty(await Reminders(f => f with { IsUnanswered = true }));
        Assert.Equal(6, (await Reminders(f => f with { IsUnanswered = false })).Count);
        Assert.Equal([false, true], (await Reminders(f => f with { ToldBefore = Sample.Start.AddHours(1) })).Select(r => r.IsOpen));
        Assert.Equal(2, (await Reminders(f => f with { ToldFrom = Sample.Start.AddHours(24), ToldBefore = Sample.Start.AddHours(25) })).Count);
        Assert.Empty(await Reminders(f => f with { Scope = new CatalogScope(false, "unit-2", []) }));
        Assert.Equal(6, (await Reminders(f => f with { Scope = new CatalogScope(false, null, [Sample.Bureau]) })).Count);
        Assert.Equal(new ListTotal(3, IsCapped: false), await Catalog.Count(AllReminders with { Kind = "icp" }, Token));
    }

    /// <summary>Told at one instant of one day, and yet two: no page may lose the second.</summary>
    [Theory, InlineData(1), InlineData(2), InlineData(3), InlineData(50)]
    public async Task A_rung_and_the_escalation_of_its_day_both_come_whatever_the_page(int limit)
    {
        await Put("site-1", Plan);
        var due = Assert.Single(await Store.DueReminders(new(2030, 1, 1), 10, Token));
        ReminderRow Row(int rung, bool isEscalation) => new(rung, isEscalation, "sponsor", due.Unit, Sample.Start);
        Assert.Equal(4, await Store.Tell([new(due, [Row(-7, false), Row(7, false), Row(7, true), Row(14, false)], null)]));

        string[] expected = ["-7", "7", "7!", "14"];
        Assert.Equal(expected, (await Reminders(f => f with { Limit = limit })).Select(Name));
        Assert.Equal(Enumerable.Reverse(expected), (await Reminders(f => f with { Limit = limit, Order = ListOrder.Desc })).Select(Name));

        static string Name(ReminderListRow row) => $"{row.Reminder.Rung}{(row.Reminder.IsEscalation ? "!" : "")}";
    }

    private static readonly ReminderFilter AllReminders = new(Sample.Everything, null, null, null, null, null, 50);

    private Task<List<ReminderListRow>> Reminders(Func<ReminderFilter, ReminderFilter> change) =>
        Lists.Walk(cursor => Catalog.Reminders(change(AllReminders) with { Cursor = cursor }, Token));

    private static ReminderTelling Telling(DueReminder due, DateOnly? next, params int[] rungs) => Telling(due, next, Sample.Start, rungs);

    private static ReminderTelling Telling(DueReminder due, DateOnly? next, DateTimeOffset at, params int[] rungs) =>
        new(due, [.. rungs.Select(rung => new ReminderRow(rung, false, "sponsor", due.Unit, at))], next);

    private Task<string[]> Names(Func<DeadlineFilter, DeadlineFilter> change) => Catalog.Names(change(Lists.AllDeadlines));

    private async Task<DeadlineCatalogRow> Only() => Assert.Single((await Catalog.Deadlines(Lists.AllDeadlines, Token)).Items).Deadline;

    private Task<Head> Put(string id, params DeadlineCatalogRow[] deadlines) => Put(Sample.NewSite(id), deadlines);

    private Task<Head> Put(Head head, params DeadlineCatalogRow[] deadlines) =>
        Committed(head.Next().With((SiteCatalogRow site) => site with { Deadlines = [.. deadlines] }));
}
