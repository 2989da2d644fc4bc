using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using NanchangEdu.Registry.Grains.Sealing;
using NanchangEdu.Registry.Hosting.Ledger;
using NanchangEdu.Registry.Silo.Ledger;
using NanchangEdu.Registry.Store;

namespace NanchangEdu.Registry.Tamper;

/// <summary>
/// Somebody changes who did a thing, by which request or when, and makes all fit that follows from it: the columns, the record's chain and its
/// head; then the tree; then the checkpoints, signed with a key of their own. The state needs no change: it follows from what was done.
/// </summary>
internal static class Forgery
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static bool Chain(Scene scene) => scene.Within(insider => Rewrite(scene, insider));

    public static bool ChainAndTree(Scene scene) => scene.Within(insider => Rewrite(scene, insider) && Regrow(insider, key: null));

    public static bool ChainTreeAndSignatures(Scene scene) => scene.Within(insider =>
        Rewrite(scene, insider) && Regrow(insider, LedgerKeyRing.Read(LedgerOptions.DefaultName, LedgerKey.MakePem()).Signing));

    private static bool Rewrite(Scene scene, Insider insider)
    {
        if (insider.Pick(scene.Life.Tables.Single(table => table.Name == "ledger_event"), scene.Random) is not { } row) return false;

        var body = JsonNode.Parse((byte[])row["body"]!)!.AsObject();
        var (column, value) = Forge(body, scene.Random);
        insider.Update(row, column, value);
        insider.Update(row, "body", JsonSerializer.SerializeToUtf8Bytes(body, Plain));

        var (kind, id) = ((string)row["record_kind"]!, (string)row["record_id"]!);
        var hash = (byte[])row["prev_hash"]!;
        foreach (var next in insider.Rows(
            "SELECT position, body FROM ledger_event WHERE record_kind = ?1 AND record_id = ?2 AND seq >= ?3 ORDER BY seq", kind, id, row["seq"]))
        {
            var previous = hash;
            hash = LedgerChain.Hash(previous, (byte[])next[1]!);
            insider.Execute("UPDATE ledger_event SET prev_hash = ?1, hash = ?2 WHERE position = ?3", previous, hash, next[0]);
        }

        return insider.Execute($"UPDATE {kind} SET ledger_hash = ?1 WHERE id = ?2", hash, id) == 1;
    }

    /// <returns>The column that repeats what was changed of the body, and its value.</returns>
    private static (string Column, string Value) Forge(JsonObject body, Random random)
    {
        switch (random.Next(3))
        {
            case 0:
                var actor = body["actor"]!.AsObject();
                actor["name"] = "某人";
                return ("actor_id", Said(actor, "id", Values.Change(actor["id"]!.GetValue<string>(), random)));
            case 1:
                return ("request_id", Said(body, "requestId", Values.Change(body["requestId"]!.GetValue<string>(), random)));
            default:
                var before = Values.Instant(body["occurredAt"]!.GetValue<string>());
                return ("occurred_at", Said(body, "occurredAt", Values.Text(before.AddMinutes(-random.Next(1, 10_000)))));
        }
    }

    private static string Said(JsonObject body, string member, string value)
    {
        body[member] = value;
        return value;
    }

    private static bool Regrow(Insider insider, LedgerKey? key)
    {
        var sealedAt = insider.Rows("SELECT size, number, sealed_at FROM checkpoint").ToDictionary(row => (long)row[0]!);
        var tree = LedgerGrowth.Empty();
        foreach (var leaf in insider.Rows("SELECT position, hash FROM ledger_event ORDER BY position"))
        {
            tree.Add(new LeafEvent((long)leaf[0]!, (byte[])leaf[1]!));
            if (!sealedAt.TryGetValue(tree.Size, out var row)) continue;

            var head = new TreeHead((long)row[1]!, tree.Size, (long)leaf[0]!, tree.Root(), Values.Instant((string)row[2]!));
            insider.Execute("UPDATE checkpoint SET root = ?1 WHERE number = ?2", head.Root, head.Number);
            if (key is null) continue;

            var forged = CheckpointNote.Sign(head, key);
            insider.Execute("UPDATE checkpoint SET verifier = ?1, note = ?2 WHERE number = ?3", forged.Verifier, forged.Note, head.Number);
        }

        // the present is sealed to its end: these are the tiles of the last checkpoint
        foreach (var tile in tree.Changed)
            insider.Execute("UPDATE ledger_tile SET hashes = ?1 WHERE level = ?2 AND number = ?3", tile.Hashes, tile.Level, tile.Number);
        return true;
    }
}
