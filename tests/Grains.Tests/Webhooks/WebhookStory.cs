using System.Text;
using System.Text.Json;
using NanchangEdu.Registry.Contracts;
using NanchangEdu.Registry.Grains.Tests.Harness;

namespace NanchangEdu.Registry.Grains.Tests.Webhooks;

/// <summary>A person with a webhook, and what the tests do with it.</summary>
internal sealed class WebhookStory(RegistryCluster registry, Actor person, string webhookId)
{
    /// <summary>The pauses of the schedule, in seconds.</summary>
    public static readonly int[] Pauses = [5, 30, 120, 600, 3600, 21_600];

    private static int serial;

    public WebhookReference Line => registry.Webhook(person.PersonId, webhookId);

    public string Id => webhookId;

    /// <summary>Of the unit's clerk, whose account is opened.</summary>
    public static async Task<WebhookStory> OfClerk(RegistryCluster registry, UnitId unit, string url, params string[] types)
    {
        await new Story(registry).Account(unit);
        return await Add(registry, People.Clerk(unit), url, types);
    }

    /// <summary>Of somebody whose role sees the whole city: every unit that is registered is an event.</summary>
    public static async Task<WebhookStory> OfCentre(RegistryCluster registry, string url, params string[] types)
    {
        var number = Interlocked.Increment(ref serial);
        var person = People.Centre with { PersonId = $"person-centre-{number}" };
        await new Story(registry).Tell(person.PersonId, People.Administrator, new PutAccount($"centre-{number}", person.Name, [Role.Centre], null, null));
        return await Add(registry, person, url, types);
    }

    public static async Task<WebhookStory> Add(RegistryCluster registry, Actor person, string url, params string[] types)
    {
        var id = $"hook-{Interlocked.Increment(ref serial)}";
        await new Story(registry).Tell(person.PersonId, person, new AddWebhook(id, "办公系统", person.Role, url, [.. types]));
        return new WebhookStory(registry, person, id);
    }

    public Task<int> Deliver() => Line.Deliver(default);

    public async Task<WebhookStateView> State() => Read<WebhookStateView>(await Line.Read(person, default));

    public async Task<string> Secret(int key = 1) => Read<WebhookSecretView>(await Line.ReadSecret(key, person, default)).Secret;

    public Task<Outcome> Redeliver(Envelope? envelope = null) => Line.Redeliver(envelope ?? person.Asks(), default);

    public Task<Outcome> Ping() => Line.Ping(person.Asks(), default);

    public Task<Outcome> Tell(AccountCommand command) => new Story(registry).Tell(person.PersonId, person, command);

    /// <summary>Delivers, and lets the time pass to the next attempt, again and again, until none waits for its time.</summary>
    public async Task<WebhookStateView> Exhaust()
    {
        await Deliver();
        var state = await State();
        while (state.NextAttemptAt is { } at)
        {
            registry.Clock.SetUtcNow(at);
            await Deliver();
            state = await State();
        }

        return state;
    }

    private static T Read<T>(ReadAnswer answer)
    {
        Assert.True(answer.Kind == ReadKind.Found, $"{answer.Kind}");
        return JsonSerializer.Deserialize<T>(Encoding.UTF8.GetString(answer.Body), RegistryJson.Options)!;
    }
}
