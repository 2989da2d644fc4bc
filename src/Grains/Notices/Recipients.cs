using System.Collections.Immutable;
using NanchangEdu.Registry.Contracts;
using NanchangEdu.Registry.Rules;
using NanchangEdu.Registry.Store;

namespace NanchangEdu.Registry.Grains.Notices;

/// <summary>Who the people of a party are, and the way to their inboxes. Found out once for as long as this object lives.</summary>
internal sealed class Recipients(ICatalog catalog, IGrainFactory grains)
{
    private const int AtOnce = 200;
    private const int ParallelMax = 16;

    private readonly Dictionary<Addressee, ImmutableArray<string>> known = [];

    /// <summary>Active accounts of those who act for it.</summary>
    public async Task<ImmutableArray<string>> Of(Addressee addressee, CancellationToken cancellationToken)
    {
        if (known.TryGetValue(addressee, out var found)) return found;

        var people = new HashSet<string>(StringComparer.Ordinal);
        foreach (var role in RolesOf(addressee.Party))
        {
            var filter = Active with
            {
                Role = Wire.Name(role),
                Unit = addressee.Party == Party.Sponsor ? addressee.Org : null,
                Authority = addressee.Party == Party.Authority ? addressee.Org : null,
            };
            await ForEach(filter, ids =>
            {
                people.UnionWith(ids);
                return Task.CompletedTask;
            }, cancellationToken);
        }

        return known[addressee] = [.. people.Order(StringComparer.Ordinal)];
    }

    /// <summary>Who keeps the registry running.</summary>
    public async Task<ImmutableArray<string>> Administrators(CancellationToken cancellationToken)
    {
        var people = ImmutableArray.CreateBuilder<string>();
        await ForEach(Active with { Role = Wire.Name(Role.Admin) }, ids =>
        {
            people.AddRange(ids);
            return Task.CompletedTask;
        }, cancellationToken);
        return people.ToImmutable();
    }

    /// <returns>In how many inboxes it was not there yet.</returns>
    public async Task<int> Put(IEnumerable<(string PersonId, NoticeDraft Draft)> notices)
    {
        var put = 0;
        foreach (var few in notices.Chunk(ParallelMax))
            put += (await Task.WhenAll(few.Select(one => BoxOf(one.PersonId).Put(new AccountId(one.PersonId), one.Draft)))).Count(isNew => isNew);
        return put;
    }

    public Task WakeAll(CancellationToken cancellationToken) => ForEach(Active, async ids =>
    {
        foreach (var few in ids.Chunk(ParallelMax)) await Task.WhenAll(few.Select(id => BoxOf(id).Wake()));
    }, cancellationToken);

    private static AccountFilter Active { get; } = new(CatalogScope.Everything, Wire.Name(AccountState.Active), null, null, null, null, null, AtOnce);

    private INoticeBoxGrain BoxOf(string personId) => grains.GetGrain<INoticeBoxGrain>(new AccountId(personId).NoticesKey);

    private async Task ForEach(AccountFilter filter, Func<ImmutableArray<string>, Task> take, CancellationToken cancellationToken)
    {
        for (var page = await catalog.Accounts(filter, cancellationToken); ; page = await catalog.Accounts(filter with { Cursor = page.NextCursor }, cancellationToken))
        {
            await take([.. page.Items.Select(account => account.Id)]);
            if (page.NextCursor is null) return;
        }
    }

    private static Role[] RolesOf(Party party) => party switch
    {
        Party.Sponsor => [Role.Clerk, Role.Head],
        Party.Authority => [Role.Reviewer, Role.Lead],
        _ => [Role.Centre],
    };
}
