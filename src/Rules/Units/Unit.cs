using System.Collections.Immutable;
using System.Text.Json.Serialization;
using NanchangEdu.Registry.Contracts;

namespace NanchangEdu.Registry.Rules;

/// <summary>单位: the record of one legal person with its own 统一社会信用代码.</summary>
public sealed record Unit(UnitId Id)
{
    /// <summary>Empty only before the registration.</summary>
    public string Name { get; init; } = "";

    public UnitType Type { get; init; }

    public UnitId? Authority { get; init; }

    public string Address { get; init; } = "";

    public string? UsccOverrideReason { get; init; }

    public ImmutableArray<Exemption> Exemptions { get; init; } = [];

    public ImmutableArray<Substitute> Substitutes { get; init; } = [];

    /// <summary>Counts what the sites must know; they have been told up to <see cref="ToldRevision"/>.</summary>
    public long Revision { get; init; }

    public long ToldRevision { get; init; }

    /// <summary>Since when the sites have something to be told; null when they know all.</summary>
    public DateTimeOffset? TellSince { get; init; }

    public static Unit Unknown(UnitId id) => new(id);

    [JsonIgnore]
    public bool Exists => Authority is not null;

    public UnitFacts Facts() => new(Id, Name, Type, Authority ?? throw new InvalidOperationException("the unit is not registered"),
        Address, Revision, Exemptions, Substitutes);
}
