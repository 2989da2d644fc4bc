using NanchangEdu.Registry.Contracts;
using NanchangEdu.Registry.Grains.Tests.Harness;
using NanchangEdu.Registry.Grains.Webhooks;
using NanchangEdu.Registry.Store;

namespace NanchangEdu.Registry.Grains.Tests.Webhooks;

/// <summary>What becomes of events when their receiver is not there: they wait, die, and come back; and of the receiver when it is dead.</summary>
public sealed class RetryTests
{
    [Fact]
    public async Task An_event_is_tried_again_after_growing_pauses_and_keeps_its_id()
    {
        await using var registry = await RegistryCluster.Start();
        await using var receiver = new Receiver { Otherwise = "503 Service Unavailable" };
        var hook = await WebhookStory.OfCentre(registry, receiver.Url);
        await new Story(registry).Unit(63_000_001);

        foreach (var pause in WebhookStory.Pauses)
        {
            Assert.Equal(1, await hook.Deliver());
            var next = (await hook.State()).NextAttemptAt!.Value;
            Assert.InRange((next - registry.Clock.GetUtcNow()).TotalSeconds, pause * 0.9, pause * 1.1);
            registry.Clock.SetUtcNow(next.AddMilliseconds(-1));
            Assert.Equal(0, await hook.Deliver());
            registry.Clock.SetUtcNow(next);
        }

        receiver.Otherwise = "200 OK";
        Assert.Equal(1, await hook.Deliver());

        Assert.Single(receiver.All.Select(got => got.Id).Distinct());
        var state = await hook.State();
        Assert.Equal((7, "delivered", 200), (state.Attempts[0].Number, state.Attempts[0].Result, state.Attempts[0].Status));
        Assert.Equal(("active", (DateTimeOffset?)null, 0), (state.State, state.FailingSince, state.DeadLetters.Length));
    }

    [Fact]
    public async Task Those_behind_it_wait_and_after_the_last_attempt_it_dies_and_the_line_goes_on()
    {
        await using var registry = await RegistryCluster.Start();
        await using var receiver = new Receiver();
        var hook = await WebhookStory.OfCentre(registry, receiver.Url);
        await new Story(registry).Unit(63_000_002);
        await new Story(registry).Unit(63_000_003);
        receiver.AnswerNext(Enumerable.Repeat("400 Bad Request", 7));

        var state = await hook.Exhaust();

        var (first, second) = (Usccs.Of(63_000_002).Uscc, Usccs.Of(63_000_003).Uscc);
        Assert.Equal([.. Enumerable.Repeat(first, 7), second], receiver.All.Select(got => got.Subject));
        var letter = Assert.Single(state.DeadLetters);
        Assert.Equal(("unitRegistered", "unit", first), (letter.Type, letter.Kind, letter.RecordId));
        Assert.Equal("active", state.State);
    }

    [Fact]
    public async Task A_waiting_event_waits_on_after_a_restart()
    {
        await using var registry = await RegistryCluster.Start();
        await using var receiver = new Receiver();
        receiver.AnswerNext("500 Internal Server Error");
        var hook = await WebhookStory.OfCentre(registry, receiver.Url);
        await new Story(registry).Unit(63_000_004);
        await hook.Deliver();

        await registry.DeactivateWebhook(hook.Id);
        Assert.Equal(0, await hook.Deliver());
        registry.Clock.SetUtcNow((await hook.State()).NextAttemptAt!.Value);
        Assert.Equal(1, await hook.Deliver());

        Assert.Equal(2, (await hook.State()).Attempts[0].Number);
    }

    [Fact]
    public async Task Gone_disables_at_once_and_redelivery_goes_on_with_the_same_event()
    {
        await using var registry = await RegistryCluster.Start();
        await using var receiver = new Receiver();
        receiver.AnswerNext("410 Gone");
        var hook = await WebhookStory.OfCentre(registry, receiver.Url);
        await new Story(registry).Unit(63_000_005);
        await hook.Deliver();
        await new Story(registry).Unit(63_000_006);
        registry.Clock.Advance(TimeSpan.FromDays(1));

        Assert.Equal(0, await hook.Deliver());
        var state = await hook.State();
        Assert.Equal(("disabled", "gone"), (state.State, state.DisabledFor));

        Assert.Equal(OutcomeKind.Done, (await hook.Redeliver()).Kind);
        Assert.Equal(2, await hook.Deliver());
        Assert.Equal(
            [Usccs.Of(63_000_005).Uscc, Usccs.Of(63_000_005).Uscc, Usccs.Of(63_000_006).Uscc], receiver.All.Select(got => got.Subject));
        Assert.Equal("active", (await hook.State()).State);
    }

    [Fact]
    public async Task Five_dead_letters_in_a_row_disable_and_redelivery_brings_them_first_in_their_order()
    {
        await using var registry = await RegistryCluster.Start();
        await using var receiver = new Receiver { Otherwise = "500 Internal Server Error" };
        var hook = await WebhookStory.OfCentre(registry, receiver.Url);
        foreach (var number in Enumerable.Range(63_000_010, 6)) await new Story(registry).Unit(number);

        var state = await hook.Exhaust();
        Assert.Equal(("disabled", "deadLetters", 5), (state.State, state.DisabledFor, state.DeadLetters.Length));
        Assert.Equal(35, receiver.All.Count);

        receiver.Otherwise = "204 No Content";
        var envelope = People.Centre.Asks();
        var redelivered = await hook.Redeliver();
        Assert.Contains("\"putBack\":5", System.Text.Encoding.UTF8.GetString(redelivered.Body), StringComparison.Ordinal);
        Assert.Equal(6, await hook.Deliver());

        Assert.Equal(Enumerable.Range(63_000_010, 6).Select(number => Usccs.Of(number).Uscc), receiver.All.TakeLast(6).Select(got => got.Subject));
        state = await hook.State();
        Assert.Equal((0, 0, "active"), (state.DeadLetters.Length, state.Redelivering, state.State));
        Assert.Equal(OutcomeKind.NotFound, (await hook.Redeliver(envelope)).Kind); // somebody else's key opens nothing
    }

