using NanchangEdu.Registry.Contracts;

namespace NanchangEdu.Registry.Rules.Clauses;

/// <summary>
/// Registering a site for a unit, discarding a draft, following the unit's changes.
/// NC-3.1 «一个单位原则上最多开设一个网站»: the claims that a state must hold stand in <see cref="SiteClaims"/>.
/// NC-3.2 «单位内设部门不得单独开设网站»: the sponsor is a unit with a code of its own.
/// NC-3.10: a closed site is not opened again within the months of the pack, save by exemption.
/// </summary>
internal static class Registration
{
    /// <summary>Refusals: role-not-allowed, unit-unknown, closure-reopen-blocked, and those of the profile.</summary>
    public static Decision<SiteEvent> Decide(Site site, RegisterSite command, SiteContext context)
    {
        if (site.Exists)
        {
            return Decision<SiteEvent>.Hide;
        }

        if (!Permissions.Allows(context.By.Role, command))
        {
            return context.Refuse(RuleId.RoleNotAllowed, Figure.Of("role", Wire.Name(context.By.Role)));
        }

        if (context.Around.Unit is not { } unit)
        {
            return context.Refuse(RuleId.UnitUnknown, Figure.Of("value", context.By.Unit?.Uscc ?? ""));
        }

        context = context with { Policy = context.Policy.For(unit.Type) };
        // What has run out opens no second slot any more (NC-3.1 «原则上»).
        unit = unit with { Exemptions = [.. unit.Exemptions.Where(e => e.ExpiresOn >= context.Today)] };
        var heritage = context.Around.Heritage;
        if (heritage is not null && !unit.HasExemption(ExemptionKind.Reopening, context.Today))
        {
            var opensOn = RegistryCalendar.AddMonths(RegistryCalendar.DateOf(heritage.ClosedAt), context.Policy.ReopenBlockedMonths);
            if (context.Today < opensOn)
            {
                return context.Refuse(RuleId.ClosureReopenBlocked,
                    Figure.Of("limit", context.Policy.ReopenBlockedMonths), Figure.Of("from", RegistryCalendar.DateOf(heritage.ClosedAt)), Figure.Of("opensOn", opensOn));
            }
        }

        var profile = SiteProfiles.Canonical(command.Profile);
        if (SiteProfiles.Check(profile, unit, context) is { } refusal)
        {
            return refusal;
        }

        var lineage = heritage?.Lineage ?? $"{unit.Id.Uscc}/{site.Id}";
        return new SiteRegistered(context.Now, site.Id, unit, lineage, heritage?.Entries ?? [], profile, context.Person);
    }

    /// <summary>Gives a draft up; a launched site is never deleted (NC-3.10).</summary>
    public static Decision<SiteEvent> Discard(Site site, DiscardDraft command, SiteContext context) =>
        Decision<SiteEvent>.Accept(
        [
            .. site.Requests.Where(r => r.IsOpen).Select(r => new RequestSuperseded(context.Now, r.Number, "draft-discarded")),
            new DraftDiscarded(context.Now, command.Reason, context.Person),
        ]);

    /// <summary>Takes over the unit's facts. Nothing happens when they are those the site knows.</summary>
    public static Decision<SiteEvent> Refresh(Site site, SiteContext context) =>
        context.Around.Unit is { } unit && unit.Version > site.Sponsor.Version
            ? new UnitRefreshed(context.Now, unit)
            : Decision<SiteEvent>.Accept();
}
