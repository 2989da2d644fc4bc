using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Logging;
using NanchangEdu.Registry.Store;
using Npgsql;
using Polly;
using Polly.Retry;

namespace NanchangEdu.Registry.Hosting.Cluster;

/// <summary>How long a start waits for its database. Section <c>Registry:Start</c>.</summary>
public sealed class StartOptions
{
    public const string Section = "Registry:Start";

    public const int DefaultAttemptsMax = 30;
    public const int DefaultPauseSecondsMax = 10;

    /// <summary>Attempts to reach the database before the program gives up and its supervisor starts it anew. 30 by default, some four minutes.</summary>
    [Range(1, 1000)]
    public int AttemptsMax { get; set; } = DefaultAttemptsMax;

    /// <summary>The longest pause between two attempts. 10 seconds by default.</summary>
    [Range(1, 300)]
    public int PauseSecondsMax { get; set; } = DefaultPauseSecondsMax;
}

/// <summary>
/// Waits at the start for a database that is not there yet: with the whole city's machines coming back after a power cut, it often is
/// the slower one. Only reaching the database is repeated. A command's commit never is: that is the client's, under its key.
/// </summary>
public static class StartPatience
{
    public static ResiliencePipeline For(StartOptions options, TimeProvider clock, ILogger logger) =>
        new ResiliencePipelineBuilder { TimeProvider = clock }
            .AddRetry(new RetryStrategyOptions
            {
                ShouldHandle = new PredicateBuilder()
                    .Handle<UnreachableStorageException>()
                    .Handle<NpgsqlException>(trouble => trouble.IsTransient),
                MaxRetryAttempts = options.AttemptsMax,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                Delay = TimeSpan.FromSeconds(1),
                MaxDelay = TimeSpan.FromSeconds(options.PauseSecondsMax),
                OnRetry = attempt =>
                {
                    logger.LogWarning(
                        "The database cannot be reached yet, attempt {Attempt}, next in {Pause}: {Reason}",
                        attempt.AttemptNumber + 1, attempt.RetryDelay, attempt.Outcome.Exception?.Message);
                    return ValueTask.CompletedTask;
                },
            })
            .Build();
}
