using NanchangEdu.Registry.Contracts;
using NanchangEdu.Registry.Rules.Tables;

namespace NanchangEdu.Registry.Rules.Tests.Tables;

/// <summary>Every column's cells, as people write them and as the registry writes them.</summary>
public sealed class ColumnTests
{
    public static TheoryData<string> Names => [.. AllTables.All.Select(table => table.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Headings_and_keys_are_one_columns_each_and_the_first_names_the_record(string name)
    {
        var table = AllTables.Named(name);

        Assert.True(table.Key.IsKey);
        Assert.Single(table.Columns, column => column.IsKey);
        foreach (var column in table.Columns)
        {
            string[] headings = [column.Header, column.Heading, column.Key, column.Key.ToUpperInvariant(), $" {column.Header} * ", $"{column.Header}＊"];
            Assert.All(headings, heading => Assert.Equal([column], table.Columns.Where(one => one.IsNamed(heading))));
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void An_example_is_a_cell_in_canonical_form(string name) => Assert.All(AllTables.Named(name).Columns, column =>
    {
        Assert.Equal((column.Example, null), column.Read(column.Example));
        Assert.True(column.Example.Length > 0 || !column.IsRequired, $"{column.Key} must be filled in and has no example");
    });

    /// <summary>A value that an enum gets one day has to get its word, too.</summary>
    [Fact]
    public void Choices_have_a_word_for_every_value()
    {
        Assert.Equal(Enum.GetNames<UnitType>().Length, Choice.UnitTypes.Choices.Length);
        Assert.Equal(Enum.GetNames<SiteFunction>().Length, Choice.Functions.Choices.Length);
        Assert.Equal(Enum.GetNames<FilingState>().Length, Choice.FilingStates.Choices.Length);
        Assert.Equal(Enum.GetNames<IcpCoverage>().Length, Choice.Coverages.Choices.Length);
        Assert.Equal(Enum.GetNames<SiteMarkKind>().Length, Choice.Marks.Choices.Length);
        Assert.Equal(Enum.GetNames<Contracts.TestResult>().Length, Choice.TestResults.Choices.Length);
        Assert.All(Enum.GetValues<FilingState>(), state => Assert.Equal(state, Choice.FilingStates.Of(Choice.FilingStates.Zh(state))));

        // the cells of a record and those that are read name several in the same order
        Assert.Equal(Enum.GetValues<SiteFunction>().Order().Select(Choice.Functions.Zh), Choice.Functions.Choices.Select(choice => choice.Zh));
    }

    [Fact]
    public void Every_choice_is_read_by_its_word_and_by_its_name_on_the_wire() => Assert.All(
        AllTables.All.SelectMany(table => table.Columns).Where(column => column.Kind == ColumnKind.Choice),
        column => Assert.All(column.Choices, choice =>
        {
            Assert.Equal((choice.Zh, null), column.Read(choice.Zh));
            Assert.Equal((choice.Zh, null), column.Read($" {choice.Wire.ToUpperInvariant()}"));
        }));

    [Theory]
    [InlineData("openedOn", "2026-03-02", "2026-03-02")]
    [InlineData("openedOn", "2026/3/2", "2026-03-02")]
    [InlineData("openedOn", "2026.3.2", "2026-03-02")]
    [InlineData("openedOn", "2026年3月2日", "2026-03-02")]
    [InlineData("openedOn", "20260302", "2026-03-02")]
    [InlineData("openedOn", "２０２６－０３－０２", "2026-03-02")]
    [InlineData("onMainland", "TRUE", "是")]
    [InlineData("onMainland", "1", "是")]
    [InlineData("onMainland", "否", "否")]
    [InlineData("onMainland", "false", "否")]
    [InlineData("logRetentionMonths", " 12 ", "12")]
    [InlineData("logRetentionMonths", "１２", "12")]
    [InlineData("functions", "互动交流,信息发布\n互动交流", "信息发布；互动交流")]
    [InlineData("mainHost", "HTTP://School.Example.CN/index.html", "school.example.cn")]
    [InlineData("otherHosts", "a.example.cn、B.example.cn;a.example.cn", "a.example.cn；b.example.cn")]
    [InlineData("backup", "  每日\r\n备份  ", "每日\n备份")]
    public void Cells_are_read_in_the_ways_in_which_people_write_them(string column, string written, string canonical) =>
        Assert.Equal((canonical, null), AllTables.Sites.ColumnOf(column).Read(written));

    [Theory]
    [InlineData("openedOn", "2026-02-30", "date")]
    [InlineData("openedOn", "1900-01-01", "date")]
    [InlineData("openedOn", "45992", "date")]
    [InlineData("onMainland", "也许", "boolean")]
    [InlineData("logRetentionMonths", "12.5", "integer")]
    [InlineData("logRetentionMonths", "-1", "integer")]
    [InlineData("logRetentionMonths", "99999999999", "integer")]
    [InlineData("functions", "信息发布；广告", "not-a-choice")]
    [InlineData("mainHost", "a.example.cn；b.example.cn", "count")]
    [InlineData("id", "site-1", "site")]
    public void What_cannot_be_read_is_told_in_Chinese_with_its_column(string column, string written, string code)
    {
        var (cell, fault) = AllTables.Sites.ColumnOf(column).Read(written);

        Assert.Equal("", cell);
        Assert.Equal($"{column} {code}", $"{fault?.Column} {fault?.Code}");
        Assert.Contains(fault!.Zh, letter => letter is >= '一' and <= '鿿');
    }

    [Fact]
    public void Control_characters_and_broken_Unicode_are_no_text()
    {
        string[] broken = ["a\0b", "a\u001bb", "a\ud800", "\udc00a", "a\uffff"];
        Assert.All(broken, text => Assert.Equal("text", AllTables.Sites.ColumnOf("backup").Read(text).Fault?.Code));
    }

    [Fact]
    public void A_text_beyond_its_bound_is_told_with_it()
    {
        var name = AllTables.Sites.ColumnOf("name");

        Assert.Null(name.Read(new string('长', name.Max)).Fault);
        Assert.Equal($"不得超过 {name.Max} 个字符", name.Read(new string('长', name.Max + 1)).Fault?.Zh);
    }
}
