using NanchangEdu.Registry.Bench.Load;
using NanchangEdu.Registry.Bench.Load.Contenders;
using NanchangEdu.Registry.Bench.Load.Experiments;
using NanchangEdu.Registry.Bench.Load.Report;

[assembly: System.Runtime.Versioning.SupportedOSPlatform("linux")]

// The driver's sockets are served by one thread that runs what follows an answer at once: the leanest way there is in .NET, and
// nothing here blocks. Read once, when the first socket is made.
Environment.SetEnvironmentVariable("DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS", "1");
Environment.SetEnvironmentVariable("DOTNET_SYSTEM_NET_SOCKETS_THREAD_COUNT", "1");

var options = BenchOptions.Parse(args);
Directory.CreateDirectory(Path.Combine(options.Work, "logs"));
var field = new Field(options);
Keys.Make(field);
var bench = new Bench(options, field, new Preparation(options, field));
IExperiment[] experiments = [new Throughput(bench), new ColdStart(bench), new Memory(bench), new Silos(bench), new Growth(bench), new Catalog(bench), new Deadlines(bench), new Profile(bench)];

var machine = await Machine.Describe(options, field.ConnectionString("postgres", "postgres"));
var results = Directory.CreateDirectory(Path.Combine(options.Root, "bench", "results")).FullName;
Console.WriteLine(machine);
foreach (var experiment in experiments.Where(experiment => options.Only.Contains(experiment.Name)))
{
    Console.WriteLine($"== {experiment.Name}");
    var measurements = new Measurements();
    var conditions = await experiment.Run(measurements);
    var section = Section.Markdown(measurements, experiment.Goals, $"{machine}. {conditions}");
    await File.WriteAllTextAsync(Path.Combine(results, $"{experiment.Name}.csv"), measurements.ToCsv());
    await File.WriteAllTextAsync(Path.Combine(results, $"{experiment.Name}.md"), section);
    if (options.Publish) Page.Replace(Path.Combine(options.Root, "docs", "performance.md"), experiment.Name, section);
    Console.WriteLine(section);
}
