using System.Collections.Immutable;
using NanchangEdu.Registry.Contracts;

namespace NanchangEdu.Registry.Grains.Imports;

/// <summary>What the watch remembers.</summary>
public sealed record ImportsUnderWay
{
    public ImmutableArray<ImportId> Imports { get; set; } = [];
}

/// <summary>
/// Knows the imports that are under way. An import works on a timer of its own, which dies with its silo: whoever starts a silo, and every
/// silo from time to time, has the watch wake them.
/// </summary>
[GrainType(GrainTypeName)]
internal sealed class ImportWatchGrain(
    [PersistentState(ImportWatchGrain.GrainTypeName, OperationalState.StorageName)] IPersistentState<ImportsUnderWay> underWay) : Grain,
    IImportWatchGrain
{
    internal const string GrainTypeName = "importwatch";

    public Task Begun(ImportId import, CancellationToken cancellationToken) =>
        underWay.State.Imports.Contains(import) ? Task.CompletedTask : Save(underWay.State.Imports.Add(import), cancellationToken);

    public Task Ended(ImportId import, CancellationToken cancellationToken) =>
        underWay.State.Imports.Contains(import) ? Save(underWay.State.Imports.Remove(import), cancellationToken) : Task.CompletedTask;

    public async Task<int> Wake(CancellationToken cancellationToken)
    {
        foreach (var import in underWay.State.Imports) await GrainFactory.GetGrain<IImportGrain>(import.Value).Wake();
        return underWay.State.Imports.Length;
    }

    private Task Save(ImmutableArray<ImportId> imports, CancellationToken cancellationToken)
    {
        underWay.State.Imports = imports;
        return Saving.OrForget(underWay.WriteStateAsync(cancellationToken), DeactivateOnIdle);
    }
}
