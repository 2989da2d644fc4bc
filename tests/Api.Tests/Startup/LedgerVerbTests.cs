using System.Net;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using NanchangEdu.Registry.Hosting.Ledger;

namespace NanchangEdu.Registry.Api.Tests.Startup;

/// <summary>A register that was at work, sealed its ledger, and was stopped: what an operator's verbs are run on.</summary>
public sealed class StoppedRegister : IAsyncLifetime
{
    public const int Units = 3;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public string Folder { get; } = Directory.CreateTempSubdirectory("registry-verbs-").FullName;

    public string Checkpoints => Path.Combine(Folder, "data", "checkpoints.jsonl");

    public string File(string name) => Path.Combine(Folder, name);

    public async ValueTask InitializeAsync()
    {
        await using var program = RegistryProcess.Start(Folder, "--Registry:Sample=false", "--Registry:Seal:EverySeconds=1");
        await program.UntilListening();
        using var client = new HttpClient { BaseAddress = program.Address };
        client.DefaultRequestHeaders.Authorization = new("Bearer", await TokenOf(client, Path.Combine(program.DataFolder, "first-run.json")));
        for (var number = 0; number < Units; number++)
        {
            var (unit, known) = (City.Unused(), await Sealed());
            using var answer = await client.SendAsync(new HttpRequestMessage(HttpMethod.Put, $"/api/v1/units/{unit.Uscc}").With(
                $$"""{"name": "南昌市第{{unit.Uscc[8..16]}}中学", "type": "bureauSchool", "authority": "{{City.Authority.Uscc}}", "address": "南昌市东湖区"}"""));
            Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
            await UntilSealed(known + 1); // several checkpoints, to hold one against another
        }

        await program.Signal("INT");
        Assert.Equal(0, await program.UntilEnded());
    }

    public ValueTask DisposeAsync()
    {
        Directory.Delete(Folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    /// <summary>The register's data once more, for whoever is going to spoil them.</summary>
    public string Copy()
    {
        var copy = Directory.CreateDirectory(File($"copy-{Guid.NewGuid():N}")).FullName;
        Directory.CreateDirectory(Path.Combine(copy, "data"));
        foreach (var file in Directory.GetFiles(Path.Combine(Folder, "data"))) System.IO.File.Copy(file, Path.Combine(copy, "data", Path.GetFileName(file)));
        return copy;
    }

    private async Task<int> Sealed() => System.IO.File.Exists(Checkpoints) ? (await System.IO.File.ReadAllLinesAsync(Checkpoints)).Length : 0;

    private async Task UntilSealed(int lines)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (await Sealed() < lines) await Task.Delay(TimeSpan.FromMilliseconds(100), patience.Token);
    }

    private static async Task<string> TokenOf(HttpClient client, string credentials)
    {
        var first = JsonElement.Parse(await System.IO.File.ReadAllTextAsync(credentials))[0];
        using var answer = await client.PostAsync("/connect/token", new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["grant_type"] = "client_credentials",
            ["client_id"] = first.GetProperty("clientId").GetString()!,
            ["client_secret"] = first.GetProperty("clientSecret").GetString()!,
        }));
        return JsonElement.Parse(await answer.Content.ReadAsStringAsync()).GetProperty("access_token").GetString()!;
    }
}

/// <summary><c>verify</c> and <c>ledger</c> as an operator runs them.</summary>
public sealed class LedgerVerbTests(StoppedRegister register) : IClassFixture<StoppedRegister>
{
    private const string Sound = "The ledger verifies";
    private const string Unsound = "The ledger does not verify";

