namespace NanchangEdu.Registry.Store.Postgres;

/// <summary>A commit and its place in the batch, by which the parts of a statement know it.</summary>
internal readonly record struct Placed(int Place, Commit Commit)
{
    public LedgerEvent Last => Commit.Events[^1];

    public SiteCatalogRow Site => Commit.Site!;

    public UnitCatalogRow Unit => Commit.Unit!;

    public AccountCatalogRow Account => Commit.Account!;

    public AnswerRow Answer => Commit.Answer!;

    public string SearchText => Commit switch
    {
        { Site: { } site } => site.SearchText,
        { Unit: { } unit } => Store.SearchText.OfUnit(Commit.Id, unit),
        _ => Store.SearchText.OfAccount(Commit.Id, Account),
    };
}

internal readonly record struct PlacedRequest(Placed Of, RequestCatalogRow Row);

internal readonly record struct PlacedDeadline(Placed Of, DeadlineCatalogRow Row);

/// <param name="Of">Its commit.</param>
/// <param name="Number">Its place among the events of the transaction.</param>
/// <param name="Row">The event.</param>
internal readonly record struct PlacedEvent(Placed Of, int Number, LedgerEvent Row);

/// <summary>The columns that a commit writes, table by table; what says to which commit a row belongs, or is only compared, comes first.</summary>
internal static class CommitRows
{
    private static ArrayColumn<Placed> Place => Column<Placed>.Number("place", row => row.Place);

    private static IEnumerable<ArrayColumn<Placed>> Compared =>
    [
        Column<Placed>.Long("expected", row => row.Commit.ExpectedVersion),
        Column<Placed>.Long("before_seq", row => row.Commit.Events[0].Seq - 1),
        Column<Placed>.Bytes("before_hash", row => row.Commit.Events[0].PrevHash),
    ];

    private static IEnumerable<ArrayColumn<Placed>> Head =>
    [
        Column<Placed>.Text("id", row => row.Commit.Id),
        Column<Placed>.Long("version", row => row.Commit.ExpectedVersion + 1),
        Column<Placed>.Long("ledger_seq", row => row.Last.Seq),
        Column<Placed>.Bytes("ledger_hash", row => row.Last.Hash),
        Column<Placed>.Bytes("state", row => row.Commit.State),
    ];

    private static IEnumerable<ArrayColumn<Placed>> Site =>
    [
        Column<Placed>.Text("name", row => row.Site.Name),
        Column<Placed>.Text("main_host", row => row.Site.MainHost),
        Column<Placed>.Text("unit", row => row.Site.Unit),
        Column<Placed>.Text("unit_name", row => row.Site.UnitName),
        Column<Placed>.Text("unit_type", row => row.Site.UnitType),
        Column<Placed>.Text("authority", row => row.Site.Authority),
        Column<Placed>.Text("lineage", row => row.Site.Lineage),
        Column<Placed>.Text("stage", row => row.Site.Stage),
        Column<Placed>.Text("compliance", row => row.Site.Compliance),
        Column<Placed>.Text("icp_state", row => row.Site.IcpState),
        Column<Placed>.Text("icp_number", row => row.Site.IcpNumber),
        Column<Placed>.Text("public_security_state", row => row.Site.PublicSecurityState),
        Column<Placed>.Text("graded_state", row => row.Site.GradedState),
        Column<Placed>.NumberOrNull("graded_level", row => row.Site.GradedLevel),
        Column<Placed>.Text("site_mark_state", row => row.Site.SiteMarkState),
        Column<Placed>.Instant("registered_at", row => row.Site.RegisteredAt),
        Column<Placed>.Instant("closed_at", row => row.Site.ClosedAt),
        Column<Placed>.DateOrNull("next_expiry_on", row => row.Site.NextExpiryOn),
        Column<Placed>.Instant("next_due_at", row => row.Site.NextDueAt),
        Column<Placed>.Text("domain_state", row => row.Site.DomainState),
        Column<Placed>.DateOrNull("test_expires_on", row => row.Site.TestExpiresOn),
        Column<Placed>.DateOrNull("graded_due_on", row => row.Site.GradedDueOn),
        Column<Placed>.Text("quota_use", row => row.Site.QuotaUse),
        Column<Placed>.DateOrNull("stale_on", row => row.Site.StaleOn),
        Column<Placed>.Text("form", row => row.Site.Form),
    ];

