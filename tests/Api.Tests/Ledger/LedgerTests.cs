using System.Globalization;
using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using NanchangEdu.Registry.Contracts;
using NanchangEdu.Registry.Grains;
using NanchangEdu.Registry.Hosting.Ledger;

namespace NanchangEdu.Registry.Api.Tests.Ledger;

/// <summary>What an auditor takes away and proves by himself: signed heads, and that events and earlier heads lead to them.</summary>
[Collection(SharedGateway.Name)]
public sealed class LedgerTests(Gateway gateway)
{
    private const string Root = "/api/v1/ledger";

    [Fact]
    public async Task A_checkpoint_is_signed_by_the_key_of_the_ledger_and_says_what_its_members_say()
    {
        await (await City.Found(gateway)).RegisterSite();
        var number = await Seal();

        var checkpoint = await Get($"/checkpoint?number={number}");

        var ring = LedgerKeyRing.Read(LedgerOptions.DefaultName, await File.ReadAllTextAsync(Path.Combine(gateway.DataFolder, "ledger.key")));
        Assert.Equal(ring.Signing.Verifier.Text, checkpoint.GetProperty("verifier").GetString());
        var (size, root) = Opened(checkpoint);
        Assert.Equal(number, checkpoint.GetProperty("number").GetInt64());
        Assert.Equal(size, checkpoint.GetProperty("size").GetInt64());
        Assert.Equal(Convert.ToHexStringLower(root), checkpoint.GetProperty("root").GetString());
        Assert.Null(SignedNote.Open(checkpoint.GetProperty("note").GetString()!, [LedgerKeyRing.Read(LedgerOptions.DefaultName, LedgerKey.MakePem()).Signing.Verifier]));
        Assert.True((await Get("/checkpoint")).GetProperty("number").GetInt64() >= number);
    }

    [Fact]
    public async Task Every_event_of_a_site_is_proved_to_be_sealed()
    {
        var city = await City.Found(gateway);
        var (id, _) = await city.RegisterSite();
        await FileDomain(city, id);
        await Seal();

        var events = JsonElement.Parse(await Text($"/api/v1/sites/{id}/history")).GetProperty("items").EnumerateArray().ToArray();
        Assert.Equal(2, events.Length);
        foreach (var item in events)
        {
            var proof = await Get($"/proof?kind=site&id={id}&seq={item.GetProperty("seq").GetInt64()}");
            var hash = Hex(item.GetProperty("hash"));
            var (size, root) = Opened(proof.GetProperty("checkpoint"));
            var (leaf, path) = (proof.GetProperty("leaf").GetInt64(), PathOf(proof));

            Assert.Equal(hash, Hex(proof.GetProperty("eventHash")));
            Assert.Equal(Rfc9162.Leaf(hash), Hex(proof.GetProperty("leafHash")));
            Assert.True(Rfc9162.Includes(leaf, size, Rfc9162.Leaf(hash), path, root));
            Assert.False(Rfc9162.Includes(leaf, size, Rfc9162.Leaf(root), path, root));
            Assert.False(Rfc9162.Includes(leaf == 0 ? 1 : leaf - 1, size, Rfc9162.Leaf(hash), path, root));
        }
    }

    [Fact]
    public async Task A_later_checkpoint_is_proved_to_continue_an_earlier_one()
    {
        var city = await City.Found(gateway);
        var first = await Seal();
        var (id, _) = await city.RegisterSite();
        await Seal();
        await FileDomain(city, id);
        var second = await Seal();
        Assert.True(second > first);

        var proof = await Get($"/consistency?first={first}&second={second}");

        var ((oldSize, oldRoot), (size, root)) = (Opened(proof.GetProperty("first")), Opened(proof.GetProperty("second")));
        Assert.True(oldSize < size);
        Assert.True(Rfc9162.IsConsistent(oldSize, size, oldRoot, root, PathOf(proof)));
        Assert.False(Rfc9162.IsConsistent(oldSize, size, root, root, PathOf(proof)));
        Assert.False(Rfc9162.IsConsistent(oldSize, size, oldRoot, oldRoot, PathOf(proof)));

        var same = await Get($"/consistency?first={second}&second={second}");
        Assert.True(Rfc9162.IsConsistent(size, size, root, Opened(same.GetProperty("second")).Root, PathOf(same)));
    }

    [Fact]
    public async Task An_event_of_after_a_checkpoint_is_not_sealed_by_it()
    {
        var city = await City.Found(gateway);
        var before = await Seal();
        var (id, _) = await city.RegisterSite();
        var after = await Seal();

        await Refused($"/proof?kind=site&id={id}&seq=1&checkpoint={before}", HttpStatusCode.NotFound, "not-sealed");
        Assert.Equal(after, (await Get($"/proof?kind=site&id={id}&seq=1&checkpoint={after}")).GetProperty("checkpoint").GetProperty("number").GetInt64());
    }

