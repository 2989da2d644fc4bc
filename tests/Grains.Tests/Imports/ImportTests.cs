using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using NanchangEdu.Registry.Contracts;
using NanchangEdu.Registry.Grains.Imports;
using NanchangEdu.Registry.Grains.Tests.Harness;
using NanchangEdu.Registry.Rules.Tables;
using NanchangEdu.Registry.Store;

namespace NanchangEdu.Registry.Grains.Tests.Imports;

/// <summary>An import from its rows to the ledger, and back on its feet after what may happen on the way.</summary>
public sealed class ImportTests
{
    private static readonly Actor Admin = People.Administrator;

    [Fact]
    public async Task The_dry_run_changes_nothing_and_the_applying_is_one_act_in_every_ledger()
    {
        await using var registry = await RegistryCluster.Start();
        var story = new ImportStory(registry);
        var (known, fresh) = (await new Story(registry).Unit(50_000_001), Usccs.Of(50_000_002));
        var rows = ImportStory.Read(AllTables.Units, ImportStory.UnitHeadings, ImportStory.UnitRow(known, "更名学校"), ImportStory.UnitRow(fresh, "新办学校"));
        var commits = registry.Store.Commits;

        var id = await story.Checked(Admin, AllTables.Units, rows);
        var shown = await story.Rows(id, Admin);
        Assert.Equal(commits, registry.Store.Commits);
        Assert.Equal(new ImportChangeView("name", "单位名称", Story.NameOf(known), "更名学校"), Assert.Single(shown[0].Changes));
        Assert.Equal(["name", "type", "authority", "address"], shown[1].Changes.Select(change => change.Column));
        Assert.All(shown[1].Changes, change => Assert.Null(change.Before));

        var applied = await story.Applied(id, Admin);

        Assert.Equal((ImportPhase.Applied, 2, 100), (applied.State, applied.Rows.Applied, applied.PercentDone));
        Assert.Equal(commits + 2, registry.Store.Commits);
        var (changed, registered) = (await story.History(RecordKind.Unit, known.Uscc), await story.History(RecordKind.Unit, fresh.Uscc));
        Assert.Equal(["unitRegistered", "unitChanged"], changed.Select(row => row.Type));
        Assert.Equal((id.Value, Admin.PersonId), ImportStory.OriginOf(changed[^1]));
        Assert.Equal((id.Value, Admin.PersonId), ImportStory.OriginOf(Assert.Single(registered)));
    }

    [Fact]
    public async Task Every_row_has_its_own_reasons_by_the_records_own_rules()
    {
        await using var registry = await RegistryCluster.Start();
        var (story, city) = (new ImportStory(registry), new Story(registry));
        var (unit, other) = (await city.Unit(50_000_010), await city.Unit(50_000_011));
        var (site, foreign) = (await city.Draft(unit), await city.Draft(other));
        var clerk = People.Clerk(unit);

        var id = await story.Checked(clerk, AllTables.Sites, ImportStory.Read(
            AllTables.Sites, ["id", "mainHost"], [site.Value, "www.elsewhere.com"], [foreign.Value, "a.ncedu.cn"], [SiteId.Derive("nobody", "1").Value, "a.ncedu.cn"]));
        var rows = await story.Rows(id, clerk);

        Assert.All(rows, row => Assert.Equal(ImportRowState.Error, row.State));
        Assert.Equal(["mainHost", null, null], rows.Select(row => Assert.Single(row.Errors).Column));
        Assert.Equal(["domain-outside-zone", "not-found", "not-found"], rows.Select(row => Assert.Single(row.Errors).Code));
        Assert.Equal([2, 3, 4], rows.Select(row => Assert.Single(row.Errors).Row));
        Assert.All(rows, row => Assert.Contains(Assert.Single(row.Errors).Zh, letter => letter is >= '一' and <= '鿿'));
        Assert.Equal(rows[1].Errors[0] with { Row = 0 }, rows[2].Errors[0] with { Row = 0 }); // foreign and unknown are not told apart

        var refused = await story.Import(id).Apply(skipErrors: false, clerk.Asks(), default);
        Assert.Equal(RuleId.ImportHasErrors, refused.Refusal?.Rule);
    }

