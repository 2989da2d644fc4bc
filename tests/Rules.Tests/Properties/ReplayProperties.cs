using System.Text.Json.Nodes;
using CsCheck;
using NanchangEdu.Registry.Contracts;

namespace NanchangEdu.Registry.Rules.Tests.Properties;

/// <summary>The ledger is the record: its events, told again from nothing, make the same bytes; and what is stored reads back as what it was.</summary>
public sealed class ReplayProperties
{
    private const int Iterations = 600;

    private static readonly Gen<Life> Lives = Life.Of(movesMax: 60);

    [Fact]
    public void The_ledger_told_again_from_nothing_makes_the_stored_state() => Lives.Sample(
        life =>
        {
            var walk = Walk.Through(life, (_, _) => { });
            var again = walk.Ledger.Select(e => StoredFormat.ReadSiteEvent(StoredFormat.Write(e))).Aggregate(Site.Unknown(walk.Site.Id), SiteRules.Evolve);
            Assert.Equal(StoredFormat.Write(walk.Site), StoredFormat.Write(again));
        },
        print: life => life.ToString(), iter: Iterations);

    [Fact]
    public void A_state_and_each_event_read_back_as_what_they_were() => Lives.Sample(
        life => Walk.Through(life, (_, step) =>
        {
            var stored = StoredFormat.Write(step.After);
            Assert.Equal(stored, StoredFormat.Write(StoredFormat.ReadSite(stored)));
            foreach (var @event in step.Decision.Events)
            {
                var node = StoredFormat.Write(@event);
                Assert.True(JsonNode.DeepEquals(node, StoredFormat.Write(StoredFormat.ReadSiteEvent(node))), node.ToJsonString());
            }
        }),
        print: life => life.ToString(), iter: Iterations / 2);

    [Fact]
    public void A_state_read_back_decides_as_the_one_in_memory() => Lives.Sample(
        life => Walk.Through(life, (walk, step) =>
        {
            if (!step.Before.Exists) return;
            var read = StoredFormat.ReadSite(StoredFormat.Write(step.Before));
            var (first, second) = (Next(step.Before, step), Next(read, step));
            Assert.Equal(first.Refusal?.Rule, second.Refusal?.Rule);
            Assert.Equal(
                first.Events.Select(e => StoredFormat.Write(e).ToJsonString()), second.Events.Select(e => StoredFormat.Write(e).ToJsonString()));
        }),
        print: life => life.ToString(), iter: Iterations / 4);

    [Fact]
    public void Instants_are_stored_in_UTC_however_they_were_told() => Lives.Sample(
        life => Walk.Through(life, (_, step) =>
        {
            foreach (var @event in step.Decision.Events)
            {
                Assert.Equal(TimeSpan.Zero, @event.At.Offset);
                Assert.DoesNotContain("+08:00\"", StoredFormat.Write(@event).ToJsonString(), StringComparison.Ordinal);
            }
        }),
        print: life => life.ToString(), iter: Iterations / 2);

    private static Decision<SiteEvent> Next(Site site, Step step) =>
        SiteRules.Decide(site, step.Command, new(step.By, SiteSurroundings.None, step.Policy, step.Now, "request-1"));
}
