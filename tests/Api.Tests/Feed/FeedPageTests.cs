using System.Net;
using System.Text.Json;
using NanchangEdu.Registry.Contracts;

namespace NanchangEdu.Registry.Api.Tests.Feed;

/// <summary>The feed in pages: each event of the caller's scope once and in order, as the histories of its records have it.</summary>
[Collection(SharedGateway.Name)]
public sealed class FeedPageTests(Gateway gateway)
{
    private static readonly string[] Shared = ["position", "seq", "type", "occurredAt", "recordedAt", "body", "isMasked", "prevHash", "hash"];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(200)]
    public async Task Pages_hold_each_event_of_a_site_once_and_as_its_history_has_it(int limit)
    {
        var city = await City.Found(gateway);
        var (id, _) = await city.RegisterSite();
        foreach (var holder in new[] { "甲", "乙", "丙" }) await gateway.RecordDomain(city, id, holder);

        foreach (var reader in new[] { city.Clerk, city.Reviewer, People.Of(Role.Centre), People.Of(Role.Auditor) })
        {
            var events = await gateway.Feed(reader, $"&record={id}", limit);
            Assert.Equal((await gateway.History(reader, id)).Select(Told), events.Select(Told));
            Assert.Equal([1L, 2L, 3L, 4L], events.Select(item => item.GetProperty("seq").GetInt64()));
            Assert.All(events, item => Assert.Equal(
                ("site", id, city.Unit.Uscc, City.Authority.Uscc),
                (Text(item, "kind"), Text(item, "id"), Text(item, "unit"), Text(item, "authority"))));
        }
    }

    [Fact]
    public async Task Nobody_outside_the_scope_is_told_of_it()
    {
        var (owner, stranger) = (await City.Found(gateway), await City.Found(gateway));
        var (id, _) = await owner.RegisterSite();
        await stranger.RegisterSite();

        Assert.Empty(await gateway.Feed(stranger.Clerk, $"&record={id}"));
        Assert.Empty(await gateway.Feed(new Actor("reviewer-elsewhere", "赵六", Role.Reviewer, null, People.OtherSchool), $"&record={id}"));
        var own = await gateway.Feed(stranger.Clerk, "");
        Assert.NotEmpty(own);
        Assert.All(own, item => Assert.Equal(stranger.Unit.Uscc, Text(item, "unit")));
        Assert.Equal(["site", "unit"], own.Select(item => Text(item, "kind")).Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Accounts_are_shown_to_auditors_alone()
    {
        var city = await City.Found(gateway);
        await city.RegisterSite();
        var person = city.Clerk.PersonId;

        var opened = await gateway.Feed(People.Of(Role.Auditor), $"&kind=account&record={person}");
        Assert.NotEmpty(opened);
        Assert.All(opened, item => Assert.Equal(("account", person), (Text(item, "kind"), Text(item, "id"))));
        foreach (var other in new[] { city.Reviewer, city.Clerk, People.Of(Role.Centre) })
        {
            Assert.Empty(await gateway.Feed(other, "&kind=account"));
            Assert.Empty(await gateway.Feed(other, $"&record={person}"));
        }
    }

    [Fact]
    public async Task Contacts_are_masked_to_whom_the_history_masks_them()
    {
        const string Phone = "0791-86000001";
        var city = await City.Found(gateway);
        var (id, _) = await city.RegisterSite();

        foreach (var reader in new[] { city.Clerk, People.Of(Role.Auditor) })
        {
            var plain = Assert.Single(await gateway.Feed(reader, $"&record={id}"));
            Assert.False(plain.GetProperty("isMasked").GetBoolean());
            Assert.Contains(Phone, plain.GetRawText(), StringComparison.Ordinal);
        }

        foreach (var reader in new[] { city.Reviewer, People.Of(Role.Lead), People.Of(Role.Centre) })
        {
            var masked = Assert.Single(await gateway.Feed(reader, $"&record={id}"));
            Assert.True(masked.GetProperty("isMasked").GetBoolean());
            Assert.DoesNotContain(Phone, masked.GetRawText(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Kind_and_type_narrow_it()
    {
        var city = await City.Found(gateway);
        var (id, _) = await city.RegisterSite();
        await gateway.RecordDomain(city, id, "甲");
        await gateway.RecordDomain(city, id, "乙");
        var all = await gateway.Feed(city.Clerk, "");
        var type = Text((await gateway.History(city.Clerk, id))[1], "type");

        foreach (var kind in new[] { "site", "unit" })
            Assert.Equal(all.Where(item => Text(item, "kind") == kind).Select(Told), (await gateway.Feed(city.Clerk, $"&kind={kind}")).Select(Told));
        var filed = await gateway.Feed(city.Clerk, $"&type={type}", limit: 1);
        Assert.Equal(all.Where(item => Text(item, "type") == type).Select(Told), filed.Select(Told));
        Assert.Equal(2, filed.Length);
        Assert.Empty(await gateway.Feed(city.Clerk, "&type=never"));
        Assert.Empty(await gateway.Feed(city.Clerk, $"&kind=unit&type={type}"));
    }

    [Theory]
    [InlineData("after=-1", "after")]
    [InlineData("after=first", "after")]
    [InlineData("kind=school", "kind")]
    [InlineData("kind=Site", "kind")]
    [InlineData("limit=0", "limit")]
    [InlineData("limit=201", "limit")]
    [InlineData("type=", "type")]
    [InlineData("records=1", "records")]
    public async Task A_malformed_question_is_told_its_parameter(string query, string parameter)
    {
        using var client = gateway.As(People.Of(Role.Auditor));
        using var answer = await client.GetAsync($"/api/v1/events?{query}");
        var problem = await answer.ShouldBeProblem(HttpStatusCode.BadRequest, "malformed");
        Assert.Equal(parameter, problem.GetProperty("field").GetString());
    }

    private static string Told(JsonElement item) => string.Join('\n', Shared.Select(name => item.GetProperty(name).GetRawText()));

    private static string? Text(JsonElement item, string name) => item.GetProperty(name).GetString();
}
