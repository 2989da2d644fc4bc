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
public abstract record UnitEvent;

public sealed record UnitRegistered(UnitId Id, string Name, UnitType Type, UnitId Authority, string Address) : UnitEvent;

public sealed record UnitChanged(string Name, UnitType Type, UnitId Authority, string Address) : UnitEvent;

/// <summary>A code that fails its check digit was accepted by the authority's lead, who says why.</summary>
public sealed record UsccCheckOverridden(string Reason, string PersonId, string Name) : UnitEvent;

public sealed record ExemptionGranted(Exemption Exemption) : UnitEvent;

public sealed record SubstituteAppointed(Substitute Substitute) : UnitEvent;

public sealed record SitesInformed(long Version) : UnitEvent;
