using System.Collections.Immutable;

namespace NanchangEdu.Registry.Store;

/// <summary>That an event is the leaf it is said to be.</summary>
/// <param name="Leaf">Its place in the tree, from 0.</param>
/// <param name="EventHash">Its chain hash; the leaf's hash is <see cref="MerkleHash.Leaf"/> of it.</param>
/// <param name="Path">Hashes beside the way to the root, from the leaf up.</param>
/// <param name="Head">The checkpoint whose root it leads to.</param>
public sealed record InclusionProof(long Leaf, byte[] EventHash, ImmutableArray<byte[]> Path, Checkpoint Head);

/// <summary>That the ledger of the second checkpoint begins with that of the first.</summary>
public sealed record ConsistencyProof(Checkpoint First, Checkpoint Second, ImmutableArray<byte[]> Path);

/// <summary>What became of the question for a proof.</summary>
public enum SealedState
{
    /// <summary>There is no such event or checkpoint.</summary>
    Unknown = 0,
    /// <summary>The event is younger than the latest checkpoint: ask again in some seconds.</summary>
    NotYet = 1,
    Sealed = 2,
}

/// <summary>The sealed ledger as auditors ask for it. Not scoped: the door lets auditors in alone.</summary>
public interface ISealedLedger
{
    /// <summary>The latest checkpoint; null before the first.</summary>
    /// <exception cref="StoreUnavailableException"/>
    Task<Checkpoint?> Latest(CancellationToken cancellationToken);

    /// <summary>Checkpoints after this number, in their order.</summary>
    /// <exception cref="StoreUnavailableException"/>
    Task<ImmutableArray<Checkpoint>> Checkpoints(long after, int limit, CancellationToken cancellationToken);

    /// <param name="number">The checkpoint to prove it in; the latest when null.</param>
    /// <exception cref="StoreUnavailableException"/>
    Task<(SealedState State, InclusionProof? Proof)> Inclusion(RecordKind kind, string id, long seq, long? number, CancellationToken cancellationToken);

    /// <returns>Null when one of the checkpoints is unknown.</returns>
    /// <exception cref="StoreUnavailableException"/>
    Task<ConsistencyProof?> Consistency(long first, long second, CancellationToken cancellationToken);
}

/// <summary>What the sealer needs of the store.</summary>
public interface ILedgerSealing
{
    /// <summary>The tree as it was last sealed, and its checkpoint; an empty tree and null before the first.</summary>
    /// <exception cref="StoreUnavailableException"/>
    /// <exception cref="LedgerSealException">What is stored contradicts itself.</exception>
    Task<(LedgerGrowth Tree, Checkpoint? Head)> SealedTree(CancellationToken cancellationToken);

    /// <summary>Events after the position that are final, in the order in which they are sealed.</summary>
    /// <exception cref="StoreUnavailableException"/>
    Task<ImmutableArray<LeafEvent>> Unsealed(long after, int limit, CancellationToken cancellationToken);

    /// <summary>
    /// Writes the checkpoint and the tiles in one transaction. False when a checkpoint of this number is there already: another sealer was
    /// faster, and nothing was written.
    /// </summary>
    /// <exception cref="StoreUnavailableException">Whether it was written is not known.</exception>
    Task<bool> Seal(Checkpoint checkpoint, IReadOnlyCollection<LedgerTile> tiles);
}
