using System.ComponentModel.DataAnnotations;
using System.Net;

namespace NanchangEdu.Registry.Api.Http;

/// <summary>Section <c>Door</c>: whose word on a caller's address is taken, and how patiently the web server listens.</summary>
public sealed class DoorOptions : IValidatableObject
{
    public const string Section = "Door";

    public const int ProxiesInRowDefault = 1;

    /// <summary>
    /// Networks (<c>10.244.0.0/16</c>, one machine as <c>10.0.0.7/32</c>) of the proxies before the gateway: what they say in
    /// <c>X-Forwarded-For</c> and <c>X-Forwarded-Proto</c> is taken, from anybody else it is ignored. Unset: from everybody.
    /// </summary>
    public IReadOnlyList<string> TrustedProxies { get; set; } = [];

    /// <summary>How many of them stand one behind another: so many entries of <c>X-Forwarded-For</c> are read, from the last on.</summary>
    [Range(1, Limits.ProxiesInRowMax)]
    public int ProxiesInRow { get; set; } = ProxiesInRowDefault;

    /// <summary>Connections open at once, at each port.</summary>
    [Range(1, 1_000_000)]
    public int ConnectionsMax { get; set; } = Limits.ConnectionsDefault;

    /// <summary>Seconds that the headers of a request may take.</summary>
    [Range(1, 120)]
    public int HeaderSeconds { get; set; } = Limits.HeaderSecondsDefault;

    /// <summary>Seconds that a connection may be idle; longer than the proxies keep one.</summary>
    [Range(1, 3600)]
    public int IdleSeconds { get; set; } = Limits.IdleSecondsDefault;

    /// <summary>Seconds for which a body, or whoever reads an answer, may be slower than the slowest that is borne. The web server looks once a second.</summary>
    [Range(2, 120)]
    public int BodyGraceSeconds { get; set; } = Limits.BodyGraceSecondsDefault;

    /// <summary>All of an IP version is no network of proxies: it would have every caller name his own address.</summary>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) =>
        from text in TrustedProxies
        where !IPNetwork.TryParse(text, out var network) || network.PrefixLength == 0
        select new ValidationResult($"'{text}' is no network of proxies such as 10.244.0.0/16 or 10.0.0.7/32", [nameof(TrustedProxies)]);
}
