using NanchangEdu.Registry.Contracts;

namespace NanchangEdu.Registry.Silo.Sample;

/// <summary>One command of the story: when, by whom, to which record. The key is the same on every load, so that a repeat changes nothing.</summary>
internal abstract record StoryAction(DateTimeOffset At, Actor By, string Key)
{
    /// <summary>Commands to one record are told one after the other, also within one instant.</summary>
    public abstract string Record { get; }

    public abstract object What { get; }

    public abstract Task<Outcome> Tell(IGrainFactory grains, Envelope envelope, CancellationToken cancellationToken);
}

internal sealed record UnitAction(DateTimeOffset At, Actor By, string Key, UnitId Unit, UnitCommand Command) : StoryAction(At, By, Key)
{
    public override string Record => Unit.GrainKey;

    public override object What => Command;

    public override Task<Outcome> Tell(IGrainFactory grains, Envelope envelope, CancellationToken cancellationToken) =>
        grains.GetGrain<IUnitGrain>(Unit.GrainKey).Execute(Command, envelope, cancellationToken);
}

internal sealed record SiteAction(DateTimeOffset At, Actor By, string Key, SiteId Site, SiteCommand Command) : StoryAction(At, By, Key)
{
    public override string Record => Site.Value;

    public override object What => Command;

    public override Task<Outcome> Tell(IGrainFactory grains, Envelope envelope, CancellationToken cancellationToken) =>
        grains.GetGrain<ISiteGrain>(Site.Value).Execute(Command, envelope, cancellationToken);
}
