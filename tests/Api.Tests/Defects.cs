using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace NanchangEdu.Registry.Api.Tests;

/// <summary>Keeps what the program logs as an error: behind a 503 that tells nothing there must be no defect.</summary>
public sealed class Defects : ILoggerProvider
{
    private readonly ConcurrentQueue<string> errors = new();

    /// <summary>Fails with the first error since it was last asked.</summary>
    public void ShouldBeNone()
    {
        var found = errors.ToArray();
        errors.Clear();
        Assert.True(found.Length == 0, $"{found.Length} errors were logged, the first: {found.FirstOrDefault()}");
    }

    public ILogger CreateLogger(string categoryName) => new Keeper(categoryName, errors);

    public void Dispose()
    {
    }

    private sealed class Keeper(string category, ConcurrentQueue<string> errors) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Error;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel)) errors.Enqueue($"{category}: {formatter(state, exception)} {exception}");
        }
    }
}
