using Microsoft.Extensions.Logging;
using NanchangEdu.Registry.Contracts;
using NanchangEdu.Registry.Grains.Records;
using NanchangEdu.Registry.Rules;
using NanchangEdu.Registry.Store;

namespace NanchangEdu.Registry.Grains;

/// <summary>One website's record: a shell around <see cref="SiteRules"/>.</summary>
[GrainType(GrainTypes.Site)]
internal sealed class SiteGrain : Grain, ISiteGrain
{
    private readonly RecordShell<Site, SiteCommand, SiteEvent> shell;
    private readonly RecordSurroundings around;
    private readonly SitePast past;

    public SiteGrain(RecordSurroundings around, IGrainFactory grains, ICatalog catalog)
    {
        this.around = around;
        var key = this.GetPrimaryKeyString();
        var id = SiteId.TryParse(key, out var parsed) ? parsed : throw new ArgumentException($"'{key}' is no site id");
        shell = new(key, new SiteRecord(id, around.Store, grains), around, DeactivateOnIdle, new Departure(this, () => shell!.IsNothing).Announce);
        past = new SitePast(id, catalog);
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
        question is AskViewAt asked ? ReadPast(asked.At, by, checkedAgainstStore, cancellationToken) : ReadPresent(question, by, checkedAgainstStore, cancellationToken);

    private Task<ReadAnswer> ReadPresent(SiteQuestion question, Actor by, bool checkedAgainstStore, CancellationToken cancellationToken) =>
        shell.Read(
            site => SiteViews.IsShared(question) ? new ViewKey(question, SiteViews.IsMasked(site, by)) : null, by, checkedAgainstStore,
            (site, version, policy, now) => SiteViews.Render(site, version, question, by, policy, now), cancellationToken);

    /// <summary>Who may see the site as it is may see it as it was; whose it is now decides what of the contacts is shown.</summary>
    private async Task<ReadAnswer> ReadPast(DateTimeOffset at, Actor by, bool checkedAgainstStore, CancellationToken cancellationToken)
    {
        var present = await ReadPresent(new AskView(), by, checkedAgainstStore, cancellationToken);
        if (present.Kind != ReadKind.Found) return present;

        try
        {
            var (site, _) = await shell.Current(cancellationToken);
            if (await past.At(at, cancellationToken) is not { Site: { Exists: true } then, Version: var version }) return ReadAnswer.NotFound;

            var body = SiteViews.RenderPast(then, version, site.Unit?.Id, by, around.PolicyAt(at, then.Sponsor.Type), at);
            return ReadAnswer.Found(body, EntityTag.Of(version, body));
        }
        catch (StoreUnavailableException trouble)
        {
            around.Logger.LogWarning("{Record} could not be read as it was: {Reason}", this.GetPrimaryKeyString(), trouble.Message);
            return ReadAnswer.Unknown;
        }
    }
}
