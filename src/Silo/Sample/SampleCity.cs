using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using NanchangEdu.Registry.Contracts;
using NanchangEdu.Registry.Rules;
using NanchangEdu.Registry.Store;

namespace NanchangEdu.Registry.Silo.Sample;

/// <summary>The sample city met a refusal or a doubt: the program does not start with half a city. The message is ready to be shown.</summary>
public sealed class SampleCityException(string message) : Exception(message);

/// <summary>
/// The sample city of the embedded mode: an authority, a centre, units of every type and sites in every stage, made by the real
/// commands of the people concerned. Its clock tells the story in order, so the ledger shows more than a year of work.
/// </summary>
/// <remarks>
/// Loading survives a crash: the instant from which the story looks back is written down first, every command has its own
/// key, so the next start tells the same story again, of which what was told already changes nothing.
/// </remarks>
public sealed class SampleCity(IGrainFactory grains, ICatalog catalog, StoryClock clock, RulePack pack)
{
    /// <summary>Commands under way at once: enough to fill a batch of the store.</summary>
    private const int ParallelMax = 32;

    /// <summary>Who gets credentials on the first start.</summary>
    public static ImmutableArray<SamplePersona> People => SamplePeople.WithCredentials;

    /// <summary>
    /// Makes the city in a register that has no unit yet, or goes on where a crash interrupted it; in any other register it
    /// does nothing. Afterwards the registry lives in the present.
    /// </summary>
    /// <param name="dataFolder">Where the story's diary lies beside the register.</param>
    /// <param name="tell">Takes lines for the console.</param>
    /// <returns>Whether the city was made, or finished, by this call.</returns>
    /// <exception cref="SampleCityException">A command was refused or its outcome is not known. Starting again goes on from there.</exception>
    public async Task<bool> Load(string dataFolder, Action<string> tell, CancellationToken cancellationToken)
    {
        var diary = new SampleDiary(dataFolder);
        if (await Begin(diary, cancellationToken) is not { } lookingBackFrom)
        {
            clock.ReturnToPresent();
            return false;
        }

        var plan = StoryBook.Plan(lookingBackFrom, pack);
        tell(string.Create(CultureInfo.InvariantCulture, $"正在建立示例城市… {Count<UnitAction>(plan)} 个单位、{Count<SiteAction>(plan)} 个网站"));
        var begun = clock.GetTimestamp();
        await Tell(plan, lookingBackFrom, cancellationToken);

        // In the present the sweeper forgets old answers, by which alone the story could be told twice.
        diary.Write(new(lookingBackFrom, IsComplete: true));
        clock.ReturnToPresent();
        tell(string.Create(CultureInfo.InvariantCulture, $"示例城市已建立，{plan.Length} 项办理记录，用时 {clock.GetElapsedTime(begun).TotalSeconds:F1} 秒。"));
        return true;
    }

    /// <summary>The instant from which the story looks back; null when there is nothing to tell.</summary>
    private async Task<DateTimeOffset?> Begin(SampleDiary diary, CancellationToken cancellationToken)
    {
        var anyUnit = await catalog.Units(new(CatalogScope.Everything, null, null, null, null, Limit: 1), cancellationToken);
        if (!anyUnit.Items.IsEmpty) return diary.Read() is { IsComplete: false } unfinished ? unfinished.LookingBackFrom : null;

        var now = clock.GetUtcNow();
        var begun = new SampleDiary.Entry(now.AddTicks(-(now.Ticks % TimeSpan.TicksPerSecond)), IsComplete: false);
        diary.Write(begun);
        return begun.LookingBackFrom;
    }

    /// <summary>Instant by instant; what happens in one instant, at different records, is told at once.</summary>
    private async Task Tell(ImmutableArray<StoryAction> plan, DateTimeOffset lookingBackFrom, CancellationToken cancellationToken)
    {
        var bounds = new ParallelOptions { MaxDegreeOfParallelism = ParallelMax, CancellationToken = cancellationToken };
        foreach (var instant in plan.GroupBy(action => action.At))
        {
            clock.TellAt(instant.Key);
            await Parallel.ForEachAsync(instant.GroupBy(action => action.Record), bounds, async (actions, cancellation) =>
            {
                foreach (var action in actions) await Tell(action, lookingBackFrom, cancellation);
            });
        }
    }

    private async Task Tell(StoryAction action, DateTimeOffset lookingBackFrom, CancellationToken cancellationToken)
    {
        var outcome = await action.Tell(grains, EnvelopeOf(action, lookingBackFrom), cancellationToken);
        if (outcome.Kind != OutcomeKind.Done) throw new SampleCityException(Words(action, outcome));
    }

    private static Envelope EnvelopeOf(StoryAction action, DateTimeOffset lookingBackFrom)
    {
        var request = string.Create(CultureInfo.InvariantCulture, $"{action.Key}@{lookingBackFrom:yyyyMMdd'T'HHmmss'Z'}");
        return new Envelope(
            action.By, action.Key, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(request))), ExpectedVersion: null, request);
    }

    private static string Words(StoryAction action, Outcome outcome)
    {
        var refusal = outcome.Refusal;
        var figures = refusal is null
            ? ""
            : string.Join("，", refusal.Figures.Select(figure => $"{figure.Name}={figure.Text}").Concat(refusal.Items.Select(item => item.Zh)));
        return string.Create(CultureInfo.InvariantCulture,
            $"示例城市未能建立：{action.At:yyyy-MM-dd HH:mm}Z {action.By.PersonId} 对 {action.Record} 的 {action.What.GetType().Name}（{action.Key}）" +
            $"得到 {outcome.Kind} {refusal?.Rule} {figures}。再次启动会接着建立；不需要示例数据时请以 Registry__Sample=false 在空数据文件夹中启动。");
    }

    private static int Count<TAction>(ImmutableArray<StoryAction> plan)
        where TAction : StoryAction => plan.OfType<TAction>().Select(action => action.Record).Distinct().Count();
}

public static class SampleCityRegistration
{
    /// <summary>Adds the sample city and the clock that tells its story. Whoever starts the registry calls <see cref="SampleCity.Load"/>.</summary>
    public static IServiceCollection AddSampleCity(this IServiceCollection services) =>
        services.AddStoryClock().AddSingleton<SampleCity>();
}
