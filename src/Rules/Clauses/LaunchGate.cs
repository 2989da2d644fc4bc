using System.Collections.Immutable;
using NanchangEdu.Registry.Contracts;
using NanchangEdu.Registry.Rules.Formats;

namespace NanchangEdu.Registry.Rules.Clauses;

public enum GateState
{
    Pass = 1,
    Fail = 2,
    /// <summary>There, but not yet confirmed by whom it takes.</summary>
    Pending = 3,
    NotApplicable = 4,
    Expired = 5,
}

/// <summary>One item of the gate as it stands at an instant.</summary>
/// <param name="Requirement">What the rule pack asks.</param>
/// <param name="Reason">A stable code that says why it does not pass, or does not apply; null when it passes.</param>
/// <param name="SettledBy">Who confirmed it.</param>
/// <param name="ExpiresOn">The last date on which its evidence counts.</param>
/// <param name="DueOn">For duties after the launch: their last date.</param>
public sealed record GateItem(
    GateRequirement Requirement, GateState State, string? Reason, string? SettledBy, DateTimeOffset? SettledAt, string? EvidenceSha256,
    DateOnly? ExpiresOn, DateOnly? DueOn)
{
    public string Code => Requirement.Code;

    public bool HoldsLaunchUp => Requirement.IsBeforeLaunch && State is not (GateState.Pass or GateState.NotApplicable);

    public bool IsOverdue(DateOnly today) => DueOn < today && State is not (GateState.Pass or GateState.NotApplicable);
}

/// <summary>
/// 上线条件. NC-3.8 «经审核通过后，网站方可上线运行», NC-3.9 «未经安全检测的网站不得上线运行» and what domain §5 lists.
/// The set is data of the rule pack per unit type (L2); duties after the launch never block it (L3).
/// </summary>
public static class LaunchGate
{
    /// <summary>Every item of the pack, in its order, as it stands on the day.</summary>
    public static ImmutableArray<GateItem> Evaluate(Site site, RegistryPolicy policy, DateOnly today) =>
        [.. policy.GateRequirements.Select(requirement => Evaluate(site, requirement, policy, today))];

    /// <summary>launch-gate-unmet with every unmet item at once: code, clause, who, what (L6). Null when the site may go on line.</summary>
    internal static Refusal? Unmet(Site site, SiteContext context)
    {
        var unmet = Evaluate(site, context.Policy, context.Today).Where(item => item.HoldsLaunchUp).ToImmutableArray();
        return unmet.IsEmpty
            ? null
            : context.Refuse(RuleId.LaunchGateUnmet, unmet.Select(ToRefusalItem), Figure.Of("left", unmet.Length));
    }

    internal static RefusalItem ToRefusalItem(GateItem item) => new(
        item.Code, item.Requirement.Clause, GateActors.Of(item), GateTexts.Zh(item), GateTexts.En(item));

    private static GateItem Evaluate(Site site, GateRequirement requirement, RegistryPolicy policy, DateOnly today)
    {
        var found = new Finding(site, requirement, policy, today);
        if (!requirement.Applies)
        {
            return found.NotApplicable("unit-type");
        }

        if (requirement.LevelMin > 0 && site.FilingOf(FilingKind.GradedProtection)?.Filing is GradedProtectionFiling graded && graded.Level < requirement.LevelMin)
        {
            return found.NotApplicable("graded-level");
        }

        return requirement.Code switch
        {
            GateCodes.UnitEligible => UnitEligible(found),
            GateCodes.OneSite => found.Pass(null, null, null),
            GateCodes.SiteName => SiteNamed(found),
            GateCodes.Domain => Domain(found),
            GateCodes.People => People(found),
            GateCodes.Icp => Icp(found),
            GateCodes.SecurityTest => SecurityTest(found),
            GateCodes.SiteMark => SiteMark(found),
            GateCodes.Graded => Graded(found, _ => true, null),
            GateCodes.Hosting => Hosting(found),
            GateCodes.Approval => Approval(found),
            GateCodes.PublicSecurity => found.Filed(FilingKind.PublicSecurity, from: null),
            GateCodes.GradedFiling => Graded(found, f => f.FiledOn is not null && f.CertificateNumber is not null, null),
            GateCodes.GradedAssessment => GradedAssessment(found),
            GateCodes.HeaderFooter => found.Evidence(EvidenceKind.HeaderFooter),
            GateCodes.MarkShown => found.Evidence(EvidenceKind.MarkShown),
            GateCodes.LogRetention => LogRetention(found),
            GateCodes.Plan => found.Evidence(EvidenceKind.Plan),
            _ => found.Fail("unknown-item"),
        };
    }

