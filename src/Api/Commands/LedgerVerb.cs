using NanchangEdu.Registry.Hosting;
using NanchangEdu.Registry.Silo.Audit;

namespace NanchangEdu.Registry.Api.Commands;

/// <summary>
/// <c>ledger export</c> writes the whole ledger to a file that can be verified without the database; <c>ledger verifiers</c> prints the public keys
/// by which its checkpoints are verified.
/// </summary>
internal static class LedgerVerb
{
    private const string Usage = "ledger export --out FILE | ledger verifiers";

    private static readonly string[] Options = ["out"];

    public static async Task<int> Run(LedgerOperations ledger, string[] arguments, CancellationToken cancellationToken)
    {
        switch (arguments)
        {
            case ["verifiers"]:
                foreach (var verifier in ledger.Verifiers()) await Console.Out.WriteLineAsync(verifier);
                return 0;

            case ["export", .. var pairs] when VerbArguments.Read(pairs, Options, Wrong).GetValueOrDefault("out") is { Length: > 0 } path:
                if (File.Exists(path)) throw Wrong($"--out {path} 已存在，不会覆盖", $"--out {path} exists and is not overwritten");
                var events = await ledger.Export(path, cancellationToken);
                await Console.Out.WriteLineAsync($"已导出 {events} 条事件到 {path}。 [{events} events are exported.]");
                return 0;

            default:
                throw Wrong("用法不对", "that is not how it is used");
        }
    }

    private static RegistrySettingException Wrong(string chinese, string english) =>
        new(Verb.Ledger, $"{chinese}。用法：{Usage}", $"{english}. Usage: {Usage}");
}
