namespace NanchangEdu.Registry.Store.Tests;

/// <summary>The checker itself is checked: each kind of damage must turn it red.</summary>
public sealed class ConsistencyTests : IAsyncLifetime
{
    private readonly SqliteDatabase database = new();

    public async ValueTask InitializeAsync()
    {
        await using var store = database.Open();
        var first = Sample.NewSite("site-1").Next(events: 2).Taking("domain", "a.cn").Answering("person-1", "key-1")
            .With((SiteCatalogRow row) => row with { Requests = [Sample.Request(1)] });
        await store.Commit(first);
        await store.Commit(Head.After(first).Next(events: 2).With((SiteCatalogRow row) => row with { Requests = [Sample.Request(1)] }));
        await store.Commit(Sample.NewUnit("unit-1").Next());
        database.Execute("DROP TRIGGER ledger_event_is_not_changed; DROP TRIGGER ledger_event_is_not_deleted");
    }

    public ValueTask DisposeAsync() => database.DisposeAsync();

    [Fact]
    public void A_clean_database_has_no_findings() => Consistency.Demand(database);

    [Theory]
    [InlineData("DELETE FROM ledger_event WHERE record_id = 'site-1' AND seq = 1")]
    [InlineData("DELETE FROM ledger_event WHERE record_id = 'site-1' AND seq = 3")]
    [InlineData("DELETE FROM ledger_event WHERE record_id = 'site-1' AND seq = 4")]
    [InlineData("DELETE FROM ledger_event WHERE record_id = 'site-1' AND version = 2")]
    [InlineData("DELETE FROM ledger_event")]
    [InlineData("UPDATE ledger_event SET body = x'00' WHERE seq = 2")]
    [InlineData("UPDATE ledger_event SET hash = zeroblob(32) WHERE seq = 4")]
    [InlineData("UPDATE ledger_event SET prev_hash = zeroblob(32) WHERE seq = 3")]
    [InlineData("UPDATE ledger_event SET version = 2 WHERE seq = 2")]
    [InlineData("UPDATE ledger_event SET version = 3 WHERE version = 2")]
    [InlineData("UPDATE ledger_event SET record_id = 'unit-1', record_kind = 'unit' WHERE seq = 4")]
    [InlineData("UPDATE ledger_event SET seq = 5 WHERE seq = 4")]
    [InlineData("INSERT INTO ledger_event SELECT NULL, record_kind, record_id, 5, version, type, occurred_at, recorded_at, actor_id, actor_role, actor_unit, request_id, rule_pack_version, prev_hash, hash, body FROM ledger_event WHERE seq = 4")]
    [InlineData("UPDATE site SET version = 3")]
    [InlineData("UPDATE site SET version = 1")]
    [InlineData("UPDATE site SET ledger_seq = 3")]
    [InlineData("UPDATE site SET ledger_hash = zeroblob(32)")]
    [InlineData("DELETE FROM unit")]
    [InlineData("UPDATE claim SET owner_id = 'site-9'")]
    [InlineData("UPDATE claim SET owner_kind = 'unit'")]
    [InlineData("UPDATE answer SET record_id = 'site-9'")]
    [InlineData("UPDATE answer SET version = 3")]
    [InlineData("UPDATE answer SET version = 0")]
    [InlineData("UPDATE request SET authority = 'elsewhere'")]
    [InlineData("UPDATE site SET unit = 'elsewhere'")]
    public void Damage_is_found(string damage)
    {
        Assert.NotEqual(0, database.Execute(damage));

        Assert.NotEmpty(Consistency.Findings(database));
    }
}
