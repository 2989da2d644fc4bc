using NanchangEdu.Registry.Grains.Records;
using NanchangEdu.Registry.Rules;
using NanchangEdu.Registry.Store;

namespace NanchangEdu.Registry.Grains.Tests;

public sealed class ClaimChangesTests
{
    private static readonly ClaimNeed OldHost = new("domain", "a.cn", ["a.cn"]);
    private static readonly ClaimNeed NewHost = new("domain", "b.cn", ["b.cn"]);
    private static readonly ClaimNeed Slot = new("unit-site-slot", "U", ["U/1", "U/2"]);

    [Fact]
    public void What_both_states_need_is_neither_taken_nor_given_back()
    {
        var changes = ClaimChanges.Between([OldHost, Slot], [OldHost, Slot]);

        Assert.Empty(changes.Releases);
        Assert.Empty(changes.Takes);
    }

    [Fact]
    public void A_host_that_goes_is_given_back_and_one_that_comes_is_taken()
    {
        var changes = ClaimChanges.Between([OldHost, Slot], [NewHost, Slot]);

        Assert.Equal([new ClaimRelease("domain", "a.cn")], changes.Releases);
        Assert.Equal(("domain", "b.cn"), changes.Takes.Select(take => (take.Scope, Assert.Single(take.AnyOf))).Single());
    }

    [Fact]
    public void Where_the_store_chose_among_values_the_whole_scope_is_given_back_and_the_rest_taken_anew()
    {
        var other = new ClaimNeed("unit-site-slot", "V", ["V/1"]);

        var changes = ClaimChanges.Between([Slot, other], [other]);

        Assert.Equal([new ClaimRelease("unit-site-slot", null)], changes.Releases);
        Assert.Equal("V/1", Assert.Single(Assert.Single(changes.Takes).AnyOf));
    }
}
