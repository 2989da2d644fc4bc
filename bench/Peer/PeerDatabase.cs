using Microsoft.EntityFrameworkCore;

namespace NanchangEdu.Registry.Bench.Peer;

/// <summary>A site: its state and what lists ask for, in one row.</summary>
internal sealed class SiteRow
{
    public required string Id { get; set; }
    public long Version { get; set; }
    public long LedgerSeq { get; set; }
    public required byte[] LedgerHash { get; set; }
    public required byte[] State { get; set; }
    public string Name { get; set; } = "";
    public string MainHost { get; set; } = "";
    public string Unit { get; set; } = "";
    public string UnitName { get; set; } = "";
    public string UnitType { get; set; } = "";
    public string Authority { get; set; } = "";
    public string Lineage { get; set; } = "";
    public string Stage { get; set; } = "";
    public string Compliance { get; set; } = "";
    public string IcpState { get; set; } = "";
    public string? IcpNumber { get; set; }
    public string PublicSecurityState { get; set; } = "";
    public string GradedState { get; set; } = "";
    public int? GradedLevel { get; set; }
    public string SiteMarkState { get; set; } = "";
    public string SearchText { get; set; } = "";
    public DateTimeOffset RegisteredAt { get; set; }
    public DateTimeOffset? ClosedAt { get; set; }
    public DateOnly? NextExpiryOn { get; set; }
    public DateTimeOffset? NextDueAt { get; set; }
}

/// <summary>The audit row: what happened, who did it, and the bytes that are hashed onto the row before.</summary>
internal sealed class AuditRow
{
    public long Position { get; set; }
    public required string RecordId { get; set; }
    public long Seq { get; set; }
    public long Version { get; set; }
    public required string Type { get; set; }
    public DateTimeOffset OccurredAt { get; set; }
    public DateTimeOffset RecordedAt { get; set; }
    public required string ActorId { get; set; }
    public required string ActorRole { get; set; }
    public string? ActorUnit { get; set; }
    public required string RequestId { get; set; }
    public required string RulePackVersion { get; set; }
    public required byte[] PrevHash { get; set; }
    public required byte[] Hash { get; set; }
    public required byte[] Body { get; set; }
}

/// <summary>The answer that a repeat under the same key gets.</summary>
internal sealed class AnswerRow
{
    public required string ActorId { get; set; }
    public required string IdempotencyKey { get; set; }
    public required string RequestHash { get; set; }
    public int Status { get; set; }
    public required byte[] Body { get; set; }
    public required string RecordId { get; set; }
    public long Version { get; set; }
    public DateTimeOffset CreatedAt { get; set; }
}

internal sealed class PeerDatabase(DbContextOptions<PeerDatabase> options) : DbContext(options)
{
    private static readonly Func<PeerDatabase, string, Task<SiteRow?>> SiteById =
        EF.CompileAsyncQuery((PeerDatabase database, string id) => database.Sites.FirstOrDefault(site => site.Id == id));

    private static readonly Func<PeerDatabase, string, Task<StoredState?>> StateById =
        EF.CompileAsyncQuery((PeerDatabase database, string id) =>
            database.Sites.AsNoTracking().Where(site => site.Id == id).Select(site => new StoredState(site.Version, site.State)).FirstOrDefault());

    private static readonly Func<PeerDatabase, string, string, Task<AnswerRow?>> AnswerByKey =
        EF.CompileAsyncQuery((PeerDatabase database, string actor, string key) =>
            database.Answers.AsNoTracking().FirstOrDefault(answer => answer.ActorId == actor && answer.IdempotencyKey == key));

    public DbSet<SiteRow> Sites => Set<SiteRow>();

    public DbSet<AuditRow> Audit => Set<AuditRow>();

    public DbSet<AnswerRow> Answers => Set<AnswerRow>();

    public Task<SiteRow?> FindSite(string id) => SiteById(this, id);

    public Task<StoredState?> FindState(string id) => StateById(this, id);

    public Task<AnswerRow?> FindAnswer(string actorId, string key) => AnswerByKey(this, actorId, key);

    protected override void OnModelCreating(ModelBuilder model)
    {
        model.Entity<SiteRow>(site =>
        {
            site.HasKey(row => row.Id);
            site.Property(row => row.Version).IsConcurrencyToken();
            // The indexes that the same lists need.
            site.HasIndex(row => new { row.Name, row.Id });
            site.HasIndex(row => new { row.RegisteredAt, row.Id });
            site.HasIndex(row => new { row.NextExpiryOn, row.Id });
            site.HasIndex(row => new { row.Authority, row.NextExpiryOn, row.Id });
            site.HasIndex(row => new { row.Authority, row.Name, row.Id });
            site.HasIndex(row => new { row.Authority, row.Stage });
            site.HasIndex(row => new { row.Unit, row.ClosedAt, row.Id });
            site.HasIndex(row => new { row.Stage, row.Name, row.Id });
            site.HasIndex(row => new { row.NextDueAt, row.Id });
        });
        model.Entity<AuditRow>(audit =>
        {
            audit.HasKey(row => row.Position);
            audit.HasIndex(row => new { row.RecordId, row.Seq }).IsUnique();
        });
        model.Entity<AnswerRow>(answer =>
        {
            answer.HasKey(row => new { row.IdempotencyKey, row.ActorId });
            answer.HasIndex(row => row.CreatedAt);
        });
    }
}

internal sealed record StoredState(long Version, byte[] State);
