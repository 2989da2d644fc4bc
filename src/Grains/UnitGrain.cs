using NanchangEdu.Registry.Contracts;
using NanchangEdu.Registry.Grains.Records;
using NanchangEdu.Registry.Rules;
using NanchangEdu.Registry.Store;

namespace NanchangEdu.Registry.Grains;

/// <summary>One unit's record: a shell around <see cref="UnitRules"/>.</summary>
[GrainType(GrainTypes.Unit)]
internal sealed class UnitGrain : Grain, IUnitGrain
{
    private static readonly ViewKey WholeView = new("view", IsMasked: false);

    private readonly RecordShell<Unit, UnitCommand, UnitEvent> shell;

    public UnitGrain(RecordSurroundings around)
    {
        var id = UnitId.FromGrainKey(this.GetPrimaryKeyString());
        shell = new(id.Uscc, new UnitRecord(id), around, DeactivateOnIdle, new Departure(this, () => shell!.IsNothing).Announce);
    }

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        shell.Wake();
        return Task.CompletedTask;
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        shell.Sleep();
        return Task.CompletedTask;
    }

    public Task<Outcome> Execute(UnitCommand command, Envelope envelope, CancellationToken cancellationToken) =>
        shell.Execute(command, envelope, cancellationToken);

    public Task<Outcome> Preview(UnitCommand command, Envelope envelope, CancellationToken cancellationToken) =>
        shell.Preview(command, envelope, cancellationToken);

    public Task<ReadAnswer> Read(Actor by, bool checkedAgainstStore, CancellationToken cancellationToken) =>
        shell.Read(
            WholeView, by, checkedAgainstStore, (unit, version, _, _) => new RenderedView(UnitViews.Render(unit, version), null), cancellationToken);

    public async Task<UnitFacts?> Facts(CancellationToken cancellationToken)
    {
        try
        {
            var (unit, version) = await shell.Current(cancellationToken);
            return version == 0 ? null : unit.Facts();
        }
        catch (StoreUnavailableException trouble)
        {
            throw new RegistryFaultException($"the unit's record cannot be read: {trouble.Message}");
        }
    }
}
