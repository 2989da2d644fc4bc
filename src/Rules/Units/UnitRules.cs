using System.Collections.Immutable;
using NanchangEdu.Registry.Contracts;
using NanchangEdu.Registry.Rules.Formats;

namespace NanchangEdu.Registry.Rules;

public sealed record UnitContext(Actor By, RegistryPolicy Policy, DateTimeOffset Now, string RequestId)
{
    public DateOnly Today => RegistryCalendar.DateOf(Now);

    public Refusal Refuse(RuleId rule, params ReadOnlySpan<Figure> figures) => Policy.Refuse(rule, figures);
}

/// <summary>
/// Units: NC-0.2 «单位（部门）所涵盖的范围», NC-3.2 (a sponsor has a code of its own), exemptions from NC-3.1 «原则上», substitutes (D23).
/// </summary>
public static class UnitRules
{
    private const int ExemptionMonthsMax = 60;

    /// <summary>Total, as <see cref="SiteRules.Decide"/>.</summary>
    public static Decision<UnitEvent> Decide(Unit unit, UnitCommand command, UnitContext context)
    {
        if (command is PutUnit put ? !MayKnow(unit, put, context.By) : !Sees(unit, context.By))
        {
            return Decision<UnitEvent>.Hide;
        }

        if (!Permissions.Allows(context.By.Role, command) || !IsInCharge(unit, command, context.By))
        {
            return context.Refuse(RuleId.RoleNotAllowed, Figure.Of("role", Wire.Name(context.By.Role)));
        }

        return command switch
        {
            PutUnit c => Put(unit, c, context),
            GrantExemption c => Grant(unit, c, context),
            AppointSubstitute c => Appoint(unit, c, context),
            MarkSitesInformed c when c.Version > unit.ToldRevision => new SitesInformed(context.Now, c.Version),
            MarkSitesInformed => Decision<UnitEvent>.Accept(),
            _ => throw new InvalidOperationException($"no clause decides {command.GetType().Name}"),
        };
    }

    public static Unit Evolve(Unit unit, UnitEvent @event) => @event switch
    {
        UnitRegistered e => unit with { Name = e.Name, Type = e.Type, Authority = e.Authority, Address = e.Address, Revision = 1, ToldRevision = 1 },
        UnitChanged e => Tell(unit with { Name = e.Name, Type = e.Type, Authority = e.Authority, Address = e.Address }, e.At),
        UsccCheckOverridden e => unit with { UsccOverrideReason = e.Reason },
        ExemptionGranted e => Tell(unit with { Exemptions = unit.Exemptions.Add(e.Exemption) }, e.At),
        SubstituteAppointed e => unit with { Substitutes = unit.Substitutes.Add(e.Substitute) },
        SitesInformed e => unit with { ToldRevision = e.Version, TellSince = e.Version >= unit.Revision ? null : unit.TellSince },
        _ => throw new InvalidOperationException($"no rule says what {@event.GetType().Name} makes of a unit"),
    };

    public static bool Sees(Unit unit, Actor actor) => unit.Exists && (Permissions.SeesAll(actor.Role) || actor.Role switch
    {
        Role.Clerk or Role.Head => actor.Unit == unit.Id,
        Role.Reviewer or Role.Lead => actor.Oversees(unit.Authority) || actor.Oversees(unit.Id),
        _ => false,
    });

    /// <summary>When the sweeper must tell the unit's sites of a change; null when they know all.</summary>
    public static DateTimeOffset? NextDueAt(Unit unit) => unit.TellSince;

    /// <summary>Another's unit does not exist for reviewer and lead, nor can they find out by naming another authority.</summary>
    private static bool MayKnow(Unit unit, PutUnit command, Actor by) => by.Role switch
    {
        Role.Reviewer or Role.Lead => (!unit.Exists || by.Oversees(unit.Authority)) && by.Oversees(command.Authority),
        Role.Clerk or Role.Head => by.Unit == unit.Id,
        _ => true,
    };

