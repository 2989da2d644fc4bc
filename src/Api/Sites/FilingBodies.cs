using System.ComponentModel.DataAnnotations;
using NanchangEdu.Registry.Api.Http;
using NanchangEdu.Registry.Contracts;

namespace NanchangEdu.Registry.Api.Sites;

/// <summary>A filing as it is sent; the kind stands in the path.</summary>
public interface IFilingBody
{
    Filing ToFiling();
}

/// <summary>ICP 备案。</summary>
/// <param name="State">办理状态。</param>
/// <param name="Coverage">备案覆盖方式：自有，或随上级主管部门的备案。</param>
/// <param name="Number">备案号，如 赣ICP备08101024号-2；全角和空格会规范化。</param>
/// <param name="Holder">备案主体。</param>
/// <param name="FiledOn">备案日期。</param>
/// <param name="EvidenceSha256">佐证材料的 SHA-256。</param>
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

/// <summary>公安联网备案。</summary>
/// <param name="State">办理状态。</param>
/// <param name="Number">备案号，如 赣公网安备36010802000584号。</param>
/// <param name="FiledOn">备案日期。</param>
/// <param name="EvidenceSha256">佐证材料的 SHA-256。</param>
public sealed record PublicSecurityFilingBody(
    FilingState State,
    [property: Text(Limits.CodeLength)] string? Number = null,
    DateOnly? FiledOn = null,
    [property: Text(Limits.CodeLength)] string? EvidenceSha256 = null) : IFilingBody
{
    public Filing ToFiling() => new PublicSecurityFiling(State, EvidenceSha256, Number, FiledOn);
}

/// <summary>网络安全等级保护。</summary>
/// <param name="State">办理状态。</param>
/// <param name="Level">等级，1 至 5。</param>
/// <param name="GradedOn">定级日期。</param>
/// <param name="FiledOn">备案日期。</param>
/// <param name="CertificateNumber">备案证明编号。</param>
/// <param name="Assessor">测评机构。</param>
/// <param name="AssessedOn">测评日期。</param>
/// <param name="Conclusion">测评结论。</param>
/// <param name="AssessmentSha256">测评报告的 SHA-256。</param>
/// <param name="EvidenceSha256">佐证材料的 SHA-256。</param>
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

/// <summary>党政机关事业单位网站标识。</summary>
/// <param name="State">办理状态。</param>
/// <param name="Mark">标识类别。</param>
/// <param name="AppliedOn">申请受理日期。</param>
/// <param name="MarkId">标识编号。</param>
/// <param name="EvidenceSha256">佐证材料的 SHA-256。</param>
public sealed record SiteMarkFilingBody(
    FilingState State,
    SiteMarkKind Mark,
    DateOnly? AppliedOn = null,
    [property: Text(Limits.CodeLength)] string? MarkId = null,
    [property: Text(Limits.CodeLength)] string? EvidenceSha256 = null) : IFilingBody
{
    public Filing ToFiling() => new SiteMarkFiling(State, EvidenceSha256, Mark, AppliedOn, MarkId);
}

/// <summary>域名注册。</summary>
/// <param name="State">办理状态。</param>
/// <param name="Holder">域名注册人：本单位或上级主管部门。</param>
/// <param name="RegisteredOn">注册日期。</param>
/// <param name="ExpiresOn">到期日期。</param>
/// <param name="EvidenceSha256">佐证材料的 SHA-256。</param>
public sealed record DomainFilingBody(
    FilingState State,
    [property: Text(Limits.NameLength)] string Holder,
    DateOnly? RegisteredOn = null,
    DateOnly? ExpiresOn = null,
    [property: Text(Limits.CodeLength)] string? EvidenceSha256 = null) : IFilingBody
{
    public Filing ToFiling() => new DomainFiling(State, EvidenceSha256, Holder, RegisteredOn, ExpiresOn);
}

/// <summary>核验结论。</summary>
/// <param name="Result">通过或不通过。</param>
/// <param name="Note">说明；不通过时必填。</param>
public sealed record VerificationBody(
    VerificationResult Result,
    [property: Text(Limits.NoteLength)] string? Note = null);

/// <summary>佐证。</summary>
/// <param name="On">佐证所述日期，有效期由此起算。</param>
/// <param name="Statement">说明。</param>
/// <param name="Sha256">文件或截图的 SHA-256。</param>
/// <param name="Months">日志留存月数（仅日志留存）。</param>
public sealed record EvidenceBody(
    DateOnly On,
    [property: Text(Limits.NoteLength)] string Statement,
    [property: Text(Limits.CodeLength)] string Sha256,
    [property: Range(0, 600)] int? Months = null)
{
    public EvidenceStatement ToStatement() => new(On, Statement, Sha256, Months);
}

/// <summary>安全检测报告。</summary>
/// <param name="TestedOn">检测日期。</param>
/// <param name="Tester">检测机构。</param>
/// <param name="Result">结论。</param>
/// <param name="Hosts">所覆盖的域名。</param>
/// <param name="ReportSha256">报告的 SHA-256。</param>
public sealed record SecurityTestBody(
    DateOnly TestedOn,
    [property: Text(Limits.NameLength)] string Tester,
    TestResult Result,
    [property: Items(1, 20), Text(Limits.HostLength)] string[] Hosts,
    [property: Text(Limits.CodeLength)] string ReportSha256)
{
    public SecurityTestReport ToReport() => new(TestedOn, Tester, Result, [.. Hosts], ReportSha256);
}
