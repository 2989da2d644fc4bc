using System.Collections.Immutable;
using CsCheck;
using NanchangEdu.Registry.Contracts;
using NanchangEdu.Registry.Rules.Clauses;

namespace NanchangEdu.Registry.Rules.Tests.Clauses;

/// <summary>
/// NC-3.12, what holds whatever happens. Windows are few and dates lie close around New Year, so that windows share dates,
/// cross the year and meet the limits all the time.
/// </summary>
public sealed class DownlineQuotaProperties
{
    private const int Iterations = 4_000;
    private const int SearchIterations = 200;

    private static readonly QuotaStamp Stamp = new("downline-limits@test", new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
    private static readonly DateOnly First = new(2026, 12, 20);
    private static readonly int[] Years = [2026, 2027];

    private static readonly Gen<int> Window = Gen.Int[1, 4];
    private static readonly Gen<DateOnly> Date = Gen.Int[0, 23].Select(First.AddDays);
    private static readonly Gen<QuotaLimits> Limits = Gen.Select(Gen.Int[0, 4], Gen.Int[0, 12], (t, d) => new QuotaLimits(t, d));

    private static readonly Gen<(DateOnly From, DateOnly Until)> Span =
        Gen.Select(Date, Gen.Int[0, 9], (from, more) => (from, from.AddDays(more)));

    private static readonly Gen<(DateOnly? From, DateOnly? Last)> Facts = Gen.Select(Span, Gen.Int[0, 9], (span, known) => known switch
    {
        0 => ((DateOnly?)null, (DateOnly?)null),
        1 or 2 => (null, span.Until),
        3 or 4 => (span.From, null),
        _ => (span.From, span.Until),
    });

    [Fact]
    public void The_ledger_agrees_with_a_model_that_keeps_no_ledger() => Steps(Limits, beyond: true).Sample(
        steps =>
        {
            var (book, model) = (QuotaBook.Empty, new NaiveQuota());
            foreach (var step in steps)
            {
                if (step is QuotaStep.Correct c && model.IsInverted(c))
                {
                    Assert.Throws<ArgumentOutOfRangeException>(() => Do(book, step));
                    continue;
                }

                var entries = Do(book, step);
                Assert.Equal(model.Do(step), entries is not null);
                book = book.Append(entries ?? []);
                AssertSame(model, book);
            }
        },
        iter: Iterations);

    [Fact]
    public void Every_entry_is_well_formed_and_no_sum_is_ever_negative() => Steps(Limits, beyond: true).Sample(
        steps =>
        {
            var book = Play(steps);
            Assert.Equal(Enumerable.Range(1, book.Entries.Length), book.Entries.Select(e => e.Seq));
            Assert.All(book.Entries, e =>
            {
                Assert.Equal(e.Dates.Distinct().Order(), e.Dates);
                Assert.All(e.Dates, d => Assert.Equal(e.Year, d.Year));
                Assert.Equal(e.ReservedTimes != 0 || e.UsedTimes != 0, e.Slot is not null);
                Assert.True(e.Slot is null or >= 1);
                Assert.Equal(Stamp, new(e.Rule, e.At));
            });
            for (var n = 0; n <= book.Entries.Length; n++)
            {
                var part = new QuotaBook(book.Entries[..n]);
                Assert.All(Years, y =>
                {
                    var c = part.Of(y);
                    Assert.True(c is { ReservedTimes: >= 0, ReservedDays: >= 0, UsedTimes: >= 0, UsedDays: >= 0 }, $"{c} after {n}");
                });
                Assert.Equal(part.HeldSlots.Distinct(), part.HeldSlots);
                Assert.Equal(Years.Sum(y => part.Of(y).ReservedTimes + part.Of(y).UsedTimes), part.HeldSlots.Length);
            }
        },
        iter: Iterations / 5);

    [Fact]
    public void Slots_taken_and_given_back_entry_by_entry_are_the_slots_held() => Steps(Limits, beyond: true).Sample(
        steps =>
        {
            var claims = new HashSet<(int, int)>();
            var book = QuotaBook.Empty;
            foreach (var entries in Answers(steps))
            {
                foreach (var e in entries.Where(e => e.Slot is not null))
                {
                    var claim = (e.Year, e.Slot!.Value);
                    switch (e.ReservedTimes + e.UsedTimes)
                    {
                        case > 0: Assert.True(claims.Add(claim), $"{claim} taken twice"); break;
                        case < 0: Assert.True(claims.Remove(claim), $"{claim} not held"); break;
                        default: Assert.Contains(claim, claims); break;
                    }
                }

                book = book.Append(entries);
                Assert.Equal(claims.Order(), book.HeldSlots);
            }
        },
        iter: Iterations);

    [Fact]
    public void No_sequence_of_approvals_goes_beyond_the_limits() => Limits.SelectMany(
        limits => Steps(Gen.Const(limits), beyond: false).Select(steps => (limits, steps))).Sample(
        t =>
        {
            var book = QuotaBook.Empty;
            foreach (var entries in Answers(t.steps))
            {
                book = book.Append(entries);
                Assert.All(Years, y => Assert.Equal(default, book.Of(y).Over(t.limits)));
                Assert.All(book.HeldSlots, s => Assert.InRange(s.Slot, 1, t.limits.Times));
            }
        },
        iter: Iterations);

    [Fact]
    public void Counters_left_and_over_add_up() => Gen.Select(Steps(Limits, beyond: true), Limits).Sample(
        (steps, limits) =>
        {
            var book = Play(steps);
            foreach (var year in Years)
            {
                var c = book.Of(year);
                var (left, over) = (c.Left(limits), c.Over(limits));
                Assert.Equal(limits.Times - left.Times + over.Times, c.ReservedTimes + c.UsedTimes);
                Assert.Equal(limits.Days - left.Days + over.Days, c.ReservedDays + c.UsedDays);
                Assert.True(left is { Times: >= 0, Days: >= 0 } && over is { Times: >= 0, Days: >= 0 });
                Assert.True((left.Times == 0 || over.Times == 0) && (left.Days == 0 || over.Days == 0));
            }
        },
        iter: Iterations / 5);

    [Fact]
    public void What_is_done_already_writes_nothing() => Gen.Select(Steps(Limits, beyond: true), Window).Sample(
        (steps, window) =>
        {
            var book = Play(steps);
            var released = book.Append(DownlineQuota.Release(book, window, Stamp));
            Assert.Empty(DownlineQuota.Release(released, window, Stamp));
            Assert.Empty(released.ReservedDatesOf(window));
            Assert.False(released.TimeOf(window) is { Used: false });
            Assert.Equal(book.UsedDatesOf(window), released.UsedDatesOf(window));

            var corrected = book.Append(DownlineQuota.Correct(book, window, First, First.AddDays(3), Stamp));
            Assert.Empty(DownlineQuota.Correct(corrected, window, First, First.AddDays(3), Stamp));
            var overrun = book.Append(DownlineQuota.Overrun(book, window, First, First.AddDays(3), Stamp));
            Assert.Empty(DownlineQuota.Overrun(overrun, window, First, First.AddDays(3), Stamp));
        },
        iter: Iterations / 5);

    [Fact]
    public void A_window_fits_exactly_when_its_approval_is_charged() =>
        Gen.Select(Steps(Limits, beyond: true), Span, Limits).Sample(
            (steps, asked, limits) =>
            {
                var book = Play(steps);
                var fit = DownlineQuota.Preview(book, asked.From, asked.Until, limits, asked.From);
                var result = DownlineQuota.Reserve(book, 5, asked.From, asked.Until, limits, Stamp);

                Assert.Equal(fit.Fits, result is QuotaResult.Charged);
                Assert.Equal(fit.Fits, fit.Years.All(y => y.Fits));
                Assert.Equal(asked.From.Year == asked.Until.Year ? 1 : 2, fit.Years.Length);
                if (result is QuotaResult.Charged charged)
                {
                    var next = book.Append(charged.Entries);
                    Assert.All(fit.Years, y => Assert.Equal(
                        y.Asked,
                        new(next.Of(y.Year).ReservedTimes - y.Counters.ReservedTimes, next.Of(y.Year).ReservedDays - y.Counters.ReservedDays)));
                }
                else if (result is QuotaResult.Short refused)
                {
                    Assert.Equal(refused.Shortages.Select(s => s.Year).Distinct().Order(), fit.Years.Where(y => !y.Fits).Select(y => y.Year));
                    Assert.All(refused.Shortages, s => Assert.True(s.Used + s.Reserved + s.Asked > s.Limit));
                    Assert.Equal(refused.Shortages.OrderBy(s => s.Rule).ThenBy(s => s.Year), refused.Shortages);
                }
            },
            iter: Iterations);

    [Fact]
    public void The_earliest_fit_is_the_first_that_would_be_charged() =>
        Gen.Select(Steps(Limits, beyond: true), Span, Limits, Date).Sample(
            (steps, asked, limits, notBefore) =>
            {
                var book = Play(steps);
                var length = asked.Until.DayNumber - asked.From.DayNumber;
                QuotaSpan? expected = null;
                for (var ahead = 0; ahead < 3 * 366 && expected is null; ahead++)
                {
                    var from = notBefore.AddDays(ahead);
                    if (IsFree(book, from, from.AddDays(length), limits))
                        expected = new(from, from.AddDays(length));
                }

                Assert.Equal(expected, DownlineQuota.Preview(book, asked.From, asked.Until, limits, notBefore).Earliest);
            },
            iter: SearchIterations);

    [Fact]
    public void The_longest_fit_is_the_longest_that_would_be_charged() =>
        Gen.Select(Steps(Limits, beyond: true), Span, Limits).Sample(
            (steps, asked, limits) =>
            {
                var book = Play(steps);
                var longest = Enumerable.Range(1, 60).Where(days => IsFree(book, asked.From, asked.From.AddDays(days - 1), limits));
                Assert.Equal(
                    longest.DefaultIfEmpty(0).Max(), DownlineQuota.Preview(book, asked.From, asked.Until, limits, asked.From).LongestDays);
            },
            iter: SearchIterations * 3);

    /// <summary>Overlap told in dates: the common dates are at most one, and that one ends the one window and begins the other.</summary>
    private static bool IsFree(QuotaBook book, DateOnly from, DateOnly until, QuotaLimits limits)
    {
        foreach (var window in Enumerable.Range(1, 5))
        {
            var held = book.ReservedDatesOf(window).Concat(book.UsedDatesOf(window)).ToList();
            if (held.Count == 0)
                continue;
            var common = Enumerable.Range(0, until.DayNumber - from.DayNumber + 1).Select(from.AddDays)
                .Where(d => held.Min() <= d && d <= held.Max()).ToList();
            var isBoundary = common.Count == 1 && ((common[0] == until && until == held.Min()) || (common[0] == from && from == held.Max()));
            if (common.Count > 0 && !isBoundary)
                return false;
        }

        return DownlineQuota.Reserve(book, 5, from, until, limits, Stamp) is QuotaResult.Charged;
    }

    private static void AssertSame(NaiveQuota model, QuotaBook book)
    {
        Assert.All(Years, y => Assert.Equal(model.Counters(y), book.Of(y)));
        Assert.Equal(model.Slots, book.HeldSlots);
        foreach (var window in Enumerable.Range(1, 5))
        {
            Assert.Equal(model.Reserved(window), book.ReservedDatesOf(window));
            Assert.Equal(model.Used(window), book.UsedDatesOf(window));
            Assert.Equal(model.Time(window), book.TimeOf(window));
        }
    }

    private static QuotaBook Play(QuotaStep[] steps) =>
        Answers(steps).Aggregate(QuotaBook.Empty, (book, entries) => book.Append(entries));

    /// <summary>The entries of each step in turn; none for a refused one or for a correction that its caller must refuse.</summary>
    private static IEnumerable<ImmutableArray<QuotaEntry>> Answers(QuotaStep[] steps)
    {
        var (book, model) = (QuotaBook.Empty, new NaiveQuota());
        foreach (var step in steps)
        {
            if (step is QuotaStep.Correct c && model.IsInverted(c))
                continue;
            model.Do(step);
            var entries = Do(book, step) ?? [];
            book = book.Append(entries);
            yield return entries;
        }
    }

    /// <summary>Null when the limits refuse the step.</summary>
    private static ImmutableArray<QuotaEntry>? Do(QuotaBook book, QuotaStep step) => step switch
    {
        QuotaStep.Reserve s => Entries(DownlineQuota.Reserve(book, s.Window, s.From, s.Until, s.Limits, Stamp)),
        QuotaStep.Extend s => Entries(DownlineQuota.Extend(book, s.Window, s.From, s.Until, s.Limits, Stamp)),
        QuotaStep.Start s => Entries(DownlineQuota.Start(book, s.Window, s.On, s.Limits, Stamp)),
        QuotaStep.Settle s => DownlineQuota.Settle(book, s.Window, s.From, s.Last, Stamp),
        QuotaStep.Overrun s => DownlineQuota.Overrun(book, s.Window, s.From, s.Until, Stamp),
        QuotaStep.Release s => DownlineQuota.Release(book, s.Window, Stamp),
        QuotaStep.Convert s => DownlineQuota.Convert(book, s.Window, s.From, s.Until, Stamp),
        QuotaStep.Correct s => DownlineQuota.Correct(book, s.Window, s.From, s.Last, Stamp),
        _ => throw new ArgumentOutOfRangeException(nameof(step)),
    };

    private static ImmutableArray<QuotaEntry>? Entries(QuotaResult result) =>
        result is QuotaResult.Charged charged ? charged.Entries : null;

    /// <summary>Any step in any state, most of them the life that windows lead.</summary>
    /// <param name="beyond">With the steps that may go beyond the limits.</param>
    private static Gen<QuotaStep[]> Steps(Gen<QuotaLimits> limits, bool beyond)
    {
        var reserve = Gen.Select(Window, Span, limits, (w, s, l) => (QuotaStep)new QuotaStep.Reserve(w, s.From, s.Until, l));
        var extend = Gen.Select(Window, Span, limits, (w, s, l) => (QuotaStep)new QuotaStep.Extend(w, s.From, s.Until, l));
        var start = Gen.Select(Window, Date, limits, (w, d, l) => (QuotaStep)new QuotaStep.Start(w, d, l));
        var settle = Gen.Select(Window, Date, Date, (w, from, last) => (QuotaStep)new QuotaStep.Settle(w, from, last));
        var release = Window.Select(w => (QuotaStep)new QuotaStep.Release(w));
        (int, IGen<QuotaStep>)[] within = [(5, reserve), (2, extend), (4, start), (3, settle), (2, release)];
        if (!beyond)
            return Gen.Frequency(within).Array[0, 14];

        // An overrun that has not begun (from after until) costs nothing, and may be asked about.
        var overrun = Gen.Select(Window, Date, Date, (w, from, until) => (QuotaStep)new QuotaStep.Overrun(w, from, until));
        var convert = Gen.Select(Window, Span, (w, s) => (QuotaStep)new QuotaStep.Convert(w, s.From, s.Until));
        var correct = Gen.Select(Window, Facts, (w, f) => (QuotaStep)new QuotaStep.Correct(w, f.From, f.Last));
        return Gen.Frequency([.. within, (1, overrun), (1, convert), (2, correct)]).Array[0, 14];
    }
}
