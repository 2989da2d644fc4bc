using System.Collections.Concurrent;
using NanchangEdu.Registry.Tamper;

// Manipulates copies of a register, one after the other, and verifies each; and verifies registers that nobody touched.
// Exit codes: 0 everything was found and nothing else, 1 something was missed or a false alarm given, 64 the arguments are wrong.
const int ProgressEvery = 500;

if (Arguments.Parse(args) is not { } arguments)
{
    await Console.Error.WriteLineAsync(Arguments.Usage);
    return 64;
}

var folder = Directory.CreateTempSubdirectory("registry-tamper-");
try
{
    var life = await RegisterLife.Make(folder.FullName);
    var trials = new Trials(life, folder.FullName, arguments.Seed);
    if (arguments.Only is { } only)
    {
        var trial = await trials.Make(only);
        Report.Tell(Console.Out, trial, arguments.Seed);
        return trial.Found.IsFound ? 0 : 1;
    }

    var made = await All(arguments.Runs, "manipulations", trials.Make);
    var clean = await All(arguments.Clean, "clean runs", trials.Watch);
    return Report.Write(Console.Out, life, arguments, made, clean) ? 0 : 1;
}
finally
{
    folder.Delete(recursive: true);
}

static async Task<ConcurrentBag<T>> All<T>(int count, string what, Func<int, Task<T>> make)
{
    var done = new ConcurrentBag<T>();
    var all = new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount };
    await Parallel.ForEachAsync(Enumerable.Range(0, count), all, async (number, _) =>
    {
        done.Add(await make(number));
        if (done.Count % ProgressEvery == 0) await Console.Error.WriteLineAsync($"{done.Count} of {count} {what}");
    });
    return done;
}
