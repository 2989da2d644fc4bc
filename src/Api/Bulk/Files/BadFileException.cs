using NanchangEdu.Registry.Api.Http;
using NanchangEdu.Registry.Contracts;

namespace NanchangEdu.Registry.Api.Bulk.Files;

/// <summary>A file that is not taken, in words for whoever sent it. It does not leave the reading of files.</summary>
internal sealed class BadFileException(RuleId rule, Fault fault) : Exception(fault.En)
{
    public static BadFileException Unreadable(string zh, string en) => new(RuleId.ImportFileUnreadable, new Fault("file", "unreadable", zh, en));

    public static BadFileException TooLarge(string zh, string en) => new(RuleId.ImportTooLarge, new Fault("file", "too-large", zh, en));

    /// <summary>The same for its sender, in the language of the request.</summary>
    public ProblemResult ToProblem() => Problems.Of(rule, [fault]);
}
