using System.ComponentModel.DataAnnotations;
using NanchangEdu.Registry.Rules.Formats;

namespace NanchangEdu.Registry.Grains.Notices;

public enum SmtpSecurity
{
    /// <summary>In the clear: for a relay on the same machine.</summary>
    None = 1,
    /// <summary>Begins in the clear and demands TLS before anything is said (RFC 3207).</summary>
    StartTls = 2,
    /// <summary>TLS from the first byte (RFC 8314).</summary>
    Tls = 3,
}

/// <summary>How people are told things. Bound to the section <c>Registry:Notices</c>.</summary>
public sealed class NoticeOptions : IValidatableObject
{
    public const int DefaultEverySeconds = 5;
    public const int DefaultSmtpPort = 587;
    public const int DefaultAttemptSeconds = 20;

    /// <summary>Seconds from one look at the ledger to the next. 5 by default.</summary>
    [Range(1, 3600)]
    public int EverySeconds { get; set; } = DefaultEverySeconds;

    /// <summary>Seconds after which a mail server or a robot has not answered. 20 by default.</summary>
    [Range(1, 120)]
    public int AttemptSeconds { get; set; } = DefaultAttemptSeconds;

    /// <summary>The mail server's name. Without one no e-mail is sent.</summary>
    public string? SmtpHost { get; set; }

    /// <summary>587 by default.</summary>
    [Range(1, 65535)]
    public int SmtpPort { get; set; } = DefaultSmtpPort;

    /// <summary><c>startTls</c> by default.</summary>
    public SmtpSecurity SmtpSecurity { get; set; } = SmtpSecurity.StartTls;

    /// <summary>As whom to sign in; without it nobody signs in.</summary>
    public string? SmtpUserName { get; set; }

    /// <summary>File of the password, read at every message.</summary>
    public string? SmtpPasswordFile { get; set; }

    /// <summary>The sender's address.</summary>
    public string? From { get; set; }

    /// <summary>The sender's name.</summary>
    [Required(AllowEmptyStrings = false)]
    public string FromName { get; set; } = "教育网站登记系统";

    /// <summary>Hosts (with their port, where it is not the usual one) that may stand in for those of 企业微信 and 钉钉: a relay, or a trial. None unless set.</summary>
    public IReadOnlyList<string> RobotHosts { get; set; } = [];

    public bool SendsEmail => !string.IsNullOrEmpty(SmtpHost);

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (SendsEmail && EmailText.Parse(From).Problem is not null)
            yield return new ValidationResult("a mail server is set and From is no e-mail address", [nameof(From)]);
        if (!string.IsNullOrEmpty(SmtpUserName) && !File.Exists(SmtpPasswordFile))
            yield return new ValidationResult($"there is no file '{SmtpPasswordFile}' with the password of the mail server's user", [nameof(SmtpPasswordFile)]);
    }
}
