using NanchangEdu.Registry.Contracts;

namespace NanchangEdu.Registry.Grains.Imports;

/// <summary>What a page's grain keeps.</summary>
public sealed record ImportPageState
{
    public ImportPage? Page { get; set; }
}

/// <summary>Some rows of an import: many small rows of the operational storage in the place of one that grows to megabytes.</summary>
[GrainType(GrainTypeName)]
internal sealed class ImportPageGrain(
    [PersistentState(ImportPageGrain.GrainTypeName, OperationalState.StorageName)] IPersistentState<ImportPageState> kept) : Grain, IImportPageGrain
{
    internal const string GrainTypeName = "importpage";

    public Task<ImportPage?> Read(CancellationToken cancellationToken) => Task.FromResult(kept.State.Page);

    public async Task Write(ImportPage page, CancellationToken cancellationToken)
    {
        kept.State.Page = page;
        await Saving.OrForget(kept.WriteStateAsync(cancellationToken), DeactivateOnIdle);
    }

    public async Task Clear(CancellationToken cancellationToken)
    {
        if (kept.RecordExists) await Saving.OrForget(kept.ClearStateAsync(cancellationToken), DeactivateOnIdle);
        DeactivateOnIdle();
    }
}

internal static class Saving
{
    /// <summary>After a write that failed memory says more than the storage: the activation goes, and the next one reads what is true.</summary>
    public static async Task OrForget(Task write, Action deactivate)
    {
        try
        {
            await write;
        }
        catch
        {
            deactivate();
            throw;
        }
    }
}
