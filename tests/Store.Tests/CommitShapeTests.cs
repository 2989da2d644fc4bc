namespace NanchangEdu.Registry.Store.Tests;

public sealed class CommitShapeTests
{
    private static readonly Dictionary<string, Func<Commit, Commit>> Faults = new()
    {
        ["no id"] = commit => commit with { Id = "" },
        ["negative version"] = commit => commit with { ExpectedVersion = -1 },
        ["row of another kind"] = commit => commit with { Kind = RecordKind.Unit },
        ["no such kind"] = commit => commit with { Kind = 0 },
        ["no row"] = commit => commit with { Site = null },
        ["two rows"] = commit => commit with { Unit = Sample.Unit() },
        ["an account's row beside its own"] = commit => commit with { Account = Sample.Account() },
        ["a site's row for an account"] = commit => commit with { Kind = RecordKind.Account },
        ["an account with a site's row beside its own"] = commit => Sample.NewAccount("p-wang").Next(events: 3) with { Site = commit.Site },
        ["an account with a unit's row beside its own"] = _ => Sample.NewAccount("p-wang").Next(events: 3) with { Unit = Sample.Unit() },
        ["an account without a row"] = _ => Sample.NewAccount("p-wang").Next(events: 3) with { Account = null },
        ["an account's row for a unit"] = _ => Sample.NewAccount("p-wang").Next(events: 3) with { Kind = RecordKind.Unit },
        ["no event"] = commit => commit with { Events = [] },
        ["no array of events"] = commit => commit with { Events = default },
        ["no array of takes"] = commit => commit with { Takes = default },
        ["no array of releases"] = commit => commit with { Releases = default },
        ["no array of requests"] = commit => commit.With((SiteCatalogRow row) => row with { Requests = default }),
        ["claim without value"] = commit => commit.Taking("domain"),
        ["gap in the events"] = commit => commit with { Events = commit.Events.RemoveAt(1) },
        ["events in another order"] = commit => commit with { Events = [.. commit.Events.Reverse()] },
        ["altered body"] = commit => commit with { Events = commit.Events.SetItem(1, commit.Events[1] with { Body = [1, 2, 3] }) },
        ["altered last hash"] = commit => commit with { Events = commit.Events.SetItem(2, commit.Events[2] with { Hash = new byte[32] }) },
        ["a new record that continues a ledger"] = commit => commit with { Events = commit.Events.RemoveAt(0) },
        ["a first event that is not chained to genesis"] = commit =>
            (Sample.NewSite(commit.Id) with { Hash = LedgerChain.Hash([], []) }).Next(),
        ["an old record that starts its ledger anew"] = commit => commit with { ExpectedVersion = 4 },
    };

    public static TheoryData<string> Malformed => [.. Faults.Keys];

    [Theory, MemberData(nameof(Malformed))]
    public void A_malformed_commit_is_found(string fault) =>
        Assert.Throws<ArgumentException>(() => CommitShape.Check(Faults[fault](Sample.NewSite("site-1").Next(events: 3))));

    [Fact]
    public void A_sound_commit_passes()
    {
        var first = Sample.NewSite("site-1").Next(events: 3).Taking("domain", "a.cn").Releasing("slot").Answering("person-1", "key-1");
        CommitShape.Check(first);
        CommitShape.Check(Head.After(first).Next());
        CommitShape.Check(Sample.NewUnit("unit-1").Next());
        CommitShape.Check(Sample.NewAccount("p-wang").Next(events: 2).Taking("user-name", "wang.jing").Answering("person-1", "key-1"));
    }
}
