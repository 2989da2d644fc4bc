using NanchangEdu.Registry.Contracts;
using NanchangEdu.Registry.Rules.Tables;
using static NanchangEdu.Registry.Rules.Tests.Sample;

namespace NanchangEdu.Registry.Rules.Tests.Tables;

/// <summary>From the sheet of a file to the rows of a table.</summary>
public sealed class TableReadingTests
{
    [Fact]
    public void Columns_stand_in_any_order_by_either_name_and_may_be_left_out()
    {
        var row = Assert.Single(Tabled.Read(AllTables.Units, ["NAME", "", "统一社会信用代码"], ["南昌一中", "", SchoolId.Uscc]));

        Assert.Equal(SchoolId.Uscc, Table.RecordOf(row));
        Assert.Equal("南昌一中", AllTables.Units.CellOf(row, AllTables.Units.ColumnOf("name")));
        Assert.Null(AllTables.Units.CellOf(row, AllTables.Units.ColumnOf("address")));
        Assert.Empty(row.Faults);
    }

    [Fact]
    public void Headings_that_are_no_columns_or_come_twice_or_lack_the_key_are_told_one_by_one()
    {
        var (reading, faults) = TableReading.Of(AllTables.Units, new SheetRow(1, ["单位名称", "单位名称*", "电话"]));

        Assert.Null(reading);
        Assert.Equal(
            [("单位名称*", "heading-repeated"), ("电话", "heading-unknown"), ("统一社会信用代码", "heading-missing")],
            faults.Select(fault => (fault.Heading, fault.Code)));
    }

    [Fact]
    public void A_file_without_a_row_lacks_its_headings()
    {
        var (reading, faults) = TableReading.Of(AllTables.Units, null);

        Assert.Null(reading);
        Assert.Equal("heading-missing", Assert.Single(faults).Code);
    }

    [Fact]
    public void Rows_keep_the_numbers_of_the_file_blank_ones_are_passed_over_and_short_ones_are_empty_at_the_end()
    {
        var rows = Tabled.Read(AllTables.Units, ["统一社会信用代码", "单位名称"], [SchoolId.Uscc], ["", "  "], [ReceiverId.Uscc, "抚河学校"]);

        Assert.Equal([2, 4], rows.Select(row => row.Number));
        Assert.Equal("", AllTables.Units.CellOf(rows[0], AllTables.Units.ColumnOf("name")));
    }

    [Fact]
    public void A_row_without_its_key_and_a_second_row_for_the_same_record_are_errors()
    {
        var rows = Tabled.Read(AllTables.Units, ["统一社会信用代码", "单位名称"], ["", "甲"], [SchoolId.Uscc, "乙"], [SchoolId.Uscc.ToLowerInvariant(), "丙"], ["", "甲"]);

        Assert.Equal("uscc: missing", Only(rows[0]));
        Assert.Empty(rows[1].Faults);
        Assert.Equal("uscc: repeated-row", Only(rows[2]));
        Assert.Contains("3", rows[2].Faults[0].Zh, StringComparison.Ordinal);
        Assert.Equal("uscc: missing", Only(rows[3]));
    }

    [Fact]
    public void A_key_that_cannot_be_read_is_one_fault_and_not_two()
    {
        var row = Assert.Single(Tabled.Read(AllTables.Units, ["统一社会信用代码"], ["一中"]));

        Assert.Equal("uscc: unit", Only(row));
    }

    [Fact]
    public void Two_tests_of_a_site_are_two_rows_and_the_very_same_twice_is_an_error()
    {
        var headings = AllTables.Tests.Columns.Select(column => column.Heading).ToArray();
        var exported = AllTables.Tests.Rows(Tabled.Site).ToArray();

        var rows = Tabled.Read(AllTables.Tests, headings, exported[0], exported[1], exported[0]);

        Assert.Empty(rows[0].Faults);
        Assert.Empty(rows[1].Faults);
        Assert.Equal("the row: repeated-row", Only(rows[2]));
    }

    private static string Only(ImportRow row)
    {
        var fault = Assert.Single(row.Faults);
        return $"{fault.Column ?? "the row"}: {fault.Code}";
    }
}
