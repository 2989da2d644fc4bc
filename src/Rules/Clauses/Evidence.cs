using NanchangEdu.Registry.Contracts;
using NanchangEdu.Registry.Rules.Formats;

namespace NanchangEdu.Registry.Rules.Clauses;

/// <summary>Checks that every piece of evidence must pass, whatever it proves.</summary>
internal static class Evidence
{
    /// <summary>evidence-hash-invalid: a hash that is given must be lower-case hex SHA-256.</summary>
    public static Refusal? HashProblem(SiteContext context, string? sha256) =>
        sha256 is not null && Sha256Text.Parse(sha256).Problem is { } problem
            ? context.Refuse(problem, Figure.Of("value", sha256))
            : null;

    /// <summary>evidence-date-invalid: evidence of a day that has not come.</summary>
    public static Refusal? FutureDate(SiteContext context, DateOnly? date) =>
        date is { } day && day > context.Today
            ? context.Refuse(RuleId.EvidenceDateInvalid, Figure.Of("value", day), Figure.Of("until", context.Today))
            : null;
}

/// <summary>What holds for every verification by the centre (NC-2.2) and for the two keys.</summary>
internal static class Verifying
{
    public static Verification By(VerificationResult result, string? note, SiteContext context) =>
        new(result, note, context.By.PersonId, context.By.Name, context.Now);

    /// <summary>
    /// reasons-required when refused without a note; already-verified when the same was said before; self-approval by whoever recorded
    /// it or belongs to the sponsor; two-keys-one-person by whoever approved the site.
    /// </summary>
    public static Refusal? Problem(Site site, Verification? before, Person recordedBy, VerificationResult result, string? note, SiteContext context)
    {
        if (result == VerificationResult.Refused && string.IsNullOrWhiteSpace(note))
        {
            return context.Refuse(RuleId.ReasonsRequired);
        }

        if (recordedBy.Id == context.By.PersonId || context.By.Unit == site.Sponsor.Id)
        {
            return context.Refuse(RuleId.SelfApproval, Figure.Of("person", context.By.Name));
        }

        if (site.Approval?.By.Id == context.By.PersonId)
        {
            return context.Refuse(RuleId.TwoKeysOnePerson, Figure.Of("person", context.By.Name));
        }

        return before?.Result == result ? context.Refuse(RuleId.AlreadyVerified, Figure.Of("person", before.Name)) : null;
    }
}
