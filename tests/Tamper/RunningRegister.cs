using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using NanchangEdu.Registry.Contracts;
using NanchangEdu.Registry.Grains;
using NanchangEdu.Registry.Hosting;
using NanchangEdu.Registry.Silo;
using NanchangEdu.Registry.Silo.Sample;

namespace NanchangEdu.Registry.Tamper;

/// <summary>
/// The silo as the embedded program starts it. Its clock stays in the sample city's story, so that neither the sweeper nor the sealer wakes by
/// itself: what is sealed when is the run's to say.
/// </summary>
internal sealed class RunningRegister : IAsyncDisposable
{
    public const string RegisterFile = "register.db";
    public const string KeyFile = "ledger.key";
    public const string CheckpointFile = "checkpoints.jsonl";

    private static readonly string NoHash = new('0', 64);

    private readonly string folder;
    private readonly IHost host;

    private RunningRegister(string folder)
    {
        this.folder = folder;
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Configuration.AddInMemoryCollection([new("Registry:DataFolder", folder)]);
        builder.Logging.ClearProviders();
        builder.AddRegistrySilo(RegistryDatabase.Embedded);
        builder.Services.AddStoryClock();
        host = builder.Build();
    }

    private IGrainFactory Grains => host.Services.GetRequiredService<IGrainFactory>();

    public static async Task<RunningRegister> Start(string folder)
    {
        var register = new RunningRegister(folder);
        await register.host.StartAsync();
        return register;
    }

    /// <param name="action">A command of the story.</param>
    /// <param name="teller">Stands in the request id: two who tell the same leave different events.</param>
    public async Task Tell(StoryAction action, string teller)
    {
        host.Services.GetRequiredService<StoryClock>().TellAt(action.At);
        Demand(action.What, await action.Tell(Grains, EnvelopeOf(action.By, action.Key, teller), default));
    }

    /// <summary>Opens the account of the unit's clerk, at the instant that was told last.</summary>
    public async Task OpenAccount(SampleUnit unit, string teller)
    {
        var clerk = SamplePeople.Clerk(unit);
        var command = new PutAccount(clerk.PersonId, clerk.Name, [Role.Clerk], unit.Id, null);
        Demand(command, await Grains.GetAccount(clerk.PersonId).Execute(
            command, EnvelopeOf(SamplePeople.Administrator, $"account-{clerk.PersonId}", teller), default));
    }

    public Task<long> Seal() => Grains.GetGrain<ILedgerSealerGrain>(GrainKeys.Sealer).Seal(default);

    /// <summary>Copies the database as it is now into one file, as a backup of SQLite does.</summary>
    public void CopyTo(string file)
    {
        using var from = new SqliteConnection(ConnectionTo(Path.Combine(folder, RegisterFile)));
        using var to = new SqliteConnection(ConnectionTo(file));
        from.Open();
        to.Open();
        from.BackupDatabase(to);
    }

    public async ValueTask DisposeAsync()
    {
        await host.StopAsync();
        host.Dispose();
    }

    private static string ConnectionTo(string file) => new SqliteConnectionStringBuilder { DataSource = file, Pooling = false }.ConnectionString;

    private static Envelope EnvelopeOf(Actor by, string key, string teller) => new(by, key, NoHash, ExpectedVersion: null, $"{teller}-{key}");

    private static void Demand(object command, Outcome outcome)
    {
        if (outcome.Kind != OutcomeKind.Done)
            throw new InvalidOperationException($"{command.GetType().Name} of the story got {outcome.Kind} {outcome.Refusal?.Rule}");
    }
}
