using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace NanchangEdu.Registry.Contracts;

/// <summary>The five filings.</summary>
public enum FilingKind
{
    /// <summary>ICP备案 (NC-3.6)</summary>
    Icp = 1,
    /// <summary>公安联网备案 (NC-3.7)</summary>
    PublicSecurity = 2,
    /// <summary>网络安全等级保护 (NC-9.1)</summary>
    GradedProtection = 3,
    /// <summary>党政机关事业单位网站标识 (NC-3.4)</summary>
    SiteMark = 4,
    /// <summary>域名 (NC-3.5, NC-4.1, NC-4.2)</summary>
    Domain = 5,
}

/// <summary>Where a filing stands with the body that grants it.</summary>
public enum FilingState
{
    NotFiled = 1,
    Submitted = 2,
    Filed = 3,
    ChangePending = 4,
    Cancelled = 5,
    Unknown = 6,
}

public enum IcpCoverage
{
    Own = 1,
    /// <summary>The site is a sub-domain that rides on the authority's filing (findings are noted, the launch is not held up).</summary>
    InheritedFromParentDomain = 2,
    NotCovered = 3,
    Unknown = 4,
}

public enum SiteMarkKind
{
    /// <summary>党政机关</summary>
    PartyGov = 1,
    /// <summary>事业单位</summary>
    PublicInstitution = 2,
    /// <summary>社会组织</summary>
    SocialOrg = 3,
}

/// <summary>A filing as the sponsor or the centre states it. Dates are Asia/Shanghai; hashes are lower-case hex SHA-256 of the evidence.</summary>
[GenerateSerializer, Immutable, Alias("nce.Filing")]
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(IcpFiling), "icp")]
[JsonDerivedType(typeof(PublicSecurityFiling), "publicSecurity")]
[JsonDerivedType(typeof(GradedProtectionFiling), "gradedProtection")]
[JsonDerivedType(typeof(SiteMarkFiling), "siteMark")]
[JsonDerivedType(typeof(DomainFiling), "domain")]
public abstract record Filing(
    [property: Id(0)] FilingState State,
    [property: Id(1)] string? EvidenceSha256)
{
    [JsonIgnore]
    public abstract FilingKind Kind { get; }
}

/// <param name="Number">Normalised number, e.g. 赣ICP备08101024号-2; null until filed.</param>
/// <param name="Holder">主体: the body in whose name it is filed.</param>
[GenerateSerializer, Immutable, Alias("nce.IcpFiling")]
public sealed record IcpFiling(
    FilingState State,
    string? EvidenceSha256,
    [property: Id(0)] string? Number,
    [property: Id(1)] IcpCoverage Coverage,
    [property: Id(2)] string? Holder,
    [property: Id(3)] DateOnly? FiledOn) : Filing(State, EvidenceSha256)
{
    [JsonIgnore]
    public override FilingKind Kind => FilingKind.Icp;
}

/// <param name="Number">Normalised number, e.g. 赣公网安备36010802000584号.</param>
[GenerateSerializer, Immutable, Alias("nce.PublicSecurityFiling")]
public sealed record PublicSecurityFiling(
    FilingState State,
    string? EvidenceSha256,
    [property: Id(0)] string? Number,
    [property: Id(1)] DateOnly? FiledOn) : Filing(State, EvidenceSha256)
{
    [JsonIgnore]
    public override FilingKind Kind => FilingKind.PublicSecurity;
}

