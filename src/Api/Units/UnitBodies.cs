using NanchangEdu.Registry.Api.Http;
using NanchangEdu.Registry.Contracts;

namespace NanchangEdu.Registry.Api.Units;

/// <summary>单位: a legal person with a code of its own (NC-3.2).</summary>
/// <param name="Name">The full name.</param>
/// <param name="Type">单位类型 (NC-0.2).</param>
/// <param name="Authority">USCC of the supervising authority.</param>
/// <param name="Address">The address.</param>
/// <param name="UsccOverrideReason">Why a code that fails its check digit is right; by the authority's lead.</param>
public sealed record UnitBody(
    [property: Text(Limits.NameLength)] string Name,
    UnitType Type,
    UnitId Authority,
    [property: Text(Limits.LineLength)] string Address,
    [property: Text(Limits.NoteLength)] string? UsccOverrideReason = null)
{
    public PutUnit ToCommand() => new(Name, Type, Authority, Address, UsccOverrideReason);
}

/// <summary>例外: what is loosened for a unit, for a while (NC-3.1).</summary>
/// <param name="Kind">What is loosened.</param>
/// <param name="Reason">Why.</param>
/// <param name="ExpiresOn">The last date on which it holds.</param>
public sealed record ExemptionBody(
    ExemptionKind Kind,
    [property: Text(Limits.NoteLength)] string Reason,
    DateOnly ExpiresOn);

/// <summary>代理人: one reviewer acts for another, both dates inclusive.</summary>
/// <param name="ForPersonId">Id of the person who is away.</param>
/// <param name="ForName">That person's name.</param>
/// <param name="PersonId">Id of the person who acts.</param>
/// <param name="Name">That person's name.</param>
/// <param name="From">The first date.</param>
/// <param name="Until">The last date.</param>
public sealed record SubstituteBody(
    [property: Text(Limits.PersonIdLength)] string ForPersonId,
    [property: Text(Limits.NameLength)] string ForName,
    [property: Text(Limits.PersonIdLength)] string PersonId,
    [property: Text(Limits.NameLength)] string Name,
    DateOnly From,
    DateOnly Until)
{
    public AppointSubstitute ToCommand() => new(ForPersonId, ForName, PersonId, Name, From, Until);
}
