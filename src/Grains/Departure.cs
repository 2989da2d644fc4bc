namespace NanchangEdu.Registry.Grains;

/// <summary>
/// The end of an activation whose id names nothing: ids that anybody may think up must not fill the memory. It does not go at once, since calls
/// that wait for it would be passed on to the next one, which goes as well, until the silo rejects them and who asked is told to ask again.
/// </summary>
/// <param name="grain">Whose activation it is.</param>
/// <param name="isNothing">Whether the id still names nothing when the time has come.</param>
internal sealed class Departure(IGrainBase grain, Func<bool> isNothing)
{
    private static readonly TimeSpan After = TimeSpan.FromSeconds(2);

    private IGrainTimer? timer;

    /// <summary>May be said at each call.</summary>
    public void Announce() => timer ??= grain.RegisterGrainTimer(Leave, new GrainTimerCreationOptions(After, Timeout.InfiniteTimeSpan));

    private Task Leave(CancellationToken cancellationToken)
    {
        timer?.Dispose();
        timer = null;
        if (isNothing()) grain.DeactivateOnIdle();
        return Task.CompletedTask;
    }
}
