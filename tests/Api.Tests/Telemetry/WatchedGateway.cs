using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace NanchangEdu.Registry.Api.Tests.Telemetry;

/// <summary>A gateway as in production, of which everything is kept that leaves it for operators: logs, spans, what goes to a collector.</summary>
public sealed class WatchedGateway : Gateway
{
    private readonly Collector collector = new();

    public LogKeeper Log { get; } = new();

    public SpanKeeper Spans { get; } = new();

    protected override IEnumerable<(string Key, string Value)> Settings =>
    [
        ("Registry:Logs", "json"),
        ("Logging:LogLevel:Default", "Information"),
        ("Logging:LogLevel:NanchangEdu", "Trace"),
        ("OTEL_EXPORTER_OTLP_ENDPOINT", collector.Address),
        ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"),
    ];

    /// <summary>Every byte that went to the collector, as text: the strings of OTLP stand in it as they are.</summary>
    public string Collected(string path)
    {
        Services.GetRequiredService<TracerProvider>().ForceFlush();
        Services.GetRequiredService<MeterProvider>().ForceFlush();
        return collector.Text(path);
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        base.ConfigureWebHost(builder);
        builder.ConfigureLogging(logging => logging.AddProvider(Log));
        builder.ConfigureServices(services => services.ConfigureOpenTelemetryTracerProvider(traces => traces.AddProcessor(Spans)));
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await collector.DisposeAsync();
    }
}

/// <summary>Takes OTLP over HTTP, as a collector does.</summary>
internal sealed class Collector : IAsyncDisposable
{
    private readonly ConcurrentQueue<(string Path, string Text)> taken = new();
    private readonly WebApplication app;

    public Collector()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        app = builder.Build();
        app.MapPost("/{**path}", async (HttpContext context) =>
        {
            using var reader = new StreamReader(context.Request.Body, Encoding.UTF8);
            taken.Enqueue((context.Request.Path, await reader.ReadToEndAsync()));
        });
        app.Start();
    }

    public string Address => app.Urls.Single();

    public string Text(string path) => string.Concat(taken.Where(one => one.Path == path).Select(one => one.Text));

    public ValueTask DisposeAsync() => app.DisposeAsync();
}

public sealed class SpanKeeper : BaseProcessor<Activity>
{
    private readonly ConcurrentQueue<Activity> spans = new();

    public IReadOnlyCollection<Activity> All => spans;

    public override void OnEnd(Activity data) => spans.Enqueue(data);
}

/// <summary>Keeps each line with all that a structured log would write of it: message, values, scopes, exception.</summary>
public sealed class LogKeeper : ILoggerProvider, ISupportExternalScope
{
    private readonly ConcurrentQueue<string> lines = new();
    private IExternalScopeProvider scopes = new LoggerExternalScopeProvider();

    public IReadOnlyCollection<string> Lines => lines;

    public ILogger CreateLogger(string categoryName) => new Keeper(categoryName, this);

    public void SetScopeProvider(IExternalScopeProvider scopeProvider) => scopes = scopeProvider;

    public void Dispose()
    {
    }

    private static string Written(object? state) =>
        state is IEnumerable<KeyValuePair<string, object?>> values ? string.Join(' ', values.Select(value => $"{value.Key}={value.Value}")) : $"{state}";

    private sealed class Keeper(string category, LogKeeper log) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => log.scopes.Push(state);

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            var line = new StringBuilder($"{logLevel} {category}: {formatter(state, exception)} {Written(state)} {exception}");
            log.scopes.ForEachScope((scope, text) => text.Append(" | ").Append(Written(scope)), line);
            log.lines.Enqueue(line.ToString());
        }
    }
}
