using System.Collections.Immutable;
using System.Security.Cryptography;
using CsCheck;

namespace NanchangEdu.Registry.Store.Tests;

public sealed class LedgerChainTests
{
    private static readonly Gen<ImmutableArray<HistoryRow>> Chains = Gen.Byte.Array[0, 40].Array[2, 12].Select(Chain);

    [Fact]
    public void The_hash_is_that_of_the_two_parts_in_a_row()
    {
        Assert.Equal(new byte[32], LedgerChain.Genesis.ToArray());
        Assert.Equal(SHA256.HashData("abcdef"u8), LedgerChain.Hash("abc"u8, "def"u8));
        // NIST's vector for «abc».
        Assert.Equal(
            "BA7816BF8F01CFEA414140DE5DAE2223B00361A396177A9CB410FF61F20015AD", Convert.ToHexString(LedgerChain.Hash([], "abc"u8)));
    }

    [Fact]
    public void An_untouched_chain_holds() => Chains.Sample(chain =>
    {
        Assert.Null(LedgerChain.Verify(chain));
        Assert.Null(LedgerChain.Verify(chain, HeadOf(chain)));
    });

    [Fact]
    public void No_events_are_a_chain_that_holds() => Assert.Null(LedgerChain.Verify([]));

    [Fact]
    public void A_dropped_event_is_named() => Touched((chain, at) => chain.RemoveAt(at), (chain, at) => at + 1);

    [Fact]
    public void A_doubled_event_is_named() => Touched((chain, at) => chain.Insert(at, chain[at]), (chain, at) => at + 2);

    [Fact]
    public void An_altered_body_is_named() =>
        Touched((chain, at) => chain.SetItem(at, chain[at] with { Body = [.. chain[at].Body, 1] }), (chain, at) => at + 1);

    [Fact]
    public void A_flipped_bit_of_a_hash_is_named() =>
        Touched((chain, at) => chain.SetItem(at, chain[at] with { Hash = Flip(chain[at].Hash, at) }), (chain, at) => at + 1);

    [Fact]
    public void A_flipped_bit_of_a_previous_hash_is_named() =>
        Touched((chain, at) => chain.SetItem(at, chain[at] with { PrevHash = Flip(chain[at].PrevHash, at) }), (chain, at) => at + 1);

    [Fact]
    public void A_changed_number_is_named() =>
        Touched((chain, at) => chain.SetItem(at, chain[at] with { Seq = chain[at].Seq + 1 }), (chain, at) => at + 1);

    [Fact]
    public void Two_events_in_each_others_place_are_named() => Touched(
        (chain, at) => at + 1 < chain.Length ? chain.SetItem(at, chain[at + 1]).SetItem(at + 1, chain[at]) : chain.Reverse().ToImmutableArray(),
        (chain, at) => at + 1 < chain.Length ? at + 1 : 1);

    [Fact]
    public void An_event_renumbered_into_anothers_place_is_named() => Touched(
        (chain, at) => [.. chain.RemoveAt(at).Select((row, i) => row with { Seq = i + 1 })],
        (chain, at) => at + 1);

    /// <summary>An insider without the head can make a new tail whose hashes fit; only the record's head tells.</summary>
    [Fact]
    public void A_rewritten_tail_is_named_by_the_head() => Gen.Select(Chains, Gen.Int[0, 1000]).Sample((chain, n) =>
    {
        var at = n % chain.Length;
        var forged = Chain([.. chain.Take(at).Select(row => row.Body), .. chain.Skip(at).Select(row => (byte[])[.. row.Body, 7])]);

        Assert.Null(LedgerChain.Verify(forged));
        Assert.NotNull(LedgerChain.Verify(forged, HeadOf(chain)));
    });

    private static void Touched(
        Func<ImmutableArray<HistoryRow>, int, ImmutableArray<HistoryRow>> touch, Func<ImmutableArray<HistoryRow>, int, long> brokenAt) =>
        Gen.Select(Chains, Gen.Int[0, 1000]).Sample((chain, n) =>
        {
            var at = n % chain.Length;
            Assert.Equal(brokenAt(chain, at), LedgerChain.Verify(touch(chain, at), HeadOf(chain)));
        });

    private static ImmutableArray<HistoryRow> Chain(byte[][] bodies)
    {
        var rows = ImmutableArray.CreateBuilder<HistoryRow>();
        var previous = LedgerChain.Genesis.ToArray();
        foreach (var body in bodies)
        {
            var hash = LedgerChain.Hash(previous, body);
            rows.Add(new HistoryRow(100 + rows.Count, rows.Count + 1, "siteRegistered", Sample.Start, Sample.Start, body, previous, hash));
            previous = hash;
        }

        return rows.ToImmutable();
    }

    private static StoredRecord HeadOf(ImmutableArray<HistoryRow> chain) => new("site-1", 1, [], chain[^1].Seq, chain[^1].Hash);

    private static byte[] Flip(byte[] hash, int at)
    {
        var flipped = hash.ToArray();
        flipped[at % flipped.Length] ^= 1;
        return flipped;
    }
}
