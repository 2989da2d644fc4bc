using System.Collections.Immutable;
using System.Globalization;
using NanchangEdu.Registry.Contracts;
using NanchangEdu.Registry.Hosting.Ledger;
using NanchangEdu.Registry.Rules;
using NanchangEdu.Registry.Silo;
using NanchangEdu.Registry.Silo.Audit;
using NanchangEdu.Registry.Silo.Ledger;
using NanchangEdu.Registry.Silo.Sample;

namespace NanchangEdu.Registry.Tamper;

/// <summary>The register as it was at some point of its life.</summary>
/// <param name="File">A copy of its database.</param>
/// <param name="Told">Commands of the story that were told.</param>
/// <param name="At">The registry's clock.</param>
/// <param name="Outside">Checkpoints that had been brought out of it.</param>
internal sealed record Moment(string File, int Told, DateTimeOffset At, ImmutableArray<CheckpointFile.Line> Outside);

/// <summary>
/// A register made by the real silo and the commands of the sample city's people, with a copy of it after every dozen; and what became of
/// some older copies when others worked on with them, sealing with the real key.
/// </summary>
internal sealed class RegisterLife
{
    private const int Commands = 432;
    private const int CommandsBetweenMoments = 12;

    /// <summary>Every third moment has events that no checkpoint seals yet.</summary>
    private const int MomentsUnsealed = 3;

    private const int UnitsPerAccount = 3;
    private const int Forks = 8;
    private const int ForkCommands = 30;
    private const int ForkCommandsBetweenSeals = 5;

    private static readonly DateTimeOffset LookingBackFrom = new(2026, 11, 23, 22, 0, 0, TimeSpan.Zero);

    private RegisterLife(
        ImmutableArray<Moment> moments, ImmutableArray<string> forks, IReadOnlyCollection<LedgerVerifier> verifiers, ImmutableArray<Table> tables) =>
        (Moments, OfForks, Verifiers, Tables) = (moments, forks, verifiers, tables);

    public static RulePack Pack { get; } = RulePackFile.Load(Path.Combine(AppContext.BaseDirectory, "policy", "nanchang.json"));

    public ImmutableArray<Moment> Moments { get; }

    /// <summary>Databases that went on from an older moment.</summary>
    public ImmutableArray<string> OfForks { get; }

    public IReadOnlyCollection<LedgerVerifier> Verifiers { get; }

    public ImmutableArray<Table> Tables { get; }

    /// <summary>The last moment: all sealed, all checkpoints outside.</summary>
    public Moment Present => Moments[^1];

    public ImmutableArray<Moment> Past => Moments[..^1];

    /// <summary>Everything that was ever carried out, and the keys that are trusted.</summary>
    public AuditWitness Witness => new(Verifiers, Present.Outside);

    public static async Task<RegisterLife> Make(string folder)
    {
        var plan = StoryBook.Plan(LookingBackFrom, Pack);
        var main = Directory.CreateDirectory(Path.Combine(folder, "life")).FullName;
        var moments = await Live(main, plan[..Math.Min(Commands, plan.Length - ForkCommands)]);
        var forks = ImmutableArray.CreateBuilder<string>();
        for (var number = 0; number < Forks; number++)
        {
            var from = moments[number * (moments.Length - 1) / Forks];
            forks.AddRange(await GoOn(Directory.CreateDirectory(Path.Combine(folder, $"fork-{number}")).FullName, from, main, plan));
        }

        var keys = LedgerKeyRing.Read(LedgerOptions.DefaultName, await File.ReadAllTextAsync(Path.Combine(main, RunningRegister.KeyFile)));
        using var reader = new Insider(moments[0].File);
        return new RegisterLife(moments, forks.ToImmutable(), keys.Verifiers, Table.Read(reader));
    }

    private static async Task<ImmutableArray<Moment>> Live(string folder, ImmutableArray<StoryAction> plan)
    {
        await using var register = await RunningRegister.Start(folder);
        var moments = ImmutableArray.CreateBuilder<Moment>();
        var units = new HashSet<UnitId>();
        for (var told = 1; told <= plan.Length; told++)
        {
            var action = plan[told - 1];
            await register.Tell(action, "life");
            if (action is UnitAction { Command: PutUnit } made && units.Add(made.Unit) && units.Count % UnitsPerAccount == 1)
                await register.OpenAccount(SampleUnits.All.Single(unit => unit.Id == made.Unit), "life");
            if (told % CommandsBetweenMoments != 0 && told != plan.Length) continue;

            if (told == plan.Length || (moments.Count + 1) % MomentsUnsealed != 0) await register.Seal();
            var file = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"moment-{told}.db"));
            register.CopyTo(file);
            moments.Add(new Moment(file, told, action.At, Outside(folder)));
        }

        return moments.ToImmutable();
    }

    /// <summary>The older copy, the key, and no checkpoint beside it: the registry sees nothing wrong and works on.</summary>
    private static async Task<List<string>> GoOn(string folder, Moment from, string main, ImmutableArray<StoryAction> plan)
    {
        File.Copy(from.File, Path.Combine(folder, RunningRegister.RegisterFile));
        File.Copy(Path.Combine(main, RunningRegister.KeyFile), Path.Combine(folder, RunningRegister.KeyFile));
        await using var register = await RunningRegister.Start(folder);
        var files = new List<string>();
        for (var told = 1; told <= ForkCommands; told++)
        {
            await register.Tell(plan[from.Told + told - 1], "fork");
            if (told % ForkCommandsBetweenSeals != 0) continue;

            await register.Seal();
            files.Add(Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"fork-{told}.db")));
            register.CopyTo(files[^1]);
        }

        return files;
    }

    private static ImmutableArray<CheckpointFile.Line> Outside(string folder) =>
        Path.Combine(folder, RunningRegister.CheckpointFile) is var file && File.Exists(file) ? [.. CheckpointFile.Read(file)] : [];
}
