using NanchangEdu.Registry.Contracts;

namespace NanchangEdu.Registry.Rules.Clauses;

/// <summary>
/// 知悉: somebody who is to act says that a deadline is known. It moves no date and meets no duty; what it spares is that the superior is
/// told (NC-2.2 «统筹协调»).
/// </summary>
internal static class Acknowledging
{
    /// <summary>Refusals: deadline-unknown, deadline-of-others, deadline-acknowledged.</summary>
    public static Decision<SiteEvent> Decide(Site site, AcknowledgeDeadline command, SiteContext context)
    {
        var deadline = Deadlines.Of(site, context.Policy, context.Today).FirstOrDefault(d => d.Kind == command.Kind && d.Number == command.Number);
        var name = command.Number == 0 ? command.Kind : $"{command.Kind}/{command.Number}";
        if (deadline is null)
        {
            return context.Refuse(RuleId.DeadlineUnknown, Figure.Of("value", name));
        }

        if (PartyOf(context.By.Role) != deadline.Who)
        {
            return context.Refuse(RuleId.DeadlineOfOthers, Figure.Of("value", name), Figure.Of("who", Wire.Name(deadline.Who)));
        }

        return site.AcknowledgementOf(deadline) is { } known
            ? context.Refuse(RuleId.DeadlineAcknowledged, Figure.Of("person", known.By.Name), Figure.Of("dueOn", deadline.DueOn))
            : new DeadlineAcknowledged(context.Now, deadline.Kind, deadline.Number, deadline.DueOn, command.Note, context.Person);
    }

    private static Party? PartyOf(Role role) => role switch
    {
        Role.Clerk or Role.Head => Party.Sponsor,
        Role.Reviewer or Role.Lead => Party.Authority,
        Role.Centre => Party.Centre,
        _ => null,
    };
}
