using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using NanchangEdu.Registry.Store.Postgres;
using NanchangEdu.Registry.Tests;
using Npgsql;

namespace NanchangEdu.Registry.Store.Tests;

/// <summary>The schema comes by the migration alone, as its own role, once.</summary>
public sealed class PostgresMigrationTests
{
    /// <summary>A database out there has journaled these texts: a changed one would never reach it. Add a number instead.</summary>
    private static readonly Dictionary<string, string> Released = new()
    {
        ["0001_register.sql"] = "3CFA16279B17F13451914D8D0D2D26680F5986B5886342EF63C3029317A47BDA",
        ["0002_orleans.sql"] = "50EF1CFB8BC52C4B7190AA5AB2AB1CB462A2FFAF483B2B3198BB7B7165CB2BDD",
        ["0003_accounts.sql"] = "383096F036270217BAAEE58F6EB783C7740576C5D4583AB541057737B391947E",
        ["0004_row_security.sql"] = "9E839428896F9062C8003FF5AAF243A265CF0BE42788BD291D7AA6FCD0C3A523",
        ["0005_sealed_ledger.sql"] = "9D42E8E949E53C950D4D18BAEF9B7AB130B9610A1700E910FA97787CFB70159A",
        ["0006_counters.sql"] = "40C233891FAD8C92394F91CBD45BE7A1E7BA1E5085F828242F02132B848DEBB6",
        ["0007_lists.sql"] = "FD8ACF35621CD51D52DEE2A2FC7EA3A8280336C65AC84D31CD9239295A744243",
        ["0008_pages.sql"] = "1FB97B9D397814D6A582DD31741123B489777C565DF58C2E600B5A14BDFED54B",
        ["0009_deadlines.sql"] = "F41F347165890A0E3F7FECB1535EB874B10297856D62538AECDED47807215D34",
        ["0010_reminders.sql"] = "E8EF28BB04BDC718E5B6433F771DA9C5E1CE470D73F6FD8ED3FBBCB416A2992D",
        ["0011_next_reminder.sql"] = "96AC58C02B69666DDF7F39FFA1F733A49E32388F8DE0D6DC4376FFFBE944B06B",
        ["0012_room_for_versions.sql"] = "A0806673006F89E4FD41C29229A18EF0E26ADEE3790CCED47125E81B6E455F91",
    };

    [Fact]
    public void A_released_script_is_never_edited() =>
        Assert.Equal(Released, PostgresSchema.Scripts.ToDictionary(script => script.Name, script => Hash(script.Contents)));

    [Fact]
    public async Task Migrating_again_changes_nothing()
    {
        await using var database = PostgresDatabase.Bare();
        database.Prepare();
        database.Migrate();
        var before = database.Query("SELECT scriptname, applied FROM registry.schema_version ORDER BY 1");

        database.Migrate();

        Assert.Equal(before, database.Query("SELECT scriptname, applied FROM registry.schema_version ORDER BY 1"));
    }

