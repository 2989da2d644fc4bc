using System.Collections.Immutable;
using NanchangEdu.Registry.Contracts;

namespace NanchangEdu.Registry.Rules.Clauses;

/// <summary>
/// 上线申请. NC-3.8 «网站主办单位应向上级主管部门报送网站基本信息，经审核通过后，网站方可上线运行»: filed by the sponsor, decided by the
/// authority on exactly the profile that was filed (L4). The centre's verifications run beside it and join at the launch (NC-2.2).
/// </summary>
internal static class LaunchApproval
{
    /// <summary>Refusals: those of the profile; one-site-per-unit by the claim on the unit's slot.</summary>
    public static Decision<SiteEvent> Submit(Site site, SubmitLaunch command, SiteContext context) =>
        SiteProfiles.Check(site.Facts, context.Around.Unit ?? site.Sponsor, context) is { } refusal
            ? refusal
            : RequestDesk.Open(site, RequestKind.Launch, new RequestContent(Profile: site.Facts), command.Note, context);
}

/// <summary>
/// 上线. NC-3.8, NC-3.9: only when every item before the launch passes at that instant (L1). Opens the duties that follow (L3).
/// </summary>
internal static class LaunchFact
{
    /// <summary>Refusals: launch-gate-unmet, fact-time-in-future, fact-time-too-old.</summary>
    public static Decision<SiteEvent> Decide(Site site, LaunchSite command, SiteContext context)
    {
        var at = FactTime.Of(command.At, context);
        if (FactTime.Problem(at, site.Approval!.At, RuleId.SiteNotApproved, context) is { } time)
        {
            return time;
        }

        if (LaunchGate.Unmet(site, context) is { } unmet)
        {
            return unmet;
        }

        var launchedOn = RegistryCalendar.DateOf(at);
        ImmutableArray<Duty> duties =
        [
            .. context.Policy.GateRequirements
                .Where(r => r is { Applies: true, Due: GateDue.AfterLaunch })
                .Select(r => new Duty(r.Code, RegistryCalendar.AddDays(launchedOn, r.DueDays))),
        ];
        return new Launched(at, duties, context.Person);
    }
}

/// <summary>D18: facts are told within the hours of the pack, never before the leave they need; else the lead corrects.</summary>
internal static class FactTime
{
    /// <summary>The instant of a fact as it is stored: UTC, now unless told otherwise (D24).</summary>
    public static DateTimeOffset Of(DateTimeOffset? told, SiteContext context) => (told ?? context.Now).ToUniversalTime();

    public static Refusal? Problem(DateTimeOffset at, DateTimeOffset notBefore, RuleId early, SiteContext context) =>
        Problem(at, notBefore, early, context.Policy.FactTimeBackHoursMax, context);

    public static Refusal? Problem(DateTimeOffset at, DateTimeOffset notBefore, RuleId early, int backHoursMax, SiteContext context)
    {
        if (at > context.Now)
        {
            return context.Refuse(RuleId.FactTimeInFuture, Figure.Of("value", at), Figure.Of("until", context.Now));
        }

        var oldest = RegistryCalendar.AddHours(context.Now, -backHoursMax);
        if (early == RuleId.FactTimeTooOld && notBefore > oldest)
        {
            oldest = notBefore;
        }

        if (at < oldest)
        {
            return context.Refuse(RuleId.FactTimeTooOld,
                Figure.Of("limit", backHoursMax), Figure.Of("value", at), Figure.Of("earliestFrom", oldest));
        }

        return at < notBefore ? context.Refuse(early, Figure.Of("from", notBefore), Figure.Of("value", at)) : null;
    }
}
