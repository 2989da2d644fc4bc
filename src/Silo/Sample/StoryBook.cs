using System.Collections.Immutable;
using System.Globalization;
using NanchangEdu.Registry.Contracts;
using NanchangEdu.Registry.Rules;

namespace NanchangEdu.Registry.Silo.Sample;

/// <summary>The whole story as a plan: every command with its instant, in the order in which it is to be told.</summary>
internal sealed class StoryBook
{
    private readonly List<StoryAction> actions = [];
    private readonly Dictionary<string, int> lastKeys = [];

    private StoryBook(DateTimeOffset now, RulePack pack)
    {
        Policy = pack.At(now, UnitType.BureauSchool);
        Calendar = new StoryCalendar(now, Policy.WorkingCalendar);
    }

    public RegistryPolicy Policy { get; }

    public StoryCalendar Calendar { get; }

    /// <summary>Plans the sample city's past as it looks from <paramref name="now"/>. Pure: the same now gives the same plan.</summary>
    public static ImmutableArray<StoryAction> Plan(DateTimeOffset now, RulePack pack)
    {
        var book = new StoryBook(now, pack);
        CityStories.Tell(book);
        return [.. book.actions.OrderBy(action => action.At)];
    }

    public string HostOf(SampleUnit unit, string label) => $"{label}.{Policy.ZonesOf(AuthorityOf(unit).Id)[0]}";

    /// <summary>The city's authority, but for its own site the next one up (NC-2.1).</summary>
    public static SampleUnit AuthorityOf(SampleUnit unit) => unit == SampleUnits.Authority ? SampleUnits.Bureau : SampleUnits.Authority;

    public void Tell(DateTimeOffset at, Actor by, UnitId unit, UnitCommand command) =>
        actions.Add(new UnitAction(Past(at, command), by, NextKey(unit.Uscc), unit, command));

    public void Tell(DateTimeOffset at, Actor by, SiteId site, string key, SiteCommand command) =>
        actions.Add(new SiteAction(Past(at, command), by, key, site, command));

    /// <summary>The n-th key of a record. Registration makes the site's id from it: it must never change.</summary>
    public string NextKey(string record)
    {
        var number = lastKeys[record] = lastKeys.GetValueOrDefault(record) + 1;
        return string.Create(CultureInfo.InvariantCulture, $"sample-{record}-{number:D3}");
    }

    private DateTimeOffset Past(DateTimeOffset at, object command) => at <= Calendar.Now
        ? at
        : throw new InvalidOperationException($"the story would tell {command.GetType().Name} of the future, {at:O}");
}
