using System.Globalization;
using DbUp.Engine.Output;
using Microsoft.Extensions.Logging;

namespace NanchangEdu.Registry.Store;

/// <summary>What DbUp tells of its work, a step quieter: on every start it tells a dozen steps of nothing to do.</summary>
internal sealed class MigrationLog(ILogger logger) : IUpgradeLog
{
    public void LogTrace(string format, params object[] args) => logger.LogTrace("{Migration}", Text(format, args));

    public void LogDebug(string format, params object[] args) => logger.LogDebug("{Migration}", Text(format, args));

    public void LogInformation(string format, params object[] args) => logger.LogDebug("{Migration}", Text(format, args));

    public void LogWarning(string format, params object[] args) => logger.LogWarning("{Migration}", Text(format, args));

    public void LogError(string format, params object[] args) => logger.LogError("{Migration}", Text(format, args));

    public void LogError(Exception ex, string format, params object[] args) => logger.LogError(ex, "{Migration}", Text(format, args));

    private static string Text(string format, object[] args) => string.Format(CultureInfo.InvariantCulture, format, args);
}
