using System.Collections.Immutable;
using NanchangEdu.Registry.Contracts;
using NanchangEdu.Registry.Rules;
using NanchangEdu.Registry.Store;

namespace NanchangEdu.Registry.Grains.Records;

/// <summary>The rules of units in the shell's terms. A unit is identified by its code, holds no claims and needs no other record.</summary>
internal sealed class UnitRecord(UnitId id) : IRecordRules<Unit, UnitCommand, UnitEvent>
{
    public RecordKind Kind => RecordKind.Unit;

    public Unit Unknown { get; } = Unit.Unknown(id);

    public Unit Read(byte[] stored) => StoredFormat.ReadUnit(stored);

    public byte[] Write(Unit state) => StoredFormat.Write(state);

    public bool Sees(Unit state, Actor by) => UnitRules.Sees(state, by);

    public bool MayRead(Actor by) => Permissions.ReadsRecords(by.Role);

    public UnitType? TypeOf(Unit state) => null;

    public Unit Evolve(Unit state, UnitEvent @event) => UnitRules.Evolve(state, @event);

    public DescribedEvent Describe(UnitEvent @event) =>
        new(@event.At, StoredFormat.TypeOf(@event), json => StoredFormat.WriteTo(json, @event));

    public ImmutableArray<ClaimNeed> Claims(Unit state) => [];

    public DateTimeOffset? NextDueAt(Unit state, RegistryPolicy policy) => UnitRules.NextDueAt(state);

    public (int Status, byte[] Body) Receipt(Decided<Unit, UnitCommand, UnitEvent> decided) =>
        UnitViews.Receipt(decided.After, decided.Version, decided.Events);

    public CatalogRow Catalog(Unit state, RegistryPolicy policy, DateTimeOffset now) => new(Unit: CatalogRows.Of(state));

    public Task<Deliberation<UnitEvent>> Prepare(Unit state, UnitCommand command, Envelope envelope, CancellationToken cancellationToken) =>
        Task.FromResult<Deliberation<UnitEvent>>((policy, now) =>
            UnitRules.Decide(state, command, new UnitContext(envelope.By, policy, now, envelope.RequestId)));
}
