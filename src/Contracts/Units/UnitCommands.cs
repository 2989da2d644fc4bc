namespace NanchangEdu.Registry.Contracts;

/// <summary>A command to one unit's record.</summary>
[GenerateSerializer, Immutable, Alias("nce.UnitCommand")]
public abstract record UnitCommand
{
    /// <summary>Its name alone, as of a <see cref="SiteCommand"/>.</summary>
    public sealed override string ToString() => GetType().Name;
}

/// <summary>
/// Registers a unit or changes it. Clauses NC-0.2, NC-3.2. Refusals: <c>uscc-invalid</c> unless
/// <paramref name="UsccOverrideReason"/> is given by the authority's lead.
/// </summary>
[GenerateSerializer, Immutable, Alias("nce.PutUnit")]
public sealed record PutUnit(
    [property: Id(0)] string Name,
    [property: Id(1)] UnitType Type,
    [property: Id(2)] UnitId Authority,
    [property: Id(3)] string Address,
    [property: Id(4)] string? UsccOverrideReason) : UnitCommand;

/// <summary>Grants an exemption (authority's lead). Clause NC-3.1. Refusals: <c>exemption-invalid</c>, <c>unit-unknown</c>.</summary>
[GenerateSerializer, Immutable, Alias("nce.GrantExemption")]
public sealed record GrantExemption(
    [property: Id(0)] ExemptionKind Kind,
    [property: Id(1)] string Reason,
    [property: Id(2)] DateOnly ExpiresOn) : UnitCommand;

/// <summary>
/// Names a substitute among the reviewers of this authority: by its lead, or by a reviewer for the own person. D23. Refusals:
/// <c>substitute-invalid</c>.
/// </summary>
[GenerateSerializer, Immutable, Alias("nce.AppointSubstitute")]
public sealed record AppointSubstitute(
    [property: Id(0)] string ForPersonId,
    [property: Id(1)] string ForName,
    [property: Id(2)] string PersonId,
    [property: Id(3)] string Name,
    [property: Id(4)] DateOnly From,
    [property: Id(5)] DateOnly Until) : UnitCommand;

/// <summary>The sweeper's word that this unit's sites have taken over the unit's facts of <paramref name="Version"/>.</summary>
[GenerateSerializer, Immutable, Alias("nce.MarkSitesInformed")]
public sealed record MarkSitesInformed([property: Id(0)] long Version) : UnitCommand;