    [Fact]
    public async Task Five_days_without_a_success_disable_however_few_events_there_were()
    {
        await using var registry = await RegistryCluster.Start();
        await using var receiver = new Receiver { Otherwise = "500 Internal Server Error" };
        var hook = await WebhookStory.OfCentre(registry, receiver.Url);
        await new Story(registry).Unit(63_000_020);
        Assert.Equal("active", (await hook.Exhaust()).State);

        registry.Clock.Advance(TimeSpan.FromDays(5));
        await new Story(registry).Unit(63_000_021);
        await hook.Deliver();

        Assert.Equal(("disabled", "noSuccess"), ((await hook.State()).State, (await hook.State()).DisabledFor));
    }

    [Fact]
    public async Task A_success_in_between_forgives_all_before()
    {
        await using var registry = await RegistryCluster.Start();
        await using var receiver = new Receiver();
        var hook = await WebhookStory.OfCentre(registry, receiver.Url);
        for (var round = 0; round < 2; round++)
        {
            receiver.AnswerNext(Enumerable.Repeat("500 Internal Server Error", 7 * 4));
            foreach (var number in Enumerable.Range(63_000_030 + (10 * round), 5)) await new Story(registry).Unit(number);
            Assert.Equal(("active", 4 * (round + 1)), ((await hook.Exhaust()).State, (await hook.State()).DeadLetters.Length));
        }
    }

    [Fact]
    public async Task Redelivery_is_answered_once_under_its_key()
    {
        await using var registry = await RegistryCluster.Start();
        await using var receiver = new Receiver();
        receiver.AnswerNext(Enumerable.Repeat("500 Internal Server Error", 7));
        var unit = await new Story(registry).Unit(63_000_050);
        var hook = await WebhookStory.OfClerk(registry, unit, receiver.Url);
        await new Story(registry).Draft(unit);
        await hook.Exhaust();
        var envelope = People.Clerk(unit).Asks();

        var first = await hook.Redeliver(envelope);
        await hook.Deliver();
        await registry.DeactivateWebhook(hook.Id);
        var again = await hook.Redeliver(envelope);
        var other = await hook.Redeliver(envelope with { RequestHash = "another" });
        var stale = await hook.Redeliver(People.Clerk(unit).Asks(expected: 1));

        Assert.Equal((first.Kind, first.Status, first.Version), (again.Kind, again.Status, again.Version));
        Assert.Equal(first.Body, again.Body);
        Assert.Equal(OutcomeKind.KeyReused, other.Kind);
        Assert.Equal(OutcomeKind.Stale, stale.Kind);
        Assert.NotNull(await registry.Store.FindAnswer(envelope.By.PersonId, envelope.IdempotencyKey, default));
    }

    [Fact]
    public async Task A_ping_goes_past_the_line_to_a_disabled_receiver_too()
    {
        await using var registry = await RegistryCluster.Start();
        await using var receiver = new Receiver();
        receiver.AnswerNext("410 Gone");
        var hook = await WebhookStory.OfCentre(registry, receiver.Url);
        await new Story(registry).Unit(63_000_060);
        await hook.Deliver();

        Assert.Equal(OutcomeKind.Done, (await hook.Ping()).Kind);
        Assert.Equal(1, await hook.Deliver());

        Assert.Equal("webhook.ping", receiver.All[^1].Type);
        Assert.True(receiver.All[^1].IsSignedWith(await hook.Secret()));
        var state = await hook.State();
        Assert.Equal(("disabled", "ping", (long?)null), (state.State, state.Attempts[0].Type, state.Attempts[0].Position));
    }

    [Fact]
    public void The_schedule_ends_with_the_seventh_attempt()
    {
        Assert.Equal(7, RetrySchedule.AttemptsMax);
        Assert.Equal(
            WebhookStory.Pauses.Select(pause => (double)pause), Enumerable.Range(1, 6).Select(attempts => RetrySchedule.After(attempts, 0.5)!.Value.TotalSeconds));
        Assert.Null(RetrySchedule.After(7, 0.5));
    }

    [Fact]
    public void What_is_remembered_of_attempts_and_dead_letters_has_a_limit()
    {
        var now = new DateTimeOffset(2026, 3, 2, 1, 0, 0, TimeSpan.Zero);
        var diary = new WebhookDiary { After = 0 };
        foreach (var position in Enumerable.Range(1, 300))
        {
            var row = new FeedRow(position, RecordKind.Unit, "U1", position, 1, "unitChanged", now, now, "p", "admin", null, "r", "1", [], [], []);
            diary = diary.Failed(row, new DeliveryAttempt(now, position, "unitChanged", 7, "refused", 500, 1), retryIn: null, now);
        }

        Assert.Equal((WebhookDiary.AttemptsKept, WebhookDiary.DeadLettersKept), (diary.Attempts.Length, diary.DeadLetters.Length));
        Assert.Equal((300L, 300L, 201L), (diary.After, diary.Attempts[0].Position, diary.DeadLetters[0].Position));
    }
}
