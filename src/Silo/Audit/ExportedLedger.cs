using System.Text.Json;
using NanchangEdu.Registry.Contracts;
using NanchangEdu.Registry.Store;

namespace NanchangEdu.Registry.Silo.Audit;

/// <summary>
/// The ledger as a file that can be verified without the database: lines of JSON, first the checkpoints, then the events in the order of
/// positions, each body as the bytes that were hashed, in base64.
/// </summary>
internal static class ExportedLedger
{
    private const int Page = 5000;

    private static readonly JsonSerializerOptions Form = new(RegistryJson.Options) { WriteIndented = false };

    /// <summary>One of the two.</summary>
    public sealed record Line(SealedLine? Checkpoint, EventLine? Event);

    public sealed record SealedLine(
        long Number, long Size, long LastPosition, byte[] Root, DateTimeOffset SealedAt, string Verifier, string Note);

    public sealed record EventLine(
        long Position, RecordKind Kind, string Id, long Seq, long Version, string Type, DateTimeOffset OccurredAt, DateTimeOffset RecordedAt,
        string ActorId, string ActorRole, string? ActorUnit, string RequestId, string RulePack, byte[] PrevHash, byte[] Hash, byte[] Body);

    /// <returns>How many events were written.</returns>
    /// <exception cref="StoreUnavailableException"/>
    public static async Task<long> Write(ICatalog catalog, ISealedLedger ledger, Stream stream, CancellationToken cancellationToken)
    {
        for (long after = 0; await ledger.Checkpoints(after, Page, cancellationToken) is [.., var last] page; after = last.Number)
        {
            foreach (var c in page)
                await Put(stream, new Line(new SealedLine(c.Number, c.Size, c.LastPosition, c.Root, c.SealedAt, c.Verifier, c.Note), null), cancellationToken);
        }

        long written = 0;
        for (long after = 0; await catalog.LedgerFeed(after, Page, cancellationToken) is [.., var last] page; after = last.Position)
        {
            foreach (var row in page) await Put(stream, new Line(null, Of(row)), cancellationToken);
            written += page.Length;
        }

        return written;
    }

    /// <summary>Verifies chains, columns and seals of an exported ledger; records and states are not in it.</summary>
    /// <exception cref="IOException"/>
    public static async Task<AuditReport> Verify(string path, AuditWitness witness, CancellationToken cancellationToken)
    {
        var findings = new AuditFindings();
        var (chains, seals) = (new EventCheck(findings), new SealCheck(findings, witness));
        var (events, number) = (0L, 0L);
        await foreach (var text in File.ReadLinesAsync(path, cancellationToken))
        {
            number++;
            switch (Read(text))
            {
                case { Checkpoint: { } c }:
                    seals.Know(new Checkpoint(c.Number, c.Size, c.LastPosition, c.Root, c.SealedAt, c.Verifier, c.Note));
                    break;
                case { Event: { } e }:
                    events++;
                    EventProof.Check(Of(e), findings);
                    var link = LinkOf(e);
                    chains.Follow(link);
                    seals.Follow(link);
                    break;
                default:
                    findings.Add($"line {number}: it is neither a checkpoint nor an event");
                    break;
            }
        }

        seals.End();
        return new AuditReport(chains.Heads.Count, events, seals.Stored, seals.Witnessed, findings.All);
    }

    private static Line? Read(string text)
    {
        try
        {
            return JsonSerializer.Deserialize<Line>(text, Form);
        }
        catch (JsonException)
        {
            return null; // told by its number
        }
    }

    private static async Task Put(Stream stream, Line line, CancellationToken cancellationToken)
    {
        await JsonSerializer.SerializeAsync(stream, line, Form, cancellationToken);
        stream.WriteByte((byte)'\n');
    }

    private static EventLine Of(FeedRow row) => new(
        row.Position, row.Kind, row.Id, row.Seq, row.Version, row.Type, row.OccurredAt, row.RecordedAt, row.ActorId, row.ActorRole, row.ActorUnit,
        row.RequestId, row.RulePackVersion, row.PrevHash, row.Hash, row.Body);

    private static LedgerLink LinkOf(EventLine line) => new(line.Position, line.Kind, line.Id, line.Seq, line.Version, line.RulePack, line.PrevHash, line.Hash);

    private static FeedRow Of(EventLine line) => new(
        line.Position, line.Kind, line.Id, line.Seq, line.Version, line.Type, line.OccurredAt, line.RecordedAt, line.ActorId, line.ActorRole,
        line.ActorUnit, line.RequestId, line.RulePack, line.Body, line.PrevHash, line.Hash);
}
