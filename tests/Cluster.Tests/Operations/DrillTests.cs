using System.Globalization;

namespace NanchangEdu.Registry.Cluster.Tests.Operations;

/// <summary>A backup is worth what its restore proves: each way in which one can be bad is told apart.</summary>
public sealed class DrillTests
{
    [Fact]
    public async Task A_drill_restores_and_verifies_a_register_at_work_and_leaves_nothing_behind()
    {
        await using var register = await LivingRegister.Start();
        await register.Work(5);
        using var enough = new CancellationTokenSource();
        var working = KeepWorking(register, enough.Token);

        var drill = await OperatorScript.Run(register.Connection, "drill", "--to", register.Backups);
        await enough.CancelAsync();
        var worked = await working;

        drill.ShouldEndWith(0);
        Assert.Contains("the drill passed", drill.Output, StringComparison.Ordinal);
        Assert.Contains("The ledger verifies", drill.Output, StringComparison.Ordinal);
        Assert.True(worked > 0, "the register was at work meanwhile");
        Assert.False(LivingRegister.Exists("registry\\_drill\\_%"), "the drill's database is dropped");
        var backup = Assert.Single(Directory.GetDirectories(register.Backups));
        Assert.Equal(["SHA256SUMS", "head", "register.dump"], Directory.GetFiles(backup).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.InRange(EventsIn(backup), 5, 5 + worked);
        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(backup, "register.dump")));
    }

    [Fact]
    public async Task A_backup_older_than_a_recorded_head_is_told_and_taken_only_when_said_so()
    {
        await using var register = await LivingRegister.Start();
        await register.Work(3);
        (await OperatorScript.Run(register.Connection, "backup", "--to", register.Backups)).ShouldEndWith(0);
        var backup = Assert.Single(Directory.GetDirectories(register.Backups));
        await register.Work(2);
        var heads = Path.Combine(register.Backups, "elsewhere");
        (await OperatorScript.Run(register.Connection, "head", "--to", heads)).ShouldEndWith(0);

        var newest = await Restore(register, backup, "newest");
        var older = await Restore(register, backup, "older", "--heads", heads);
        var accepted = await Restore(register, backup, "accepted", "--heads", heads, "--accept-older");

        newest.ShouldEndWith(0);                                    // by the heads beside the backup it is the newest there is
        older.ShouldEndWith(3);
        Assert.Contains("3 events against 5", older.Errors, StringComparison.Ordinal);
        accepted.ShouldEndWith(0);
        Assert.Equal("3", Events(register.NewDatabase("accepted")));
    }

    [Fact]
    public async Task A_restored_register_goes_on_where_the_backup_ended()
    {
        await using var register = await LivingRegister.Start();
        await register.Work(2);
        (await OperatorScript.Run(register.Connection, "backup", "--to", register.Backups)).ShouldEndWith(0);
        (await Restore(register, Directory.GetDirectories(register.Backups)[0], "on")).ShouldEndWith(0);

        var verified = await OperatorScript.Run(ConnectionTo(register, "on"), "verify");

        Assert.Contains("1 records, 2 events", verified.ShouldEndWith(0).Output, StringComparison.Ordinal);
        Assert.Equal("registry_migrator", LivingRegister.Server.Sql(register.NewDatabase("on"), "SELECT tableowner FROM pg_tables WHERE tablename = 'ledger_event'").Trim());
    }

    /// <summary>As somebody does who owns the server: past grants and triggers.</summary>
    private static readonly string[] Manipulations =
    [
        "UPDATE registry.ledger_event SET body = body || ' '::bytea WHERE seq = 2",
        "UPDATE registry.ledger_event SET actor_id = 'somebody else' WHERE seq = 2",
        "UPDATE registry.ledger_event SET recorded_at = '2020-01-01T00:00:00.0000000Z' WHERE seq = 2",
        "UPDATE registry.ledger_event SET request_id = 'another' WHERE seq = 2",
        "UPDATE registry.ledger_event SET hash = sha256(hash) WHERE seq = 3",
        "DELETE FROM registry.ledger_event WHERE seq = 2",
        "DELETE FROM registry.ledger_event WHERE seq = 3",
        "UPDATE registry.unit SET state = convert_to(replace(convert_from(state, 'UTF8'), '东湖', '西湖'), 'UTF8')",
    ];

    [Fact]
    public async Task A_manipulated_register_is_found_by_verify_and_by_the_drill()
    {
        await using var register = await LivingRegister.Start();
        await register.Work(3);
        (await OperatorScript.Run(register.Connection, "backup", "--to", register.Backups)).ShouldEndWith(0);
        (await Restore(register, Directory.GetDirectories(register.Backups)[0], "sound")).ShouldEndWith(0);

        for (var i = 0; i < Manipulations.Length; i++)
        {
            LivingRegister.Server.Sql("postgres", $"CREATE DATABASE {register.NewDatabase($"forged{i}")} TEMPLATE {register.NewDatabase("sound")}");
            LivingRegister.Server.Script(
                register.NewDatabase($"forged{i}"),
                $"ALTER TABLE registry.ledger_event DISABLE TRIGGER ledger_event_is_append_only; {Manipulations[i]}; ALTER TABLE registry.ledger_event ENABLE ALWAYS TRIGGER ledger_event_is_append_only;");
            var verified = await OperatorScript.Run(ConnectionTo(register, $"forged{i}"), "verify");
            Assert.True(verified.ExitCode == 1 && verified.Errors.Contains("does not verify", StringComparison.Ordinal), $"{Manipulations[i]}: {verified}");
        }

        (await OperatorScript.Run(ConnectionTo(register, "forged0"), "drill")).ShouldEndWith(1);
        Assert.False(LivingRegister.Exists("registry\\_drill\\_%"), "the drill's database is dropped");
    }

    [Fact]
    public async Task A_damaged_backup_and_a_database_that_is_there_are_refused_before_anything_is_made()
    {
        await using var register = await LivingRegister.Start();
        await register.Work(1);
        (await OperatorScript.Run(register.Connection, "backup", "--to", register.Backups)).ShouldEndWith(0);
        var backup = Assert.Single(Directory.GetDirectories(register.Backups));

        LivingRegister.Server.Sql("postgres", $"CREATE DATABASE {register.NewDatabase("mine")} TEMPLATE template0");
        var over = await Restore(register, backup, "mine");
        var dump = Path.Combine(backup, "register.dump");
        var bytes = await File.ReadAllBytesAsync(dump);
        bytes[bytes.Length / 2] ^= 1;
        await File.WriteAllBytesAsync(dump, bytes);
        var damaged = await Restore(register, backup, "damaged");

        Assert.Contains("is not overwritten", over.ShouldEndWith(1).Errors, StringComparison.Ordinal);
        Assert.Contains("is damaged", damaged.ShouldEndWith(1).Errors, StringComparison.Ordinal);
        Assert.True(LivingRegister.Exists(register.NewDatabase("mine")));
        Assert.False(LivingRegister.Exists(register.NewDatabase("damaged")));
    }

    [Fact]
    public async Task Who_may_not_read_everything_makes_no_backup_and_leaves_no_half()
    {
        await using var register = await LivingRegister.Start();
        LivingRegister.Server.Sql(new Npgsql.NpgsqlConnectionStringBuilder(register.Connection).Database!, "CREATE SCHEMA closed", "CREATE TABLE closed.t (i int)");
        LivingRegister.Server.Sql("postgres", "REVOKE pg_read_all_data FROM registry_backup");

        var backup = await OperatorScript.Run(register.Connection, "backup", "--to", register.Backups);

        backup.ShouldEndWith(1);
        Assert.False(Directory.Exists(register.Backups) && Directory.EnumerateFileSystemEntries(register.Backups).Any());
    }

    [Fact]
    public async Task Whom_row_security_would_leave_rows_out_for_records_no_head_and_makes_no_backup()
    {
        await using var register = await LivingRegister.Start();
        await register.Work(1);
        LivingRegister.Server.Sql("postgres", "ALTER ROLE registry_backup NOBYPASSRLS");

        var head = await OperatorScript.Run(register.Connection, "head", "--to", Path.Combine(register.Backups, "heads"));
        var backup = await OperatorScript.Run(register.Connection, "backup", "--to", register.Backups);

        Assert.Contains("row-level security", head.ShouldEndWith(1).Errors, StringComparison.Ordinal);
        Assert.Contains("row-level security", backup.ShouldEndWith(1).Errors, StringComparison.Ordinal);
        Assert.False(Directory.Exists(register.Backups) && Directory.EnumerateFileSystemEntries(register.Backups).Any());
    }

    [Theory]
    [InlineData("", "backup")]
    [InlineData("", "restore", "--from", "/nowhere")]
    [InlineData("", "restore", "--from", "/nowhere", "--into", "Bad-Name")]
    [InlineData("", "nonsense")]
    [InlineData("Host=h;Database=d;Username=u;Password=p", "head")]
    [InlineData("Host=h;Username=u", "head")]
    public async Task Wrong_use_is_told_in_both_languages(string connection, params string[] arguments)
    {
        var said = await OperatorScript.Run(connection, arguments);

        Assert.InRange(said.ExitCode, 1, 2);
        Assert.Matches(@"\p{IsCJKUnifiedIdeographs}.*\[[A-Za-z]", said.Errors);
    }

    private static async Task<int> KeepWorking(LivingRegister register, CancellationToken enough)
    {
        var done = 0;
        while (!enough.IsCancellationRequested && done < 100_000)
        {
            await register.Work(1);
            done++;
        }

        return done;
    }

    private static Task<Said> Restore(LivingRegister register, string backup, string into, params string[] more) =>
        OperatorScript.Run(register.Connection, ["restore", "--from", backup, "--into", register.NewDatabase(into), .. more]);

    private static string ConnectionTo(LivingRegister register, string suffix) =>
        LivingRegister.Server.ConnectionString(register.NewDatabase(suffix), "registry_app");

    private static string Events(string database) => LivingRegister.Server.Sql(database, "SELECT count(*) FROM registry.ledger_event").Trim();

    private static int EventsIn(string backup) => int.Parse(
        File.ReadLines(Path.Combine(backup, "head")).Single(line => line.StartsWith("events=", StringComparison.Ordinal))["events=".Length..],
        CultureInfo.InvariantCulture);
}
