using NanchangEdu.Registry.Grains.Sweeping;

namespace NanchangEdu.Registry.Grains.Tests;

public sealed class SweepPauseTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 2, 1, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_sweep_without_trouble_is_followed_by_none()
    {
        var pause = new SweepPause(new SweepOptions());
        pause.After(troubles: 3, Now);
        pause.After(troubles: 0, Now);

        Assert.True(pause.IsOver(Now));
    }

    [Theory]
    [InlineData(1, 2)]
    [InlineData(2, 4)]
    [InlineData(3, 8)]
    [InlineData(4, 10)]
    [InlineData(40, 10)]
    public void Pauses_double_up_to_the_longest(int troubledSweeps, int minutes)
    {
        var pause = new SweepPause(new SweepOptions());
        for (var sweep = 0; sweep < troubledSweeps; sweep++) pause.After(troubles: 1, Now);

        Assert.False(pause.IsOver(Now.AddMinutes(minutes).AddTicks(-1)));
        Assert.True(pause.IsOver(Now.AddMinutes(minutes)));
    }
}
