using NanchangEdu.Registry.Grains.Sealing;
using NanchangEdu.Registry.Hosting.Ledger;
using NanchangEdu.Registry.Silo.Ledger;
using NanchangEdu.Registry.Store;

namespace NanchangEdu.Registry.Silo.Audit;

/// <summary>
/// Makes the tree over the ledger anew and holds it against every checkpoint, those of the database and those from outside of it, and against
/// the stored tiles. What an insider could make fit again within the database does not fit what was carried out of it.
/// </summary>
internal sealed class SealCheck
{
    private readonly AuditFindings findings;
    private readonly AuditWitness witness;
    private readonly Dictionary<string, LedgerVerifier[]> own = [];
    private readonly LedgerGrowth tree = LedgerGrowth.Empty();
    private readonly Dictionary<long, List<(string Name, TreeHead Head)>> expected = [];
    private readonly Dictionary<long, string> witnessed = [];
    private IReadOnlyCollection<LedgerTile> sealedTiles = [];
    private long headSize;
    private long stored;
    private long met;

    public SealCheck(AuditFindings findings, AuditWitness witness)
    {
        (this.findings, this.witness) = (findings, witness);
        foreach (var line in witness.Checkpoints) Expect(line);
    }

    /// <summary>Checkpoints of the database.</summary>
    public long Stored => stored;

    /// <summary>Those from outside that the database still has, as they were.</summary>
    public long Witnessed => met;

    /// <summary>The tiles as they were at the latest checkpoint.</summary>
    public IReadOnlyCollection<LedgerTile> Tiles => sealedTiles;

    /// <summary>The database's checkpoints, in their order, before the first event.</summary>
    public void Know(Checkpoint checkpoint)
    {
        var name = $"checkpoint {checkpoint.Number}";
        if (checkpoint.Number != ++stored) findings.Add($"{name}: it follows number {stored - 1}");
        stored = checkpoint.Number;
        if (checkpoint.Size <= headSize) findings.Add($"{name}: it seals {checkpoint.Size} events, where the one before sealed {headSize}");
        headSize = checkpoint.Size;

        var head = CheckpointNote.Open(checkpoint.Note, Trusted(checkpoint));
        if (head is null)
            findings.Add($"{name}: no trusted key signed it");
        else if ((head.Number, head.Size, head.LastPosition, head.SealedAt) != (checkpoint.Number, checkpoint.Size, checkpoint.LastPosition, checkpoint.SealedAt)
            || !head.Root.AsSpan().SequenceEqual(checkpoint.Root))
            findings.Add($"{name}: its columns are not what its signed note says");
        else Expect(name, head);

        if (!witnessed.TryGetValue(checkpoint.Number, out var note)) return;
        if (note == checkpoint.Note) met++;
        else findings.Add($"{name}: it is another than the one that was carried out of the database");
    }

    public void Follow(LedgerLink link)
    {
        tree.Add(new LeafEvent(link.Position, link.Hash));
        if (expected.Remove(tree.Size, out var heads))
        {
            var root = tree.Root();
            foreach (var (name, head) in heads)
            {
                if (!head.Root.AsSpan().SequenceEqual(root)) findings.Add($"{name}: the first {tree.Size} events of the ledger are not those that it sealed");
                if (head.LastPosition != link.Position) findings.Add($"{name}: event {tree.Size} of the ledger stands at {link.Position}, where it sealed {head.LastPosition}");
            }
        }

        if (tree.Size == headSize) sealedTiles = tree.Changed;
    }

    public void End()
    {
        foreach (var (size, heads) in expected)
        {
            foreach (var (name, _) in heads) findings.Add($"{name}: it sealed {size} events and the ledger has {tree.Size}: its end is cut off");
        }

        foreach (var number in witnessed.Keys.Where(number => number > stored))
            findings.Add($"checkpoint {number}: it was carried out of the database, which has {stored}: an older state was put in its place");
    }

    /// <summary>Holds a stored tile against the tree.</summary>
    public void Compare(IReadOnlyDictionary<(int, long), LedgerTile> made, LedgerTile tile)
    {
        if (!made.TryGetValue((tile.Level, tile.Number), out var right))
            findings.Add($"tile {tile.Number} of level {tile.Level}: the sealed tree has none");
        else if (!right.Hashes.AsSpan().SequenceEqual(tile.Hashes) || (right.FirstPosition, right.LastPosition) != (tile.FirstPosition, tile.LastPosition))
            findings.Add($"tile {tile.Number} of level {tile.Level}: it is not what the events make");
    }

    private void Expect(CheckpointFile.Line line)
    {
        var name = $"checkpoint {line.Number} from outside";
        var verifiers = witness.Verifiers.Count > 0 ? witness.Verifiers : Own(line.Verifier);
        if (CheckpointNote.Open(line.Note, verifiers) is not { } head || head.Number != line.Number)
        {
            findings.Add($"{name}: no trusted key signed it");
            return;
        }

        Expect(name, head);
        if (!witnessed.TryAdd(line.Number, line.Note) && witnessed[line.Number] != line.Note) findings.Add($"{name}: there are two of this number");
    }

    private void Expect(string name, TreeHead head)
    {
        if (!expected.TryGetValue(head.Size, out var heads)) expected[head.Size] = heads = [];
        heads.Add((name, head));
    }

    /// <summary>The one key that the checkpoint names, if it is trusted.</summary>
    private LedgerVerifier[] Trusted(Checkpoint checkpoint) => witness.Verifiers.Count > 0
        ? [.. witness.Verifiers.Where(verifier => verifier.Text == checkpoint.Verifier)]
        : Own(checkpoint.Verifier);

    /// <summary>Where no key is trusted from elsewhere, the word of whoever brings the checkpoint is taken.</summary>
    private LedgerVerifier[] Own(string text)
    {
        if (!own.TryGetValue(text, out var known)) own[text] = known = LedgerVerifier.TryParse(text, out var verifier) ? [verifier] : [];
        return known;
    }
}
