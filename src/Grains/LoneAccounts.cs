using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using NanchangEdu.Registry.Contracts;
using NanchangEdu.Registry.Grains.Records;
using NanchangEdu.Registry.Rules;
using NanchangEdu.Registry.Store;

namespace NanchangEdu.Registry.Grains;

/// <summary>
/// Commands to accounts without a silo, for an operator's verbs: they run before there is a cluster, or beside one. It is the same way from
/// a command to an answer as the grain's, and should a grain have the account in memory, the commit's comparison of versions keeps
/// the two apart.
/// </summary>
public sealed class LoneAccounts(IRegisterStore store, RulePack pack, TimeProvider time, IMeterFactory meters, ILoggerFactory loggers) : IDisposable
{
    private readonly RecordMeter meter = new(meters);

    public Task<Outcome> Execute(string personId, AccountCommand command, Envelope envelope, CancellationToken cancellationToken)
    {
        var around = new RecordSurroundings(
            store, pack, new RegistryClock(time), Options.Create(new RecordOptions()), meter, loggers.CreateLogger<RecordSurroundings>());
        var record = new AccountRecord(personId, store, signsWebhooks: () => false);
        var shell = new RecordShell<Account, AccountCommand, AccountEvent>(personId, record, around, deactivate: () => { }, leave: () => { });
        return shell.Execute(command, envelope, cancellationToken);
    }

    public void Dispose() => meter.Dispose();
}
