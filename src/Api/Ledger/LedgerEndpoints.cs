using NanchangEdu.Registry.Api.Http;
using NanchangEdu.Registry.Api.Identity;
using NanchangEdu.Registry.Api.OpenApi;
using NanchangEdu.Registry.Contracts;
using NanchangEdu.Registry.Store;

namespace NanchangEdu.Registry.Api.Ledger;

/// <summary>The sealed ledger, for auditors: signed heads, and proofs that lead to them.</summary>
internal static class LedgerEndpoints
{
    public static void MapLedger(this RouteGroupBuilder api)
    {
        var ledger = api.MapGroup("/ledger");
        ledger.MapGet("/checkpoint", (Query<CheckpointQuery> query, LedgerDesk desk, CancellationToken ct) => desk.Checkpoint(query.Question, ct))
            .Query("readCheckpoint", Policies.AuditName, Tags.Ledger, typeof(CheckpointView),
                "Read a checkpoint", "The latest signed head of the ledger, or an earlier one. Keep it outside of the registry: whatever is altered later contradicts it.");
        ledger.MapGet("/checkpoints", (Query<CheckpointsQuery> query, LedgerDesk desk, CancellationToken ct) => desk.Checkpoints(query.Question, ct))
            .Query("listCheckpoints", Policies.AuditName, Tags.Ledger, typeof(CheckpointsView), "List checkpoints", "In their order, a page at a time.");
        ledger.MapGet("/proof", (Query<ProofQuery> query, LedgerDesk desk, CancellationToken ct) => desk.Proof(query.Question, ct))
            .Query("readInclusionProof", Policies.AuditName, Tags.Ledger, typeof(InclusionProofView),
                "Prove that an event is sealed", "By RFC 6962 §2.1.1. An event is sealed some seconds after its command; before that the answer is 404 with the rule `not-sealed`.");
        ledger.MapGet("/consistency", (Query<ConsistencyQuery> query, LedgerDesk desk, CancellationToken ct) => desk.Consistency(query.Question, ct))
            .Query("readConsistencyProof", Policies.AuditName, Tags.Ledger, typeof(ConsistencyProofView),
                "Prove that nothing before a checkpoint was altered", "By RFC 6962 §2.1.2: the ledger of the first is the beginning of that of the second.");
    }
}

/// <summary>Answers from what is sealed in the database.</summary>
public sealed class LedgerDesk(ISealedLedger ledger)
{
    public async Task<IResult> Checkpoint(CheckpointQuery query, CancellationToken cancellationToken)
    {
        var found = query.Number is { } number
            ? (await ledger.Checkpoints(number - 1, 1, cancellationToken)).FirstOrDefault(checkpoint => checkpoint.Number == number)
            : await ledger.Latest(cancellationToken);
        return found is not null ? JsonBytes.Of(CheckpointView.Of(found)) : Problems.Of(query.Number is null ? RuleId.NotSealed : RuleId.NotFound);
    }

    public async Task<IResult> Checkpoints(CheckpointsQuery query, CancellationToken cancellationToken)
    {
        var found = await ledger.Checkpoints(query.After, query.Limit + 1, cancellationToken);
        return JsonBytes.Of(new CheckpointsView(
            [.. found.Take(query.Limit).Select(CheckpointView.Of)], found.Length > query.Limit ? found[query.Limit - 1].Number : null));
    }

    public async Task<IResult> Proof(ProofQuery query, CancellationToken cancellationToken)
    {
        var (state, proof) = await ledger.Inclusion(query.Kind, query.Id, query.Seq, query.Checkpoint, cancellationToken);
        return proof is not null ? JsonBytes.Of(InclusionProofView.Of(query, proof)) : Problems.Of(state == SealedState.NotYet ? RuleId.NotSealed : RuleId.NotFound);
    }

    public async Task<IResult> Consistency(ConsistencyQuery query, CancellationToken cancellationToken) =>
        await ledger.Consistency(query.First, query.Second, cancellationToken) is { } proof
            ? JsonBytes.Of(ConsistencyProofView.Of(proof))
            : Problems.Of(RuleId.NotFound);
}
