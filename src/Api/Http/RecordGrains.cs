using NanchangEdu.Registry.Contracts;
using Orleans.Metadata;

namespace NanchangEdu.Registry.Api.Http;

/// <summary>
/// References to records' grains. The grain factory reads an interface's attributes anew at each call, a fourteenth of what a read of a
/// site costs; here they are read once.
/// </summary>
public sealed class RecordGrains(IGrainFactory grains, GrainInterfaceTypeResolver interfaces)
{
    private static readonly GrainType SiteType = GrainType.Create(GrainTypes.Site);
    private static readonly GrainType UnitType = GrainType.Create(GrainTypes.Unit);

    private readonly GrainInterfaceType site = interfaces.GetGrainInterfaceType(typeof(ISiteGrain));
    private readonly GrainInterfaceType unit = interfaces.GetGrainInterfaceType(typeof(IUnitGrain));

    public ISiteGrain Of(SiteId id) => (ISiteGrain)grains.GetGrain(GrainId.Create(SiteType, IdSpan.Create(id.Value)), site);

    public IUnitGrain Of(UnitId id) => (IUnitGrain)grains.GetGrain(GrainId.Create(UnitType, IdSpan.Create(id.GrainKey)), unit);
}
