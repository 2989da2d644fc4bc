using NanchangEdu.Registry.Api.Identity.Standing;
using NanchangEdu.Registry.Contracts;
using NanchangEdu.Registry.Store;

namespace NanchangEdu.Registry.Api.Http;

/// <summary>Who asks, from the token alone. Policies let nobody in for whom this cannot be told.</summary>
public sealed record Caller(Actor Actor, bool DemandsFreshness)
{
    /// <summary>What the caller sees in lists; the query itself is narrowed by it.</summary>
    public CatalogScope Scope => CatalogScope.Of(Actor);

    public static ValueTask<Caller?> BindAsync(HttpContext context) => ValueTask.FromResult<Caller?>(new Caller(
        context.Holder()?.Actor ?? throw new InvalidOperationException("a policy let somebody in whom the token does not name"),
        Preconditions.DemandsFreshness(context.Request)));
}
