using System.Collections.Immutable;
using NanchangEdu.Registry.Contracts;

namespace NanchangEdu.Registry.Api.Identity.Standing;

/// <summary>Who asks, of whom it is certain that they may: the one thing that policies, commands and lists go by.</summary>
/// <param name="Actor">The person in the role of the token, as the register has them.</param>
/// <param name="Scopes">What the token may be used for.</param>
public sealed record TokenHolder(Actor Actor, ImmutableArray<string> Scopes, string? ClientId, string? SessionId)
{
    public static ValueTask<TokenHolder?> BindAsync(HttpContext context) => ValueTask.FromResult<TokenHolder?>(
        context.Holder() ?? throw new InvalidOperationException("a policy let somebody in whom the token does not name"));
}

internal static class TokenHolderFeature
{
    /// <summary>Null for a request without a token or session that holds.</summary>
    public static TokenHolder? Holder(this HttpContext context) => context.Features.Get<TokenHolder>();
}