    [Fact]
    public async Task Of_migrations_at_once_one_works_and_the_others_find_it_done()
    {
        await using var database = PostgresDatabase.Bare();
        database.Prepare();

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Factory.StartNew(
            database.Migrate, TestContext.Current.CancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default)));

        Assert.Equal((long)PostgresSchema.Scripts.Count, Assert.Single(database.Query("SELECT count(*) FROM registry.schema_version"))[0]);
        await database.Open().DisposeAsync();
    }

    [Fact]
    public async Task A_database_that_nobody_prepared_is_refused()
    {
        await using var database = PostgresDatabase.Bare();

        Assert.Throws<UnpreparedStorageException>(database.Migrate);
    }

    [Fact]
    public async Task A_server_whose_roles_are_those_of_an_older_version_is_refused_until_the_administrators_script_ran_again()
    {
        using var server = new PostgresServer();
        server.Sql("postgres", "CREATE DATABASE registry");
        server.Script("registry", PostgresDatabase.RolesScript);
        server.Sql("registry", "DROP OWNED BY registry_query", "DROP ROLE registry_query");
        void Migrate() => PostgresMigration.Apply(server.ConnectionString("registry", PostgresDatabase.Migrator), NullLoggerFactory.Instance);

        var refused = Assert.Throws<UnpreparedStorageException>(Migrate);
        Assert.Contains("registry_query", refused.English, StringComparison.Ordinal);

        server.Script("registry", PostgresDatabase.RolesScript);
        Migrate();
        await using var dialect = new PostgresDialect(
            server.ConnectionString("registry", PostgresDatabase.App), new RegisterStoreOptions(), NullLoggerFactory.Instance);
        dialect.Open();

        server.Sql("registry", "REVOKE registry_query FROM registry_app");
        Assert.Throws<UnpreparedStorageException>(dialect.OpenForReads);
    }

    [Fact]
    public async Task The_program_does_not_migrate_and_says_who_must()
    {
        await using var database = PostgresDatabase.Bare();
        database.Prepare();

        Assert.Throws<OutdatedStorageException>(() => database.Open());
    }

    [Fact]
    public async Task A_newer_schema_that_only_adds_is_no_obstacle_and_one_that_needs_a_newer_program_is()
    {
        await using var database = new PostgresDatabase();
        database.Execute("INSERT INTO schema_version (scriptname, applied) VALUES ('9999_later.sql', now())");
        await database.Open().DisposeAsync();

        database.Execute("UPDATE store_setting SET value = convert_to('9999_later.sql', 'UTF8') WHERE name = 'needs-script'");

        Assert.Throws<NewerStorageException>(() => database.Open());
    }

    [Fact]
    public void Scripts_are_numbered_without_a_gap() => Assert.Equal(
        Enumerable.Range(1, PostgresSchema.Scripts.Count).Select(number => $"{number:0000}"),
        PostgresSchema.Scripts.Select(script => script.Name[..4]));

    [Theory]
    [InlineData("UPDATE ledger_event SET type = 'x'")]
    [InlineData("DELETE FROM ledger_event")]
    [InlineData("TRUNCATE ledger_event")]
    [InlineData("DROP TABLE site")]
    [InlineData("ALTER TABLE ledger_event DISABLE TRIGGER ALL")]
    [InlineData("CREATE TABLE registry.mine (id integer)")]
    [InlineData("CREATE TABLE public.mine (id integer)")]
    [InlineData("UPDATE store_setting SET value = ''")]
    [InlineData("DELETE FROM schema_version")]
    public async Task The_serving_role_may_not(string statement)
    {
        await using var database = new PostgresDatabase();

        var refused = Assert.Throws<PostgresException>(() => database.Execute(PostgresDatabase.App, statement));

        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refused.SqlState);
    }

    [Theory]
    [InlineData(PostgresDatabase.Migrator, "UPDATE ledger_event SET type = 'x'")]
    [InlineData(PostgresDatabase.Migrator, "DELETE FROM ledger_event")]
    [InlineData(PostgresDatabase.Migrator, "TRUNCATE ledger_event")]
    [InlineData(PostgresServer.Superuser, "UPDATE ledger_event SET type = 'x'")]
    [InlineData(PostgresServer.Superuser, "TRUNCATE ledger_event")]
    public async Task The_owner_is_stopped_by_the_ledgers_own_guard(string user, string statement)
    {
        await using var database = new PostgresDatabase();
        await using (var store = database.Open())
            Assert.IsType<CommitResult.Committed>(await store.Commit(Sample.NewSite("site-1").Next()));

        var refused = Assert.Throws<PostgresException>(() => database.Execute(user, statement));

        Assert.Contains("append-only", refused.MessageText, StringComparison.Ordinal);
        Assert.Single(database.Query("SELECT seq FROM ledger_event"));
    }

    [Theory]
    [InlineData("fsync")]
    [InlineData("full_page_writes")]
    [InlineData("synchronous_commit")]
    public void A_server_that_a_power_cut_robs_is_refused(string setting)
    {
        using var server = new PostgresServer($"{setting} = off");
        server.Sql("postgres", "CREATE DATABASE registry");
        server.Script("registry", PostgresDatabase.RolesScript);

        var refused = Assert.Throws<UnsafeStorageException>(() =>
            PostgresMigration.Apply(server.ConnectionString("registry", PostgresDatabase.Migrator), NullLoggerFactory.Instance));

        Assert.Contains(setting, refused.English, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ALTER ROLE registry_app IN DATABASE {0} SET synchronous_commit = off")]
    [InlineData("ALTER DATABASE {0} SET synchronous_commit = off")]
    public async Task A_role_or_database_set_to_lose_commits_is_refused(string statement)
    {
        await using var database = new PostgresDatabase();
        database.Execute(string.Format(System.Globalization.CultureInfo.InvariantCulture, statement, database.Name));

        Assert.Throws<UnsafeStorageException>(() => database.Open());
    }

    private static string Hash(string text) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
