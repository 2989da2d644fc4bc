using NanchangEdu.Registry.Contracts;

namespace NanchangEdu.Registry.Api.Printing;

/// <summary>What a printed page says of a filing.</summary>
internal static class FilingWords
{
    public static string? NumberOf(Filing filing) => filing switch
    {
        IcpFiling icp => icp.Number,
        PublicSecurityFiling publicSecurity => publicSecurity.Number,
        GradedProtectionFiling graded => graded.CertificateNumber,
        SiteMarkFiling mark => mark.MarkId,
        _ => null,
    };

    /// <summary>Since when it stands with the body that grants it.</summary>
    public static DateOnly? DateOf(Filing filing) => filing switch
    {
        IcpFiling icp => icp.FiledOn,
        PublicSecurityFiling publicSecurity => publicSecurity.FiledOn,
        GradedProtectionFiling graded => graded.FiledOn,
        SiteMarkFiling mark => mark.AppliedOn,
        DomainFiling domain => domain.RegisteredOn,
        _ => null,
    };

    public static string DetailOf(Filing filing) => filing switch
    {
        IcpFiling icp => $"{Sheet.Word(icp.Coverage)}，主体：{Sheet.Text(icp.Holder)}",
        GradedProtectionFiling graded =>
            $"第 {graded.Level} 级，定级 {Sheet.Day(graded.GradedOn)}，测评 {Sheet.Day(graded.AssessedOn)}{Sheet.Remark(graded.Conclusion)}",
        SiteMarkFiling mark => Sheet.Word(mark.Mark),
        DomainFiling domain => $"注册人：{domain.Holder}，有效期至 {Sheet.Day(domain.ExpiresOn)}",
        _ => Sheet.Nothing,
    };
}
