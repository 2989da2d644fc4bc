using NanchangEdu.Registry.Contracts;
using NanchangEdu.Registry.Grains.Records;
using NanchangEdu.Registry.Grains.Tests.Harness;

namespace NanchangEdu.Registry.Grains.Tests;

/// <summary>What an activation keeps beside its record has a bound.</summary>
public sealed class MemoryTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 2, 1, 0, 0, TimeSpan.Zero);

    [Fact]
    public void The_latest_answer_alone_is_remembered()
    {
        var memory = new AnswerMemory();
        var asked = Enumerable.Range(0, 2).Select(_ => People.Administrator.Asks()).ToArray();
        foreach (var envelope in asked) memory.Keep(envelope, Outcome.Done("unit", 1, 200, []));

        Assert.Equal([false, true], asked.Select(envelope => memory.Find(envelope) is not null));
        Assert.Null(memory.Find(asked[1] with { By = People.Centre }));
    }

    [Fact]
    public void A_full_view_memory_starts_over()
    {
        var memory = new ViewMemory(max: 2);
        var answer = ReadAnswer.Found([1], "\"1\"");
        foreach (var year in new[] { 2026, 2027, 2028 }) memory.Keep(new ViewKey(new AskQuota(year), false), answer, Now, Now.AddHours(1));

        Assert.Null(memory.Find(new ViewKey(new AskQuota(2026), false), Now));
        Assert.Same(answer, memory.Find(new ViewKey(new AskQuota(2028), false), Now));
    }

    [Fact]
    public void A_view_holds_from_its_rendering_until_time_changes_it()
    {
        var memory = new ViewMemory(max: 2);
        var (key, answer) = (new ViewKey(new AskView(), false), ReadAnswer.Found([1], "\"1\""));
        memory.Keep(key, answer, Now, Now.AddHours(1));

        Assert.Null(memory.Find(key, Now.AddTicks(-1)));
        Assert.Same(answer, memory.Find(key, Now));
        Assert.Null(memory.Find(key, Now.AddHours(1)));
        Assert.Null(memory.Find(key with { IsMasked = true }, Now));
    }

    [Fact]
    public void A_view_in_which_something_is_already_due_is_not_kept()
    {
        var memory = new ViewMemory(max: 2);
        var key = new ViewKey(new AskView(), false);
        memory.Keep(key, ReadAnswer.Found([1], "\"1\""), Now, Now);

        Assert.Null(memory.Find(key, Now));
    }

    [Fact]
    public async Task A_repeat_at_once_is_answered_from_memory_even_while_the_database_is_away()
    {
        await using var registry = await RegistryCluster.Start();
        var unit = await new Story(registry).Unit(90_000_001);
        var envelope = People.Administrator.Asks();
        var first = await registry.Unit(unit).Execute(Story.PutUnit(unit, "南昌市更名学校"), envelope, default);
        registry.Store.ReadFault = new Store.StoreUnavailableException("the database is away");

        var again = await registry.Unit(unit).Execute(Story.PutUnit(unit, "南昌市更名学校"), envelope, default);
        var other = await registry.Unit(unit).Execute(Story.PutUnit(unit, "南昌市更名学校"), envelope with { RequestHash = "bb" }, default);

        Assert.Equal(first.Body, again.Body);
        Assert.Equal((OutcomeKind.Done, OutcomeKind.KeyReused), (again.Kind, other.Kind));
    }

    [Fact]
    public async Task A_repeat_of_an_earlier_command_costs_the_record_no_reload()
    {
        await using var registry = await RegistryCluster.Start();
        var unit = await new Story(registry).Unit(90_000_002);
        var earlier = People.Administrator.Asks();
        var first = await registry.Unit(unit).Execute(Story.PutUnit(unit, "南昌市第一个名字"), earlier, default);
        await registry.Unit(unit).Execute(Story.PutUnit(unit, "南昌市第二个名字"), People.Administrator.Asks(), default);
        var loads = registry.Store.Loads;

        var again = await registry.Unit(unit).Execute(Story.PutUnit(unit, "南昌市第一个名字"), earlier, default);
        var next = await registry.Unit(unit).Execute(Story.PutUnit(unit, "南昌市第三个名字"), People.Administrator.Asks(), default);

        Assert.Equal(first.Body, again.Body);
        Assert.Equal((OutcomeKind.Done, first.Version, first.Version + 2), (next.Kind, again.Version, next.Version));
        Assert.Equal(loads, registry.Store.Loads);
    }
}
