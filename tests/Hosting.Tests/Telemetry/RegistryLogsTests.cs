using System.Diagnostics;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;
using Microsoft.Extensions.Options;
using NanchangEdu.Registry.Hosting.Telemetry;

namespace NanchangEdu.Registry.Hosting.Tests.Telemetry;

public sealed class RegistryLogsTests
{
    [Fact]
    public async Task A_line_is_one_object_with_message_values_trace_and_the_instant_in_utc()
    {
        var builder = Builder(("Registry:Logs", "json"));
        var lines = new Lines();
        builder.Logging.AddProvider(lines);
        await using var app = builder.Build();
        lines.Formatter = app.Services.GetServices<ConsoleFormatter>().Single(formatter => formatter.Name == ConsoleFormatterNames.Json);

        using var request = new Activity("request").Start();
        app.Services.GetRequiredService<ILoggerFactory>().CreateLogger("NanchangEdu.Registry.Test").LogWarning("{Record} 在内存中被丢弃", "site-1");

        using var line = JsonDocument.Parse(Assert.Single(lines.Written));
        Assert.DoesNotContain('\n', lines.Written[0].TrimEnd('\n'));
        Assert.Equal("site-1 在内存中被丢弃", line.RootElement.GetProperty("Message").GetString());
        Assert.Contains("在内存中", lines.Written[0], StringComparison.Ordinal);
        Assert.Equal("site-1", line.RootElement.GetProperty("State").GetProperty("Record").GetString());
        Assert.Equal("NanchangEdu.Registry.Test", line.RootElement.GetProperty("Category").GetString());
        Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$", line.RootElement.GetProperty("Timestamp").GetString()!);
        var scope = line.RootElement.GetProperty("Scopes").EnumerateArray().Single();
        Assert.Equal((request.TraceId.ToString(), request.SpanId.ToString()), (scope.GetProperty("TraceId").GetString(), scope.GetProperty("SpanId").GetString()));
    }

    [Theory]
    [InlineData(null, null, DatabaseKind.Sqlite, false)]
    [InlineData(null, null, DatabaseKind.Postgresql, true)]
    [InlineData(null, "sqlite", DatabaseKind.Sqlite, false)]
    [InlineData(null, "postgresql", DatabaseKind.Sqlite, true)]
    [InlineData("text", "postgresql", DatabaseKind.Postgresql, false)]
    [InlineData("json", null, DatabaseKind.Sqlite, true)]
    public async Task They_are_structured_beside_a_shared_database_unless_told_otherwise(string? logs, string? database, DatabaseKind unset, bool structured)
    {
        var builder = WebApplication.CreateSlimBuilder();
        (builder.Configuration["Registry:Logs"], builder.Configuration["Registry:Database"]) = (logs, database);
        builder.AddRegistryLogs(unset);
        await using var app = builder.Build();

        Assert.Equal(structured, app.Services.GetRequiredService<IOptions<LoggerFactoryOptions>>().Value.ActivityTrackingOptions.HasFlag(ActivityTrackingOptions.ParentId)
            && app.Services.GetRequiredService<IOptions<ConsoleLoggerOptions>>().Value.FormatterName == ConsoleFormatterNames.Json);
    }

    [Fact]
    public async Task Query_strings_of_request_lines_stay_out_even_when_the_frameworks_lines_are_asked_for()
    {
        await using var app = Builder(("Registry:Logs", "json"), ("Logging:LogLevel:Microsoft.AspNetCore", "Information")).Build();
        var loggers = app.Services.GetRequiredService<ILoggerFactory>();

        Assert.False(loggers.CreateLogger("Microsoft.AspNetCore.Hosting.Diagnostics").IsEnabled(LogLevel.Error));
        Assert.True(loggers.CreateLogger("Microsoft.AspNetCore.Hosting.Diagnostics").IsEnabled(LogLevel.Critical), "the scope with the request's id is made");
        Assert.True(loggers.CreateLogger("Microsoft.AspNetCore.Routing").IsEnabled(LogLevel.Information));
        Assert.True(loggers.CreateLogger("NanchangEdu.Registry.Grains").IsEnabled(LogLevel.Information));
        Assert.False(loggers.CreateLogger("Orleans.Runtime").IsEnabled(LogLevel.Information));
    }

    [Fact]
    public void Another_form_is_refused_by_name()
    {
        var refusal = Assert.Throws<OptionsValidationException>(() => Builder(("Registry:Logs", "xml")));
        Assert.Contains("Registry:Logs", refusal.Message, StringComparison.Ordinal);
    }

    private static WebApplicationBuilder Builder(params (string Key, string? Value)[] settings)
    {
        var builder = WebApplication.CreateSlimBuilder();
        foreach (var (key, value) in settings) builder.Configuration[key] = value;
        builder.AddRegistryLogs();
        return builder;
    }

    /// <summary>Writes each line as the console would, with the scopes that the factory gives.</summary>
    private sealed class Lines : ILoggerProvider, ILogger, ISupportExternalScope
    {
        private IExternalScopeProvider? scopes;

        public ConsoleFormatter? Formatter { get; set; }

        public List<string> Written { get; } = [];

        public ILogger CreateLogger(string categoryName) => categoryName == "NanchangEdu.Registry.Test" ? this : NullLogger.Instance;

        public void SetScopeProvider(IExternalScopeProvider scopeProvider) => scopes = scopeProvider;

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => scopes?.Push(state);

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            using var text = new StringWriter();
            Formatter!.Write(new LogEntry<TState>(logLevel, "NanchangEdu.Registry.Test", eventId, state, exception, formatter), scopes, text);
            Written.Add(text.ToString());
        }

        public void Dispose()
        {
        }
    }
}
