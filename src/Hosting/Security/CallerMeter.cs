using System.Diagnostics.Metrics;

namespace NanchangEdu.Registry.Hosting.Security;

/// <summary>Counts the calls that were refused; any at all is a reason to look.</summary>
internal sealed class CallerMeter : IDisposable
{
    public const string Name = "NanchangEdu.Registry.Security";

    private readonly Meter meter;
    private readonly Counter<long> refused;

    public CallerMeter(IMeterFactory? factory = null)
    {
        meter = factory?.Create(new MeterOptions(Name)) ?? new Meter(Name);
        refused = meter.CreateCounter<long>("registry.callers.refused", "{call}", "Grain calls refused for want of a caller context that fits");
    }

    public void Refused(CallerVerdict reason) => refused.Add(1, new KeyValuePair<string, object?>("reason", NameOf(reason)));

    public void Dispose() => meter.Dispose();

    private static string NameOf(CallerVerdict reason) => reason switch
    {
        CallerVerdict.Missing => "missing",
        CallerVerdict.Malformed => "malformed",
        CallerVerdict.UnknownKey => "unknownKey",
        CallerVerdict.OtherCall => "otherCall",
        CallerVerdict.Expired => "expired",
        CallerVerdict.FromTheFuture => "fromTheFuture",
        CallerVerdict.SystemFromGateway => "systemFromGateway",
        _ => throw new ArgumentOutOfRangeException(nameof(reason), reason, "no refusal"),
    };
}
