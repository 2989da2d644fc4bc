using System.Diagnostics.Metrics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;

namespace NanchangEdu.Registry.Hosting.Cluster;

/// <summary>
/// Compares this machine's clock with the database's, which all silos share. A silo that is off does not serve: the quota of a year
/// and every deadline stand on dates. Being off is an alarm, and the last known difference stays until the next answer.
/// </summary>
public sealed class DatabaseClock : BackgroundService
{
    public const string MeterName = "NanchangEdu.Registry.Clock";

    private const string Question = "SELECT clock_timestamp()";

    private readonly NpgsqlDataSource source;
    private readonly TimeProvider clock;
    private readonly ClockOptions options;
    private readonly ILogger<DatabaseClock> logger;
    private long skewTicks;

    public DatabaseClock(
        RegistryDatabase database, TimeProvider clock, IOptions<ClockOptions> options, IMeterFactory meters, ILogger<DatabaseClock> logger)
    {
        source = NpgsqlDataSource.Create(MembershipConnections.StringFor(database));
        this.clock = clock;
        this.options = options.Value;
        this.logger = logger;
        meters.Create(MeterName).CreateObservableGauge(
            "registry.clock.skew", () => Skew.TotalSeconds, "s", "This machine's clock less the database's.");
    }

    /// <summary>This machine's clock less the database's, as last measured.</summary>
    public TimeSpan Skew => TimeSpan.FromTicks(Volatile.Read(ref skewTicks));

    public bool IsRight => Skew.Duration() <= TimeSpan.FromSeconds(options.SkewSecondsMax);

    /// <summary>Asks once. The answer's age is half the time the question took; what a slow network adds is taken out so.</summary>
    /// <exception cref="NpgsqlException">The database cannot be asked; what was measured before stays.</exception>
    public async Task Measure(CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        await using var command = new NpgsqlCommand(Question, connection);
        var asked = clock.GetTimestamp();
        var before = clock.GetUtcNow();
        var told = new DateTimeOffset((DateTime)(await command.ExecuteScalarAsync(cancellationToken))!);
        var here = before + (clock.GetElapsedTime(asked) / 2);

        var wasRight = IsRight;
        Volatile.Write(ref skewTicks, (here - told).Ticks);
        if (wasRight && !IsRight)
            logger.LogError("This machine's clock is {Seconds:F1} s off the database's: it does not serve until it is right", Skew.TotalSeconds);
        else if (!wasRight && IsRight)
            logger.LogInformation("This machine's clock is right again");
    }

    public override void Dispose()
    {
        source.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(options.EverySeconds), clock);
        do
        {
            try
            {
                await Measure(stoppingToken);
            }
            catch (NpgsqlException trouble)
            {
                logger.LogWarning("The database's clock could not be asked: {Reason}", trouble.Message);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }
}
