using System.Collections.Concurrent;
using NanchangEdu.Registry.Grains.Sealing;
using NanchangEdu.Registry.Hosting.Ledger;
using NanchangEdu.Registry.Silo.Ledger;
using NanchangEdu.Registry.Store;

namespace NanchangEdu.Registry.Grains.Tests.Harness;

/// <summary>A key of its own, and a place outside of the database that can be told to take nothing.</summary>
internal sealed class Witness : ICheckpointSigner
{
    private readonly ConcurrentQueue<Checkpoint> placed = new();

    private string pem = LedgerKey.MakePem();

    public LedgerKeyRing Keys => LedgerKeyRing.Read("test-ledger", pem);

    public bool TakesNothing { get; set; }

    public IReadOnlyList<Checkpoint> Placed => [.. placed];

    /// <summary>A new key signs; the one before still verifies.</summary>
    public void ChangeKey() => pem = LedgerKey.MakePem() + pem;

    /// <summary>As the file of them would have it.</summary>
    public IReadOnlyList<CheckpointFile.Line> Lines => [.. placed.Select(checkpoint => new CheckpointFile.Line(checkpoint.Number, checkpoint.Verifier, checkpoint.Note))];

    public Checkpoint Sign(TreeHead head) => CheckpointNote.Sign(head, Keys.Signing);

    public Task Place(IReadOnlyList<Checkpoint> checkpoints, CancellationToken cancellationToken)
    {
        if (TakesNothing) throw new CheckpointNotPlacedException("the place takes nothing");

        foreach (var checkpoint in checkpoints) placed.Enqueue(checkpoint);
        return Task.CompletedTask;
    }
}
