using NanchangEdu.Registry.Hosting;
using NanchangEdu.Registry.Silo.Audit;

namespace NanchangEdu.Registry.Api.Commands;

/// <summary>
/// <c>verify</c>: proves the whole register by its ledger, and the ledger by checkpoints that were carried out of the database. Exit code 0 when
/// it is sound, 1 with the findings when it is not.
/// </summary>
internal static class VerifyVerb
{
    private const string Usage = "verify [--checkpoints FILE] [--verifiers FILE] [--ledger EXPORTED-FILE]";

    private static readonly string[] Options = ["checkpoints", "verifiers", "ledger"];

    public static async Task<int> Run(LedgerOperations ledger, string[] arguments, CancellationToken cancellationToken)
    {
        var given = VerbArguments.Read(arguments, Options, Wrong);
        var files = new AuditFiles(given.GetValueOrDefault("verifiers"), given.GetValueOrDefault("checkpoints"));
        var report = given.TryGetValue("ledger", out var exported)
            ? await ledger.VerifyExport(exported, files, cancellationToken)
            : await ledger.Verify(files, Console.Error.WriteLine, cancellationToken);
        if (report.IsSound)
        {
            await Console.Out.WriteLineAsync(
                $"台账核验通过：{report.Records} 条记录，{report.Events} 条事件，{report.Checkpoints} 个封存点，其中 {report.Witnessed} 个与库外留存一致。"
                + $" [The ledger verifies: {report.Records} records, {report.Events} events, {report.Checkpoints} checkpoints, {report.Witnessed} of them as they were carried out.]");
            return 0;
        }

        foreach (var finding in report.Findings) await Console.Error.WriteLineAsync(finding);
        await Console.Error.WriteLineAsync(
            $"台账核验不通过，以上列出 {report.Findings.Count} 处；请勿启用该数据库，换用其他备份并保留现场。"
            + " [The ledger does not verify: do not put this database to use, take another backup, and keep this one as evidence.]");
        return 1;
    }

    private static RegistrySettingException Wrong(string chinese, string english) =>
        new(Verb.Verify, $"{chinese}。用法：{Usage}", $"{english}. Usage: {Usage}");
}
