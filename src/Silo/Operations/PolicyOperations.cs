using System.Collections.Immutable;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NanchangEdu.Registry.Hosting;
using NanchangEdu.Registry.Rules;
using NanchangEdu.Registry.Store;

namespace NanchangEdu.Registry.Silo.Operations;

/// <summary>What another rule pack would change.</summary>
/// <param name="Sites">How many sites were looked at.</param>
/// <param name="Moved">How many deadlines have another date.</param>
/// <param name="Added">How many there are that were not there.</param>
/// <param name="Gone">How many are there no longer.</param>
/// <param name="First">The first of them, by the sites' ids.</param>
public sealed record PolicyPreview(long Sites, long Moved, long Added, long Gone, ImmutableArray<DeadlineShift> First);

/// <summary>The operator's work on the rule pack, with no silo in the process.</summary>
public sealed class PolicyOperations(RegistryDatabase database, string dataFolder, IConfiguration configuration, string root, ILoggerFactory loggers)
{
    private const int SitesAtOnce = 500;
    private const int ShownMax = 20;

    /// <summary>The pack in force by the settings.</summary>
    public string PolicyFile => Path.GetFullPath(configuration.BindChecked<RegistrySiloOptions>(RegistrySiloOptions.Section).PolicyFile, root);

    /// <summary>The pack in force with a year's calendar in it; nothing is written.</summary>
    /// <exception cref="RulePackInvalidException">The pack or the data cannot be read or used.</exception>
    public static CalendarImported WithCalendar(string policy, string data, string? version) => CalendarImport.Into(Read(policy), Read(data), version);

    /// <summary>Puts the pack in the place of the file in one step: a reader finds the old one or the new one.</summary>
    /// <exception cref="IOException"/>
    /// <exception cref="UnauthorizedAccessException"/>
    public static async Task Replace(string policy, byte[] pack, CancellationToken cancellationToken)
    {
        var beside = $"{policy}.{Guid.NewGuid():N}";
        try
        {
            await using (var file = new FileStream(beside, FileMode.CreateNew, FileAccess.Write))
            {
                await file.WriteAsync(pack, cancellationToken);
                file.Flush(flushToDisk: true);
            }

            File.Move(beside, policy, overwrite: true);
        }
        finally
        {
            File.Delete(beside);
        }
    }

    /// <summary>Holds every site's deadlines under the pack in force against those under another; nothing is written.</summary>
    /// <exception cref="RulePackInvalidException">A pack cannot be read or used.</exception>
    /// <exception cref="StoreUnavailableException"/>
    public async Task<PolicyPreview> Preview(byte[] other, CancellationToken cancellationToken)
    {
        var (before, after, now) = (RulePackFile.Load(PolicyFile), RulePack.Load(other), TimeProvider.System.GetUtcNow());
        await using var services = StoreAlone.Services(database, dataFolder, loggers);
        var catalog = services.GetRequiredService<ICatalog>();
        var preview = new PolicyPreview(0, 0, 0, 0, []);
        for (var page = await catalog.SiteRecords(null, SitesAtOnce, cancellationToken); !page.IsEmpty; page = await catalog.SiteRecords(page[^1].Id, SitesAtOnce, cancellationToken))
            preview = page.Aggregate(preview, (sum, record) => With(sum, DeadlineShifts.Of(StoredFormat.ReadSite(record.State), before, after, now)));
        return preview;
    }

    /// <exception cref="RulePackInvalidException">It cannot be read.</exception>
    public static byte[] Read(string path)
    {
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (Exception trouble) when (trouble is IOException or UnauthorizedAccessException)
        {
            throw new RulePackInvalidException([new RulePackError(path, $"无法读取文件：{trouble.Message}", $"the file cannot be read: {trouble.Message}")]);
        }
    }

    private static PolicyPreview With(PolicyPreview sum, ImmutableArray<DeadlineShift> shifts) => new(
        sum.Sites + 1, sum.Moved + shifts.Count(s => s is { Before: not null, After: not null }), sum.Added + shifts.Count(s => s.Before is null),
        sum.Gone + shifts.Count(s => s.After is null), sum.First.Length >= ShownMax ? sum.First : [.. sum.First.Concat(shifts).Take(ShownMax)]);
}
