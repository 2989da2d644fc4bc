using System.ComponentModel.DataAnnotations;

namespace NanchangEdu.Registry.Hosting.Ledger;

/// <summary>By which keys the ledger is sealed, and where its checkpoints go. Section <c>Registry:Ledger</c>.</summary>
public sealed class LedgerOptions : IValidatableObject
{
    public const string Section = "Registry:Ledger";
    public const string DefaultName = "nanchang-edu-registry";

    /// <summary>How the file of keys is called in messages.</summary>
    public const string KeyFileSetting = $"{Section}:{nameof(KeyFile)}";

    /// <summary>Names the ledger in its checkpoints, for good: two registries have two names. <c>nanchang-edu-registry</c> by default.</summary>
    [Required(AllowEmptyStrings = false)]
    public string Name { get; set; } = DefaultName;

    /// <summary>PEM file of Ed25519 keys; the first private one signs. Made beside the databases in embedded mode; needed on PostgreSQL.</summary>
    public string? KeyFile { get; set; }

    /// <summary>
    /// File to which every checkpoint is added, a line of JSON each, on a disk that those who can change the database cannot change.
    /// <c>checkpoints.jsonl</c> beside the databases in embedded mode.
    /// </summary>
    public string? CheckpointFile { get; set; }

    /// <summary>Address to which every checkpoint is posted as <c>text/plain</c>; any 2xx takes it.</summary>
    public Uri? CheckpointUrl { get; set; }

    public bool HasPlace => !string.IsNullOrEmpty(CheckpointFile) || CheckpointUrl is not null;

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (CheckpointUrl is { } url && (!url.IsAbsoluteUri || url.Scheme is not ("http" or "https")))
        {
            yield return new ValidationResult(
                "CheckpointUrl 须为 http 或 https 地址 [CheckpointUrl must be an address of http or https]", [nameof(CheckpointUrl)]);
        }
    }
}
