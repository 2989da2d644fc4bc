using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using NanchangEdu.Registry.Contracts;

namespace NanchangEdu.Registry.Rules.Tests;

/// <summary>
/// What was once stored is read for ever: the files in Golden are read back and written again byte for byte. They are never edited;
/// a new form gets files of its own beside them.
/// </summary>
public class GoldenFormatTests
{
    [Fact]
    public void A_stored_site_is_read_back_and_written_byte_for_byte()
    {
        var stored = Golden("site.json");
        var site = StoredFormat.ReadSite(stored);
        Assert.Equal(Encoding.UTF8.GetString(stored), Encoding.UTF8.GetString(StoredFormat.Write(site)));

        // A rich state: a file that holds little proves little.
        Assert.NotEmpty(site.Filings);
        Assert.NotEmpty(site.Evidence);
        Assert.NotEmpty(site.Tests);
        Assert.Contains(site.Requests, request => request.Rounds.Length > 1);
        Assert.NotEmpty(site.Windows);
        Assert.NotEmpty(site.QuotaEntries);
        Assert.NotEmpty(site.Suspensions);
        Assert.NotEmpty(site.HeldHosts);
        Assert.NotEmpty(site.Cases);
        Assert.NotEmpty(site.Duties);
        Assert.NotNull(site.Closure);
        Assert.NotNull(site.Approval);
        Assert.NotNull(site.Responsibility);
    }

    /// <summary>A record before its first disclosure is stored as it was before there were any.</summary>
    [Fact]
    public void A_stored_site_whose_contacts_were_disclosed_is_read_back_and_written_byte_for_byte()
    {
        var stored = Golden("site-disclosed.json");
        var site = StoredFormat.ReadSite(stored);
        Assert.Equal(Encoding.UTF8.GetString(stored), Encoding.UTF8.GetString(StoredFormat.Write(site)));
        Assert.Equal([(1, "p-liu"), (2, "p-audit")], site.Disclosures.Select(d => (d.Number, d.By.Id)));
        Assert.Equal(Golden("site.json"), StoredFormat.Write(site with { Disclosures = default }));
    }

    /// <summary>A record before its first acknowledgement, and before its first responsible person changed, is stored as it was before there were any.</summary>
    [Fact]
    public void A_stored_site_whose_deadlines_were_acknowledged_is_read_back_and_written_byte_for_byte()
    {
        var stored = Golden("site-acknowledged.json");
        var site = StoredFormat.ReadSite(stored);
        Assert.Equal(Encoding.UTF8.GetString(stored), Encoding.UTF8.GetString(StoredFormat.Write(site)));
        Assert.Equal([("plan", 0), ("request", 3)], site.Acknowledgements.Select(a => (a.Kind, a.Number)));
        Assert.NotNull(site.LeaderSince);
        Assert.Equal(Golden("site.json"), StoredFormat.Write(site with { Acknowledgements = default, LeaderSince = null }));
    }

    [Fact]
    public void A_stored_site_whose_case_went_all_its_way_is_read_back_and_written_byte_for_byte()
    {
        var stored = Golden("site-cases.json");
        var site = StoredFormat.ReadSite(stored);
        Assert.Equal(Encoding.UTF8.GetString(stored), Encoding.UTF8.GetString(StoredFormat.Write(site)));
        Assert.True(site.Cases[^1] is { Reply: not null, Appeal.Decision: not null, Notice.IssuedAt: not null, Conclusion: not null, EndedAt: not null });
        Assert.Equal(Golden("site.json"), StoredFormat.Write(site with { Cases = site.Cases[..^1] }));
    }

    [Fact]
    public void A_stored_unit_is_read_back_and_written_byte_for_byte()
    {
        var stored = Golden("unit.json");
        var unit = StoredFormat.ReadUnit(stored);
        Assert.Equal(Encoding.UTF8.GetString(stored), Encoding.UTF8.GetString(StoredFormat.Write(unit)));
        Assert.NotEmpty(unit.Exemptions);
        Assert.NotEmpty(unit.Substitutes);
    }

    [Fact]
    public void A_stored_account_is_read_back_and_written_byte_for_byte()
    {
        var stored = Golden("account.json");
        var account = StoredFormat.ReadAccount(stored);
        Assert.Equal(Encoding.UTF8.GetString(stored), Encoding.UTF8.GetString(StoredFormat.Write(account)));
        Assert.True(account.Roles.Length > 1);
        Assert.True(account.Epoch > 1 && account.Invitation > 1);
        Assert.True(account.Unit is not null && account.Authority is not null && account.RetiredAt is not null && account.ActivatedAt is not null);
        Assert.Contains(account.Clients, client => client is { Key: > 1, ExpiresOn: not null, Addresses.Length: > 1, Scopes.Length: > 1 });
        Assert.Contains(account.Clients, client => client is { ExpiresOn: null, Addresses: [] });

        // Its events make it, so that a state of then and a ledger of then still agree.
        Assert.Equal(Encoding.UTF8.GetString(stored), Encoding.UTF8.GetString(StoredFormat.Write(Made(account.PersonId, "account-events.jsonl"))));
    }

