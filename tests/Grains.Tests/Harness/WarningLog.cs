using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace NanchangEdu.Registry.Grains.Tests.Harness;

/// <summary>What the registry itself warned of, so that a failed step can say why.</summary>
internal sealed class WarningLog : ILoggerProvider, ILogger
{
    private readonly ConcurrentQueue<string> lines = new();

    public string Text => string.Join(Environment.NewLine, lines);

    public ILogger CreateLogger(string categoryName) =>
        categoryName.StartsWith("NanchangEdu.", StringComparison.Ordinal) ? this : Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (IsEnabled(logLevel)) lines.Enqueue($"{formatter(state, exception)} {exception}");
    }

    public void Dispose()
    {
    }
}
