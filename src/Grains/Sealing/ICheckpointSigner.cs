using NanchangEdu.Registry.Store;

namespace NanchangEdu.Registry.Grains.Sealing;

/// <summary>A tree's head that is to be signed.</summary>
public sealed record TreeHead(long Number, long Size, long LastPosition, byte[] Root, DateTimeOffset SealedAt);

/// <summary>Signs tree heads and carries checkpoints out of the database. What keys there are and where checkpoints go is the host's matter.</summary>
public interface ICheckpointSigner
{
    Checkpoint Sign(TreeHead head);

    /// <summary>
    /// Puts checkpoints where whoever can change the database cannot change them, in their order. Throws when it did not succeed: they are
    /// brought again, and a place takes the same one twice.
    /// </summary>
    /// <exception cref="CheckpointNotPlacedException"/>
    Task Place(IReadOnlyList<Checkpoint> checkpoints, CancellationToken cancellationToken);
}

/// <summary>A place for checkpoints did not take them.</summary>
public sealed class CheckpointNotPlacedException(string message, Exception? cause = null) : Exception(message, cause);