    /// <summary>An account before its first webhook is stored as it was before there were any, and so is its standing.</summary>
    [Fact]
    public void A_stored_account_with_webhooks_is_read_back_and_written_byte_for_byte()
    {
        var stored = Golden("account-webhooks.json");
        var account = StoredFormat.ReadAccount(stored);
        Assert.Equal(Encoding.UTF8.GetString(stored), Encoding.UTF8.GetString(StoredFormat.Write(account)));
        Assert.Equal([("nc1z-oa", 2, true), ("nc1z-print", 1, false)], account.Webhooks.Select(hook => (hook.WebhookId, hook.Key, hook.RemovedAt is null)));
        Assert.Equal(Encoding.UTF8.GetString(stored), Encoding.UTF8.GetString(StoredFormat.Write(Made(account.PersonId, "account-events-webhooks.jsonl"))));

        Assert.DoesNotContain("webhooks", Encoding.UTF8.GetString(StoredFormat.Write(account with { Webhooks = default })), StringComparison.Ordinal);
        var standing = JsonSerializer.Deserialize<AccountStanding>(AccountViews.Standing(account), RegistryJson.Options)!;
        Assert.Equal(["nc1z-oa"], standing.ActiveWebhooks.Select(hook => hook.WebhookId));
        Assert.DoesNotContain("webhooks", Encoding.UTF8.GetString(AccountViews.Standing(StoredFormat.ReadAccount(Golden("account.json")))), StringComparison.Ordinal);
    }

    [Fact]
    public void A_kept_refusal_is_read_back_and_written_byte_for_byte()
    {
        var stored = Golden("refusal.json");
        var refusal = StoredFormat.ReadRefusal(stored);
        Assert.Equal(Encoding.UTF8.GetString(stored), Encoding.UTF8.GetString(StoredFormat.Write(refusal)));
        Assert.Equal(RuleId.DownlineTimesExhausted, refusal.Rule);
        Assert.Equal([Figure.Of("used", 2), Figure.Of("opensOn", new DateOnly(2027, 1, 1))], refusal.Figures);
        Assert.NotEmpty(refusal.Items);
    }

    [Fact]
    public void Every_event_of_a_site_that_was_ever_stored_is_read_back_and_written_byte_for_byte() =>
        Assert.All(Lines("site-events.jsonl"), line => Assert.Equal(line, Text(StoredFormat.Write(StoredFormat.ReadSiteEvent(JsonNode.Parse(line)!)))));

    [Fact]
    public void Every_event_of_a_unit_that_was_ever_stored_is_read_back_and_written_byte_for_byte() =>
        Assert.All(Lines("unit-events.jsonl"), line => Assert.Equal(line, Text(StoredFormat.Write(StoredFormat.ReadUnitEvent(JsonNode.Parse(line)!)))));

    [Fact]
    public void Every_event_of_an_account_that_was_ever_stored_is_read_back_and_written_byte_for_byte() =>
        Assert.All(Lines("account-events.jsonl"), line => Assert.Equal(line, Text(StoredFormat.Write(StoredFormat.ReadAccountEvent(JsonNode.Parse(line)!)))));

