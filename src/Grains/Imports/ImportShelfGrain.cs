using System.Collections.Immutable;
using Microsoft.Extensions.Options;
using NanchangEdu.Registry.Contracts;
using NanchangEdu.Registry.Grains.Records;
using NanchangEdu.Registry.Rules;

namespace NanchangEdu.Registry.Grains.Imports;

/// <summary>What a shelf remembers: the latest first.</summary>
public sealed record ImportShelf
{
    public ImmutableArray<ShelvedImport> Imports { get; set; } = [];
}

public sealed record ShelvedImport(ImportId Id, DateTimeOffset At);

/// <summary>The imports of one person: the latest ones, none older than some weeks.</summary>
[GrainType(GrainTypeName)]
internal sealed class ImportShelfGrain(
    [PersistentState(ImportShelfGrain.GrainTypeName, OperationalState.StorageName)] IPersistentState<ImportShelf> shelf,
    RegistryClock clock, IOptions<ImportOptions> options) : Grain, IImportShelfGrain
{
    internal const string GrainTypeName = "importshelf";

    public Task<ReadAnswer> Read(Actor by, CancellationToken cancellationToken)
    {
        if (ImportRefusals.OfRole(by) is { } refusal) return Task.FromResult(ReadAnswer.Refused(refusal));
        if (ImportShelves.KeyOf(by.PersonId) != this.GetPrimaryKeyString()) return Task.FromResult(ReadAnswer.NotFound);

        var body = SiteViews.Bytes(shelf.State.Imports.Select(import => import.Id).ToImmutableArray());
        return Task.FromResult(ReadAnswer.Found(body, EntityTag.Of(shelf.State.Imports.Length, body)));
    }

    public async Task Put(ImportId import, CancellationToken cancellationToken)
    {
        if (shelf.State.Imports.Any(known => known.Id == import)) return;

        var now = clock.GetUtcNow();
        var kept = ImmutableArray.CreateBuilder<ShelvedImport>();
        kept.Add(new ShelvedImport(import, now));
        foreach (var known in shelf.State.Imports)
        {
            if (kept.Count < options.Value.KeptMax && known.At > now.AddDays(-options.Value.KeptDays)) kept.Add(known);
            else await GrainFactory.GetGrain<IImportGrain>(known.Id.Value).Discard();
        }

        shelf.State.Imports = kept.ToImmutable();
        await Saving.OrForget(shelf.WriteStateAsync(cancellationToken), DeactivateOnIdle);
    }
}
