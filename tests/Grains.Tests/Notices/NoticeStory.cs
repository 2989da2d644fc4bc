using System.Text.Json;
using NanchangEdu.Registry.Contracts;
using NanchangEdu.Registry.Grains.Tests.Harness;

namespace NanchangEdu.Registry.Grains.Tests.Notices;

/// <summary>People with accounts, and what they find in their inboxes.</summary>
internal sealed class NoticeStory(RegistryCluster registry)
{
    private readonly Story story = new(registry);
    private bool hasCity;

    public INoticeRoundGrain Rounds => registry.Grain<INoticeRoundGrain>(GrainKeys.Notices);

    /// <summary>The reviewer and the lead of the city have accounts, and so has the clerk of a unit with a draft; the round has begun.</summary>
    public async Task<(UnitId Unit, SiteId Site)> Begin(int number)
    {
        await Account(People.Reviewer);
        await Account(People.Lead);
        var unit = await story.Unit(number);
        await story.Account(unit);
        var site = await story.Draft(unit);
        await Rounds.Round(default);
        return (unit, site);
    }

    /// <summary>Opens the account of somebody of the city's authority.</summary>
    public async Task Account(Actor person)
    {
        if (!hasCity) await story.Tell(People.City, People.Administrator, Story.PutUnit(People.City));
        hasCity = true;
        await story.Tell(
            person.PersonId, People.Administrator, new PutAccount($"user-{person.PersonId}", person.Name, [person.Role], person.Unit, person.Authority));
    }

    public Task<Outcome> Tell(SiteId site, Actor by, SiteCommand command) => story.Tell(site, by, command);

    public Task<Outcome> Lock(Actor person) => story.Tell(person.PersonId, People.Administrator, new LockAccount("离岗"));

    public async Task<JsonElement> Inbox(Actor of, bool? unread = null, NoticeKind? kind = null, int? before = null, int limit = 50)
    {
        var answer = await registry.Inbox(of).List(new NoticeQuestion(unread, kind, before, limit), of, default);
        Assert.Equal(ReadKind.Found, answer.Kind);
        return JsonElement.Parse(answer.Body);
    }

    public async Task<string[]> Titles(Actor of) =>
        [.. (await Inbox(of)).GetProperty("items").EnumerateArray().Select(notice => notice.GetProperty("title").GetString()!)];

    public async Task<JsonElement> Only(Actor of) => Assert.Single((await Inbox(of)).GetProperty("items").EnumerateArray());

    public async Task Choose(Actor by, NoticePreferences preferences)
    {
        var done = await registry.Inbox(by).PutPreferences(preferences, by.Asks(), default);
        Assert.True(done.Kind == OutcomeKind.Done, $"{done}");
    }

    public Task<bool> Put(Actor to, string key, NoticeKind kind = NoticeKind.RequestFiled) => registry.Inbox(to).Put(
        new AccountId(to.PersonId), new NoticeDraft(key, kind, registry.Clock.GetUtcNow(), null, $"标题 {key}", $"第一行\n第二行 {key}"));

    /// <summary>Waits until the only way of the only notice is no more in this state.</summary>
    public async Task<JsonElement> Tried(Actor of, int attempts)
    {
        for (var tries = 0; ; tries++)
        {
            var delivery = Assert.Single((await Only(of)).GetProperty("deliveries").EnumerateArray());
            if (delivery.GetProperty("attempts").GetInt32() >= attempts || tries == 200) return delivery;

            await Task.Delay(50);
        }
    }
}