    private static IEnumerable<ArrayColumn<Placed>> Unit =>
    [
        Column<Placed>.Text("name", row => row.Unit.Name),
        Column<Placed>.Text("unit_type", row => row.Unit.UnitType),
        Column<Placed>.Text("authority", row => row.Unit.Authority),
        Column<Placed>.Instant("next_due_at", row => row.Unit.NextDueAt),
    ];

    private static IEnumerable<ArrayColumn<Placed>> Account =>
    [
        Column<Placed>.Text("name", row => row.Account.Name),
        Column<Placed>.Text("user_name", row => row.Account.UserName),
        Column<Placed>.Text("account_state", row => row.Account.State),
        Column<Placed>.Text("roles", row => row.Account.Roles),
        Column<Placed>.Text("unit", row => row.Account.Unit),
        Column<Placed>.Text("authority", row => row.Account.Authority),
        Column<Placed>.Bytes("standing", row => row.Account.Standing),
    ];

    /// <summary>The rows that move a version on, with the state of before that they must meet.</summary>
    public static ArrayTable<Placed> Changes(RecordKind kind) => new([Place, .. Compared, .. Row(kind)]);

    public static ArrayTable<Placed> Creations(RecordKind kind) => new([Place, .. Row(kind)]);

    /// <summary>Names of the columns of the record's table.</summary>
    public static string[] RecordColumns(RecordKind kind) => [.. Row(kind).Select(column => column.Name)];

    /// <summary>A site's columns alone, with the version they were made from.</summary>
    public static ArrayTable<Placed> Refreshed() => new(
        [Column<Placed>.Text("id", row => row.Commit.Id), Column<Placed>.Long("expected", row => row.Commit.ExpectedVersion), .. Site]);

    public static ArrayTable<Placed> Texts() => new(
        Place,
        Column<Placed>.Text("id", row => row.Commit.Id),
        Column<Placed>.Text("search_text", row => row.SearchText));

    /// <summary>The sites whose requests, or deadlines, are written, if any.</summary>
    public static ArrayTable<Placed> Sites() => new(Place, Column<Placed>.Text("site_id", row => row.Commit.Id));

    public static ArrayTable<PlacedRequest> Requests() => new(
        Column<PlacedRequest>.Number("place", row => row.Of.Place),
        Column<PlacedRequest>.Text("site_id", row => row.Of.Commit.Id),
        Column<PlacedRequest>.Number("number", row => row.Row.Number),
        Column<PlacedRequest>.Text("unit", row => row.Of.Site.Unit),
        Column<PlacedRequest>.Text("authority", row => row.Of.Site.Authority),
        Column<PlacedRequest>.Text("kind", row => row.Row.Kind),
        Column<PlacedRequest>.Text("state", row => row.Row.State),
        Column<PlacedRequest>.Number("round", row => row.Row.Round),
        Column<PlacedRequest>.Text("assignee_id", row => row.Row.AssigneeId),
        Column<PlacedRequest>.Text("assignee_name", row => row.Row.AssigneeName),
        Column<PlacedRequest>.Text("filed_by_id", row => row.Row.FiledById),
        Column<PlacedRequest>.Text("filed_by_name", row => row.Row.FiledByName),
        Column<PlacedRequest>.Instant("submitted_at", row => row.Row.SubmittedAt),
        Column<PlacedRequest>.Instant("changed_at", row => row.Row.ChangedAt),
        Column<PlacedRequest>.Instant("due_at", row => row.Row.DueAt));

