using Microsoft.Extensions.DependencyInjection;
using NanchangEdu.Registry.Silo.Audit;
using NanchangEdu.Registry.Store;

namespace NanchangEdu.Registry.Tamper;

/// <summary>What a verification said.</summary>
/// <param name="Words">The first finding; what it broke off with; nothing.</param>
internal sealed record Verdict(bool IsFound, string Words)
{
    public const string Nothing = "nothing";

    public static Verdict Of(AuditReport report) => new(!report.IsSound, report.Findings is [var first, ..] ? first : Nothing);
}

/// <summary>The audit of <c>registry verify</c>, over a copy of the database.</summary>
internal static class Verification
{
    /// <summary>One verdict for each witness. A verification that breaks off has found nothing: it names no record to look at.</summary>
    public static async Task<Verdict[]> Of(string file, DateTimeOffset at, params AuditWitness[] witnesses)
    {
        try
        {
            await using var services = Services(file);
            var (ledger, auditing) = (services.GetRequiredService<ISealedLedger>(), services.GetRequiredService<IRegisterAuditing>());
            var verdicts = new Verdict[witnesses.Length];
            for (var i = 0; i < witnesses.Length; i++)
                verdicts[i] = Verdict.Of(await new RegisterAudit(ledger, auditing, RegisterLife.Pack, new StillTime(at), witnesses[i], _ => { }).Run(default));
            return verdicts;
        }
        catch (StorageStartException refusal)
        {
            return [.. witnesses.Select(_ => new Verdict(true, refusal.English))];
        }
        catch (Exception fault)
        {
            return [.. witnesses.Select(_ => new Verdict(false, $"verification broke off: {fault}"))];
        }
    }

    /// <summary>Writes the ledger to a file and verifies that, without the database.</summary>
    public static async Task<Verdict> OfExport(string file, AuditWitness witness)
    {
        var export = $"{file}.jsonl";
        try
        {
            await using (var services = Services(file))
            await using (var stream = File.Create(export))
                await ExportedLedger.Write(services.GetRequiredService<ICatalog>(), services.GetRequiredService<ISealedLedger>(), stream, default);
            return Verdict.Of(await ExportedLedger.Verify(export, witness, default));
        }
        finally
        {
            File.Delete(export);
        }
    }

    private static ServiceProvider Services(string file) => new ServiceCollection()
        .Configure<RegisterStoreOptions>(store => store.Readers = 1)
        .AddRegisterStore((SqliteRegisterOptions register) => register.Path = file)
        .BuildServiceProvider();

    /// <summary>Verifies as of one instant, whenever it is run.</summary>
    private sealed class StillTime(DateTimeOffset at) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => at;
    }
}
