using System.Collections.Immutable;
using System.Globalization;
using NanchangEdu.Registry.Contracts;
using NanchangEdu.Registry.Rules.Clauses;

namespace NanchangEdu.Registry.Rules.Tests.Clauses;

/// <summary>A book told step by step. Dates are MM-dd of 2026 or yyyy-MM-dd; the limits are those of NC-3.12 unless told otherwise.</summary>
internal sealed class QuotaStory
{
    private static readonly QuotaStamp Stamp = new("downline-limits@test", new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));

    private QuotaResult? refused;

    public QuotaBook Book { get; private set; } = QuotaBook.Empty;

    public QuotaLimits Limits { get; private init; } = new(Times: 2, Days: 30);

    public static QuotaStory Empty() => new();

    public static QuotaStory Under(int times, int days) => new() { Limits = new(times, days) };

    public static QuotaStory On(QuotaBook book) => new() { Book = book };

    public static DateOnly Day(string date) =>
        DateOnly.ParseExact(date.Length == 5 ? $"2026-{date}" : date, "yyyy-MM-dd", CultureInfo.InvariantCulture);

    public QuotaStory Approve(int window, string from, string until) =>
        Take(DownlineQuota.Reserve(Book, window, Day(from), Day(until), Limits, Stamp));

    public QuotaStory Extend(int window, string from, string until) =>
        Take(DownlineQuota.Extend(Book, window, Day(from), Day(until), Limits, Stamp));

    public QuotaStory Start(int window, string on) =>
        Take(DownlineQuota.Start(Book, window, Day(on), Limits, Stamp));

    public QuotaStory Settle(int window, string startedOn, string lastTouched) =>
        Append(DownlineQuota.Settle(Book, window, Day(startedOn), Day(lastTouched), Stamp));

    public QuotaStory Overrun(int window, string from, string until) =>
        Append(DownlineQuota.Overrun(Book, window, Day(from), Day(until), Stamp));

    public QuotaStory Release(int window) => Append(DownlineQuota.Release(Book, window, Stamp));

    public QuotaStory Convert(int window, string from, string until) =>
        Append(DownlineQuota.Convert(Book, window, Day(from), Day(until), Stamp));

    public QuotaStory Correct(int window, string? startedOn, string? lastTouched) => Append(DownlineQuota.Correct(
        Book, window, startedOn is null ? null : Day(startedOn), lastTouched is null ? null : Day(lastTouched), Stamp));

    public QuotaFit Preview(string from, string until, string notBefore) =>
        DownlineQuota.Preview(Book, Day(from), Day(until), Limits, Day(notBefore));

    /// <summary>reserved and used as <c>1t/8d + 0t/0d</c>.</summary>
    public QuotaStory Is(int year, string reserved, string used)
    {
        var c = Book.Of(year);
        Assert.Equal($"{reserved} + {used}", $"{c.ReservedTimes}t/{c.ReservedDays}d + {c.UsedTimes}t/{c.UsedDays}d");
        return this;
    }

    public QuotaStory Left(int year, string left) => Amount(left, Book.Of(year).Left(Limits));

    public QuotaStory Over(int year, string over) => Amount(over, Book.Of(year).Over(Limits));

    public QuotaStory Slots(params (int Year, int Slot)[] slots)
    {
        Assert.Equal(slots, Book.HeldSlots);
        return this;
    }

    /// <summary>The entries of the book from that place on, each as <c>release 2026: -1t/-7d + 0t/0d #1</c>.</summary>
    public QuotaStory Wrote(int skip, params string[] entries)
    {
        Assert.Equal(entries, Book.Entries.Skip(skip).Select(e =>
            $"{e.Kind.ToString().ToLowerInvariant()} {e.Year}: {e.ReservedTimes}t/{e.ReservedDays}d + {e.UsedTimes}t/{e.UsedDays}d"
            + (e.Slot is { } slot ? $" #{slot}" : "")));
        return this;
    }

    public void Refused(params QuotaShortage[] shortages)
    {
        var answer = Assert.IsType<QuotaResult.Short>(refused);
        Assert.Equal(shortages, answer.Shortages);
    }

    private QuotaStory Amount(string expected, QuotaAmount amount)
    {
        Assert.Equal(expected, $"{amount.Times}t/{amount.Days}d");
        return this;
    }

    private QuotaStory Take(QuotaResult result)
    {
        Assert.Null(refused);
        if (result is QuotaResult.Charged charged)
            return Append(charged.Entries);
        refused = result;
        return this;
    }

    private QuotaStory Append(ImmutableArray<QuotaEntry> entries)
    {
        Assert.Null(refused);
        Book = Book.Append(entries);
        return this;
    }
}
