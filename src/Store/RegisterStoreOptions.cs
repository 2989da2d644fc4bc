using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace NanchangEdu.Registry.Store;

/// <summary>The bounds of the register store. Every queue has one.</summary>
public sealed class RegisterStoreOptions
{
    public const int DefaultQueueCapacity = 1024;
    public const int DefaultBatchMax = 256;
    public const int DefaultReaders = 4;
    public const int DefaultReadQueueCapacity = 1024;
    public const int DefaultReadSecondsMax = 5;
    public const int DefaultAnswersKeptDays = 7;

    /// <summary>Commits that may wait for the writer; one more is answered as overloaded. 1024 unless set.</summary>
    [Range(1, 100_000)]
    public int QueueCapacity { get; set; } = DefaultQueueCapacity;

    /// <summary>Commits in one transaction at most. 256 unless set; batches fill to 16-30 by themselves.</summary>
    [Range(1, 10_000)]
    public int BatchMax { get; set; } = DefaultBatchMax;

    /// <summary>Connections, and threads where the driver is synchronous, for reads. 4 unless set.</summary>
    [Range(1, 64)]
    public int Readers { get; set; } = DefaultReaders;

    /// <summary>Reads that may wait for a reader; one more is refused as unavailable. 1024 unless set.</summary>
    [Range(1, 100_000)]
    public int ReadQueueCapacity { get; set; } = DefaultReadQueueCapacity;

    /// <summary>Seconds for which a read of a shared server is waited for. 5 unless set; an audit of the whole register sets more.</summary>
    [Range(1, 86_400)]
    public int ReadSecondsMax { get; set; } = DefaultReadSecondsMax;

    /// <summary>Days for which an idempotency key's answer is kept; never less than 7, which is promised to clients. 7 unless set.</summary>
    [Range(7, 3660)]
    public int AnswersKeptDays { get; set; } = DefaultAnswersKeptDays;
}

/// <summary>Refuses options outside their ranges, naming each.</summary>
public sealed class RegisterStoreOptionsValidator : IValidateOptions<RegisterStoreOptions>
{
    public ValidateOptionsResult Validate(string? name, RegisterStoreOptions options)
    {
        var findings = new List<ValidationResult>();
        return Validator.TryValidateObject(options, new ValidationContext(options), findings, validateAllProperties: true)
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail(findings.Select(finding => finding.ErrorMessage ?? "invalid"));
    }
}
