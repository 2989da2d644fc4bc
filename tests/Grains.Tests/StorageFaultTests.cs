using System.Text;
using Microsoft.Extensions.DependencyInjection;
using NanchangEdu.Registry.Contracts;
using NanchangEdu.Registry.Grains.Records;
using NanchangEdu.Registry.Grains.Tests.Harness;
using NanchangEdu.Registry.Rules;
using NanchangEdu.Registry.Store;

namespace NanchangEdu.Registry.Grains.Tests;

/// <summary>What the store cannot tell for certain is doubt, and on doubt memory is dropped.</summary>
public sealed class StorageFaultTests
{
    private const string Renamed = "南昌市更名学校";

    [Theory]
    [InlineData(nameof(CommitFault.LostBefore), false)]
    [InlineData(nameof(CommitFault.LostAfter), true)]
    [InlineData(nameof(CommitFault.Conflict), false)]
    [InlineData(nameof(CommitFault.Thrown), false)]
    public async Task After_a_commit_in_doubt_the_next_read_shows_what_was_committed_and_no_more(string fault, bool committed)
    {
        await using var registry = await RegistryCluster.Start();
        var unit = await new Story(registry).Unit(30_000_001);
        registry.Store.FailNextCommit(Enum.Parse<CommitFault>(fault));

        var outcome = await registry.Unit(unit).Execute(Story.PutUnit(unit, Renamed), People.Administrator.Asks(), default);

        Assert.Equal(OutcomeKind.Unknown, outcome.Kind);
        var seen = await registry.Unit(unit).Read(People.Administrator, checkedAgainstStore: false, default);
        Assert.Equal(committed, Encoding.UTF8.GetString(seen.Body).Contains(Renamed, StringComparison.Ordinal));
        Assert.StartsWith(committed ? "\"2-" : "\"1-", seen.ETag, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(nameof(CommitFault.LostBefore))]
    [InlineData(nameof(CommitFault.LostAfter))]
    [InlineData(nameof(CommitFault.Conflict))]
    [InlineData(nameof(CommitFault.Thrown))]
    [InlineData(nameof(CommitFault.Overloaded))]
    public async Task A_command_in_doubt_is_repeated_under_its_key_and_done_exactly_once(string fault)
    {
        await using var registry = await RegistryCluster.Start();
        var unit = await new Story(registry).Unit(30_000_002);
        var envelope = People.Administrator.Asks();
        registry.Store.FailNextCommit(Enum.Parse<CommitFault>(fault));
        await registry.Unit(unit).Execute(Story.PutUnit(unit, Renamed), envelope, default);

        var again = await registry.Unit(unit).Execute(Story.PutUnit(unit, Renamed), envelope, default);

        Assert.Equal((OutcomeKind.Done, 2L), (again.Kind, again.Version));
        Assert.Equal(2, await registry.Store.Version(RecordKind.Unit, unit.Uscc, default));
    }

    [Fact]
    public async Task A_full_queue_is_told_as_overload_and_memory_is_kept()
    {
        await using var registry = await RegistryCluster.Start();
        var unit = await new Story(registry).Unit(30_000_003);
        var loads = registry.Store.Loads;
        registry.Store.FailNextCommit(CommitFault.Overloaded);

        var outcome = await registry.Unit(unit).Execute(Story.PutUnit(unit, Renamed), People.Administrator.Asks(), default);
        await registry.Unit(unit).Read(People.Administrator, checkedAgainstStore: false, default);

        Assert.Equal(OutcomeKind.Overloaded, outcome.Kind);
        Assert.Equal(loads, registry.Store.Loads);
    }

    [Fact]
    public async Task A_taken_claim_is_a_refusal_with_its_clause_and_memory_is_kept()
    {
        await using var registry = await RegistryCluster.Start();
        var story = new Story(registry);
        var unit = await story.Unit(30_000_004);
        var site = await story.Draft(unit);
        var loads = registry.Store.Loads;
        registry.Store.FailNextCommit(CommitFault.ClaimTaken);

        var outcome = await registry.Site(site).Execute(new DiscardDraft("不办了"), People.Clerk(unit).Asks(), default);

        Assert.Equal((OutcomeKind.Refused, RuleId.DomainTaken), (outcome.Kind, outcome.Refusal?.Rule));
        Assert.NotNull(outcome.Refusal!.Clause);
        Assert.Contains(outcome.Refusal.Figures, figure => figure is { Name: "host", Text: "www.elsewhere.cn" });
        Assert.Equal(loads, registry.Store.Loads);
    }

    /// <summary>A repeat may overtake the first sending: its claims are taken by its own record, which another activation has just written.</summary>
    [Fact]
    public async Task A_claim_taken_by_the_very_command_is_no_refusal_but_its_first_answer()
    {
        await using var registry = await RegistryCluster.Start();
        var story = new Story(registry);
        var unit = await story.Unit(30_000_010);
        var site = await story.Draft(unit);
        registry.Store.FailNextCommit(CommitFault.ClaimTakenByItself);
        var envelope = People.Clerk(unit).Asks();

        var outcome = await registry.Site(site).Execute(new DiscardDraft("不办了"), envelope, default);
        var again = await registry.Site(site).Execute(new DiscardDraft("不办了"), envelope, default);

        Assert.Equal((OutcomeKind.Done, 2L), (outcome.Kind, outcome.Version));
        Assert.Equal(outcome.Body, again.Body);
        Assert.Equal(2, await registry.Store.Version(RecordKind.Site, site.Value, default));
    }

    [Fact]
    public async Task What_a_replaced_activation_remembers_decides_nothing()
    {
        await using var registry = await RegistryCluster.Start();
        var unit = await new Story(registry).Unit(30_000_011);
        var left = 0;
        var replaced = new RecordShell<Unit, UnitCommand, UnitEvent>(
            unit.Uscc, new UnitRecord(unit), registry.Services.GetRequiredService<RecordSurroundings>(), () => left++, () => left++);
        await replaced.Current(default);
        await registry.Unit(unit).Execute(Story.PutUnit(unit, Renamed), People.Administrator.Asks(), default);
        var (envelope, unchanged) = (People.Administrator.Asks(), Story.PutUnit(unit));

        var fromOldMemory = await replaced.Execute(unchanged, envelope, default);
        var repeated = await replaced.Execute(unchanged, envelope, default);

        Assert.Equal((OutcomeKind.Unknown, 1), (fromOldMemory.Kind, left));
        Assert.Equal((OutcomeKind.Done, 3L), (repeated.Kind, repeated.Version));
    }

    [Fact]
    public async Task While_the_database_cannot_be_read_commands_and_questions_are_unknown_and_afterwards_answered()
    {
        await using var registry = await RegistryCluster.Start();
        var unit = await new Story(registry).Unit(30_000_005);
        await registry.Deactivate(registry.Unit(unit));
        registry.Store.ReadFault = new StoreUnavailableException("the database is away");

        var outcome = await registry.Unit(unit).Execute(Story.PutUnit(unit, Renamed), People.Administrator.Asks(), default);
        var answer = await registry.Unit(unit).Read(People.Administrator, checkedAgainstStore: false, default);
        var fault = await Assert.ThrowsAsync<RegistryFaultException>(() => registry.Unit(unit).Facts(default));
        registry.Store.ReadFault = null;
        var afterwards = await registry.Unit(unit).Read(People.Administrator, checkedAgainstStore: false, default);

        Assert.Equal(OutcomeKind.Unknown, outcome.Kind);
        Assert.Equal(ReadKind.Unknown, answer.Kind);
        Assert.Null(fault.InnerException);
        Assert.Equal(ReadKind.Found, afterwards.Kind);
    }

    [Fact]
    public async Task A_drivers_exception_never_crosses_the_wire()
    {
        await using var registry = await RegistryCluster.Start();
        var unit = await new Story(registry).Unit(30_000_006);
        await registry.Deactivate(registry.Unit(unit));
        registry.Store.ReadFault = new Microsoft.Data.Sqlite.SqliteException("disk I/O error", 10);

        var outcome = await registry.Unit(unit).Execute(Story.PutUnit(unit, Renamed), People.Administrator.Asks(), default);
        var answer = await registry.Unit(unit).Read(People.Administrator, checkedAgainstStore: false, default);
        var fault = await Assert.ThrowsAsync<RegistryFaultException>(() => registry.Unit(unit).Facts(default));

        Assert.Equal(OutcomeKind.Unknown, outcome.Kind);
        Assert.Equal(ReadKind.Unknown, answer.Kind);
        Assert.DoesNotContain("disk I/O error", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_unit_that_cannot_be_asked_leaves_its_sites_command_undecided()
    {
        await using var registry = await RegistryCluster.Start();
        var story = new Story(registry);
        var unit = await story.Unit(30_000_007);
        await registry.Deactivate(registry.Unit(unit));
        var envelope = People.Clerk(unit).Asks();
        var id = SiteId.Derive(envelope.By.PersonId, envelope.IdempotencyKey);
        Assert.Equal(ReadKind.NotFound, (await registry.Site(id).Read(new AskView(), envelope.By, false, default)).Kind);
        registry.Store.ReadFault = new StoreUnavailableException("the database is away");

        var outcome = await registry.Site(id).Execute(new RegisterSite(Story.Profile(unit)), envelope, default);

        Assert.Equal(OutcomeKind.Unknown, outcome.Kind);
        Assert.Equal(1, registry.Store.Commits);
    }

    [Fact]
    public async Task A_cancelled_command_is_not_begun()
    {
        await using var registry = await RegistryCluster.Start();
        var unit = Usccs.Of(30_000_008);
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            registry.Unit(unit).Execute(Story.PutUnit(unit), People.Administrator.Asks(), cancelled.Token));

        Assert.Equal(0, registry.Store.Commits);
    }

    [Fact]
    public async Task A_question_asked_during_a_commit_sees_nothing_that_is_not_committed()
    {
        await using var registry = await RegistryCluster.Start();
        var unit = await new Story(registry).Unit(30_000_009);
        Task<ReadAnswer>? meanwhile = null;
        registry.Store.OnCommit = () =>
        {
            meanwhile = registry.Unit(unit).Read(People.Administrator, checkedAgainstStore: false, default);
            return Task.CompletedTask;
        };
        registry.Store.FailNextCommit(CommitFault.LostBefore);

        await registry.Unit(unit).Execute(Story.PutUnit(unit, Renamed), People.Administrator.Asks(), default);

        Assert.StartsWith("\"1-", (await meanwhile!).ETag, StringComparison.Ordinal);
    }
}