    /// <summary>NC-0.2, NC-3.2: a unit with a code of its own, a type and an authority; the claim on the unit's slot is held by the state.</summary>
    private static GateItem UnitEligible(Finding f) =>
        f.Site.Sponsor.Name.Length > 0 && f.Site.Sponsor.Address.Length > 0 ? f.Pass(null, f.Site.RegisteredAt, null) : f.Fail("unit-data-incomplete");

    /// <summary>NC-4.3: equal to the unit's name or annotated with it; confirmed by the reviewer with the approval.</summary>
    private static GateItem SiteNamed(Finding f)
    {
        var exempt = f.Site.Sponsor.HasExemption(ExemptionKind.SiteName, f.Today);
        return exempt || SiteName.Fits(f.Site.Facts.Name, f.Site.Facts.NameNote, f.Site.Sponsor.Name) ? f.ByApproval(null) : f.Fail("name-differs");
    }

    /// <summary>NC-3.5, NC-4.1, NC-4.2: in the authority's zone or exempted, a holder is named, verified, not run out.</summary>
    private static GateItem Domain(Finding f)
    {
        var zones = f.Policy.ZonesOf(f.Site.Sponsor.Authority);
        if (!f.Site.Sponsor.HasExemption(ExemptionKind.OwnDomain, f.Today) && f.Site.Facts.Hosts.Any(host => DomainName.Parse(host, zones).Problem is not null))
        {
            return f.Fail("outside-zone");
        }

        if (f.Site.FilingOf(FilingKind.Domain)?.Filing is DomainFiling { Holder: var holder } && string.IsNullOrWhiteSpace(holder))
        {
            return f.Fail("registrant-missing");
        }

        var item = f.Filed(FilingKind.Domain, from: null);
        return item.State == GateState.Pass && f.Site.FilingOf(FilingKind.Domain)?.Filing is DomainFiling { ExpiresOn: { } expires } ? f.Until(item, expires) : item;
    }

    /// <summary>NC-2.3 to NC-2.5, NC-10.1: the four contacts, confirmed with the approval and yearly by the head.</summary>
    private static GateItem People(Finding f)
    {
        ContactDuty[] needed = [ContactDuty.FirstResponsiblePerson, ContactDuty.Office, ContactDuty.Technical, ContactDuty.RoundTheClock];
        if (needed.Any(duty => f.Site.Facts.Contacts.All(c => c.Duty != duty)))
        {
            return f.Fail("contacts-missing");
        }

        return f.ByApproval(f.Site.Responsibility?.At);
    }

    /// <summary>NC-3.6: filed under a number, or covered by the parent domain's filing with its holder named; verified within the year.</summary>
    private static GateItem Icp(Finding f)
    {
        if (f.Site.FilingOf(FilingKind.Icp)?.Filing is not IcpFiling filing)
        {
            return f.Fail("not-recorded");
        }

        return filing.Coverage switch
        {
            IcpCoverage.NotCovered or IcpCoverage.Unknown => f.Fail("not-covered"),
            IcpCoverage.InheritedFromParentDomain when string.IsNullOrWhiteSpace(filing.Holder) => f.Fail("holder-missing"),
            _ when filing.Number is null => f.Fail("number-missing"),
            _ => f.Filed(FilingKind.Icp, f.Site.FilingOf(FilingKind.Icp)!.Verification?.At),
        };
    }

    /// <summary>NC-3.9: passed, verified, in date, covers every host, made after the last rebuilding.</summary>
    private static GateItem SecurityTest(Finding f)
    {
        if (SecurityTests.Latest(f.Site) is not { } test)
        {
            return f.Fail(f.Site.Tests.IsEmpty ? "not-recorded" : "does-not-cover");
        }

        if (test.Report.Result == TestResult.Failed)
        {
            return f.Fail("test-failed");
        }

        return f.Verified(test.Verification, test.Report.ReportSha256, test.Report.TestedOn);
    }

