namespace NanchangEdu.Registry.Deployment.Tests.Scripts;

/// <summary>The backup job's script against a real server that is made as the trial makes it.</summary>
public sealed class BackupTests(TrialServer server) : IClassFixture<TrialServer>
{
    private const string MakeLedger = """
        set role registry_migrator;
        create table if not exists registry.ledger_event (position bigint primary key, body text not null);
        grant select, insert on registry.ledger_event to registry_app;
        insert into registry.ledger_event select coalesce(max(position), 0) + 1, '备案' from registry.ledger_event;
        """;

    [Fact]
    public void The_server_runs_on_settings_that_the_registry_accepts() =>
        Assert.Equal(
            "on on on on on",
            server.Ask("registry", "select string_agg(setting, ' ') from pg_settings where name in ('fsync', 'full_page_writes', 'synchronous_commit', 'data_checksums', 'ssl')").Trim());

    [Fact]
    public void A_dump_restores_with_its_rows_and_its_rights()
    {
        var ledger = WithLedger();

        var result = server.BackUp();

        Assert.True(result.ExitCode == 0, result.Trouble);
        var dump = Path.Combine(server.Backups, result.Output.Split(' ', ',')[1]);
        Assert.Contains(Path.GetFileName(dump), File.ReadAllText(dump + ".sha256"), StringComparison.Ordinal);
        server.Restore(dump, "restored");
        Assert.Equal(ledger, server.Ask("restored", "select position, body from registry.ledger_event order by position"));
        Assert.Equal(
            "registry_migrator true false",
            server.Ask("restored", "select concat_ws(' ', tableowner, has_table_privilege('registry_app', 'registry.ledger_event', 'insert')::text, has_table_privilege('registry_app', 'registry.ledger_event', 'update')::text) from pg_tables where tablename = 'ledger_event'").Trim());
    }

    [Fact]
    public void An_old_dump_goes_after_a_good_one_was_written_and_no_sooner()
    {
        WithLedger();
        var old = Path.Combine(server.Backups, "registry-20250101T000000Z.dump");
        File.WriteAllText(old, "");
        File.SetLastWriteTimeUtc(old, File.GetLastWriteTimeUtc(old).AddDays(-32));

        Assert.NotEqual(0, server.BackUp(passwords: "secret/registry-app-database/pgpass").ExitCode);
        Assert.True(File.Exists(old));

        Assert.Equal(0, server.BackUp().ExitCode);
        Assert.False(File.Exists(old));
        Assert.Contains(Dumps(), file => file.EndsWith(".dump", StringComparison.Ordinal));
    }

    [Fact]
    public void A_database_without_a_ledger_is_no_backup()
    {
        server.Ask("postgres", "create database empty");
        File.WriteAllText(server.PathOf("any"), File.ReadAllText(server.PathOf("secret/registry-migrator-database/pgpass")).Replace(":registry:", ":*:", StringComparison.Ordinal));
        var before = Dumps();

        var result = server.BackUp("empty", "any");

        Assert.NotEqual(0, result.ExitCode);
        Assert.Contains("holds no ledger", result.Trouble, StringComparison.Ordinal);
        Assert.Equal(before, Dumps());
    }

    /// <summary>What a backup must find again.</summary>
    private string WithLedger()
    {
        server.Ask("registry", MakeLedger);
        return server.Ask("registry", "select position, body from registry.ledger_event order by position");
    }

    private string[] Dumps() => [.. Directory.EnumerateFiles(server.Backups, "registry-*").Order(StringComparer.Ordinal)];
}
