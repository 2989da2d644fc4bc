using System.Security.Cryptography;

namespace NanchangEdu.Registry.Store;

/// <summary>The hash chain of one record's ledger: each event's hash covers its own bytes and the hash of the event before.</summary>
public static class LedgerChain
{
    /// <summary>Length of every hash of the chain: SHA-256.</summary>
    public const int HashBytes = SHA256.HashSizeInBytes;

    /// <summary>What the first event of a record is chained to: 32 zero bytes.</summary>
    public static ReadOnlyMemory<byte> Genesis { get; } = new byte[HashBytes];

    /// <summary>SHA-256(<paramref name="previous"/> ‖ <paramref name="body"/>).</summary>
    public static byte[] Hash(ReadOnlySpan<byte> previous, ReadOnlySpan<byte> body)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(previous);
        hash.AppendData(body);
        return hash.GetHashAndReset();
    }

    /// <summary>
    /// Walks a record's events from its first one and returns the sequence number at which the chain breaks, null when it
    /// holds. Events cut off at the end leave no trace in the rest: give the record's head to see those, too.
    /// </summary>
    public static long? Verify(IEnumerable<HistoryRow> events) => Walk(events).Broken;

    /// <summary>As <see cref="Verify(IEnumerable{HistoryRow})"/>, and the last event must be the one the record names as its head.</summary>
    public static long? Verify(IEnumerable<HistoryRow> events, StoredRecord head)
    {
        var (broken, seq, hash) = Walk(events);
        if (broken is not null)
            return broken;
        if (seq != head.LedgerSeq)
            return Math.Min(seq, head.LedgerSeq) + 1;
        return hash.Span.SequenceEqual(head.LedgerHash) ? null : seq;
    }

    private static (long? Broken, long Seq, ReadOnlyMemory<byte> Hash) Walk(IEnumerable<HistoryRow> events)
    {
        long seq = 0;
        var previous = Genesis;
        foreach (var row in events)
        {
            seq++;
            var sound = row.Seq == seq
                && row.PrevHash.AsSpan().SequenceEqual(previous.Span)
                && row.Hash.AsSpan().SequenceEqual(Hash(row.PrevHash, row.Body));
            if (!sound)
                return (seq, seq, previous);
            previous = row.Hash;
        }

        return (null, seq, previous);
    }
}
