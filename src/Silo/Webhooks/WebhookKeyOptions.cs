namespace NanchangEdu.Registry.Silo.Webhooks;

/// <summary>Where the key of webhooks lies. Bound to the section <c>Registry:Webhooks</c>, as what says how they are sent to is.</summary>
public sealed class WebhookKeyOptions
{
    public const string Section = "Registry:Webhooks";

    /// <summary>
    /// File of the keys that the secrets of webhooks are derived from, one base64 key of at least 32 bytes a line, relative to the content root.
    /// The first makes the secrets people are shown, all sign. Unset: in embedded mode <c>webhook.key</c> in the data folder, made at the first
    /// start; in a cluster webhooks are off.
    /// </summary>
    public string? KeyFile { get; set; }
}
