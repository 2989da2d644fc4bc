using Microsoft.Extensions.Time.Testing;
using NanchangEdu.Registry.Silo;

namespace NanchangEdu.Registry.Grains.Tests;

public sealed class StoryClockTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 8, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Once = new(2025, 9, 1, 2, 0, 0, TimeSpan.Zero);

    [Fact]
    public void It_tells_the_computers_time_until_a_story_begins_and_after_it_ended()
    {
        var clock = new StoryClock(new FakeTimeProvider(Now));
        var before = clock.GetUtcNow();
        clock.TellAt(Once);
        var during = clock.GetUtcNow();
        clock.ReturnToPresent();

        Assert.Equal([Now, Once, Now], [before, during, clock.GetUtcNow()]);
    }

    [Fact]
    public void It_says_when_the_registry_lives_in_the_present()
    {
        var clock = new StoryClock(new FakeTimeProvider(Now));
        clock.TellAt(Once);
        Assert.False(clock.Present.IsCompleted);

        clock.ReturnToPresent();
        clock.ReturnToPresent();

        Assert.True(clock.Present.IsCompletedSuccessfully);
    }

    [Fact]
    public void No_story_begins_once_the_registry_lives_in_the_present()
    {
        var clock = new StoryClock(new FakeTimeProvider(Now));
        clock.ReturnToPresent();

        Assert.Throws<InvalidOperationException>(() => clock.TellAt(Once));
        Assert.Equal(Now, clock.GetUtcNow());
    }
}
