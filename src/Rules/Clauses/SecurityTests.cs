using System.Collections.Immutable;
using NanchangEdu.Registry.Contracts;
using NanchangEdu.Registry.Rules.Formats;

namespace NanchangEdu.Registry.Rules.Clauses;

/// <summary>
/// 安全检测. NC-3.9 «未经安全检测的网站不得上线运行», NC-9.6 «定期对网站开展安全检测评估».
/// A test counts when it passed, the centre verified it, it covers the hosts, it is in date and no rebuilding came after it.
/// </summary>
internal static class SecurityTests
{
    /// <summary>Refusals: evidence-hash-invalid, evidence-date-invalid, domain-name-invalid.</summary>
    public static Decision<SiteEvent> Record(Site site, RecordSecurityTest command, SiteContext context)
    {
        var report = command.Report;
        if ((Evidence.HashProblem(context, report.ReportSha256) ?? Evidence.FutureDate(context, report.TestedOn)) is { } refusal)
        {
            return refusal;
        }

        var hosts = ImmutableArray.CreateBuilder<string>();
        foreach (var text in report.Hosts)
        {
            var host = DomainName.Parse(text);
            if (host.Problem is { } problem)
            {
                return context.Refuse(problem, Figure.Of("host", text));
            }

            hosts.Add(host.Value!.Host);
        }

        return new SecurityTestRecorded(context.Now, site.Tests.Length + 1, report with { Hosts = hosts.ToImmutable() }, context.Person);
    }

    /// <summary>Refusals: security-test-unknown, already-verified, self-approval, two-keys-one-person, reasons-required.</summary>
    public static Decision<SiteEvent> Verify(Site site, VerifySecurityTest command, SiteContext context)
    {
        if (site.Tests.FirstOrDefault(t => t.Number == command.Number) is not { } test)
        {
            return context.Refuse(RuleId.SecurityTestUnknown, Figure.Of("value", command.Number));
        }

        return Verifying.Problem(site, test.Verification, test.By, command.Result, command.Note, context) is { } refusal
            ? refusal
            : new SecurityTestVerified(context.Now, command.Number, Verifying.By(command.Result, command.Note, context));
    }

    /// <summary>The latest test that says something of the site as it is now; null when none does.</summary>
    public static TestRecord? Latest(Site site) => site.Tests
        .Where(t => Covers(site, t) && (site.RebuiltAt is not { } rebuilt || t.Report.TestedOn >= RegistryCalendar.DateOf(rebuilt)))
        .OrderBy(t => t.Report.TestedOn).ThenBy(t => t.Number)
        .LastOrDefault();

    public static DateOnly ExpiresOn(TestRecord test, int validMonths) => RegistryCalendar.AddMonths(test.Report.TestedOn, validMonths);

    /// <summary>A passed and verified test made on or after the day of <paramref name="since"/>, recorded after it: the re-test.</summary>
    public static bool HasRetest(Site site, DateTimeOffset since) => site.Tests.Any(t =>
        t.IsPassedAndVerified && Covers(site, t) && t.RecordedAt >= since && t.Report.TestedOn >= RegistryCalendar.DateOf(since));

    private static bool Covers(Site site, TestRecord test) =>
        site.Facts.Hosts.All(h => test.Report.Hosts.Contains(h, StringComparer.Ordinal));
}
