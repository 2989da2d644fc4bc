using System.ComponentModel.DataAnnotations;
using NanchangEdu.Registry.Api.Http;
using NanchangEdu.Registry.Api.Sites;
using NanchangEdu.Registry.Api.Units;
using NanchangEdu.Registry.Rules.Tables;

namespace NanchangEdu.Registry.Api.Tests.Bulk;

/// <summary>A cell may hold what the body of its command may, no more and no less.</summary>
public sealed class ColumnBoundTests
{
    private static readonly Dictionary<string, (Type Body, string Member)> Members = new()
    {
        ["units.name"] = (typeof(UnitBody), nameof(UnitBody.Name)),
        ["units.address"] = (typeof(UnitBody), nameof(UnitBody.Address)),
        ["sites.name"] = (typeof(ProfileBody), nameof(ProfileBody.Name)),
        ["sites.nameNote"] = (typeof(ProfileBody), nameof(ProfileBody.NameNote)),
        ["sites.purpose"] = (typeof(ProfileBody), nameof(ProfileBody.Purpose)),
        ["sites.platform"] = (typeof(ProfileBody), nameof(ProfileBody.Platform)),
        ["sites.hostingProvider"] = (typeof(HostingBody), nameof(HostingBody.Provider)),
        ["sites.hostingPlace"] = (typeof(HostingBody), nameof(HostingBody.Place)),
        ["sites.ipAddress"] = (typeof(HostingBody), nameof(HostingBody.IpAddress)),
        ["sites.cdn"] = (typeof(HostingBody), nameof(HostingBody.Cdn)),
        ["sites.logRetentionMonths"] = (typeof(UpkeepBody), nameof(UpkeepBody.LogRetentionMonths)),
        ["sites.backup"] = (typeof(UpkeepBody), nameof(UpkeepBody.Backup)),
        ["sites.emergencyPlan"] = (typeof(UpkeepBody), nameof(UpkeepBody.EmergencyPlan)),
        ["sites.consolidationPlan"] = (typeof(UpkeepBody), nameof(UpkeepBody.ConsolidationPlan)),
        ["filings.icpNumber"] = (typeof(IcpFilingBody), nameof(IcpFilingBody.Number)),
        ["filings.icpHolder"] = (typeof(IcpFilingBody), nameof(IcpFilingBody.Holder)),
        ["filings.icpEvidence"] = (typeof(IcpFilingBody), nameof(IcpFilingBody.EvidenceSha256)),
        ["filings.publicSecurityNumber"] = (typeof(PublicSecurityFilingBody), nameof(PublicSecurityFilingBody.Number)),
        ["filings.publicSecurityEvidence"] = (typeof(PublicSecurityFilingBody), nameof(PublicSecurityFilingBody.EvidenceSha256)),
        ["filings.gradedLevel"] = (typeof(GradedProtectionFilingBody), nameof(GradedProtectionFilingBody.Level)),
        ["filings.gradedCertificate"] = (typeof(GradedProtectionFilingBody), nameof(GradedProtectionFilingBody.CertificateNumber)),
        ["filings.gradedAssessor"] = (typeof(GradedProtectionFilingBody), nameof(GradedProtectionFilingBody.Assessor)),
        ["filings.gradedConclusion"] = (typeof(GradedProtectionFilingBody), nameof(GradedProtectionFilingBody.Conclusion)),
        ["filings.gradedAssessment"] = (typeof(GradedProtectionFilingBody), nameof(GradedProtectionFilingBody.AssessmentSha256)),
        ["filings.gradedEvidence"] = (typeof(GradedProtectionFilingBody), nameof(GradedProtectionFilingBody.EvidenceSha256)),
        ["filings.siteMarkId"] = (typeof(SiteMarkFilingBody), nameof(SiteMarkFilingBody.MarkId)),
        ["filings.siteMarkEvidence"] = (typeof(SiteMarkFilingBody), nameof(SiteMarkFilingBody.EvidenceSha256)),
        ["filings.domainHolder"] = (typeof(DomainFilingBody), nameof(DomainFilingBody.Holder)),
        ["filings.domainEvidence"] = (typeof(DomainFilingBody), nameof(DomainFilingBody.EvidenceSha256)),
        ["tests.tester"] = (typeof(SecurityTestBody), nameof(SecurityTestBody.Tester)),
        ["tests.reportSha256"] = (typeof(SecurityTestBody), nameof(SecurityTestBody.ReportSha256)),
        ["tests.hosts"] = (typeof(SecurityTestBody), nameof(SecurityTestBody.Hosts)),
    };

    [Fact]
    public void Every_column_that_changes_something_has_the_bounds_of_its_member()
    {
        var bounded = AllTables.All
            .SelectMany(table => table.Columns.Select(column => (Name: $"{table.Name}.{column.Key}", Column: column)))
            .Where(one => !one.Column.IsKey && !one.Column.IsReadOnly && one.Name != "tests.number")
            .Where(one => one.Column.Kind is ColumnKind.Text or ColumnKind.Integer || one.Name == "tests.hosts")
            .ToDictionary(one => one.Name, one => one.Column);
        Assert.Equal(Members.Keys.Order(), bounded.Keys.Order());

        foreach (var (name, column) in bounded)
        {
            var member = Members[name].Body.GetProperty(Members[name].Member)!;
            if (Attribute<RangeAttribute>(member) is { } range) Assert.Equal($"{name} {range.Minimum} {range.Maximum}", $"{name} {column.Min} {column.Max}");
            else Assert.Equal($"{name} {Attribute<StringLengthAttribute>(member)!.MaximumLength}", $"{name} {column.Max}");
            if (Attribute<ItemsAttribute>(member) is { } items) Assert.Equal($"{name} {items.Max}", $"{name} {column.ItemsMax}");
        }
    }

    [Fact]
    public void The_main_host_and_the_others_are_together_what_a_profile_may_have()
    {
        var hosts = typeof(ProfileBody).GetProperty(nameof(ProfileBody.Hosts))!;
        var (main, others) = (AllTables.Sites.ColumnOf("mainHost"), AllTables.Sites.ColumnOf("otherHosts"));

        Assert.Equal(Attribute<ItemsAttribute>(hosts)!.Max, main.ItemsMax + others.ItemsMax);
        Assert.Equal(Limits.HostLength, main.Max);
        Assert.Equal(Limits.HostLength, others.Max);
    }

    private static T? Attribute<T>(System.Reflection.PropertyInfo member)
        where T : Attribute => (T?)System.Attribute.GetCustomAttribute(member, typeof(T));
}
