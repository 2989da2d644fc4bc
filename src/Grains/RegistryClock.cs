namespace NanchangEdu.Registry.Grains;

/// <summary>
/// The registry's time, which every decision and every event is made under. A type of its own, so that setting it (a test, the
/// sample city's story) moves neither Orleans' timers nor token life times.
/// </summary>
public class RegistryClock(TimeProvider source) : TimeProvider
{
    public override TimeZoneInfo LocalTimeZone => source.LocalTimeZone;

    public override long TimestampFrequency => source.TimestampFrequency;

    public override DateTimeOffset GetUtcNow() => source.GetUtcNow();

    public override long GetTimestamp() => source.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        source.CreateTimer(callback, state, dueTime, period);
}
