using System.Collections.Immutable;
using NanchangEdu.Registry.Silo.Audit;

namespace NanchangEdu.Registry.Tamper;

internal sealed record Manipulation(string Name, Func<Scene, bool> Make)
{
    public static ImmutableArray<Manipulation> All { get; } =
    [
        new("edit a column", RowManipulations.Edit),
        new("delete a row", RowManipulations.Delete),
        new("insert a row", RowManipulations.Insert),
        new("swap two rows", RowManipulations.Swap),
        new("cut the tail", WholeManipulations.CutTail),
        new("cut the tail, all else as it was", WholeManipulations.CutTailAndMakeItFit),
        new("recompute a chain", Forgery.Chain),
        new("recompute a chain and the tree", Forgery.ChainAndTree),
        new("recompute a chain and the tree, sign with another key", Forgery.ChainTreeAndSignatures),
        new("replay an old backup", WholeManipulations.OldBackup),
        new("replay an old backup and go on", WholeManipulations.OldBackupThatWentOn),
    ];
}

/// <summary>One manipulation and what became of it.</summary>
/// <param name="Found">With the checkpoints from outside and the trusted keys.</param>
/// <param name="Alone">By what the database says of itself.</param>
internal sealed record Trial(int Number, Manipulation Manipulation, IReadOnlyList<string> Said, Verdict Found, Verdict Alone);

/// <summary>An untouched register and what verification said of it.</summary>
/// <param name="Condition">The same words for the same condition.</param>
internal sealed record CleanRun(string Condition, Verdict Verdict);

/// <summary>Draws by seed and number alone: any trial can be repeated without the others.</summary>
internal sealed class Trials(RegisterLife life, string folder, int seed)
{
    private const int DrawsMax = 1000;

    /// <summary>Days by which a verification may come later than the last command: time alone changes what columns should say.</summary>
    private static readonly int[] DaysLater = [0, 0, 1, 30, 400];

    private static readonly AuditWitness Nobody = new([], []);

    public async Task<Trial> Make(int number)
    {
        var manipulation = Manipulation.All[number % Manipulation.All.Length];
        var file = FileOf($"trial-{number}");
        try
        {
            File.Copy(life.Present.File, file);
            var scene = new Scene(life, file, RandomOf(number));
            Draw(scene, manipulation);
            var verdicts = await Verification.Of(file, life.Present.At, life.Witness, Nobody);
            return new Trial(number, manipulation, scene.Said, verdicts[0], verdicts[1]);
        }
        finally
        {
            Remove(file);
        }
    }

    /// <summary>
    /// Any moment of the honest life, with all of its checkpoints outside, some of them, or none; now or later; the database, or its ledger as a
    /// file.
    /// </summary>
    public async Task<CleanRun> Watch(int number)
    {
        var random = RandomOf(~number);
        var moment = life.Moments[number % life.Moments.Length];
        var outside = random.Next(3) == 0 ? moment.Outside : [.. moment.Outside.Take(random.Next(moment.Outside.Length + 1))];
        var witness = new AuditWitness(random.Next(4) == 0 ? [] : life.Verifiers, outside);
        var days = DaysLater[random.Next(DaysLater.Length)];
        var isExport = random.Next(5) == 0;
        var condition = $"after {moment.Told} commands, {outside.Length} checkpoints and {witness.Verifiers.Count} keys outside, "
            + (isExport ? "as a file" : $"{days} days later");
        var file = FileOf($"clean-{number}");
        try
        {
            File.Copy(moment.File, file);
            return new CleanRun(condition, isExport
                ? await Verification.OfExport(file, witness)
                : (await Verification.Of(file, moment.At.AddDays(days), witness))[0]);
        }
        finally
        {
            Remove(file);
        }
    }

    private static void Draw(Scene scene, Manipulation manipulation)
    {
        for (var draw = 0; draw < DrawsMax; draw++)
        {
            if (manipulation.Make(scene)) return;
        }

        throw new InvalidOperationException($"«{manipulation.Name}» changed nothing in {DrawsMax} draws");
    }

    private static void Remove(string file)
    {
        foreach (var suffix in (ReadOnlySpan<string>)["", "-wal", "-shm"]) File.Delete(file + suffix);
    }

    private string FileOf(string name) => Path.Combine(folder, $"{name}.db");

    private Random RandomOf(int number) => new(unchecked((seed * 1_000_003) + number));
}
