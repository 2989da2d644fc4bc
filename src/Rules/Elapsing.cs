using System.Collections.Immutable;
using NanchangEdu.Registry.Contracts;
using NanchangEdu.Registry.Rules.Clauses;

namespace NanchangEdu.Registry.Rules;

/// <summary>
/// What time alone brings about: approvals, windows and returned requests lapse, downlines become overdue and are charged, own
/// emergencies that nobody confirmed are counted. Computed, never waited for: a decision or a view at an instant sees all of it.
/// </summary>
internal static class Elapsing
{
    // A record cannot owe more than this at once: each kind of lapse happens once per request or window, and charges go on between two of them.
    private const int StepsMax = 10_000;

    /// <summary>The events due by <paramref name="now"/>, in the order in which they fell due.</summary>
    public static ImmutableArray<SiteEvent> Until(Site site, RegistryPolicy policy, DateTimeOffset now)
    {
        var events = ImmutableArray.CreateBuilder<SiteEvent>();
        for (var step = 0; step < StepsMax; step++)
        {
            var dues = Dues(site, policy).Where(d => d.At <= now).OrderBy(d => d.At).Take(2).ToArray();
            if (dues.Length == 0)
            {
                return events.ToImmutable();
            }

            // What goes on day after day goes on until something else falls due: the order is that of time, whoever looked in between.
            var through = RegistryCalendar.DateOf(dues.Length > 1 ? dues[1].At.AddTicks(-1) : now);
            foreach (var @event in dues[0].Make(through))
            {
                events.Add(@event);
                site = SiteRules.Evolve(site, @event);
            }
        }

        throw new InvalidOperationException($"site {site.Id} does not come to rest");
    }

    public static DateTimeOffset? NextDueAt(Site site, RegistryPolicy policy)
    {
        var dues = Dues(site, policy).Select(d => d.At).ToArray();
        return dues.Length == 0 ? null : dues.Min();
    }

    private static IEnumerable<Due> Dues(Site site, RegistryPolicy policy) =>
        Approvals(site, policy).Concat(Requests(site, policy)).Concat(Windows(site, policy)).Concat(Suspensions(site, policy)).Concat(Hosts(site));

    /// <summary>L5: an approval that is not used lapses.</summary>
    private static IEnumerable<Due> Approvals(Site site, RegistryPolicy policy)
    {
        if (site is { Stage: Stage.Approved, Approval: { } approval })
        {
            var at = RegistryCalendar.DueAfterDays(approval.At, policy.ApprovalLapsesAfterDays);
            yield return new(at, _ => [new ApprovalLapsed(at)]);
        }
    }

    /// <summary>Returned requests lapse after the days of the pack; a downline request whose dates went by is superseded.</summary>
    private static IEnumerable<Due> Requests(Site site, RegistryPolicy policy)
    {
        foreach (var request in site.Requests.Where(r => r.IsOpen))
        {
            if (request.State == RequestState.Returned)
            {
                var at = RequestViews.LapsesAt(request, policy);
                yield return new(at, _ => [new RequestLapsed(at, request.Number)]);
            }

            if (request.Latest.Content.Downline is { } terms)
            {
                var at = RegistryCalendar.EndOf(terms.Until);
                yield return new(at, _ => [new RequestSuperseded(at, request.Number, "window-over")]);
            }
        }
    }

    /// <summary>D7: unstarted windows lapse after their last date. D12: started ones become overdue and each overrun date is charged as it begins.</summary>
    private static IEnumerable<Due> Windows(Site site, RegistryPolicy policy)
    {
        foreach (var window in site.Windows)
        {
            var end = RegistryCalendar.EndOf(window.Until);
            switch (window.State)
            {
                case WindowState.Scheduled:
                    yield return new(end, _ => [new WindowLapsed(end, window.Number, DownlineQuota.Release(site.Quota, window.Number, Stamp(policy, end)))]);
                    break;
                case WindowState.Started:
                    // Restored exactly at the end is in time: overdue begins an instant later.
                    yield return new(end.AddTicks(1), _ => [new DownlineOverdue(end, window.Number, site.Cases.Length + 1, Settled(site, window, policy, end))]);
                    break;
                case WindowState.Overdue:
                    var from = RegistryCalendar.AddDays(window.OverrunThrough > window.Until ? window.OverrunThrough.Value : window.Until, 1);
                    var begins = RegistryCalendar.StartOf(from);
                    yield return new(begins, through => Daily(site, window.Number, from, through, policy,
                        (at, on, quota) => new OverrunCharged(at, window.Number, on, on, quota)));
                    break;
            }
        }
    }

    /// <summary>D14: an own declaration that was not confirmed in time becomes a counted window, charged on while it lasts.</summary>
    private static IEnumerable<Due> Suspensions(Site site, RegistryPolicy policy)
    {
        foreach (var suspension in site.Suspensions.Where(s => s.CountsUnlessConfirmed))
        {
            if (suspension.ConvertedTo is null)
            {
                var at = suspension.ConfirmBy!.Value;
                yield return new(at, _ =>
                {
                    var from = RegistryCalendar.DateOf(suspension.At);
                    var until = DownlineQuota.LastTouched(suspension.At, suspension.LiftedAt < at ? suspension.LiftedAt.Value : at);
                    var window = Downtime.NextWindow(site);
                    return [new SuspensionConverted(at, suspension.Number, window, from, until, DownlineQuota.Convert(site.Quota, window, from, until, Stamp(policy, at)))];
                });
            }
            else if (suspension.LiftedAt is null && site.Stage == Stage.Suspended)
            {
                var from = RegistryCalendar.AddDays(suspension.ChargedThrough!.Value, 1);
                var begins = RegistryCalendar.StartOf(from);
                var window = suspension.ConvertedTo.Value;
                yield return new(begins, through => Daily(site, window, from, through, policy,
                    (at, on, quota) => new SuspensionCharged(at, suspension.Number, window, on, on, quota)));
            }
        }
    }

    private static IEnumerable<Due> Hosts(Site site) =>
        site.HeldHosts.Select(held => new Due(held.Until, _ => [new HostsReleased(held.Until, held.Hosts)]));

    private static ImmutableArray<QuotaEntry> Settled(Site site, DownlineWindow window, RegistryPolicy policy, DateTimeOffset end) =>
        DownlineQuota.Settle(site.Quota, window.Number, RegistryCalendar.DateOf(window.StartedAt!.Value), window.Until, Stamp(policy, end));

    /// <summary>Charged date by date as each begins, so that the ledger is the same however often the sweeper came by.</summary>
    private static ImmutableArray<SiteEvent> Daily(
        Site site, int window, DateOnly from, DateOnly through, RegistryPolicy policy, Func<DateTimeOffset, DateOnly, ImmutableArray<QuotaEntry>, SiteEvent> make)
    {
        var last = through > from ? through : from;
        var charged = DownlineQuota.OverrunByDate(site.Quota, window, from, last, Stamp(policy, default).Rule).ToLookup(entry => entry.Dates[0]);
        return [.. RegistryCalendar.DatesOf(from, last).Select(date => make(RegistryCalendar.StartOf(date), date, [.. charged[date]]))];
    }

    private static QuotaStamp Stamp(RegistryPolicy policy, DateTimeOffset at) => new QuotaStampSource(policy, at).Stamp(at);

    /// <param name="Make">The events that fall due; those that repeat, through the date given.</param>
    private readonly record struct Due(DateTimeOffset At, Func<DateOnly, ImmutableArray<SiteEvent>> Make);
}
