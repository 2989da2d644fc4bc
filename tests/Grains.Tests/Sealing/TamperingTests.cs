using NanchangEdu.Registry.Grains.Tests.Harness;

namespace NanchangEdu.Registry.Grains.Tests.Sealing;

/// <summary>One manipulation of each kind; <c>tests/tamper.sh</c> makes ten thousand.</summary>
public sealed class TamperingTests
{
    private const string NoGuards =
        "DROP TRIGGER ledger_event_is_not_changed; DROP TRIGGER ledger_event_is_not_deleted; DROP TRIGGER ledger_event_is_not_replaced;"
        + "DROP TRIGGER checkpoint_is_not_changed; DROP TRIGGER checkpoint_is_not_deleted; DROP TRIGGER checkpoint_is_not_replaced;";

    private const string Rest =
        "version, type, occurred_at, recorded_at, actor_id, actor_role, actor_unit, request_id, rule_pack_version, prev_hash, hash, body "
        + "FROM ledger_event WHERE position = 1";

    [Theory]
    [InlineData("UPDATE ledger_event SET actor_id = 'p-somebody' WHERE position = 1")]
    [InlineData("UPDATE ledger_event SET body = CAST(CAST(body AS TEXT) || ' ' AS BLOB) WHERE position = 2")]
    [InlineData("DELETE FROM ledger_event WHERE position = 2")]
    [InlineData("DELETE FROM ledger_event WHERE position = (SELECT max(position) FROM ledger_event)")]
    [InlineData($"INSERT INTO ledger_event SELECT 1000, record_kind, record_id, 1000, {Rest}")]
    [InlineData($"INSERT INTO ledger_event SELECT -1, 'unit', 'nobody', 1, {Rest}")]
    [InlineData(
        "UPDATE ledger_event SET position = 1000 WHERE position = 2; UPDATE ledger_event SET position = 2 WHERE position = 3;"
        + "UPDATE ledger_event SET position = 3 WHERE position = 1000")]
    [InlineData("UPDATE site SET compliance = 'x'")]
    [InlineData("UPDATE request SET authority = 'elsewhere'")]
    [InlineData("UPDATE request SET unit = 'elsewhere'")]
    [InlineData(
        "PRAGMA foreign_keys = OFF; INSERT INTO request SELECT 'site-nobody', number, unit, authority, kind, state, round, assignee_id, assignee_name,"
        + " filed_by_id, filed_by_name, submitted_at, changed_at, due_at FROM request")]
    [InlineData("UPDATE deadline SET due_on = '2031-01-01' WHERE kind = 'security-test'")]
    [InlineData("DELETE FROM deadline WHERE kind = 'security-test'")]
    [InlineData("UPDATE deadline SET authority = 'elsewhere'")]
    [InlineData("PRAGMA foreign_keys = OFF; UPDATE deadline SET site_id = 'site-nobody' WHERE kind = 'security-test'")]
    [InlineData("UPDATE unit SET search_text = 'x'")]
    [InlineData("UPDATE account SET search_text = 'x'")]
    [InlineData("DELETE FROM claim WHERE scope = 'domain'")]
    [InlineData("UPDATE count_of SET n = n + 1 WHERE dimension = 'stage'")]
    [InlineData("UPDATE checkpoint SET verifier = 'x' || verifier")]
    [InlineData("UPDATE checkpoint SET root = zeroblob(32)")]
    [InlineData("DELETE FROM checkpoint")]
    [InlineData("DELETE FROM ledger_tile WHERE level = 0")]
    public async Task What_was_changed_past_the_register_is_found(string sql)
    {
        await using var registry = await RegistryCluster.Start();
        var story = new Story(registry);
        await story.LiveSite(82_000_001);
        await story.Account(Usccs.Of(82_000_001));
        await registry.Sealer.Seal(default);
        Assert.Empty((await registry.Audit()).Findings);

        Assert.True(registry.Tamper(NoGuards + sql) > 0);

        Assert.NotEmpty((await registry.Audit()).Findings);
    }

    [Fact]
    public async Task An_end_that_was_cut_off_and_fitted_is_found_by_what_was_carried_out_alone()
    {
        await using var registry = await RegistryCluster.Start();
        await CutAndFit(registry, new Story(registry));

        Assert.Empty((await registry.Audit(witnessed: false)).Findings);
        Assert.Contains((await registry.Audit()).Findings, finding => finding.Contains("an older state was put in its place", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_older_state_that_went_on_is_found_by_what_was_carried_out_alone()
    {
        await using var registry = await RegistryCluster.Start();
        var story = new Story(registry);
        await CutAndFit(registry, story);
        await registry.Deactivate(registry.Sealer);
        await story.Unit(82_000_013);
        Assert.Equal(2, await registry.Sealer.Seal(default));

        Assert.Empty((await registry.Audit(witnessed: false)).Findings);
        Assert.Contains(
            "checkpoint 2: it is another than the one that was carried out of the database", (await registry.Audit()).Findings);
    }

    /// <summary>Two units, each under a checkpoint of its own; then everything is as it was when there was one.</summary>
    private static async Task CutAndFit(RegistryCluster registry, Story story)
    {
        await story.Unit(82_000_011);
        await registry.Sealer.Seal(default);
        registry.Tamper("CREATE TABLE old_tile AS SELECT * FROM ledger_tile");
        var cut = await story.Unit(82_000_012);
        await registry.Sealer.Seal(default);
        Assert.Empty((await registry.Audit()).Findings);

        registry.Tamper(
            $"{NoGuards} DELETE FROM ledger_event WHERE record_id = '{cut.Uscc}'; DELETE FROM unit WHERE id = '{cut.Uscc}';"
            + "DELETE FROM checkpoint WHERE number = 2; DELETE FROM ledger_tile; INSERT INTO ledger_tile SELECT * FROM old_tile");
    }
}