    /// <summary>
    /// An authority keeps its own units, and nobody loosens a rule for the own one: exemptions for an authority's unit are granted by the
    /// next authority up. Substitutes are named within an authority, on its own record, by the lead, or by a reviewer for the own person.
    /// </summary>
    private static bool IsInCharge(Unit unit, UnitCommand command, Actor by) => by.Role is not (Role.Reviewer or Role.Lead) || command switch
    {
        PutUnit put => by.Authority == (unit.Authority ?? put.Authority) && by.Authority == put.Authority,
        AppointSubstitute appoint => by.Authority == unit.Id && (by.Role == Role.Lead || appoint.ForPersonId == by.PersonId),
        _ => by.Authority == unit.Authority && by.Authority != unit.Id,
    };

    /// <summary>Refusals: uscc-invalid, uscc-override-needs-reason, unit-not-eligible, nothing-changed.</summary>
    private static Decision<UnitEvent> Put(Unit unit, PutUnit command, UnitContext context)
    {
        var name = command.Name.Trim();
        if (name.Length == 0)
        {
            return context.Refuse(RuleId.UnitNotEligible, Figure.Of("value", unit.Id.Uscc));
        }

        if (command.UsccOverrideReason is { } given && string.IsNullOrWhiteSpace(given))
        {
            return context.Refuse(RuleId.UsccOverrideNeedsReason);
        }

        if (command.UsccOverrideReason is null && unit.UsccOverrideReason is null && Uscc.Parse(unit.Id.Uscc).Problem is { } problem)
        {
            return context.Refuse(problem, Figure.Of("value", unit.Id.Uscc));
        }

        var events = ImmutableArray.CreateBuilder<UnitEvent>();
        if (!unit.Exists)
        {
            events.Add(new UnitRegistered(context.Now, unit.Id, name, command.Type, command.Authority, command.Address));
        }
        else if ((unit.Name, unit.Type, unit.Authority, unit.Address) != (name, command.Type, command.Authority, command.Address))
        {
            events.Add(new UnitChanged(context.Now, name, command.Type, command.Authority, command.Address));
        }

        if (command.UsccOverrideReason is { } reason && unit.UsccOverrideReason != reason)
        {
            events.Add(new UsccCheckOverridden(context.Now, reason, context.By.PersonId, context.By.Name));
        }

        return events.Count == 0 ? context.Refuse(RuleId.NothingChanged) : new Decision<UnitEvent>(events.ToImmutable(), null, Hidden: false);
    }

    /// <summary>Refusals: exemption-invalid when it has run out, runs too long or gives no reason.</summary>
    private static Decision<UnitEvent> Grant(Unit unit, GrantExemption command, UnitContext context)
    {
        var latest = RegistryCalendar.AddMonths(context.Today, ExemptionMonthsMax);
        return command.ExpiresOn <= context.Today || command.ExpiresOn > latest || string.IsNullOrWhiteSpace(command.Reason)
            ? context.Refuse(RuleId.ExemptionInvalid, Figure.Of("value", command.ExpiresOn), Figure.Of("until", latest))
            : new ExemptionGranted(context.Now, new(unit.Exemptions.Length + 1, command.Kind, command.Reason, command.ExpiresOn, context.By.Name, context.Now));
    }

    /// <summary>Refusals: substitute-invalid when inverted, over, or for oneself.</summary>
    private static Decision<UnitEvent> Appoint(Unit unit, AppointSubstitute command, UnitContext context) =>
        command.Until < command.From || command.Until < context.Today || command.ForPersonId == command.PersonId
            ? context.Refuse(RuleId.SubstituteInvalid, Figure.Of("from", command.From), Figure.Of("until", command.Until))
            : new SubstituteAppointed(context.Now, new(command.ForPersonId, command.ForName, command.PersonId, command.Name, command.From, command.Until));

    private static Unit Tell(Unit unit, DateTimeOffset at) => unit with { Revision = unit.Revision + 1, TellSince = unit.TellSince ?? at };
}
