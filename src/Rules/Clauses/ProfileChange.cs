using NanchangEdu.Registry.Contracts;

namespace NanchangEdu.Registry.Rules.Clauses;

/// <summary>
/// Changing the basic information. NC-3.8 «经审核通过后，网站方可上线运行»: a material change voids the approval of a site not yet on
/// line, and becomes a change request once it is; the old values stand until that is approved.
/// </summary>
internal static class ProfileChange
{
    /// <summary>Refusals: nothing-changed, request-open, and those of the profile.</summary>
    public static Decision<SiteEvent> Decide(Site site, ChangeProfile command, SiteContext context)
    {
        var profile = SiteProfiles.Canonical(command.Profile);
        var unit = context.Around.Unit ?? site.Sponsor;
        if (Differences.Between(site.Facts, profile).IsEmpty)
        {
            return context.Refuse(RuleId.NothingChanged);
        }

        if (SiteProfiles.Check(profile, unit, context) is { } refusal)
        {
            return refusal;
        }

        if (!SiteProfiles.IsMaterial(site.Facts, profile))
        {
            return new ProfileChanged(context.Now, profile, Material: false, null, null, context.Person) { IsNewLeader = IsNewLeader(site, profile) };
        }

        return site.Stage switch
        {
            Stage.Draft => Change(site, profile, context),
            Stage.InReview when site.OpenRequest(RequestKind.Launch) is { State: RequestState.Returned } => Change(site, profile, context),
            Stage.InReview => context.Refuse(RuleId.RequestOpen, StageFigures.Of(site, RuleId.RequestOpen)),
            Stage.Approved => Decision<SiteEvent>.Accept(Change(site, profile, context), new ApprovalVoided(context.Now, "material-change")),
            _ => RequestDesk.Open(site, RequestKind.Change, new RequestContent(Profile: profile), null, context),
        };
    }

    /// <summary>What the approval of a change request brings: the proposed profile stands; hosts given up stay out of others' reach.</summary>
    public static Decision<SiteEvent> Approved(Site site, Request request, SiteContext context)
    {
        var profile = request.Latest.Content.Profile!;
        return SiteProfiles.Check(profile, context.Around.Unit ?? site.Sponsor, context) is { } refusal
            ? refusal
            : new ProfileChanged(context.Now, profile, Material: true, request.Number,
                context.Now.AddDays(context.Policy.HostQuarantineDays), request.Latest.By)
            {
                IsNewLeader = IsNewLeader(site, profile),
            };
    }

    private static ProfileChanged Change(Site site, SiteProfile profile, SiteContext context) =>
        new(context.Now, profile, Material: true, null, null, context.Person) { IsNewLeader = IsNewLeader(site, profile) };

    /// <summary>NC-2.3: another person is named; one who is named for the first time states nothing anew.</summary>
    private static bool IsNewLeader(Site site, SiteProfile profile) =>
        LeaderOf(site.Facts) is { } before && LeaderOf(profile) is { } after && before.Name != after.Name;

    private static Contact? LeaderOf(SiteProfile profile) => profile.Contacts.FirstOrDefault(c => c.Duty == ContactDuty.FirstResponsiblePerson);
}
