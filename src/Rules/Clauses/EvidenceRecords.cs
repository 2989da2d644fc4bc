using NanchangEdu.Registry.Contracts;

namespace NanchangEdu.Registry.Rules.Clauses;

/// <summary>
/// Evidence beside filings and tests: NC-9.4 境内托管, NC-4.4 头部标识, NC-3.4 标识展示, NC-9.9 日志留存, NC-9.3 and NC-9.8 应急预案.
/// </summary>
internal static class EvidenceRecords
{
    /// <summary>Refusals: site-mark-not-applicable, evidence-hash-invalid, evidence-date-invalid.</summary>
    public static Decision<SiteEvent> Record(Site site, RecordEvidence command, SiteContext context)
    {
        if (command.Kind == EvidenceKind.MarkShown && !site.Sponsor.Type.IsPublic())
        {
            return context.Refuse(RuleId.SiteMarkNotApplicable);
        }

        return (Evidence.HashProblem(context, command.Statement.Sha256) ?? Evidence.FutureDate(context, command.Statement.On)) is { } refusal
            ? refusal
            : new EvidenceRecorded(context.Now, command.Kind, command.Statement, context.Person);
    }

    /// <summary>Refusals: filing-not-recorded, already-verified, self-approval, two-keys-one-person, reasons-required.</summary>
    public static Decision<SiteEvent> Verify(Site site, VerifyEvidence command, SiteContext context)
    {
        if (site.EvidenceOf(command.Kind) is not { } record)
        {
            return context.Refuse(RuleId.FilingNotRecorded, Figure.Of("filing", Wire.Name(command.Kind)));
        }

        if (Verifying.Problem(site, record.Verification, record.By, command.Result, command.Note, context) is { } refusal)
        {
            return refusal;
        }

        var boundTo = command.Kind == EvidenceKind.Hosting ? SiteProfiles.HostingHash(site.Facts) : null;
        return new EvidenceVerified(context.Now, command.Kind, Verifying.By(command.Result, command.Note, context), boundTo);
    }
}