    /// <summary>NC-3.4: the application's receipt, or the grant where the pack asks for it.</summary>
    private static GateItem SiteMark(Finding f)
    {
        if (f.Site.FilingOf(FilingKind.SiteMark) is not { Filing: SiteMarkFiling filing } record)
        {
            return f.Fail("not-recorded");
        }

        var granted = filing.State == FilingState.Filed && filing.MarkId is not null;
        if (!granted && (f.Policy.SiteMarkGate == SiteMarkGate.Granted || filing.AppliedOn is null))
        {
            return f.Fail(filing.AppliedOn is null ? "receipt-missing" : "not-granted");
        }

        var verified = f.Verified(record.Verification, filing.EvidenceSha256, granted ? null : filing.AppliedOn);
        return granted && verified.State == GateState.Pass ? verified with { ExpiresOn = null } : verified;
    }

    /// <summary>NC-9.4: on the mainland, verified for the provider and place as they are now.</summary>
    private static GateItem Hosting(Finding f)
    {
        if (!f.Site.Facts.Hosting.OnMainland)
        {
            return f.Fail("outside-mainland");
        }

        if (f.Site.EvidenceOf(EvidenceKind.Hosting) is not { } record)
        {
            return f.Fail("not-recorded");
        }

        return record.IsVerified && record.BoundTo != SiteProfiles.HostingHash(f.Site.Facts)
            ? f.Pending("changed-since")
            : f.Verified(record.Verification, record.Statement.Sha256, null);
    }

    /// <summary>NC-3.8, L4: the authority's decision on exactly this profile. That it lapses is a matter of time alone (L5).</summary>
    private static GateItem Approval(Finding f) => f.Site.Approval is not { } approval
        ? f.Site.OpenRequest(RequestKind.Launch) is null ? f.Fail("not-requested") : f.Pending("in-review")
        : approval.ProfileHash != SiteProfiles.HashOf(f.Site.Facts, f.Site.Sponsor.Id)
            ? f.Fail("profile-changed")
            : f.Pass(approval.By.Name, approval.At, null) with
            {
                ExpiresOn = f.Site.LaunchedAt is null
                    ? RegistryCalendar.AddDays(RegistryCalendar.DateOf(approval.At), f.Policy.ApprovalLapsesAfterDays)
                    : null,
            };

    /// <summary>Graded is one thing, filed with the police another: a level stands before its filing, and level 1 is never filed.</summary>
    private static GateItem Graded(Finding f, Func<GradedProtectionFiling, bool> there, DateOnly? from)
    {
        if (f.Site.FilingOf(FilingKind.GradedProtection) is not { Filing: GradedProtectionFiling filing } record || !there(filing))
        {
            return f.Fail("not-recorded");
        }

        return filing.State == FilingState.Cancelled ? f.Fail("not-filed") : f.Verified(record.Verification, filing.EvidenceSha256, from);
    }

    private static GateItem GradedAssessment(Finding f)
    {
        if (f.Site.FilingOf(FilingKind.GradedProtection)?.Filing is not GradedProtectionFiling filing)
        {
            return f.Fail("not-recorded");
        }

        var months = f.Policy.GradedAssessmentCycleMonths.GetValueOrDefault(filing.Level);
        var item = Graded(f, g => g.AssessedOn is not null, null);
        return filing.AssessedOn is { } on && months > 0 && item.State == GateState.Pass
            ? f.Until(item, RegistryCalendar.AddMonths(on, months))
            : item;
    }

    /// <summary>NC-9.9: the months kept, at least those of the pack, with proof.</summary>
    private static GateItem LogRetention(Finding f) =>
        f.Site.EvidenceOf(EvidenceKind.LogRetention) is { } record && (record.Statement.Months ?? 0) < f.Policy.LogRetentionMonthsMin
            ? f.Fail("too-short")
            : f.Evidence(EvidenceKind.LogRetention);
}
