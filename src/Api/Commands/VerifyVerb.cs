using NanchangEdu.Registry.Api.Startup;

namespace NanchangEdu.Registry.Api.Commands;

/// <summary><c>verify</c>: proves the whole register by its ledger. Exit code 0 when it is sound, 1 with the findings when it is not.</summary>
internal static class VerifyVerb
{
    public static async Task<int> Run(Surroundings surroundings, ILoggerFactory loggers, CancellationToken cancellationToken)
    {
        var report = await EmbeddedMode.Audit(surroundings, loggers, cancellationToken);
        if (report.IsSound)
        {
            await Console.Out.WriteLineAsync(
                $"台账核验通过：{report.Records} 条记录，{report.Events} 条事件。 [The ledger verifies: {report.Records} records, {report.Events} events.]");
            return 0;
        }

        foreach (var finding in report.Findings) await Console.Error.WriteLineAsync(finding);
        await Console.Error.WriteLineAsync(
            $"台账核验不通过，以上列出 {report.Findings.Count} 处；请勿启用该数据库，换用其他备份并保留现场。"
            + " [The ledger does not verify: do not put this database to use, take another backup, and keep this one as evidence.]");
        return 1;
    }
}
