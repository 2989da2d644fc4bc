using NanchangEdu.Registry.Rules;
using NanchangEdu.Registry.Years;

// Drives the registry's clock through years of a city's life, kills its silos on the way, and holds every reminder against what the ledger says there
// had to be. Exit codes: 0 each rung was told once and in time, 1 one was not, 64 the arguments are wrong.
if (args is [Worker.Verb, .. var settings]) return await Worker.Run(settings);

if (Arguments.Parse(args) is not { } arguments)
{
    await Console.Error.WriteLineAsync(Arguments.Usage);
    return 64;
}

var folder = Directory.CreateTempSubdirectory("registry-years-");
try
{
    var pack = RulePack.Load(await File.ReadAllBytesAsync(Path.Combine(AppContext.BaseDirectory, "policy", "nanchang.json")));
    using var ground = Ground.Of(arguments, folder.FullName);
    var begun = TimeProvider.System.GetTimestamp();
    Ridden ridden;
    using (var ride = new Ride(arguments, ground)) ridden = await ride.Through(Console.Error.WriteLine);
    await using var services = ground.Services();
    var verdict = await Oracle.Judge(services, pack, ridden.Sweeps);
    return Report.Write(Console.Out, arguments, ridden, verdict, TimeProvider.System.GetElapsedTime(begun)) ? 0 : 1;
}
finally
{
    folder.Delete(recursive: true);
}
