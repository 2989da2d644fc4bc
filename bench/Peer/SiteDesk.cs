using System.Globalization;
using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using NanchangEdu.Registry.Contracts;
using NanchangEdu.Registry.Rules;
using Npgsql;

namespace NanchangEdu.Registry.Bench.Peer;

internal sealed record Answer(int Status, byte[] Body, string? ETag);

/// <summary>Load, decide, save: one unit of work a request.</summary>
internal sealed class SiteDesk(PeerDatabase database, RulePack pack, TimeProvider clock)
{
    /// <summary>Two at once at one site: the one that comes second decides anew on what the first one left.</summary>
    private const int TriesMax = 5;

    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public async Task<Answer> Read(SiteId id, Actor by)
    {
        if (await database.FindState(id.Value) is not { } stored) return NotFound();

        var site = StoredFormat.ReadSite(stored.State);
        if (!SiteRules.Sees(site, by)) return NotFound();

        var now = clock.GetUtcNow();
        var view = SiteViews.Render(site, stored.Version, new AskView(), by, pack.At(now, site.Sponsor.Type), now);
        return new(200, view.Body, $"\"{stored.Version}-{Convert.ToHexStringLower(SHA256.HashData(view.Body))[..12]}\"");
    }

    public async Task<Answer> Execute(SiteId id, SiteCommand command, Envelope envelope)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                return await Try(id, command, envelope);
            }
            catch (DbUpdateException trouble) when (tries < TriesMax && IsConflict(trouble))
            {
                database.ChangeTracker.Clear();
                if (await Earlier(envelope) is { } first) return first;
            }
        }
    }

    /// <summary>Another command was faster: seen by the row's version, or before that by the audit row's number or the answer's key.</summary>
    private static bool IsConflict(DbUpdateException trouble) =>
        trouble is DbUpdateConcurrencyException || trouble.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation };

    private async Task<Answer> Try(SiteId id, SiteCommand command, Envelope envelope)
    {
        if (await database.FindSite(id.Value) is not { } row) return await Earlier(envelope) ?? NotFound();

        var site = StoredFormat.ReadSite(row.State);
        var now = clock.GetUtcNow();
        var policy = pack.At(now, site.Sponsor.Type);
        var decision = SiteRules.Decide(site, command, new SiteContext(envelope.By, SiteSurroundings.None, policy, now, envelope.RequestId));
        if (decision.Hidden) return await Earlier(envelope) ?? NotFound();
        if (decision.Refusal is { } refusal) return await Earlier(envelope) ?? Refused(refusal);

        var next = decision.Events.Aggregate(site, SiteRules.Evolve);
        row.Version++;
        var (status, body) = SiteReceipts.Render(next, row.Version, command, decision.Events, policy, now);
        foreach (var @event in decision.Events) database.Audit.Add(Audit(row, @event, envelope, policy.PackVersion, now));
        database.Answers.Add(new AnswerRow
        {
            ActorId = envelope.By.PersonId,
            IdempotencyKey = envelope.IdempotencyKey,
            RequestHash = envelope.RequestHash,
            Status = status,
            Body = body,
            RecordId = row.Id,
            Version = row.Version,
            CreatedAt = now,
        });
        row.State = StoredFormat.Write(next);
        row.Take(SiteColumns.Of(next, policy, now));
        await database.SaveChangesAsync();
        return new(status, body, ETag(row.Version));
    }

    private async Task<Answer?> Earlier(Envelope envelope) =>
        await database.FindAnswer(envelope.By.PersonId, envelope.IdempotencyKey) is { } kept
            ? kept.RequestHash == envelope.RequestHash ? new(kept.Status, kept.Body, ETag(kept.Version)) : new(422, [], null)
            : null;

    private static AuditRow Audit(SiteRow row, SiteEvent @event, Envelope envelope, string pack, DateTimeOffset now)
    {
        var data = StoredFormat.Write(@event);
        var type = data["type"]!.GetValue<string>();
        var body = Body(row, ++row.LedgerSeq, type, @event.At, data, envelope, pack, now);
        var audit = new AuditRow
        {
            RecordId = row.Id,
            Seq = row.LedgerSeq,
            Version = row.Version,
            Type = type,
            OccurredAt = @event.At,
            RecordedAt = now,
            ActorId = envelope.By.PersonId,
            ActorRole = Wire.Name(envelope.By.Role),
            ActorUnit = (envelope.By.Unit ?? envelope.By.Authority)?.Uscc,
            RequestId = envelope.RequestId,
            RulePackVersion = pack,
            PrevHash = row.LedgerHash,
            Hash = SHA256.HashData([.. row.LedgerHash, .. body]),
            Body = body,
        };
        row.LedgerHash = audit.Hash;
        return audit;
    }

    /// <summary>The envelope that the registry's ledger keeps, member by member.</summary>
    private static byte[] Body(
        SiteRow row, long seq, string type, DateTimeOffset at, JsonNode data, Envelope envelope, string pack, DateTimeOffset now)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, Plain))
        {
            json.WriteStartObject();
            json.WriteString("kind", "site");
            json.WriteString("id", row.Id);
            json.WriteNumber("seq", seq);
            json.WriteNumber("version", row.Version);
            json.WriteString("type", type);
            json.WriteString("occurredAt", at);
            json.WriteString("recordedAt", now);
            json.WriteStartObject("actor");
            json.WriteString("id", envelope.By.PersonId);
            json.WriteString("name", envelope.By.Name);
            json.WriteString("role", Wire.Name(envelope.By.Role));
            json.WriteString("unit", (envelope.By.Unit ?? envelope.By.Authority)?.Uscc);
            json.WriteEndObject();
            json.WriteString("requestId", envelope.RequestId);
            json.WriteString("rulePack", pack);
            json.WritePropertyName("data");
            data.WriteTo(json);
            json.WriteEndObject();
        }

        return buffer.ToArray();
    }

    private static Answer NotFound() => new(404, """{"type":"/problems/not-found"}"""u8.ToArray(), null);

    private static Answer Refused(Refusal refusal) => new(409, JsonSerializer.SerializeToUtf8Bytes(refusal, RegistryJson.Options), null);

    private static string ETag(long version) => string.Create(CultureInfo.InvariantCulture, $"\"{version}\"");
}
