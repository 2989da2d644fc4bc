using System.Text;
using NanchangEdu.Registry.Contracts;
using static NanchangEdu.Registry.Rules.Tests.Sample;

namespace NanchangEdu.Registry.Rules.Tests.Policy;

/// <summary>A year's working days go into the rule pack, and nothing else of it changes.</summary>
public class CalendarImportTests
{
    /// <summary>Invented dates: 2027's were not published when this was written.</summary>
    private const string Year2027 = """
        {
          "$schema": "https://example.org/schema.json",
          "year": 2027,
          "papers": ["https://www.gov.cn/notice"],
          "days": [
            {"name": "元旦", "date": "2027-01-01", "isOffDay": true},
            {"name": "春节", "date": "2027-02-08", "isOffDay": true},
            {"name": "春节", "date": "2027-02-09", "isOffDay": true},
            {"name": "春节调休", "date": "2027-02-20", "isOffDay": false},
            {"name": "元旦调休", "date": "2026-12-27", "isOffDay": false}
          ]
        }
        """;

    [Fact]
    public void Working_days_of_the_year_are_no_estimate_any_more_and_are_counted_by_the_data()
    {
        var imported = Import(Year2027);
        var before = NanchangPack.At("2027-02-01").WorkingCalendar;
        var after = RulePack.Load(imported.Pack).At(Day("2027-02-01"), UnitType.BureauSchool).WorkingCalendar;

        Assert.Equal((2027, $"{NanchangPack.Pack.Version}+2027"), (imported.Year, imported.Version));
        Assert.Equal(new WorkingDate(Day("2027-02-09"), true), RegistryCalendar.AddWorkingDays(Day("2027-02-05"), 2, before));
        Assert.Equal(new WorkingDate(Day("2027-02-11"), false), RegistryCalendar.AddWorkingDays(Day("2027-02-05"), 2, after));
        Assert.True(after.IsWorkingDay(Day("2027-02-20")));
        Assert.True(after.IsWorkingDay(Day("2026-12-27")));
        Assert.Equal(["2026-12-27", "2027-01-01", "2027-02-08", "2027-02-09", "2027-02-20"], imported.Changes.Select(c => $"{c.Date:yyyy-MM-dd}"));
    }

    [Fact]
    public void Everything_else_of_the_pack_stays_byte_for_byte()
    {
        var imported = Encoding.UTF8.GetString(Import(Year2027).Pack).Split('\n');
        var shipped = Encoding.UTF8.GetString(NanchangPack.Bytes).Split('\n');
        Assert.Equal(
            ["    \"years\": [2025, 2026],", "  \"version\": \"2026.3\","], shipped.Except(imported).Where(line => !line.TrimEnd().EndsWith('}')).Order(StringComparer.Ordinal));
        Assert.Equal(7, imported.Except(shipped).Count(line => !line.Contains("2026-10", StringComparison.Ordinal)));
    }

    [Fact]
    public void What_the_pack_says_of_the_year_is_replaced_and_the_same_again_changes_nothing()
    {
        var once = Import(Year2027);
        var again = CalendarImport.Into(once.Pack, Encoding.UTF8.GetBytes(Year2027), "2026.9");
        Assert.Empty(again.Changes);
        Assert.Equal(Encoding.UTF8.GetString(once.Pack).Replace(once.Version, "2026.9", StringComparison.Ordinal), Encoding.UTF8.GetString(again.Pack));

        var corrected = CalendarImport.Into(once.Pack, Encoding.UTF8.GetBytes("""{"year": 2027, "days": [{"name": "元旦", "date": "2027-01-01", "isOffDay": true}]}"""), null);
        Assert.Equal(["2027-02-08", "2027-02-09", "2027-02-20"], corrected.Changes.Select(c => $"{c.Date:yyyy-MM-dd}"));
        Assert.All(corrected.Changes, change => Assert.Null(change.After));
    }

    [Theory]
    [InlineData("no json", "$")]
    [InlineData("[]", "$")]
    [InlineData("""{"year": 2027}""", "$")]
    [InlineData("""{"year": "2027", "days": [{"name": "元旦", "date": "2027-01-01", "isOffDay": true}]}""", "year")]
    [InlineData("""{"year": 2027, "days": [{"name": "元旦", "date": "2027/01/01", "isOffDay": true}]}""", "days[0].date")]
    [InlineData("""{"year": 2027, "days": [{"name": "元旦", "date": "2027-01-01"}]}""", "days[0]")]
    public void Data_that_are_none_are_refused_with_the_place(string data, string path)
    {
        var refused = Assert.Throws<RulePackInvalidException>(() => Import(data));
        Assert.Contains(refused.Errors, error => error.Path.StartsWith(path, StringComparison.Ordinal));
    }

    /// <summary>What the pack's own checks say no to is not written either.</summary>
    [Theory]
    [InlineData("""{"year": 2027, "days": [{"name": "调休", "date": "2027-01-04", "isOffDay": false}]}""")]
    [InlineData("""{"year": 2027, "days": [{"name": "元旦", "date": "2028-01-01", "isOffDay": true}]}""")]
    public void A_calendar_that_contradicts_itself_is_refused(string data) => Assert.Throws<RulePackInvalidException>(() => Import(data));

    [Fact]
    public void A_deadline_in_working_days_moves_with_the_calendar_and_one_in_days_does_not()
    {
        var story = Story.Of().Live().DownlineFiled("2027-04-12", "2027-04-19", at: "2027-02-05");
        var shift = Assert.Single(DeadlineShifts.Of(story.Site, NanchangPack.Pack, RulePack.Load(Import(Year2027).Pack), story.Now));
        Assert.Equal((DeadlineKinds.Request, story.Request, Day("2027-02-12"), Day("2027-02-16")), (shift.Kind, shift.Number, shift.Before, shift.After));
    }

    private static CalendarImported Import(string data) => CalendarImport.Into(NanchangPack.Bytes, Encoding.UTF8.GetBytes(data), null);
}
