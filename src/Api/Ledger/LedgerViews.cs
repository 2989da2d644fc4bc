using System.Collections.Immutable;
using NanchangEdu.Registry.Api.Http;
using NanchangEdu.Registry.Store;

namespace NanchangEdu.Registry.Api.Ledger;

/// <summary>封存点: a signed head of the Merkle tree over the whole ledger (RFC 6962 §2.1).</summary>
/// <param name="Number">1, 2, 3 … without gaps.</param>
/// <param name="Size">Events that it seals.</param>
/// <param name="Root">The tree's head, hex.</param>
/// <param name="Verifier">The public key that verifies the note: `name+hash+key`. Compare it with the one you were given on paper.</param>
/// <param name="Note">The signed text, C2SP tlog-checkpoint, Ed25519.</param>
public sealed record CheckpointView(long Number, long Size, string Root, DateTimeOffset SealedAt, string Verifier, string Note)
{
    public static CheckpointView Of(Checkpoint checkpoint) => new(
        checkpoint.Number, checkpoint.Size, Convert.ToHexStringLower(checkpoint.Root), checkpoint.SealedAt, checkpoint.Verifier, checkpoint.Note);
}

/// <summary>Checkpoints in their order.</summary>
/// <param name="Next">The `after` of the next page; null on the last.</param>
public sealed record CheckpointsView(ImmutableArray<CheckpointView> Items, long? Next);

/// <summary>That an event is sealed (RFC 6962 §2.1.1).</summary>
/// <param name="Leaf">Its place in the tree, from 0.</param>
/// <param name="EventHash">The event's `hash`, hex, as its record's history shows it.</param>
/// <param name="LeafHash">SHA-256 of 0x00 and those 32 bytes, hex.</param>
/// <param name="Path">Hashes beside the way to the root, hex, from the leaf up.</param>
public sealed record InclusionProofView(
    RecordKind Kind, string Id, long Seq, long Leaf, string EventHash, string LeafHash, ImmutableArray<string> Path, CheckpointView Checkpoint)
{
    public static InclusionProofView Of(ProofQuery asked, InclusionProof proof) => new(
        asked.Kind, asked.Id, asked.Seq, proof.Leaf, Convert.ToHexStringLower(proof.EventHash), Convert.ToHexStringLower(MerkleHash.Leaf(proof.EventHash)),
        [.. proof.Path.Select(hash => Convert.ToHexStringLower(hash))], CheckpointView.Of(proof.Head));
}

/// <summary>That the ledger of a checkpoint is the beginning of that of a later one (RFC 6962 §2.1.2).</summary>
/// <param name="Path">The proof, hex.</param>
public sealed record ConsistencyProofView(CheckpointView First, CheckpointView Second, ImmutableArray<string> Path)
{
    public static ConsistencyProofView Of(ConsistencyProof proof) => new(
        CheckpointView.Of(proof.First), CheckpointView.Of(proof.Second), [.. proof.Path.Select(hash => Convert.ToHexStringLower(hash))]);
}

/// <param name="Number">Null for the latest.</param>
public sealed record CheckpointQuery(long? Number) : IQuestion<CheckpointQuery>
{
    public static IReadOnlyList<QueryParameter> Parameters { get; } =
        [new("number", "Which one; the latest if absent.", "integer", Min: 1, Example: "1")];

    public static CheckpointQuery Read(QueryReader query) => new(query.Count("number"));
}

public sealed record CheckpointsQuery(long After, int Limit) : IQuestion<CheckpointsQuery>
{
    public static IReadOnlyList<QueryParameter> Parameters { get; } =
    [
        new("after", "Only those after this number; from the first if absent.", "integer", Min: 0, Example: "0"),
        Lists.Paging.Limit,
    ];

    public static CheckpointsQuery Read(QueryReader query) => new(query.Count("after") ?? 0, query.Number("limit") ?? Limits.PageDefault);
}

/// <param name="Checkpoint">The number of the checkpoint to prove it in; null for the latest.</param>
public sealed record ProofQuery(RecordKind Kind, string Id, long Seq, long? Checkpoint) : IQuestion<ProofQuery>
{
    public static IReadOnlyList<QueryParameter> Parameters { get; } =
    [
        new("kind", "Kind of the record.", Required: true, Choices: [.. Json.NamesOf(typeof(RecordKind))]),
        new("id", "Id of the record: a site's id, a unit's code, a person's id.", Required: true, Max: Limits.CodeLength, Example: "12360100491012347A"),
        new("seq", "The event's number in the record's ledger.", "integer", Required: true, Min: 1, Example: "1"),
        new("checkpoint", "Number of the checkpoint to prove it in; the latest if absent.", "integer", Min: 1),
    ];

    public static ProofQuery Read(QueryReader query) => new(
        query.Text("kind") is { } kind ? Routes.Named<RecordKind>(kind) : default, query.Text("id") ?? "", query.Count("seq") ?? 0, query.Count("checkpoint"));
}

public sealed record ConsistencyQuery(long First, long Second) : IQuestion<ConsistencyQuery>
{
    public static IReadOnlyList<QueryParameter> Parameters { get; } =
    [
        new("first", "Number of the earlier checkpoint.", "integer", Required: true, Min: 1, Example: "1"),
        new("second", "Number of the later one.", "integer", Required: true, Min: 1, Example: "2"),
    ];

    public static ConsistencyQuery Read(QueryReader query)
    {
        var (first, second) = (query.Count("first"), query.Count("second"));
        if (first > second) query.Reject(new Fault("first", "order", "不能大于 second", "must not be greater than second"));
        return new ConsistencyQuery(first ?? 0, second ?? 0);
    }
}
