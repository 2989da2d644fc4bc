using NanchangEdu.Registry.Contracts;
using NanchangEdu.Registry.Rules;

namespace NanchangEdu.Registry.Api.Http;

/// <summary>
/// The rule pack that the silos decide under, for the little that the gateway computes by it. It is asked for once a minute and read anew when
/// its ETag has changed: a pack changes when silos are replaced by ones that bring another.
/// </summary>
public sealed class PackInForce(IGrainFactory grains, TimeProvider clock)
{
    private static readonly TimeSpan AskedEvery = TimeSpan.FromMinutes(1);

    private volatile Known? known;

    private sealed record Known(RulePack Pack, string ETag, DateTimeOffset AskedAt);

    /// <summary>Two that find it too old at once both ask, and both are right.</summary>
    public async ValueTask<RulePack> Current(CancellationToken cancellationToken)
    {
        var (before, now) = (known, clock.GetUtcNow());
        if (before is not null && now - before.AskedAt < AskedEvery) return before.Pack;

        var answer = await grains.GetGrain<IRulePackGrain>(Desk.PackKey).Read(cancellationToken);
        var pack = before is not null && before.ETag == answer.ETag ? before.Pack : RulePack.Load(answer.Body);
        known = new Known(pack, answer.ETag, now);
        return pack;
    }

    /// <summary>The working days as the State Council published them, as far as the pack has them; they are the same for all types of unit.</summary>
    public async ValueTask<WorkingCalendar> WorkingCalendar(CancellationToken cancellationToken) =>
        (await Current(cancellationToken)).At(clock.GetUtcNow(), UnitType.BureauSchool).WorkingCalendar;
}
