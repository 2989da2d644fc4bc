using NanchangEdu.Registry.Contracts;
using NanchangEdu.Registry.Grains.Records;
using NanchangEdu.Registry.Rules;

namespace NanchangEdu.Registry.Grains;

/// <summary>One website's record: a shell around <see cref="SiteRules"/>.</summary>
[GrainType(GrainTypes.Site)]
internal sealed class SiteGrain : Grain, ISiteGrain
{
    private readonly RecordShell<Site, SiteCommand, SiteEvent> shell;

    public SiteGrain(RecordSurroundings around, IGrainFactory grains)
    {
        var key = this.GetPrimaryKeyString();
        var id = SiteId.TryParse(key, out var parsed) ? parsed : throw new ArgumentException($"'{key}' is no site id");
        shell = new(key, new SiteRecord(id, around.Store, grains), around, DeactivateOnIdle);
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

    public Task<Outcome> Execute(SiteCommand command, Envelope envelope, CancellationToken cancellationToken) =>
        shell.Execute(command, envelope, cancellationToken);

    public Task<Outcome> Preview(SiteCommand command, Envelope envelope, CancellationToken cancellationToken) =>
        shell.Preview(command, envelope, cancellationToken);

    public Task<ReadAnswer> Read(SiteQuestion question, Actor by, bool checkedAgainstStore, CancellationToken cancellationToken) =>
        shell.Read(
            site => SiteViews.IsShared(question) ? new ViewKey(question, SiteViews.IsMasked(site, by)) : null, by, checkedAgainstStore,
            (site, version, policy, now) => SiteViews.Render(site, version, question, by, policy, now), cancellationToken);
}
