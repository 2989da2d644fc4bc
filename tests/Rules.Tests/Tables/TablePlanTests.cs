using System.Collections.Immutable;
using CsCheck;
using NanchangEdu.Registry.Contracts;
using NanchangEdu.Registry.Rules.Tables;
using NanchangEdu.Registry.Rules.Tests.Views;
using static NanchangEdu.Registry.Rules.Tests.Sample;

namespace NanchangEdu.Registry.Rules.Tests.Tables;

/// <summary>What a row asks for, held against its record: the commands, and that what was exported asks for nothing.</summary>
public sealed class TablePlanTests
{
    private const int Iterations = 1_000;

    private static readonly ImmutableArray<SiteTable> SiteTables = [AllTables.Sites, AllTables.Filings, AllTables.Tests];

    [Fact]
    public void What_was_exported_asks_for_nothing_whatever_the_texts() => Tabled.Texts.Array[7].Sample(
        texts =>
        {
            var profile = Profile() with
            {
                Name = texts[0],
                NameNote = texts[1],
                Purpose = texts[2],
                Platform = texts[3],
                Hosting = Profile().Hosting with { Provider = texts[4], Cdn = null },
            };
            var site = (Tabled.Site with
            {
                Profile = profile,
                SecurityTests = [Tabled.Site.SecurityTests[0] with { Report = TestPassed(Day("2026-01-05")) with { Tester = texts[5] } }],
            }).With(DomainFiled with { Holder = texts[6] }, PoliceFiled("2026-01-06"));
            foreach (var table in SiteTables)
            {
                foreach (var exported in table.Rows(site)) AsksForNothing(table.Plan(Tabled.Row(table, exported), site));
            }

            var unit = Tabled.Unit with { Name = texts[0], Address = texts[1] };
            AsksForNothing(AllTables.Units.Plan(Tabled.Row(AllTables.Units, UnitsTable.Cells(unit)), unit));
        },
        iter: Iterations);

    /// <summary>The row of the record as the command leaves it is the row that asked for the command; so nothing else has changed.</summary>
    [Fact]
    public void A_cell_that_changes_is_one_command_that_says_it_and_leaves_the_rest_alone()
    {
        foreach (var table in new SiteTable[] { AllTables.Sites, AllTables.Filings })
        {
            var exported = table.Rows(Tabled.Site).Single();
            foreach (var column in table.Columns.Where(column => !column.IsKey && !column.IsReadOnly))
            {
                var before = exported[table.Columns.IndexOf(column)];
                if (column.Key.StartsWith("publicSecurity", StringComparison.Ordinal) || column.Key.StartsWith("siteMark", StringComparison.Ordinal)) continue; // not recorded

                var after = Another(column, before);
                var row = Tabled.Row(table, exported, (column.Key, after));
                var plan = table.Plan(row, Tabled.Site);

                Assert.Empty(plan.Faults);
                Assert.Equal(new ImportChange(column.Key, before, after), Assert.Single(plan.Changes));
                var step = Assert.Single(plan.Steps);
                Assert.Equal(new ImportChange(column.Key, before, after), Assert.Single(step.Changes));
                Assert.Equal(row.Cells.Select(cell => cell!), table.Rows(After(step.Site!)).Single());
            }
        }
    }

    [Fact]
    public void People_stay_as_the_record_has_them()
    {
        var exported = AllTables.Sites.Rows(Tabled.Site).Single();

        var change = Assert.IsType<ChangeProfile>(Assert.Single(
            AllTables.Sites.Plan(Tabled.Row(AllTables.Sites, exported, ("purpose", "招生")), Tabled.Site).Steps).Site);

        Assert.Equal<Contact>(Profile().Contacts, change.Profile.Contacts);
        Assert.Equal(Profile().Upkeep.SecrecyReviewer, change.Profile.Upkeep.SecrecyReviewer);
        string[] people = [.. Profile().Contacts.SelectMany(contact => new[] { contact.Name, contact.Phone, contact.Email }).OfType<string>(), Profile().Upkeep.SecrecyReviewer];
        Assert.All(SiteTables, table => Assert.DoesNotContain(table.Rows(Tabled.Site).SelectMany(row => row), cell => people.Contains(cell)));
    }

