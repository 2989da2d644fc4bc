using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using NanchangEdu.Registry.Contracts;
using NanchangEdu.Registry.Rules;

namespace NanchangEdu.Registry.Silo.Sample;

/// <summary>
/// The life of one site, told step by step: each step is a real command by the person whose business it is. It keeps count of
/// numbers as the rules give them, and of time: acts follow each other by minutes in office hours of working days.
/// </summary>
internal sealed partial class SiteStory
{
    private static readonly TimeSpan Step = TimeSpan.FromMinutes(5);

    private readonly StoryBook book;
    private readonly string label;
    private readonly Actor reviewer;
    private readonly Actor centre;
    private readonly SampleUnit unit;
    private DateTimeOffset at;

    public SiteStory(StoryBook book, string unitLabel, string? siteLabel = null)
    {
        this.book = book;
        unit = SampleUnits.Of(unitLabel);
        label = siteLabel ?? unit.Label;
        reviewer = unit == SampleUnits.Authority ? SamplePeople.BureauReviewer
            : unit.Number % 3 == 0 ? SamplePeople.SecondReviewer : SamplePeople.Reviewer;
        centre = unit.Number % 2 == 0 ? SamplePeople.Centre : SamplePeople.SecondCentre;
        RegistrationKey = book.NextKey(label);
        Id = SiteId.Derive(Clerk.PersonId, RegistrationKey);
        Profile = SampleProfiles.Of(unit, book.HostOf(unit, label));
    }

    public SiteId Id { get; }

    public SiteProfile Profile { get; private set; }

    public Actor Clerk => SamplePeople.Clerk(unit);

    public StoryCalendar Calendar => book.Calendar;

    /// <summary>The date on which the story stands.</summary>
    public DateOnly Date => RegistryCalendar.DateOf(at);

    private string RegistrationKey { get; }

    /// <summary>Goes on so many days ago, or on the last working day before; on the same day if that has passed.</summary>
    public SiteStory On(int daysAgo) => On(Calendar.Workday(daysAgo));

    /// <summary>Goes on on the date, or the next working day; on the same day if it has passed.</summary>
    public SiteStory On(DateOnly date)
    {
        // Three offices begin at three times, many schools at one: acts of one instant are recorded together.
        var morning = StoryCalendar.At(Calendar.OnOrAfter(date), 9, unit.Number % 3 * 5);
        if (morning > at) at = morning;
        return this;
    }

    /// <summary>Goes on so many working days later.</summary>
    public SiteStory Later(int workingDays) => On(Calendar.Later(Date, workingDays));

    /// <summary>Goes on at an hour of any day: emergencies do not keep office hours.</summary>
    public SiteStory OnAt(DateOnly date, int hour, int minute)
    {
        var then = StoryCalendar.At(date, hour, minute);
        if (then > at) at = then;
        return this;
    }

    /// <summary>The registry's own work in the night after the date: what time alone brought about.</summary>
    public SiteStory NightAfter(DateOnly date)
    {
        var night = RegistryCalendar.EndOf(date).AddMinutes(1);
        if (night > Calendar.Now) return this;

        at = night > at ? night : at;
        return Act(Actor.System, new TickSite());
    }

    /// <summary>The nights after each of the dates.</summary>
    public SiteStory Nights(DateOnly from, DateOnly until)
    {
        foreach (var date in RegistryCalendar.DatesOf(from, until)) NightAfter(date);
        return this;
    }

    public SiteStory Register()
    {
        book.Tell(at, Clerk, Id, RegistrationKey, new RegisterSite(Profile));
        at += Step;
        return this;
    }

    public SiteStory With(Func<SiteProfile, SiteProfile> change)
    {
        Profile = change(Profile);
        return this;
    }

    private SiteStory Act(Actor by, SiteCommand command)
    {
        book.Tell(at, by, Id, book.NextKey(label), command);
        at += Step;
        return this;
    }

    /// <summary>The hash of a document that nobody wrote.</summary>
    private string Evidence(string what) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Text($"{label}/{what}/{Calendar.DaysAgo(Date)}"))));

    private string Notice(string what) => Text($"https://{Profile.Hosts[0]}/gonggao/{what}-{Date:yyyyMMdd}.html");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
