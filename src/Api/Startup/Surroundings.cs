using System.Reflection;
using Microsoft.Extensions.Configuration.Memory;
using NanchangEdu.Registry.Hosting;

namespace NanchangEdu.Registry.Api.Startup;

/// <summary>Section <c>Registry</c>.</summary>
public sealed class RegistryOptions
{
    public const string Section = "Registry";
    public const string DataFolderDefault = "data";

    /// <summary>Where databases, keys and credentials lie, relative to the content root, which is the current directory unless set.</summary>
    public string DataFolder { get; set; } = DataFolderDefault;

    /// <summary>Whether the sample city is made on the first start. Unset: on SQLite yes, on a shared server no.</summary>
    public bool? Sample { get; set; }

    /// <summary>Whether the silo runs inside this process. False for the gateway of a cluster. True unless set.</summary>
    public bool SiloInside { get; set; } = true;
}

/// <summary>Where and how this process runs.</summary>
/// <param name="DataFolder">Absolute.</param>
/// <param name="SiloInside">Whether the silo runs in this process, or apart.</param>
/// <param name="IsServing">False when a build tool loads the program only to read its endpoints: neither silo nor database then.</param>
public sealed record Surroundings(string DataFolder, RegistryDatabase Database, bool SiloInside, bool Sample, bool IsServing)
{
    public const string UrlDefault = "http://127.0.0.1:5080";

    private const string DocumentTool = "GetDocument.Insider";

    public static bool IsDocumentTool => Assembly.GetEntryAssembly()?.GetName().Name == DocumentTool;
}

internal static class SurroundingsComposition
{
    public static Surroundings AddSurroundings(this WebApplicationBuilder builder)
    {
        ((IConfigurationBuilder)builder.Configuration).Sources.Insert(0, new MemoryConfigurationSource { InitialData = QuietLogs });
        var options = builder.Configuration.GetSection(RegistryOptions.Section).Get<RegistryOptions>() ?? new RegistryOptions();
        var database = RegistryDatabase.From(builder.Configuration, unset: DatabaseKind.Sqlite);
        if (!options.SiloInside && !database.IsPostgres)
        {
            throw new RegistrySettingException(
                $"{RegistryOptions.Section}:{nameof(RegistryOptions.SiloInside)}",
                "SQLite 只供单进程使用；网关与 silo 分开运行时须设 Registry__Database=postgresql。",
                "SQLite serves one process alone; a gateway apart from its silos needs Registry__Database=postgresql.");
        }

        var surroundings = new Surroundings(
            Path.GetFullPath(options.DataFolder, builder.Environment.ContentRootPath),
            database, options.SiloInside, options.Sample ?? !database.IsPostgres, !Surroundings.IsDocumentTool);
        builder.Services.AddSingleton(surroundings);
        builder.Services.AddSingleton(TimeProvider.System);

        if (!HasAddress(builder.Configuration)) builder.WebHost.UseUrls(Surroundings.UrlDefault);
        builder.AddWebServerLimits();

        // a failed start is told in one sentence; these two would print its stack trace before
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None);
        builder.Logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None);
        return surroundings;
    }

    /// <summary>The least of all settings: anything that is configured goes before them.</summary>
    private static readonly Dictionary<string, string?> QuietLogs = new()
    {
        ["Logging:LogLevel:Default"] = "Warning",
        // its first check takes the whole time since the machine started for a stall
        ["Logging:LogLevel:Orleans.Runtime.Watchdog"] = "Error",
        // the key ring lies in the folder that only its owner may enter
        ["Logging:LogLevel:Microsoft.AspNetCore.DataProtection"] = "Error",
    };

    private static readonly string[] AddressKeys = ["urls", "http_ports", "https_ports"];

    private static bool HasAddress(ConfigurationManager configuration) =>
        AddressKeys.Any(key => !string.IsNullOrEmpty(configuration[key]))
        || configuration.GetSection("Kestrel:Endpoints").GetChildren().Any();
}
