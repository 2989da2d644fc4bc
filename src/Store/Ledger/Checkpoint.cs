namespace NanchangEdu.Registry.Store;

/// <summary>A signed head of the tree over the whole ledger: who holds one can tell later whether anything before it was altered.</summary>
/// <param name="Number">1, 2, 3 … without gaps.</param>
/// <param name="Size">Events sealed.</param>
/// <param name="LastPosition">Position of the last of them.</param>
/// <param name="Root">The tree's head, RFC 6962 §2.1.</param>
/// <param name="SealedAt">When, by the registry's clock, UTC.</param>
/// <param name="Verifier">The public key that verifies the note, in the form of C2SP signed-note: <c>name+hash+key</c>.</param>
/// <param name="Note">The signed text, C2SP tlog-checkpoint: all of the above but the verifier can be read from it.</param>
public sealed record Checkpoint(long Number, long Size, long LastPosition, byte[] Root, DateTimeOffset SealedAt, string Verifier, string Note);
