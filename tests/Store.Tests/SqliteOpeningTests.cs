using System.Security.Cryptography;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using NanchangEdu.Registry.Store.Sqlite;

namespace NanchangEdu.Registry.Store.Tests;

/// <summary>What the SQLite file must be before anything is written to it.</summary>
public sealed class SqliteOpeningTests : IAsyncLifetime
{
    private readonly SqliteDatabase database = new();

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => database.DisposeAsync();

    [Theory]
    [InlineData("PRAGMA journal_mode = DELETE", "journal_mode", "delete")]
    [InlineData("PRAGMA synchronous = NORMAL", "synchronous", "1")]
    [InlineData("PRAGMA synchronous = OFF", "synchronous", "0")]
    [InlineData("PRAGMA foreign_keys = OFF", "foreign_keys", "0")]
    [InlineData("PRAGMA busy_timeout = 10", "busy_timeout", "10")]
    public async Task A_weaker_setting_than_the_promised_one_is_refused(string weakening, string setting, string found)
    {
        await using var dialect = new SqliteDialect(database.Path, Database.Options, NullLoggerFactory.Instance, connection => Run(connection, weakening));

        var refusal = Assert.Throws<UnsafeStorageException>(dialect.Open);

        Assert.Contains($"SQLite {setting} is '{found}'", refusal.English, StringComparison.Ordinal);
        Assert.Contains("断电", refusal.Chinese, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', refusal.Message);
    }

    [Fact]
    public async Task A_setting_that_is_weaker_on_a_later_connection_is_refused_too()
    {
        var connections = 0;
        await using var dialect = new SqliteDialect(database.Path, Database.Options, NullLoggerFactory.Instance, connection =>
        {
            if (++connections == 3)
                Run(connection, "PRAGMA synchronous = NORMAL");
        });

        Assert.Throws<UnsafeStorageException>(dialect.Open);
    }

    [Fact]
    public async Task A_database_in_memory_is_refused()
    {
        await using var dialect = new SqliteDialect(database.Path, Database.Options, NullLoggerFactory.Instance, connection =>
        {
            connection.Close();
            connection.ConnectionString = "Data Source=:memory:";
            connection.Open();
        });

        Assert.Throws<UnsafeStorageException>(dialect.Open);
    }

    [Fact]
    public void A_file_that_is_no_database_is_refused_and_left_as_it_is()
    {
        var garbage = RandomNumberGenerator.GetBytes(20_000);
        File.WriteAllBytes(database.Path, garbage);

        var refusal = Assert.Throws<DamagedStorageException>(() => database.Open());

        Assert.Contains(database.Path, refusal.English, StringComparison.Ordinal);
        Assert.Contains("已损坏", refusal.Chinese, StringComparison.Ordinal);
        Assert.Equal(garbage, File.ReadAllBytes(database.Path));
    }

    [Fact]
    public async Task A_truncated_file_is_refused()
    {
        await Fill();
        using (var file = File.Open(database.Path, FileMode.Open))
            file.SetLength(file.Length / 4096 / 2 * 4096);

        Assert.Throws<DamagedStorageException>(() => database.Open());
    }

    [Fact]
    public async Task A_page_of_garbage_in_the_middle_is_refused()
    {
        await Fill();
        var pages = new FileInfo(database.Path).Length / 4096;
        using (var file = File.Open(database.Path, FileMode.Open))
        {
            for (var page = pages / 2; page < pages / 2 + 4; page++)
            {
                file.Position = page * 4096;
                file.Write(RandomNumberGenerator.GetBytes(4096));
            }
        }

        Assert.Throws<DamagedStorageException>(() => database.Open());
    }

    [Theory, InlineData("folder/register.db"), InlineData("register.db")]
    public void A_folder_that_cannot_be_made_is_refused(string below)
    {
        // Below a regular file: this fails for root, too.
        File.WriteAllText(database.Path, "");
        var path = Path.Combine(database.Path, below);

        var refusal = Assert.Throws<UnwritableStorageException>(new SqliteDialect(path, Database.Options, NullLoggerFactory.Instance).Open);

        Assert.Contains(path, refusal.English, StringComparison.Ordinal);
        Assert.Contains("无法写入", refusal.Chinese, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_another_program_keeps_locked_is_refused()
    {
        await database.Open().DisposeAsync();
        await using var connection = new SqliteConnection($"Data Source={database.Path};Pooling=False");
        connection.Open();
        Run(connection, "PRAGMA locking_mode = EXCLUSIVE");
        Run(connection, "BEGIN EXCLUSIVE");

        Assert.Throws<LockedStorageException>(() => database.Open());
    }

    [Fact]
    public async Task A_database_of_a_newer_version_is_refused()
    {
        await database.Open().DisposeAsync();
        database.Execute("INSERT INTO schema_version (ScriptName, Applied) VALUES ('9999_future.sql', '2030-01-01')");

        var refusal = Assert.Throws<NewerStorageException>(() => database.Open());

        Assert.Contains("9999_future.sql", refusal.English, StringComparison.Ordinal);
    }

    [Fact]
    public void A_script_that_fails_leaves_nothing_behind()
    {
        Run("CREATE TABLE answer (mine TEXT)");

        Assert.Throws<FailedMigrationException>(() => database.Open());

        Assert.Equal(["answer"], database.Query("SELECT name FROM sqlite_master WHERE type = 'table' AND name IN ('site', 'answer', 'claim')").Select(row => row[0]));
    }

    [Fact]
    public async Task Each_script_is_applied_once_and_journaled()
    {
        for (var i = 0; i < 3; i++)
            await database.Open().DisposeAsync();

        Assert.Equal(
            SqliteMigration.Scripts.Select(script => script.Name),
            database.Query("SELECT ScriptName FROM schema_version ORDER BY SchemaVersionID").Select(row => (string)row[0]!));
    }

    [Fact]
    public async Task Only_the_programs_own_user_may_read_the_files()
    {
        if (OperatingSystem.IsWindows())
            return; // there the folder's own access list says it
        await using var store = database.Open();
        await store.Commit(Sample.NewSite("site-1").Next());

        foreach (var file in Directory.GetFiles(Path.GetDirectoryName(database.Path)!))
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
    }

    private async Task Fill()
    {
        await using var store = database.Open();
        foreach (var commits in Enumerable.Range(0, 400).Select(i => Sample.NewSite($"site-{i}").Next(state: new string('x', 2000))).Chunk(100))
            await Task.WhenAll(commits.Select(store.Commit));
    }

    private void Run(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={database.Path};Pooling=False");
        connection.Open();
        Run(connection, sql);
    }

    private static void Run(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