/// <param name="Level">安全保护等级, 1 to 5. At level 1 nothing is filed with the police.</param>
/// <param name="GradedOn">定级日期.</param>
/// <param name="FiledOn">备案日期.</param>
/// <param name="CertificateNumber">备案证明编号.</param>
/// <param name="AssessedOn">测评日期.</param>
/// <param name="Conclusion">测评结论, a score or words.</param>
[GenerateSerializer, Immutable, Alias("nce.GradedProtectionFiling")]
public sealed record GradedProtectionFiling(
    FilingState State,
    string? EvidenceSha256,
    [property: Id(0)] int Level,
    [property: Id(1)] DateOnly GradedOn,
    [property: Id(2)] DateOnly? FiledOn,
    [property: Id(3)] string? CertificateNumber,
    [property: Id(4)] string? Assessor,
    [property: Id(5)] DateOnly? AssessedOn,
    [property: Id(6)] string? Conclusion,
    [property: Id(7)] string? AssessmentSha256) : Filing(State, EvidenceSha256)
{
    [JsonIgnore]
    public override FilingKind Kind => FilingKind.GradedProtection;
}

/// <param name="AppliedOn">The date of the application's receipt.</param>
/// <param name="MarkId">标识编号, once granted.</param>
[GenerateSerializer, Immutable, Alias("nce.SiteMarkFiling")]
public sealed record SiteMarkFiling(
    FilingState State,
    string? EvidenceSha256,
    [property: Id(0)] SiteMarkKind Mark,
    [property: Id(1)] DateOnly? AppliedOn,
    [property: Id(2)] string? MarkId) : Filing(State, EvidenceSha256)
{
    [JsonIgnore]
    public override FilingKind Kind => FilingKind.SiteMark;
}

/// <param name="Holder">域名注册人: the unit or its authority.</param>
/// <param name="ExpiresOn">The last date of the registration.</param>
[GenerateSerializer, Immutable, Alias("nce.DomainFiling")]
public sealed record DomainFiling(
    FilingState State,
    string? EvidenceSha256,
    [property: Id(0)] string Holder,
    [property: Id(1)] DateOnly? RegisteredOn,
    [property: Id(2)] DateOnly? ExpiresOn) : Filing(State, EvidenceSha256)
{
    [JsonIgnore]
    public override FilingKind Kind => FilingKind.Domain;
}

public enum VerificationResult
{
    Verified = 1,
    Refused = 2,
}

/// <summary>核验: what the centre found of a filing, a test or a piece of evidence.</summary>
[GenerateSerializer, Immutable, Alias("nce.Verification")]
public sealed record Verification(
    [property: Id(0)] VerificationResult Result,
    [property: Id(1)] string? Note,
    [property: Id(2)] string PersonId,
    [property: Id(3)] string Name,
    [property: Id(4)] DateTimeOffset At);

/// <summary>Evidence that is neither a filing nor a test.</summary>
public enum EvidenceKind
{
    /// <summary>境内托管 attestation (NC-9.4)</summary>
    Hosting = 1,
    /// <summary>Name, ICP, 公安 and mark shown in header and footer (NC-4.4)</summary>
    HeaderFooter = 2,
    /// <summary>标识 shown (NC-3.4)</summary>
    MarkShown = 3,
    /// <summary>日志留存 (NC-9.9)</summary>
    LogRetention = 4,
    /// <summary>应急预案与演练 (NC-9.3, NC-9.8)</summary>
    Plan = 5,
}

/// <param name="On">The date to which the statement refers, from which its validity is counted.</param>
/// <param name="Sha256">Lower-case hex SHA-256 of the document or screenshot.</param>
[GenerateSerializer, Immutable, Alias("nce.EvidenceStatement")]
public sealed record EvidenceStatement(
    [property: Id(0)] DateOnly On,
    [property: Id(1)] string Statement,
    [property: Id(2)] string Sha256,
    [property: Id(3)] int? Months);

public enum TestResult
{
    Passed = 1,
    Failed = 2,
}

/// <summary>安全检测 (NC-3.9).</summary>
/// <param name="Hosts">The hosts it covers, canonical form.</param>
[GenerateSerializer, Immutable, Alias("nce.SecurityTestReport")]
public sealed record SecurityTestReport(
    [property: Id(0)] DateOnly TestedOn,
    [property: Id(1)] string Tester,
    [property: Id(2)] TestResult Result,
    [property: Id(3)] ImmutableArray<string> Hosts,
    [property: Id(4)] string ReportSha256);
