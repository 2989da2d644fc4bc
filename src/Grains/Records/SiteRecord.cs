using System.Collections.Immutable;
using NanchangEdu.Registry.Contracts;
using NanchangEdu.Registry.Rules;
using NanchangEdu.Registry.Store;

namespace NanchangEdu.Registry.Grains.Records;

/// <summary>The rules of sites in the shell's terms, and the fetching of what they need from other records.</summary>
internal sealed class SiteRecord(SiteId id, IRegisterStore store, IGrainFactory grains) : IRecordRules<Site, SiteCommand, SiteEvent>
{
    public RecordKind Kind => RecordKind.Site;

    public Site Unknown { get; } = Site.Unknown(id);

    public Site Read(byte[] stored) => StoredFormat.ReadSite(stored);

    public byte[] Write(Site state) => StoredFormat.Write(state);

    public bool Sees(Site state, Actor by) => SiteRules.Sees(state, by);

    public bool MayRead(Actor by) => Permissions.ReadsRecords(by.Role);

    public UnitType? TypeOf(Site state) => state.Unit?.Type;

    public Site Evolve(Site state, SiteEvent @event) => SiteRules.Evolve(state, @event);

    public DescribedEvent Describe(SiteEvent @event) =>
        new(@event.At, StoredFormat.TypeOf(@event), json => StoredFormat.WriteTo(json, @event));

    public ImmutableArray<ClaimNeed> Claims(Site state) => SiteClaims.Of(state);

    public DateTimeOffset? NextDueAt(Site state, RegistryPolicy policy) => SiteRules.NextDueAt(state, policy);

    public (int Status, byte[] Body) Receipt(Decided<Site, SiteCommand, SiteEvent> decided) =>
        SiteReceipts.Render(decided.After, decided.Version, decided.Command, decided.Events, decided.Policy, decided.Now);

    public CatalogRow Catalog(Site state, RegistryPolicy policy, DateTimeOffset now) =>
        new(Site: CatalogRows.Of(SiteColumns.Of(state, policy, now)));

    public async Task<Deliberation<SiteEvent>> Prepare(Site state, SiteCommand command, Envelope envelope, CancellationToken cancellationToken)
    {
        var around = await Around(state, command, envelope.By, cancellationToken);
        return (policy, now) => SiteRules.Decide(
            state, command, new SiteContext(envelope.By, around, For(policy, state, around), now, envelope.RequestId));
    }

    private static RegistryPolicy For(RegistryPolicy policy, Site state, SiteSurroundings around) =>
        (state.Unit ?? around.Unit) is { } unit ? policy.For(unit.Type) : policy;

    private async Task<SiteSurroundings> Around(Site state, SiteCommand command, Actor by, CancellationToken cancellationToken)
    {
        var needs = SiteRules.NeedsOf(state, command);
        if (needs == SiteNeeds.None) return SiteSurroundings.None;

        var unitId = SiteRules.UnitFor(state, command, by);
        var unit = needs.HasFlag(SiteNeeds.Unit) || needs.HasFlag(SiteNeeds.Authority) ? await Facts(unitId, cancellationToken) : null;

        return new SiteSurroundings(
            unit,
            needs.HasFlag(SiteNeeds.Authority) ? await Facts(unit?.Authority, cancellationToken) : null,
            needs.HasFlag(SiteNeeds.Receiver) ? await Facts(SiteRules.ReceiverFor(state, command), cancellationToken) : null,
            needs.HasFlag(SiteNeeds.Heritage) ? await Heritage(unitId, cancellationToken) : null);
    }

    private Task<UnitFacts?> Facts(UnitId? unit, CancellationToken cancellationToken) =>
        unit is { } known ? grains.GetGrain<IUnitGrain>(known.GrainKey).Facts(cancellationToken) : Task.FromResult<UnitFacts?>(null);

    private async Task<Heritage?> Heritage(UnitId? unit, CancellationToken cancellationToken) =>
        unit is { } known && await store.LatestClosedSite(known, cancellationToken) is { } closed
            ? Rules.Heritage.FromClosed(StoredFormat.ReadSite(closed.State))
            : null;
}
