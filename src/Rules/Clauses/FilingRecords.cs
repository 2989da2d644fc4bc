using System.Collections.Immutable;
using NanchangEdu.Registry.Contracts;
using NanchangEdu.Registry.Rules.Formats;

namespace NanchangEdu.Registry.Rules.Clauses;

/// <summary>
/// The five filings and their verification: NC-3.6 ICP备案, NC-3.7 公安备案, NC-9.1 等级保护, NC-3.4 网站标识, NC-3.5 域名.
/// NC-2.2: the centre verifies; whoever recorded a filing does not verify it.
/// </summary>
internal static class FilingRecords
{
    /// <summary>
    /// Refusals: icp-number-invalid, public-security-number-invalid, graded-level-invalid, site-mark-not-applicable,
    /// evidence-hash-invalid, evidence-date-invalid, nothing-changed.
    /// </summary>
    public static Decision<SiteEvent> Record(Site site, RecordFiling command, SiteContext context)
    {
        if (Evidence.HashProblem(context, command.Filing.EvidenceSha256) is { } hash)
        {
            return hash;
        }

        var checkedFiling = command.Filing switch
        {
            IcpFiling f => Icp(f, context),
            PublicSecurityFiling f => PublicSecurity(f, context),
            GradedProtectionFiling f => Graded(f, context),
            SiteMarkFiling f => SiteMark(f, site, context),
            DomainFiling f => Domain(f, context),
            _ => throw new InvalidOperationException($"no clause for filings of type {command.Filing.GetType().Name}"),
        };
        if (checkedFiling.Refusal is { } refusal)
        {
            return refusal;
        }

        var filing = checkedFiling.Filing!;
        return site.FilingOf(filing.Kind) is { } known && known.Filing == filing
            ? context.Refuse(RuleId.NothingChanged)
            : new FilingRecorded(context.Now, filing, context.Person, checkedFiling.Warnings);
    }

    /// <summary>Refusals: filing-not-recorded, already-verified, self-approval, two-keys-one-person, reasons-required.</summary>
    public static Decision<SiteEvent> Verify(Site site, VerifyFiling command, SiteContext context)
    {
        if (site.FilingOf(command.Kind) is not { } record)
        {
            return context.Refuse(RuleId.FilingNotRecorded, Figure.Of("filing", Wire.Name(command.Kind)));
        }

        return Verifying.Problem(site, record.Verification, record.By, command.Result, command.Note, context) is { } refusal
            ? refusal
            : new FilingVerified(context.Now, command.Kind, Verifying.By(command.Result, command.Note, context));
    }

    private static Checked Icp(IcpFiling filing, SiteContext context)
    {
        if (Late(context, filing.FiledOn) is { } late)
        {
            return new(late);
        }

        if (filing.Number is null)
        {
            return filing.State is FilingState.Filed or FilingState.ChangePending
                ? new(context.Refuse(RuleId.IcpNumberInvalid, Figure.Of("value", "")))
                : new(filing, []);
        }

        var number = IcpNumber.Parse(filing.Number, context.Policy.ProvinceCharacter, context.Today.Year);
        return number.Problem is { } problem
            ? new(context.Refuse(problem, Figure.Of("value", filing.Number)))
            : new(filing with { Number = number.Value!.ToString() }, number.Warnings);
    }

    private static Checked PublicSecurity(PublicSecurityFiling filing, SiteContext context)
    {
        if (Late(context, filing.FiledOn) is { } late)
        {
            return new(late);
        }

        if (filing.Number is null)
        {
            return filing.State is FilingState.Filed or FilingState.ChangePending
                ? new(context.Refuse(RuleId.PublicSecurityNumberInvalid, Figure.Of("value", "")))
                : new(filing, []);
        }

        var number = PublicSecurityNumber.Parse(filing.Number, context.Policy.ProvinceCharacter);
        return number.Problem is { } problem
            ? new(context.Refuse(problem, Figure.Of("value", filing.Number)))
            : new(filing with { Number = number.Value!.ToString() }, number.Warnings);
    }

    private static Checked Graded(GradedProtectionFiling filing, SiteContext context)
    {
        if (filing.Level is < 1 or > 5)
        {
            return new(context.Refuse(RuleId.GradedLevelInvalid, Figure.Of("value", filing.Level)));
        }

        if (Evidence.HashProblem(context, filing.AssessmentSha256) is { } hash)
        {
            return new(hash);
        }

        return (Late(context, filing.GradedOn) ?? Late(context, filing.FiledOn) ?? Late(context, filing.AssessedOn)) is { } late ? new(late) : new(filing, []);
    }

    private static Checked SiteMark(SiteMarkFiling filing, Site site, SiteContext context) =>
        !site.Sponsor.Type.IsPublic()
            ? new(context.Refuse(RuleId.SiteMarkNotApplicable))
            : Late(context, filing.AppliedOn) is { } late ? new(late) : new(filing, []);

    private static Checked Domain(DomainFiling filing, SiteContext context) =>
        Late(context, filing.RegisteredOn) is { } late ? new(late) : new(filing, []);

    private static Refusal? Late(SiteContext context, DateOnly? date) => Evidence.FutureDate(context, date);

    private readonly record struct Checked(Filing? Filing, ImmutableArray<string> Warnings, Refusal? Refusal)
    {
        public Checked(Refusal refusal) : this(null, [], refusal)
        {
        }

        public Checked(Filing filing, ImmutableArray<string> warnings) : this(filing, warnings, null)
        {
        }
    }
}
