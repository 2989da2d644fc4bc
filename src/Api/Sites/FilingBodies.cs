using System.ComponentModel.DataAnnotations;
using NanchangEdu.Registry.Api.Http;
using NanchangEdu.Registry.Contracts;

namespace NanchangEdu.Registry.Api.Sites;

/// <summary>A filing as it is sent; the kind stands in the path.</summary>
public interface IFilingBody
{
    Filing ToFiling();
}

/// <summary>ICP备案 (NC-3.6).</summary>
/// <param name="State">Where the filing stands with the body that grants it.</param>
/// <param name="Coverage">Whether the filing is the site's own or that of the parent domain.</param>
/// <param name="Number">The number, e.g. 赣ICP备08101024号-2; full-width characters and blanks are normalised.</param>
/// <param name="Holder">主体: in whose name it is filed.</param>
/// <param name="FiledOn">When it was filed.</param>
/// <param name="EvidenceSha256">SHA-256 of the evidence, hex.</param>
public sealed record IcpFilingBody(
    FilingState State,
    IcpCoverage Coverage,
    [property: Text(Limits.CodeLength)] string? Number = null,
    [property: Text(Limits.NameLength)] string? Holder = null,
    DateOnly? FiledOn = null,
    [property: Text(Limits.CodeLength)] string? EvidenceSha256 = null) : IFilingBody
{
    public Filing ToFiling() => new IcpFiling(State, EvidenceSha256, Number, Coverage, Holder, FiledOn);
}

/// <summary>公安联网备案 (NC-3.7).</summary>
/// <param name="State">Where the filing stands with the body that grants it.</param>
/// <param name="Number">The number, e.g. 赣公网安备36010802000584号.</param>
/// <param name="FiledOn">When it was filed.</param>
/// <param name="EvidenceSha256">SHA-256 of the evidence, hex.</param>
public sealed record PublicSecurityFilingBody(
    FilingState State,
    [property: Text(Limits.CodeLength)] string? Number = null,
    DateOnly? FiledOn = null,
    [property: Text(Limits.CodeLength)] string? EvidenceSha256 = null) : IFilingBody
{
    public Filing ToFiling() => new PublicSecurityFiling(State, EvidenceSha256, Number, FiledOn);
}

/// <summary>网络安全等级保护 (NC-9.1).</summary>
/// <param name="State">Where the filing stands with the body that grants it.</param>
/// <param name="Level">The level, 1 to 5.</param>
/// <param name="GradedOn">When it was graded.</param>
/// <param name="FiledOn">When it was filed.</param>
/// <param name="CertificateNumber">Number of the certificate.</param>
/// <param name="Assessor">Who assessed it.</param>
/// <param name="AssessedOn">When it was assessed.</param>
/// <param name="Conclusion">The assessment's conclusion, a score or words.</param>
/// <param name="AssessmentSha256">SHA-256 of the assessment's report, hex.</param>
/// <param name="EvidenceSha256">SHA-256 of the evidence, hex.</param>
public sealed record GradedProtectionFilingBody(
    FilingState State,
    [property: Range(0, 99)] int Level,
    DateOnly GradedOn,
    DateOnly? FiledOn = null,
    [property: Text(Limits.CodeLength)] string? CertificateNumber = null,
    [property: Text(Limits.NameLength)] string? Assessor = null,
    DateOnly? AssessedOn = null,
    [property: Text(Limits.LineLength)] string? Conclusion = null,
    [property: Text(Limits.CodeLength)] string? AssessmentSha256 = null,
    [property: Text(Limits.CodeLength)] string? EvidenceSha256 = null) : IFilingBody
{
    public Filing ToFiling() => new GradedProtectionFiling(
        State, EvidenceSha256, Level, GradedOn, FiledOn, CertificateNumber, Assessor, AssessedOn, Conclusion, AssessmentSha256);
}

/// <summary>党政机关事业单位网站标识 (NC-3.4).</summary>
/// <param name="State">Where the filing stands with the body that grants it.</param>
/// <param name="Mark">The kind of mark.</param>
/// <param name="AppliedOn">Date of the application's receipt.</param>
/// <param name="MarkId">The mark's id, once granted.</param>
/// <param name="EvidenceSha256">SHA-256 of the evidence, hex.</param>
public sealed record SiteMarkFilingBody(
    FilingState State,
    SiteMarkKind Mark,
    DateOnly? AppliedOn = null,
    [property: Text(Limits.CodeLength)] string? MarkId = null,
    [property: Text(Limits.CodeLength)] string? EvidenceSha256 = null) : IFilingBody
{
    public Filing ToFiling() => new SiteMarkFiling(State, EvidenceSha256, Mark, AppliedOn, MarkId);
}

/// <summary>域名 (NC-3.5).</summary>
/// <param name="State">Where the filing stands with the body that grants it.</param>
/// <param name="Holder">In whose name the domain is registered: the unit or its authority.</param>
/// <param name="RegisteredOn">When it was registered.</param>
/// <param name="ExpiresOn">The last date of the registration.</param>
/// <param name="EvidenceSha256">SHA-256 of the evidence, hex.</param>
public sealed record DomainFilingBody(
    FilingState State,
    [property: Text(Limits.NameLength)] string Holder,
    DateOnly? RegisteredOn = null,
    DateOnly? ExpiresOn = null,
    [property: Text(Limits.CodeLength)] string? EvidenceSha256 = null) : IFilingBody
{
    public Filing ToFiling() => new DomainFiling(State, EvidenceSha256, Holder, RegisteredOn, ExpiresOn);
}

/// <summary>核验: what the centre found.</summary>
/// <param name="Result">Verified or refused.</param>
/// <param name="Note">What was found; needed with a refusal.</param>
public sealed record VerificationBody(
    VerificationResult Result,
    [property: Text(Limits.NoteLength)] string? Note = null);

/// <summary>佐证 that is neither a filing nor a test.</summary>
/// <param name="On">The date to which it refers; its validity counts from it.</param>
/// <param name="Statement">What it says.</param>
/// <param name="Sha256">SHA-256 of the document or screenshot, hex.</param>
/// <param name="Months">For how many months logs are kept; with log retention only.</param>
public sealed record EvidenceBody(
    DateOnly On,
    [property: Text(Limits.NoteLength)] string Statement,
    [property: Text(Limits.CodeLength)] string Sha256,
    [property: Range(0, 600)] int? Months = null)
{
    public EvidenceStatement ToStatement() => new(On, Statement, Sha256, Months);
}

/// <summary>安全检测 (NC-3.9).</summary>
/// <param name="TestedOn">When it was tested.</param>
/// <param name="Tester">Who tested it.</param>
/// <param name="Result">Passed or failed.</param>
/// <param name="Hosts">The hosts it covers.</param>
/// <param name="ReportSha256">SHA-256 of the report, hex.</param>
public sealed record SecurityTestBody(
    DateOnly TestedOn,
    [property: Text(Limits.NameLength)] string Tester,
    TestResult Result,
    [property: Items(1, 20), Text(Limits.HostLength)] string[] Hosts,
    [property: Text(Limits.CodeLength)] string ReportSha256)
{
    public SecurityTestReport ToReport() => new(TestedOn, Tester, Result, [.. Hosts], ReportSha256);
}