    [Fact]
    public async Task What_the_dry_run_showed_is_done_and_a_record_that_says_something_else_by_now_is_left_alone()
    {
        await using var registry = await RegistryCluster.Start();
        var (story, city) = (new ImportStory(registry), new Story(registry));
        var (same, elsewhere) = (await city.Unit(50_000_020), await city.Unit(50_000_021));
        var id = await story.Checked(Admin, AllTables.Units, ImportStory.Read(AllTables.Units, ["uscc", "name"], [same.Uscc, "导入的名字"], [elsewhere.Uscc, "导入的名字"]));
        await city.Tell(same, Admin, Story.PutUnit(same, "别人改的名字"));
        await city.Tell(elsewhere, Admin, Story.PutUnit(elsewhere) with { Address = "别人改的地址" });

        await story.Applied(id, Admin);
        var rows = await story.Rows(id, Admin);

        Assert.Equal([ImportRowState.Refused, ImportRowState.Applied], rows.Select(row => row.State));
        Assert.Equal("record-changed", Assert.Single(rows[0].Errors).Code);
        var (left, done) = (await registry.Unit(same).Read(Admin, false, default), await registry.Unit(elsewhere).Read(Admin, false, default));
        Assert.Contains("别人改的名字", System.Text.Encoding.UTF8.GetString(left.Body), StringComparison.Ordinal);
        var text = System.Text.Encoding.UTF8.GetString(done.Body);
        Assert.Contains("导入的名字", text, StringComparison.Ordinal);
        Assert.Contains("别人改的地址", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_import_whose_activation_was_lost_midway_goes_on_where_it_was_and_does_nothing_twice()
    {
        await using var registry = await RegistryCluster.Start();
        var story = new ImportStory(registry);
        var units = Enumerable.Range(51_000_000, 250).Select(Usccs.Of).ToArray();
        var id = await story.Checked(Admin, AllTables.Units, ImportStory.Read(AllTables.Units, ImportStory.UnitHeadings, units.Select(unit => ImportStory.UnitRow(unit, "批量学校"))));
        var commits = 0;
        var (midway, go) = (
            new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously), new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        registry.Store.OnCommit = () =>
        {
            if (Interlocked.Increment(ref commits) == 130) midway.SetResult();
            return commits >= 130 ? go.Task : Task.CompletedTask;
        };

        Assert.Equal(OutcomeKind.Done, (await story.Import(id).Apply(skipErrors: false, Admin.Asks(), default)).Kind);
        await midway.Task;
        var leaving = registry.Deactivate(story.Import(id));
        go.SetResult();
        await leaving;
        Assert.InRange(commits, 130, 249);
        Assert.Equal(1, await registry.Grain<IImportWatchGrain>(GrainKeys.Imports).Wake(default));
        var applied = await story.Settled(id, Admin);

        Assert.Equal((ImportPhase.Applied, 250), (applied.State, applied.Rows.Applied));
        Assert.Equal(250, commits);
        foreach (var unit in units) Assert.Equal((id.Value, Admin.PersonId), ImportStory.OriginOf(Assert.Single(await story.History(RecordKind.Unit, unit.Uscc))));
        Assert.Equal(0, await registry.Grain<IImportWatchGrain>(GrainKeys.Imports).Wake(default));
    }

    [Theory]
    [InlineData(nameof(CommitFault.LostBefore))]
    [InlineData(nameof(CommitFault.LostAfter))]
    [InlineData(nameof(CommitFault.Overloaded))]
    public async Task A_row_in_doubt_is_tried_again_after_a_pause_and_done_exactly_once(string fault)
    {
        await using var registry = await RegistryCluster.Start();
        var story = new ImportStory(registry);
        UnitId[] units = [Usccs.Of(50_000_030), Usccs.Of(50_000_031), Usccs.Of(50_000_032)];
        var id = await story.Checked(Admin, AllTables.Units, ImportStory.Read(AllTables.Units, ImportStory.UnitHeadings, units.Select(unit => ImportStory.UnitRow(unit, "学校"))));
        registry.Store.FailNextCommit(Enum.Parse<CommitFault>(fault));

        var applied = await story.Applied(id, Admin);

        Assert.Equal((ImportPhase.Applied, 3, null), (applied.State, applied.Rows.Applied, applied.Trouble));
        foreach (var unit in units) Assert.Single(await story.History(RecordKind.Unit, unit.Uscc));
        Assert.Contains("held up", registry.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_import_that_is_given_up_is_applied_once_more_from_there()
    {
        await using var registry = await RegistryCluster.Start();
        var story = new ImportStory(registry);
        registry.Services.GetRequiredService<IOptions<ImportOptions>>().Value.TroublesMax = 1;
        UnitId[] units = [Usccs.Of(50_000_040), Usccs.Of(50_000_041)];
        var id = await story.Checked(Admin, AllTables.Units, ImportStory.Read(AllTables.Units, ImportStory.UnitHeadings, units.Select(unit => ImportStory.UnitRow(unit, "学校"))));
        registry.Store.FailNextCommit(CommitFault.LostBefore);

        var failed = await story.Applied(id, Admin);
        var applied = await story.Applied(id, Admin);

        Assert.Equal(ImportPhase.Failed, failed.State);
        Assert.NotNull(failed.Trouble);
        Assert.Equal((ImportPhase.Applied, 2), (applied.State, applied.Rows.Applied));
        foreach (var unit in units) Assert.Single(await story.History(RecordKind.Unit, unit.Uscc));
    }

    [Fact]
    public async Task Commands_that_come_too_early_or_too_late_are_refused()
    {
        await using var registry = await RegistryCluster.Start();
        var story = new ImportStory(registry);
        var rows = ImportStory.Read(AllTables.Units, ["uscc"], [Usccs.Of(50_000_050).Uscc]);
        var (id, envelope) = await story.Received(Admin, AllTables.Units, rows);

        var early = await story.Import(id).Apply(skipErrors: true, Admin.Asks(), default);
        await story.Import(id).Check(envelope, default);
        await story.Settled(id, Admin);
        var first = await story.Import(id).Cancel(Admin.Asks("cancel"), default);
        var again = await story.Import(id).Cancel(Admin.Asks("cancel"), default);
        var otherwise = await story.Import(id).Cancel(Admin.Asks("cancel", hash: "01"), default);
        var late = await story.Import(id).Apply(skipErrors: true, Admin.Asks(), default);
        var stale = await story.Import(id).Apply(skipErrors: true, Admin.Asks(expected: 1), default);

        Assert.Equal([RuleId.ImportNotChecked, RuleId.ImportOver], new[] { early, late }.Select(outcome => outcome.Refusal!.Rule));
        Assert.Equal((OutcomeKind.Done, OutcomeKind.KeyReused, OutcomeKind.Stale), (first.Kind, otherwise.Kind, stale.Kind));
        Assert.Equal(first.Body, again.Body);
    }

    [Fact]
    public async Task The_oldest_imports_of_a_person_are_forgotten_with_their_rows()
    {
        await using var registry = await RegistryCluster.Start();
        var story = new ImportStory(registry);
        registry.Services.GetRequiredService<IOptions<ImportOptions>>().Value.KeptMax = 2;
        var rows = ImportStory.Read(AllTables.Units, ["uscc"], [Usccs.Of(50_000_060).Uscc]);

        var ids = new List<ImportId>();
        for (var n = 0; n < 3; n++) ids.Add(await story.Checked(Admin, AllTables.Units, rows));
        var shelf = await registry.Grain<IImportShelfGrain>(ImportShelves.KeyOf(Admin.PersonId)).Read(Admin, default);

        Assert.Equal($"[\"{ids[2]}\",\"{ids[1]}\"]", System.Text.Encoding.UTF8.GetString(shelf.Body));
        for (var begun = TimeProvider.System.GetTimestamp(); (await story.Import(ids[0]).Read(Admin, default)).Kind != ReadKind.NotFound;)
        {
            Assert.True(TimeProvider.System.GetElapsedTime(begun) < TimeSpan.FromMinutes(1), "the oldest is still there");
            await Task.Delay(20);
        }

        Assert.Null(await registry.Grain<IImportPageGrain>(ids[0].PageKey(0)).Read(default));
        Assert.NotNull(await registry.Grain<IImportPageGrain>(ids[1].PageKey(0)).Read(default));
    }
}
