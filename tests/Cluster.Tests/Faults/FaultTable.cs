using System.Globalization;
using System.Text;
using NanchangEdu.Registry.Cluster.Tests.History;

namespace NanchangEdu.Registry.Cluster.Tests.Faults;

/// <summary>The result of a run, for people.</summary>
internal static class FaultTable
{
    public static string Of(IReadOnlyList<FaultRecord> faults, ClientHistory clients, Pulse pulse, IReadOnlyList<Finding> found, int ownEnds)
    {
        var text = new StringBuilder();
        text.AppendLine("| fault | count | held up, median s | max s | after healing, median s | max s |");
        text.AppendLine("|---|---:|---:|---:|---:|---:|");
        foreach (var kind in faults.GroupBy(record => record.Fault.Name).OrderBy(kind => kind.Key, StringComparer.Ordinal))
        {
            var (outages, recoveries) = (Seconds(kind, record => record.Outage), Seconds(kind, record => record.Recovery));
            text.AppendLine(CultureInfo.InvariantCulture,
                $"| {kind.Key} | {kind.Count()} | {Median(outages):F1} | {outages[^1]:F1} | {Median(recoveries):F1} | {recoveries[^1]:F1} |");
        }

        text.AppendLine();
        text.AppendLine("| figure | |");
        text.AppendLine("|---|---:|");
        Row("faults", faults.Count);
        Row("silos that ended by themselves (evicted)", ownEnds);
        Row("commands", clients.Invocations.Count);
        Row("acknowledged", clients.Invocations.Count(i => i.Acknowledged));
        Row("refused by a rule or a claim", clients.Invocations.Count(i => !i.Acknowledged));
        Row("unknown at first, then resolved", pulse.Resolved);
        Row("sendings repeated", pulse.Retried);
        Row("old keys sent again", clients.Invocations.Sum(i => Math.Max(0, i.Answers.Count - 1)));
        Row("keys sent with another body", clients.Misuses.Count);
        Row("authoritative reads", clients.Reads.Count);
        Row("lost", Of(Violation.Lost));
        Row("doubled", Of(Violation.Doubled));
        Row("phantoms", Of(Violation.Phantom));
        Row("forks", Of(Violation.Fork));
        Row("altered answers", Of(Violation.Altered));
        Row("out of order", Of(Violation.Order));
        Row("stale authoritative reads", Of(Violation.Stale));
        Row("ledger and state apart", Of(Violation.Ledger));
        Row("instants out of order", Of(Violation.Time));
        Row("quota violations", Of(Violation.Quota));
        return text.ToString();

        int Of(Violation violation) => found.Count(finding => finding.Violation == violation);

        void Row(string name, int value) => text.AppendLine(CultureInfo.InvariantCulture, $"| {name} | {value} |");
    }

    private static double[] Seconds(IEnumerable<FaultRecord> records, Func<FaultRecord, TimeSpan> of) => [.. records.Select(record => of(record).TotalSeconds).Order()];

    private static double Median(double[] ordered) => ordered[ordered.Length / 2];
}
