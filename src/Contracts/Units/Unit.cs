using System.Collections.Immutable;

namespace NanchangEdu.Registry.Contracts;

/// <summary>单位类型 (NC-0.2). The first four are public bodies.</summary>
public enum UnitType
{
    /// <summary>局机关</summary>
    Bureau = 1,
    /// <summary>局属事业单位</summary>
    BureauInstitution = 2,
    /// <summary>局属学校</summary>
    BureauSchool = 3,
    /// <summary>省属事业单位办学校</summary>
    ProvincialInstitutionSchool = 4,
    /// <summary>市管民办学历教育学校</summary>
    PrivateSchool = 5,
}

public static class UnitTypes
{
    public static bool IsPublic(this UnitType type) => type != UnitType.PrivateSchool;
}

/// <summary>What an exemption (例外) loosens.</summary>
public enum ExemptionKind
{
    /// <summary>One site more than the one of NC-3.1.</summary>
    SecondSite = 1,
    /// <summary>A new site within the months after a closure (NC-3.10).</summary>
    Reopening = 2,
    /// <summary>A host outside the authority's zones for a while (NC-4.1, adjustBy).</summary>
    OwnDomain = 3,
    /// <summary>A site name other than the unit's for a while (NC-4.3, adjustBy).</summary>
    SiteName = 4,
}

/// <summary>例外: granted by the authority's lead, with a reason and an end.</summary>
/// <param name="Number">Its number within the unit, from 1.</param>
/// <param name="ExpiresOn">The last date on which it holds, Asia/Shanghai.</param>
[GenerateSerializer, Immutable, Alias("nce.Exemption")]
public sealed record Exemption(
    [property: Id(0)] int Number,
    [property: Id(1)] ExemptionKind Kind,
    [property: Id(2)] string Reason,
    [property: Id(3)] DateOnly ExpiresOn,
    [property: Id(4)] string GrantedBy,
    [property: Id(5)] DateTimeOffset GrantedAt);

/// <summary>代理人 (D23): from <paramref name="From"/> to <paramref name="Until"/>, both inclusive, one reviewer acts for another.</summary>
[GenerateSerializer, Immutable, Alias("nce.Substitute")]
public sealed record Substitute(
    [property: Id(0)] string ForPersonId,
    [property: Id(1)] string ForName,
    [property: Id(2)] string PersonId,
    [property: Id(3)] string Name,
    [property: Id(4)] DateOnly From,
    [property: Id(5)] DateOnly Until);

/// <summary>What the rules of a site need to know of a unit, as the unit's record has it.</summary>
[GenerateSerializer, Immutable, Alias("nce.UnitFacts")]
public sealed record UnitFacts(
    [property: Id(0)] UnitId Id,
    [property: Id(1)] string Name,
    [property: Id(2)] UnitType Type,
    [property: Id(3)] UnitId Authority,
    [property: Id(4)] string Address,
    [property: Id(5)] long Version,
    [property: Id(6)] ImmutableArray<Exemption> Exemptions,
    [property: Id(7)] ImmutableArray<Substitute> Substitutes)
{
    /// <summary>Without the people among its substitutes.</summary>
    public override string ToString() => $"{Id} {Version}";

    public bool HasExemption(ExemptionKind kind, DateOnly today) =>
        Exemptions.Any(e => e.Kind == kind && e.ExpiresOn >= today);
}
