using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using NanchangEdu.Registry.Hosting.Cluster;

namespace NanchangEdu.Registry.Hosting.Tests.Cluster;

/// <summary>A machine whose clock is off the database's does not serve.</summary>
public sealed class DatabaseClockTests : IDisposable
{
    private readonly MigratedDatabase database = new();
    private readonly ServiceProvider services = new ServiceCollection().AddMetrics().BuildServiceProvider();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        services.Dispose();
        database.Dispose();
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(-3600, false)]
    [InlineData(3600, false)]
    public async Task It_is_right_within_five_seconds_of_the_databases(int seconds, bool isRight)
    {
        using var clock = Clock(new FakeTimeProvider(TimeProvider.System.GetUtcNow().AddSeconds(seconds)));

        await clock.Measure(Token);

        Assert.Equal(isRight, clock.IsRight);
        Assert.InRange(clock.Skew.TotalSeconds, seconds - 4, seconds + 4);
    }

    [Fact]
    public async Task It_is_right_again_when_the_machines_clock_was_set()
    {
        var machine = new FakeTimeProvider(TimeProvider.System.GetUtcNow().AddMinutes(-10));
        using var clock = Clock(machine);
        await clock.Measure(Token);
        Assert.False(clock.IsRight);

        machine.SetUtcNow(TimeProvider.System.GetUtcNow());
        await clock.Measure(Token);

        Assert.True(clock.IsRight);
    }

    [Fact]
    public async Task While_the_database_is_away_the_last_measure_stays()
    {
        using var clock = Clock(new FakeTimeProvider(TimeProvider.System.GetUtcNow().AddHours(1)));
        await clock.Measure(Token);
        using var astray = new DatabaseClock(
            database.Registry with { ConnectionString = "Host=127.0.0.1;Port=1;Database=none" }, TimeProvider.System,
            Options.Create(new ClockOptions()), services.GetRequiredService<System.Diagnostics.Metrics.IMeterFactory>(), NullLogger<DatabaseClock>.Instance);

        await Assert.ThrowsAnyAsync<Npgsql.NpgsqlException>(() => astray.Measure(Token));
        Assert.False(clock.IsRight);
        Assert.True(astray.IsRight);
    }

    private DatabaseClock Clock(TimeProvider machine) => new(
        database.Registry, machine, Options.Create(new ClockOptions()), services.GetRequiredService<System.Diagnostics.Metrics.IMeterFactory>(),
        NullLogger<DatabaseClock>.Instance);
}