    [Fact]
    public async Task What_is_not_there_is_not_found()
    {
        var (id, _) = await (await City.Found(gateway)).RegisterSite();
        await Seal();
        const long None = 999_999_999_999;

        await Refused($"/proof?kind=site&id={SiteId.Derive("nobody", "nothing").Value}&seq=1", HttpStatusCode.NotFound, "not-found");
        await Refused($"/proof?kind=site&id={id}&seq=2", HttpStatusCode.NotFound, "not-found");
        await Refused($"/proof?kind=unit&id={id}&seq=1", HttpStatusCode.NotFound, "not-found");
        await Refused($"/proof?kind=site&id={id}&seq=1&checkpoint={None}", HttpStatusCode.NotFound, "not-found");
        await Refused($"/checkpoint?number={None}", HttpStatusCode.NotFound, "not-found");
        await Refused($"/consistency?first=1&second={None}", HttpStatusCode.NotFound, "not-found");
    }

    [Theory]
    [InlineData("/consistency?first=2&second=1", "first")]
    [InlineData("/consistency?first=0&second=1", "first")]
    [InlineData("/consistency?first=1", "second")]
    [InlineData("/checkpoint?number=0", "number")]
    [InlineData("/checkpoints?after=-1", "after")]
    [InlineData("/checkpoints?limit=201", "limit")]
    [InlineData("/proof?kind=site&seq=1", "id")]
    [InlineData("/proof?kind=school&id=a&seq=1", "kind")]
    [InlineData("/proof?kind=site&id=a&seq=0", "seq")]
    public async Task A_malformed_question_is_told_its_parameter(string question, string parameter)
    {
        var problem = await Refused(question, HttpStatusCode.BadRequest, "malformed");
        Assert.Equal(parameter, problem.GetProperty("field").GetString());
    }

    [Fact]
    public async Task Checkpoints_are_listed_without_gaps()
    {
        var city = await City.Found(gateway);
        await Seal();
        await city.RegisterSite();
        var latest = await Seal();

        var (numbers, after) = (new List<long>(), 0L);
        while (true)
        {
            var page = await Get($"/checkpoints?after={after}&limit=200");
            numbers.AddRange(page.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("number").GetInt64()));
            if (page.GetProperty("next").ValueKind == JsonValueKind.Null) break;
            after = page.GetProperty("next").GetInt64();
        }

        Assert.True(numbers.Count >= latest);
        Assert.Equal(Enumerable.Range(1, numbers.Count).Select(number => (long)number), numbers);
        var one = await Get($"/checkpoints?after={latest - 2}&limit=1");
        Assert.Equal(latest - 1, Assert.Single(one.GetProperty("items").EnumerateArray()).GetProperty("number").GetInt64());
        Assert.Equal(latest - 1, one.GetProperty("next").GetInt64());
    }

    [Fact]
    public async Task Who_is_no_auditor_is_turned_away()
    {
        foreach (var role in People.Roles.Where(role => role != Role.Auditor))
        {
            using var client = gateway.As(People.Of(role));
            foreach (var question in new[] { "/checkpoint", "/checkpoints", "/proof?kind=site&id=a&seq=1", "/consistency?first=1&second=1" })
            {
                using var answer = await client.GetAsync(Root + question);
                await answer.ShouldBeProblem(HttpStatusCode.Forbidden, "role-not-allowed");
            }
        }
    }

    private async Task FileDomain(City city, string id)
    {
        using var clerk = gateway.As(city.Clerk);
        using var answer = await clerk.SendAsync(
            new HttpRequestMessage(HttpMethod.Put, $"/api/v1/sites/{id}/filings/domain").With("""{"state": "filed", "holder": "南昌市教育局"}"""));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    /// <summary>At once, where its timer would do it within seconds; the number of the latest checkpoint.</summary>
    private Task<long> Seal() => gateway.Services.GetRequiredService<IGrainFactory>().GetGrain<ILedgerSealerGrain>(GrainKeys.Sealer).Seal(default);

    private async Task<JsonElement> Get(string question) => JsonElement.Parse(await Text(Root + question));

    private async Task<string> Text(string path)
    {
        using var auditor = gateway.As(People.Of(Role.Auditor));
        using var answer = await auditor.GetAsync(path);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.StatusCode == HttpStatusCode.OK, $"{path}: {text}");
        return text;
    }

    private async Task<JsonElement> Refused(string question, HttpStatusCode status, string rule)
    {
        using var auditor = gateway.As(People.Of(Role.Auditor));
        using var answer = await auditor.GetAsync(Root + question);
        return await answer.ShouldBeProblem(status, rule);
    }

    /// <summary>What the signed note itself says, after its signature was verified by the key it names.</summary>
    private static (long Size, byte[] Root) Opened(JsonElement checkpoint)
    {
        Assert.True(LedgerVerifier.TryParse(checkpoint.GetProperty("verifier").GetString()!, out var verifier));
        var text = SignedNote.Open(checkpoint.GetProperty("note").GetString()!, [verifier]);
        Assert.NotNull(text);
        var lines = text.Split('\n');
        Assert.Equal(LedgerOptions.DefaultName, lines[0]);
        return (long.Parse(lines[1], NumberStyles.None, CultureInfo.InvariantCulture), Convert.FromBase64String(lines[2]));
    }

    private static byte[][] PathOf(JsonElement proof) => [.. proof.GetProperty("path").EnumerateArray().Select(Hex)];

    private static byte[] Hex(JsonElement text) => Convert.FromHexString(text.GetString()!);
}