    /// <summary>The ledger's own way of writing must not be a second form: its bytes are hashed.</summary>
    [Fact]
    public void Every_event_is_written_into_a_ledgers_body_as_it_is_written_by_itself()
    {
        Assert.All(Lines("site-events.jsonl"), line => Same(
            JsonNode.Parse(line)!, json => StoredFormat.WriteTo(json, StoredFormat.ReadSiteEvent(JsonNode.Parse(line)!)), StoredFormat.TypeOf(StoredFormat.ReadSiteEvent(JsonNode.Parse(line)!))));
        Assert.All(Lines("unit-events.jsonl"), line => Same(
            JsonNode.Parse(line)!, json => StoredFormat.WriteTo(json, StoredFormat.ReadUnitEvent(JsonNode.Parse(line)!)), StoredFormat.TypeOf(StoredFormat.ReadUnitEvent(JsonNode.Parse(line)!))));
        Assert.All(Lines("account-events.jsonl"), line => Same(
            JsonNode.Parse(line)!, json => StoredFormat.WriteTo(json, StoredFormat.ReadAccountEvent(JsonNode.Parse(line)!)), StoredFormat.TypeOf(StoredFormat.ReadAccountEvent(JsonNode.Parse(line)!))));

        static void Same(JsonNode stored, Action<Utf8JsonWriter> write, string type)
        {
            Assert.Equal((string)stored["type"]!, type);
            Assert.Equal(Written(json => stored.WriteTo(json)), Written(write));
        }

        static string Written(Action<Utf8JsonWriter> write)
        {
            using var buffer = new MemoryStream();
            using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping })) write(json);
            return Encoding.UTF8.GetString(buffer.ToArray());
        }
    }

    [Theory]
    [InlineData(typeof(SiteEvent), "site-events.jsonl")]
    [InlineData(typeof(UnitEvent), "unit-events.jsonl")]
    [InlineData(typeof(AccountEvent), "account-events.jsonl")]
    public void Every_event_has_a_stored_line_under_a_name_that_is_not_the_types(Type family, string file)
    {
        var named = family.GetCustomAttributes(typeof(JsonDerivedTypeAttribute), inherit: false).Cast<JsonDerivedTypeAttribute>().ToArray();
        Assert.Equal(
            family.Assembly.GetTypes().Where(type => type.IsSubclassOf(family)).Select(type => type.Name).Order(),
            named.Select(attribute => attribute.DerivedType.Name).Order());
        Assert.Equal(
            named.Select(attribute => (string)attribute.TypeDiscriminator!).Order(StringComparer.Ordinal),
            Lines(file).Select(line => (string)JsonNode.Parse(line)!["type"]!).Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Nothing_stored_carries_the_name_of_a_type_of_the_program() =>
        Assert.All(Directory.EnumerateFiles(Repository.PathTo("tests", "Rules.Tests", "Golden")), path => Assert.DoesNotContain("NanchangEdu.", File.ReadAllText(path), StringComparison.Ordinal));

    /// <summary>Whoever changes a stored form is tempted to change its file with it, and nothing would be red.</summary>
    [Theory]
    [InlineData("site.json", "cfa5991cb9403da6")]
    [InlineData("site-events.jsonl", "dce555bcc11714b1")]
    [InlineData("unit.json", "c60e3bc6cc6c0251")]
    [InlineData("unit-events.jsonl", "4be81892aa8b8a87")]
    [InlineData("account.json", "98343e4df0cb3ff2")]
    [InlineData("account-events.jsonl", "8df393a27eb2d493")]
    [InlineData("account-webhooks.json", "bccba217e800e7ae")]
    [InlineData("account-events-webhooks.jsonl", "dfe89d54060243c6")]
    [InlineData("site-acknowledged.json", "04e16eac20a243e9")]
    [InlineData("site-events-deadlines.jsonl", "749a4d65ab6a01f1")]
    [InlineData("site-cases.json", "fded7613e63406f9")]
    [InlineData("site-events-cases.jsonl", "e950c6d617051e7c")]
    [InlineData("refusal.json", "0d349414441a70cf")]
    public void A_golden_file_is_never_edited(string file, string sha256) =>
        Assert.Equal(sha256, Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(Repository.PathTo("tests", "Rules.Tests", "Golden", file))))[..16]);

    [Fact]
    public void A_record_of_another_schema_is_refused_and_not_guessed_at()
    {
        var text = Encoding.UTF8.GetString(Golden("site.json")).Replace("{\"schema\":1,", "{\"schema\":2,", StringComparison.Ordinal);
        Assert.Contains("schema 2", Assert.Throws<JsonException>(() => StoredFormat.ReadSite(Encoding.UTF8.GetBytes(text))).Message, StringComparison.Ordinal);
        text = Encoding.UTF8.GetString(Golden("account.json")).Replace("{\"schema\":1,", "{\"schema\":2,", StringComparison.Ordinal);
        Assert.Contains("schema 2", Assert.Throws<JsonException>(() => StoredFormat.ReadAccount(Encoding.UTF8.GetBytes(text))).Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Stages))]
    public void A_site_of_any_stage_survives_storing_and_its_ledger_makes_it_again(Stage stage)
    {
        var story = Story.Of().In(stage);
        var stored = StoredFormat.Write(story.Site);
        Assert.Equal(stored, StoredFormat.Write(StoredFormat.ReadSite(stored)));

        var replayed = story.Ledger.Select(e => StoredFormat.ReadSiteEvent(JsonNode.Parse(Text(StoredFormat.Write(e)))!)).Aggregate(Site.Unknown(story.Site.Id), SiteRules.Evolve);
        Assert.Equal(stored, StoredFormat.Write(replayed));
    }

    public static TheoryData<Stage> Stages => [.. Enum.GetValues<Stage>()];

    private static byte[] Golden(string file) => Encoding.UTF8.GetBytes(File.ReadAllText(Repository.PathTo("tests", "Rules.Tests", "Golden", file)).TrimEnd('\n'));

    /// <summary>The file's lines, and those of the files that later forms got beside it: <c>site-events-….jsonl</c>.</summary>
    private static string[] Lines(string file)
    {
        var (folder, name) = (Repository.PathTo("tests", "Rules.Tests", "Golden"), Path.GetFileNameWithoutExtension(file));
        return [.. File.ReadAllLines(Path.Combine(folder, file)), .. Directory.GetFiles(folder, $"{name}-*.jsonl").Order(StringComparer.Ordinal).SelectMany(File.ReadAllLines)];
    }

    /// <summary>What the events of this one file make of an account.</summary>
    private static Account Made(string personId, string file) => File.ReadAllLines(Repository.PathTo("tests", "Rules.Tests", "Golden", file))
        .Select(line => StoredFormat.ReadAccountEvent(JsonNode.Parse(line)!)).Aggregate(Account.Unknown(personId), AccountRules.Evolve);

    private static string Text(JsonNode node) => node.ToJsonString(RegistryJson.Options);
}
