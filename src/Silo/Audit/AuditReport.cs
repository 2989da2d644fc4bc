using NanchangEdu.Registry.Hosting.Ledger;
using NanchangEdu.Registry.Silo.Ledger;

namespace NanchangEdu.Registry.Silo.Audit;

/// <summary>What an audit is held against, from outside of the database.</summary>
/// <param name="Verifiers">Keys that are trusted to sign checkpoints; none when the database's own word is taken for them.</param>
/// <param name="Checkpoints">Checkpoints that were brought out of the database as they were made.</param>
internal sealed record AuditWitness(IReadOnlyCollection<LedgerVerifier> Verifiers, IReadOnlyList<CheckpointFile.Line> Checkpoints);

/// <summary>What an audit of the whole register found.</summary>
/// <param name="Records">Records looked at.</param>
/// <param name="Events">Ledger events looked at.</param>
/// <param name="Checkpoints">Checkpoints of the database whose roots the events make.</param>
/// <param name="Witnessed">Checkpoints from outside of it that were found in it again.</param>
/// <param name="Findings">In words, the first <see cref="AuditFindings.Max"/>; empty when all is sound.</param>
public sealed record AuditReport(long Records, long Events, long Checkpoints, long Witnessed, IReadOnlyList<string> Findings)
{
    public bool IsSound => Findings.Count == 0;
}

/// <summary>Collects what does not fit, from several threads.</summary>
internal sealed class AuditFindings
{
    public const int Max = 100;

    private readonly Lock gate = new();
    private readonly List<string> found = [];

    public IReadOnlyList<string> All
    {
        get { lock (gate) return [.. found]; }
    }

    public void Add(string finding)
    {
        lock (gate)
        {
            if (found.Count < Max) found.Add(finding);
        }
    }
}
