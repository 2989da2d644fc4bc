using System.ComponentModel.DataAnnotations;
using System.Net;

namespace NanchangEdu.Registry.Grains.Webhooks;

/// <summary>How webhooks are sent to. Bound to the section <c>Registry:Webhooks</c>, as the key file is.</summary>
public sealed class WebhookOptions : IValidatableObject
{
    public const int DefaultEverySeconds = 2;
    public const int DefaultAttemptSeconds = 10;
    public const int DefaultConnectSeconds = 5;

    /// <summary>Seconds from one look at the ledger to the next. 2 by default.</summary>
    [Range(1, 3600)]
    public int EverySeconds { get; set; } = DefaultEverySeconds;

    /// <summary>Seconds after which a receiver has not answered. 10 by default.</summary>
    [Range(1, 60)]
    public int AttemptSeconds { get; set; } = DefaultAttemptSeconds;

    /// <summary>Seconds of them in which a connection must come about. 5 by default.</summary>
    [Range(1, 60)]
    public int ConnectSeconds { get; set; } = DefaultConnectSeconds;

    /// <summary>
    /// Networks (<c>10.20.0.0/16</c>) whose receivers may be called though no stranger could reach them, by http too: for receivers beside the
    /// registry, and for trials. None unless set.
    /// </summary>
    public IReadOnlyList<string> AllowPrivateAddresses { get; set; } = [];

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) =>
        from text in AllowPrivateAddresses
        where !IPNetwork.TryParse(text, out _)
        select new ValidationResult($"'{text}' is no network such as 10.20.0.0/16", [nameof(AllowPrivateAddresses)]);
}
