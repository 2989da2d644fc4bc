using System.Collections.Immutable;
using NanchangEdu.Registry.Rules;
using NanchangEdu.Registry.Store;

namespace NanchangEdu.Registry.Grains.Records;

/// <summary>The difference between the claims that two states must hold, for the store to give back and to take.</summary>
internal readonly record struct ClaimChanges(ImmutableArray<ClaimRelease> Releases, ImmutableArray<ClaimTake> Takes)
{
    public static ClaimChanges Between(ImmutableArray<ClaimNeed> before, ImmutableArray<ClaimNeed> after)
    {
        var held = before.Select(Identity).ToHashSet();
        var needed = after.Select(Identity).ToHashSet();
        var given = before.Where(need => !needed.Contains(Identity(need))).ToArray();

        // Which of several values the store gave is known to the store alone: then all of the scope is given back, and what
        // is still needed is taken anew. The store does both in the one transaction, so nobody can come between.
        var emptied = given.Where(need => need.AnyOf.Length > 1).Select(need => need.Scope).ToHashSet();

        return new ClaimChanges(
            [.. emptied.Select(scope => new ClaimRelease(scope, null)),
             .. given.Where(need => !emptied.Contains(need.Scope)).Select(need => new ClaimRelease(need.Scope, need.AnyOf[0]))],
            [.. after.Where(need => !held.Contains(Identity(need)) || emptied.Contains(need.Scope))
                .Select(need => new ClaimTake(need.Scope, need.AnyOf))]);
    }

    private static (string Scope, string Key) Identity(ClaimNeed need) => (need.Scope, need.Key);
}