    public static ArrayTable<PlacedDeadline> Deadlines() => new(
        Column<PlacedDeadline>.Number("place", row => row.Of.Place),
        Column<PlacedDeadline>.Text("site_id", row => row.Of.Commit.Id),
        Column<PlacedDeadline>.Text("kind", row => row.Row.Kind),
        Column<PlacedDeadline>.Number("number", row => row.Row.Number),
        Column<PlacedDeadline>.Text("unit", row => row.Of.Site.Unit),
        Column<PlacedDeadline>.Text("authority", row => row.Of.Site.Authority),
        Column<PlacedDeadline>.Text("clause", row => row.Row.Clause),
        Column<PlacedDeadline>.Text("who", row => row.Row.Who),
        Column<PlacedDeadline>.Date("since", row => row.Row.Since),
        Column<PlacedDeadline>.Date("due_on", row => row.Row.DueOn),
        Column<PlacedDeadline>.Flag("is_estimated", row => row.Row.IsEstimated),
        Column<PlacedDeadline>.Text("zh", row => row.Row.Zh),
        Column<PlacedDeadline>.Text("en", row => row.Row.En),
        Column<PlacedDeadline>.Text("ladder", row => row.Row.Ladder),
        Column<PlacedDeadline>.Flag("is_acknowledged", row => row.Row.IsAcknowledged),
        Column<PlacedDeadline>.DateOrNull("next_rung_on", row => row.Row.NextRungOn));

    public static ArrayTable<PlacedEvent> Events() => new(
        Column<PlacedEvent>.Number("place", row => row.Of.Place),
        Column<PlacedEvent>.Number("event_number", row => row.Number),
        Column<PlacedEvent>.Text("record_id", row => row.Of.Commit.Id),
        Column<PlacedEvent>.Long("seq", row => row.Row.Seq),
        Column<PlacedEvent>.Long("version", row => row.Of.Commit.ExpectedVersion + 1),
        Column<PlacedEvent>.Text("type", row => row.Row.Type),
        Column<PlacedEvent>.Instant("occurred_at", row => row.Row.OccurredAt),
        Column<PlacedEvent>.Instant("recorded_at", row => row.Row.RecordedAt),
        Column<PlacedEvent>.Text("actor_id", row => row.Row.ActorId),
        Column<PlacedEvent>.Text("actor_role", row => row.Row.ActorRole),
        Column<PlacedEvent>.Text("actor_unit", row => row.Row.ActorUnit),
        Column<PlacedEvent>.Text("request_id", row => row.Row.RequestId),
        Column<PlacedEvent>.Text("rule_pack_version", row => row.Row.RulePackVersion),
        Column<PlacedEvent>.Bytes("prev_hash", row => row.Row.PrevHash),
        Column<PlacedEvent>.Bytes("hash", row => row.Row.Hash),
        Column<PlacedEvent>.Bytes("body", row => row.Row.Body));

    public static ArrayTable<Placed> Answers() => new(
        Place,
        Column<Placed>.Text("actor_id", row => row.Answer.ActorId),
        Column<Placed>.Text("idempotency_key", row => row.Answer.IdempotencyKey),
        Column<Placed>.Text("request_hash", row => row.Answer.RequestHash),
        Column<Placed>.Number("status", row => row.Answer.Status),
        Column<Placed>.Text("record_id", row => row.Commit.Id),
        Column<Placed>.Long("version", row => row.Commit.ExpectedVersion + 1),
        Column<Placed>.Instant("created_at", row => row.Answer.CreatedAt),
        Column<Placed>.Bytes("body", row => row.Answer.Body));

    private static IEnumerable<ArrayColumn<Placed>> Row(RecordKind kind) =>
    [
        .. Head,
        .. kind switch
        {
            RecordKind.Site => Site,
            RecordKind.Unit => Unit,
            _ => Account,
        },
    ];
}