    [Fact]
    public void An_empty_cell_empties_what_may_be_empty_and_a_column_left_out_says_nothing()
    {
        var site = Tabled.Site with { Profile = Profile() with { NameNote = "旧名" } };
        var exported = AllTables.Sites.Rows(site).Single();

        var emptied = AllTables.Sites.Plan(Tabled.Row(AllTables.Sites, exported, ("nameNote", "")), site);
        var refused = AllTables.Sites.Plan(Tabled.Row(AllTables.Sites, exported, ("platform", "")), site);
        var silent = AllTables.Sites.Plan(Assert.Single(Tabled.Read(AllTables.Sites, ["id", "purpose"], [FirstSiteId.Value, "招生"])), site);

        Assert.Null(Assert.IsType<ChangeProfile>(Assert.Single(emptied.Steps).Site).Profile.NameNote);
        Assert.Equal("platform missing", Only(refused));
        Assert.Empty(refused.Steps);
        Assert.Equal(site.Profile with { Purpose = "招生" }, Assert.IsType<ChangeProfile>(Assert.Single(silent.Steps).Site).Profile);
    }

    [Fact]
    public void A_column_for_reading_may_be_empty_and_may_not_say_something_else()
    {
        var exported = AllTables.Sites.Rows(Tabled.Site).Single();

        AsksForNothing(AllTables.Sites.Plan(Tabled.Row(AllTables.Sites, exported, ("unitName", "")), Tabled.Site));
        Assert.Equal("unitName read-only", Only(AllTables.Sites.Plan(Tabled.Row(AllTables.Sites, exported, ("unitName", "别家")), Tabled.Site)));
    }

    [Fact]
    public void A_filing_that_is_not_recorded_yet_begins_with_what_it_must_have()
    {
        var exported = AllTables.Filings.Rows(Tabled.Site).Single();

        var whole = AllTables.Filings.Plan(Tabled.Row(AllTables.Filings, exported, ("siteMarkState", "已提交"), ("siteMarkKind", "事业单位")), Tabled.Site);
        var half = AllTables.Filings.Plan(Tabled.Row(AllTables.Filings, exported, ("siteMarkId", "CA1")), Tabled.Site);

        Assert.Equal(
            new SiteMarkFiling(FilingState.Submitted, null, SiteMarkKind.PublicInstitution, null, null),
            Assert.IsType<RecordFiling>(Assert.Single(whole.Steps).Site).Filing);
        Assert.Equal(["siteMarkState missing", "siteMarkKind missing"], half.Faults.Select(Shown));
        Assert.Empty(half.Steps);
    }

    [Fact]
    public void Two_filings_of_a_row_are_two_commands_with_keys_of_their_own()
    {
        var exported = AllTables.Filings.Rows(Tabled.Site).Single();

        var plan = AllTables.Filings.Plan(Tabled.Row(AllTables.Filings, exported, ("icpHolder", "南昌市政府"), ("domainHolder", "南昌市政府")), Tabled.Site);

        Assert.Equal(["icp", "domain"], plan.Steps.Select(step => step.Part));
    }

    [Fact]
    public void A_test_without_a_number_is_a_new_one_once_and_what_is_recorded_stays()
    {
        var exported = AllTables.Tests.Rows(Tabled.Site).First();

        var added = AllTables.Tests.Plan(Tabled.Row(AllTables.Tests, exported, ("number", ""), ("testedOn", "2026-03-01")), Tabled.Site);
        AsksForNothing(AllTables.Tests.Plan(Tabled.Row(AllTables.Tests, exported, ("number", "")), Tabled.Site));
        var changed = AllTables.Tests.Plan(Tabled.Row(AllTables.Tests, exported, ("tester", "别家")), Tabled.Site);
        var unknown = AllTables.Tests.Plan(Tabled.Row(AllTables.Tests, exported, ("number", "9")), Tabled.Site);

        Assert.Equal(
            Tabled.Site.SecurityTests[0].Report.TestedOn.AddDays(55),
            Assert.IsType<RecordSecurityTest>(Assert.Single(added.Steps).Site).Report.TestedOn);
        Assert.Equal("tester test-kept", Only(changed));
        Assert.Equal("number test-unknown", Only(unknown));
    }

