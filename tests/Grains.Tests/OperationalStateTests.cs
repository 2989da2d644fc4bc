using Microsoft.Data.Sqlite;
using NanchangEdu.Registry.Grains.Tests.Harness;
using NanchangEdu.Registry.Silo.Operations;
using NanchangEdu.Registry.Store;
using Orleans.Storage;

namespace NanchangEdu.Registry.Grains.Tests;

/// <summary>Our own SQL for Orleans' grain storage keeps the pinned provider's contract.</summary>
public sealed class OperationalStateTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Every_query_that_the_pinned_provider_asks_for_is_there()
    {
        // What the provider asks is a constant of its assembly; a new version that asks for more turns this red.
        var asked = AdoNetGrainStorage.DefaultInitializationQuery.Split('\'').Where((_, index) => index % 2 == 1).Order(StringComparer.Ordinal);

        Assert.Equal(OperationalDatabase.QueryKeys, asked);
    }

    [Fact]
    public void A_file_that_lacks_a_query_is_refused_at_the_start()
    {
        Prepare();
        Run("DELETE FROM OrleansQuery WHERE QueryKey = 'WriteToStorageKey'");

        var refusal = Assert.Throws<DamagedStorageException>(Prepare);

        Assert.Contains("WriteToStorageKey", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_of_a_newer_program_is_refused_at_the_start()
    {
        Prepare();
        Run("PRAGMA user_version = 99");

        Assert.Throws<NewerStorageException>(Prepare);
    }

    [Fact]
    public void A_file_that_is_no_database_is_refused_at_the_start()
    {
        File.WriteAllText(folder.File("operations.db"), string.Concat(Enumerable.Repeat("not a database ", 400)));

        Assert.Throws<DamagedStorageException>(Prepare);
    }

    [Fact]
    public void Preparing_twice_changes_nothing()
    {
        Prepare();
        Run(Filled(Write, version: null, payload: 1));
        Prepare();

        Assert.Equal(1L, Run("SELECT count(*) FROM OrleansStorage"));
    }

    [Fact]
    public void A_first_write_makes_version_1_and_the_next_ones_count_on()
    {
        Prepare();

        Assert.Equal(1L, Run(Filled(Write, version: null, payload: 1)));
        Assert.Equal(2L, Run(Filled(Write, version: 1, payload: 2)));
        Assert.Equal(3L, Run(Filled(Write, version: 2, payload: 3)));
        Assert.Equal("3|3", Run("SELECT Version || '|' || hex(PayloadBinary) FROM OrleansStorage")!.ToString()!.Replace("|0", "|", StringComparison.Ordinal));
    }

    [Fact]
    public void A_second_first_write_and_a_stale_one_conflict_and_leave_the_row_alone()
    {
        Prepare();
        Run(Filled(Write, version: null, payload: 1));
        Run(Filled(Write, version: 1, payload: 2));

        // The provider sees a conflict in the version it gave, or in none.
        Assert.Equal(DBNull.Value, Run(Filled(Write, version: null, payload: 7)));
        Assert.Equal(1L, Run(Filled(Write, version: 1, payload: 8)));
        Assert.Equal("02", Run("SELECT hex(PayloadBinary) FROM OrleansStorage"));
        Assert.Equal(1L, Run("SELECT count(*) FROM OrleansStorage"));
    }

    [Fact]
    public void A_write_over_a_row_that_is_gone_conflicts_and_makes_none()
    {
        Prepare();

        Assert.Equal(5L, Run(Filled(Write, version: 5, payload: 1)));
        Assert.Equal(0L, Run("SELECT count(*) FROM OrleansStorage"));
    }

    [Fact]
    public void State_survives_the_grain_and_holds_no_type_name()
    {
        var serializer = new OperationalStateSerializer();
        var stored = serializer.Serialize(new Sweeping.SweepDiary { AnswersPrunedOn = new DateOnly(2026, 3, 2) });

        Assert.Equal("""{"schema":1,"state":{"answersPrunedOn":"2026-03-02"}}""", stored.ToString());
        Assert.Equal(new DateOnly(2026, 3, 2), serializer.Deserialize<Sweeping.SweepDiary>(stored).AnswersPrunedOn);
        Assert.Throws<System.Text.Json.JsonException>(() => serializer.Deserialize<Sweeping.SweepDiary>(new BinaryData("""{"schema":2,"state":{}}""")));
    }

    private const string Write = "WriteToStorageKey";

    private void Prepare() => new OperationalDatabase(folder.File("operations.db")).Prepare();

    private Action<SqliteCommand> Filled(string key, int? version, byte payload)
    {
        var text = (string)Run($"SELECT QueryText FROM OrleansQuery WHERE QueryKey = '{key}'")!;
        return command =>
        {
            command.CommandText = text;
            foreach (var (name, value) in new (string, object)[]
            {
                ("GrainIdHash", 11), ("GrainIdN0", 0L), ("GrainIdN1", 0L), ("GrainTypeHash", 12), ("GrainTypeString", "deadline"),
                ("GrainIdExtensionString", DBNull.Value), ("ServiceId", "registry"), ("PayloadBinary", new[] { payload }),
                ("GrainStateVersion", version is { } given ? given : DBNull.Value),
            })
            {
                command.Parameters.AddWithValue($"@{name}", value);
            }
        };
    }

    private object? Run(string sql) => Run(command => command.CommandText = sql);

    private object? Run(Action<SqliteCommand> fill)
    {
        using var connection = new SqliteConnection($"Data Source={folder.File("operations.db")}");
        connection.Open();
        using var command = connection.CreateCommand();
        fill(command);
        return command.ExecuteScalar();
    }
}
