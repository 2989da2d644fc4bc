using System.Text.Json.Serialization;

namespace NanchangEdu.Registry.Contracts;

/// <summary>What happened to a unit. Stored in the ledger under these names for ever.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(UnitRegistered), "unitRegistered")]
[JsonDerivedType(typeof(UnitChanged), "unitChanged")]
[JsonDerivedType(typeof(UsccCheckOverridden), "usccCheckOverridden")]
[JsonDerivedType(typeof(ExemptionGranted), "exemptionGranted")]
[JsonDerivedType(typeof(SubstituteAppointed), "substituteAppointed")]
[JsonDerivedType(typeof(SitesInformed), "sitesInformed")]
public abstract record UnitEvent(DateTimeOffset At);

public sealed record UnitRegistered(DateTimeOffset At, UnitId Id, string Name, [property: JsonPropertyName("unitType")] UnitType Type, UnitId Authority, string Address) : UnitEvent(At);

public sealed record UnitChanged(DateTimeOffset At, string Name, [property: JsonPropertyName("unitType")] UnitType Type, UnitId Authority, string Address) : UnitEvent(At);

/// <summary>A code that fails its check digit was accepted by the authority's lead, who says why.</summary>
public sealed record UsccCheckOverridden(DateTimeOffset At, string Reason, string PersonId, string Name) : UnitEvent(At);

public sealed record ExemptionGranted(DateTimeOffset At, Exemption Exemption) : UnitEvent(At);

public sealed record SubstituteAppointed(DateTimeOffset At, Substitute Substitute) : UnitEvent(At);

public sealed record SitesInformed(DateTimeOffset At, long Version) : UnitEvent(At);
