using System.Diagnostics.Metrics;

namespace NanchangEdu.Registry.Hosting.Security;

/// <summary>Calls that were refused, of which any is a reason to look, and how long the certificate still holds.</summary>
internal sealed class SecurityMeter : IDisposable
{
    public const string Name = "NanchangEdu.Registry.Security";

    private readonly Meter meter;
    private readonly Counter<long> refused;

    public SecurityMeter(IMeterFactory? factory = null)
    {
        meter = factory?.Create(new MeterOptions(Name)) ?? new Meter(Name);
        refused = meter.CreateCounter<long>("registry.callers.refused", "{call}", "Grain calls refused for want of a caller context that fits");
    }

    public void Refused(CallerVerdict reason) => refused.Add(1, new KeyValuePair<string, object?>("reason", NameOf(reason)));

    /// <summary>Asked by whoever reads the metrics, never counted along the way.</summary>
    public void WatchCertificate(Func<double> secondsRemaining) => meter.CreateObservableGauge(
        "registry.cluster.certificate.remaining", secondsRemaining, "s", "Time until this process's certificate or an authority of it ends");

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