    [Fact]
    public void A_unit_that_is_not_there_is_registered_and_one_that_is_there_is_changed()
    {
        var exported = UnitsTable.Cells(Tabled.Unit);

        var registered = AllTables.Units.Plan(Tabled.Row(AllTables.Units, exported), null);
        var renamed = AllTables.Units.Plan(Tabled.Row(AllTables.Units, exported, ("name", "新名")), Tabled.Unit);
        var half = AllTables.Units.Plan(Assert.Single(Tabled.Read(AllTables.Units, ["uscc", "name"], [ReceiverId.Uscc, "抚河学校"])), null);

        Assert.Equal(new PutUnit(SchoolName, UnitType.BureauSchool, AuthorityId, "学府大道1号", null), Assert.Single(registered.Steps).Unit);
        Assert.Equal(new PutUnit("新名", UnitType.BureauSchool, AuthorityId, "学府大道1号", null), Assert.Single(renamed.Steps).Unit);
        Assert.Equal(["type", "authority", "address"], half.Faults.Select(fault => fault.Column));
    }

    [Fact]
    public void A_rules_no_stands_at_the_cell_that_it_speaks_of()
    {
        ImmutableArray<ImportChange> two = [new("platform", "甲", "乙"), new("otherHosts", "", "a.ncedu.cn；b.ncedu.cn")];
        var taken = new Refusal(RuleId.DomainTaken, "NC-4.2", "words", [Figure.Of("host", "b.ncedu.cn")], []);
        var refused = new Refusal(RuleId.RoleNotAllowed, null, null, [Figure.Of("role", "centre")], []);

        Assert.Equal("otherHosts domain-taken", Shown(Assert.Single(RowFaults.Of(taken, two))));
        Assert.Null(Assert.Single(RowFaults.Of(refused, two)).Column);
        Assert.Equal("platform", Assert.Single(RowFaults.Of(refused, two[..1])).Column);
    }

    [Fact]
    public void A_view_of_a_site_is_read_for_what_tables_need_of_it()
    {
        var view = new Canaries("甲").Make<SiteView>();

        var read = TabledSite.Read(SiteViews.Bytes(view));

        var wanted = new TabledSite(view.Id, view.Version, view.Unit, view.Profile, view.Filings, view.SecurityTests);
        Assert.All(SiteTables, table => Assert.Equal(table.Rows(wanted).SelectMany(row => row), table.Rows(read).SelectMany(row => row)));
    }

    private static TabledSite After(SiteCommand command) => command switch
    {
        ChangeProfile change => Tabled.Site with { Profile = change.Profile },
        RecordFiling record => Tabled.Site.With([.. Tabled.Site.Filings.Select(one => one.Filing).Where(filing => filing.Kind != record.Filing.Kind), record.Filing]),
        _ => throw new ArgumentException($"no row asks for {command.GetType().Name}", nameof(command)),
    };

    /// <summary>Another value that the column reads as it is.</summary>
    private static string Another(Column column, string before) => column.Kind switch
    {
        ColumnKind.Text => $"{before}改"[..Math.Min(before.Length + 1, column.Max)] is var longer && longer != before ? longer : "改",
        ColumnKind.Integer => "3",
        ColumnKind.Date => "2027-01-01",
        ColumnKind.Boolean => before == CellText.Yes ? CellText.No : CellText.Yes,
        ColumnKind.Choice => column.Choices.First(choice => choice.Zh != before).Zh,
        ColumnKind.Choices => column.Choices.First(choice => choice.Zh != before).Zh,
        ColumnKind.Hosts => "other.example.cn",
        _ => throw new ArgumentException($"no other value for {column.Key}", nameof(column)),
    };

    private static void AsksForNothing(RowPlan plan)
    {
        Assert.Empty(plan.Faults);
        Assert.Empty(plan.Changes);
        Assert.Empty(plan.Steps);
    }

    private static string Only(RowPlan plan) => Shown(Assert.Single(plan.Faults));

    private static string Shown(ImportFault fault) => $"{fault.Column} {fault.Code}";
}