    [Fact]
    public async Task A_sound_register_verifies_with_all_that_was_carried_out_of_it()
    {
        var checkpoints = (await File.ReadAllLinesAsync(register.Checkpoints)).Length;
        var run = (await VerbRun.Of(register.Folder, "verify")).ShouldEnd(0, Sound, "台账核验通过", $"{checkpoints} of them as they were carried out");
        Assert.DoesNotContain(Unsound, run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_public_keys_are_printed_and_verify_the_checkpoints_elsewhere()
    {
        var printed = (await VerbRun.Of(register.Folder, "ledger", "verifiers")).ShouldEnd(0).Output.Trim();
        Assert.True(LedgerVerifier.TryParse(printed, out var verifier));
        var lines = await File.ReadAllLinesAsync(register.Checkpoints);
        Assert.All(lines, line => Assert.NotNull(SignedNote.Open(JsonElement.Parse(line).GetProperty("note").GetString()!, [verifier])));

        var (verifiers, checkpoints) = (register.File("verifiers.txt"), register.File("carried-out.jsonl"));
        await File.WriteAllTextAsync(verifiers, printed + "\n");
        await File.WriteAllLinesAsync(checkpoints, lines);
        (await VerbRun.Of(register.Folder, "verify", "--checkpoints", checkpoints, "--verifiers", verifiers)).ShouldEnd(0, Sound, $"{lines.Length} of them");
    }

    [Fact]
    public async Task Another_key_vouches_for_nothing()
    {
        var verifiers = register.File("others.txt");
        await File.WriteAllTextAsync(verifiers, LedgerKeyRing.Read(LedgerOptions.DefaultName, LedgerKey.MakePem()).Signing.Verifier.Text);
        (await VerbRun.Of(register.Folder, "verify", "--verifiers", verifiers)).ShouldEnd(1, "no trusted key signed it", Unsound);
    }

    [Fact]
    public async Task An_exported_ledger_verifies_without_the_register_and_no_longer_with_an_event_less()
    {
        var exported = register.File("ledger.jsonl");
        (await VerbRun.Of(register.Folder, "ledger", "export", "--out", exported)).ShouldEnd(0, "events are exported");
        (await VerbRun.Of(register.Folder, "ledger", "export", "--out", exported)).ShouldEnd(1, "exists and is not overwritten");
        var elsewhere = Directory.CreateDirectory(register.File("elsewhere")).FullName;
        (await VerbRun.Of(elsewhere, "verify", "--ledger", exported, "--checkpoints", register.Checkpoints)).ShouldEnd(0, Sound);

        var lines = await File.ReadAllLinesAsync(exported);
        var first = Array.FindIndex(lines, line => line.Contains("\"checkpoint\":null", StringComparison.Ordinal));
        await File.WriteAllLinesAsync(register.File("shortened.jsonl"), [.. lines[..first], .. lines[(first + 1)..]]);
        (await VerbRun.Of(elsewhere, "verify", "--ledger", register.File("shortened.jsonl"))).ShouldEnd(1, "are not those that it sealed", Unsound);
        await File.WriteAllLinesAsync(register.File("garbled.jsonl"), [.. lines, "{}"]);
        (await VerbRun.Of(elsewhere, "verify", "--ledger", register.File("garbled.jsonl"))).ShouldEnd(1, $"line {lines.Length + 1}", Unsound);
    }

    [Fact]
    public async Task A_column_that_was_altered_is_found()
    {
        var copy = register.Copy();
        Assert.Equal(StoppedRegister.Units, Tamper(copy, "UPDATE unit SET name = name || '改'"));
        (await VerbRun.Of(copy, "verify")).ShouldEnd(1, "columns are not what its ledger makes: name", Unsound);
    }

    /// <summary>Whoever can change the database makes its end fit again, but not what was carried out of it.</summary>
    [Fact]
    public async Task A_checkpoint_that_the_database_no_longer_has_is_found()
    {
        var copy = register.Copy();
        Tamper(copy, "DROP TRIGGER checkpoint_is_not_deleted");
        Assert.Equal(1, Tamper(copy, "DELETE FROM checkpoint WHERE number = (SELECT max(number) FROM checkpoint)"));
        (await VerbRun.Of(copy, "verify")).ShouldEnd(1, "an older state was put in its place", Unsound);
    }

    [Theory]
    [InlineData("verify", "--nothing", "x")]
    [InlineData("verify", "--ledger")]
    [InlineData("verify", "ledger.jsonl", "x")]
    [InlineData("ledger")]
    [InlineData("ledger", "import")]
    [InlineData("ledger", "export")]
    [InlineData("ledger", "export", "--in", "x")]
    [InlineData("ledger", "verifiers", "x")]
    public async Task Whoever_uses_it_wrongly_is_told_how_it_is_used(params string[] words) =>
        (await VerbRun.Of(register.Folder, words)).ShouldEnd(1, "用法", "Usage: " + words[0]);

    [Theory]
    [InlineData("--ledger")]
    [InlineData("--checkpoints")]
    [InlineData("--verifiers")]
    public async Task A_file_that_is_not_there_is_one_sentence(string option) =>
        (await VerbRun.Of(register.Folder, "verify", option, "not-there")).ShouldEnd(1, "cannot be used", "not-there");

    private static int Tamper(string folder, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(folder, "data", "register.db")};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteNonQuery();
    }
}
