using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Configuration.Memory;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;
using Microsoft.Extensions.Options;

namespace NanchangEdu.Registry.Hosting.Telemetry;

/// <summary>
/// Logs as one JSON object a line, for programs that collect them: <c>Registry:Logs=json</c>, which is the default beside PostgreSQL.
/// Each line of a request carries its trace, span and request id; the ledger knows the same trace id as the command's request.
/// </summary>
public static class RegistryLogs
{
    public const string Setting = "Registry:Logs";
    public const string Text = "text";
    public const string Structured = "json";

    /// <summary>Its scope names the request and its activity carries the trace; its own lines hold query strings and stay off.</summary>
    private const string RequestScopes = "Microsoft.AspNetCore.Hosting.Diagnostics";

    /// <summary>The least of all settings: anything that is configured goes before it.</summary>
    private static readonly Dictionary<string, string?> Levels = new()
    {
        ["Logging:LogLevel:Default"] = "Warning",
        ["Logging:LogLevel:NanchangEdu"] = "Information",
    };

    /// <exception cref="OptionsValidationException">The setting is neither of the two.</exception>
    public static void AddRegistryLogs(this IHostApplicationBuilder builder, DatabaseKind unset = DatabaseKind.Sqlite)
    {
        if (!AreStructured(builder.Configuration, unset)) return;

        ((IConfigurationBuilder)builder.Configuration).Sources.Insert(0, new MemoryConfigurationSource { InitialData = Levels });
        builder.Logging.ClearProviders();
        builder.Logging.AddFilter(RequestScopes, LogLevel.Critical);
        builder.Logging.AddJsonConsole(Write);
        builder.Services.Configure<LoggerFactoryOptions>(options => options.ActivityTrackingOptions =
            ActivityTrackingOptions.TraceId | ActivityTrackingOptions.SpanId | ActivityTrackingOptions.ParentId);
    }

    internal static void Write(JsonConsoleFormatterOptions json)
    {
        json.IncludeScopes = true;
        json.UseUtcTimestamp = true;
        json.TimestampFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";
        json.JsonWriterOptions = new JsonWriterOptions { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };
    }

    private static bool AreStructured(IConfiguration configuration, DatabaseKind unset) => configuration[Setting] switch
    {
        Structured => true,
        Text => false,
        null or "" => configuration[RegistryDatabase.KindSetting] switch
        {
            null or "" => unset == DatabaseKind.Postgresql,
            var database => database == "postgresql",
        },
        var other => throw new OptionsValidationException(Setting, typeof(RegistryLogs), [$"{Setting}: '{other}' is neither {Text} nor {Structured}"]),
    };
}
