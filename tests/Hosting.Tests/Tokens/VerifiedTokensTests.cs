using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;
using NanchangEdu.Registry.Hosting.Tokens;

namespace NanchangEdu.Registry.Hosting.Tests.Tokens;

/// <summary>A token is verified once a minute, never beyond its end, and never for another token.</summary>
public sealed class VerifiedTokensTests : IDisposable
{
    private static readonly DateTimeOffset Start = new(2026, 3, 2, 1, 0, 0, TimeSpan.Zero);

    private readonly FakeTimeProvider clock = new(Start);
    private readonly VerifiedTokens tokens;

    public VerifiedTokensTests() => tokens = new VerifiedTokens(clock);

    public void Dispose() => tokens.Dispose();

    [Fact]
    public void A_token_is_let_in_once_it_was_verified_and_not_before()
    {
        Assert.False(tokens.LetIn(Bearing("a")));

        tokens.Remember(Verified("a", Start.AddMinutes(30)));

        var again = Bearing("a");
        Assert.True(tokens.LetIn(again));
        Assert.Equal("clerk-1", again.User.FindFirst("sub")?.Value);
    }

    [Fact]
    public void Another_token_is_not_let_in_by_it()
    {
        tokens.Remember(Verified("a", Start.AddMinutes(30)));

        Assert.False(tokens.LetIn(Bearing("b")));
        Assert.False(tokens.LetIn(Bearing("A")));
        Assert.False(tokens.LetIn(new DefaultHttpContext()));
    }

    [Fact]
    public void A_verification_holds_for_a_minute()
    {
        tokens.Remember(Verified("a", Start.AddMinutes(30)));

        clock.Advance(VerifiedTokens.RememberedFor - TimeSpan.FromTicks(1));
        Assert.True(tokens.LetIn(Bearing("a")));
        clock.Advance(TimeSpan.FromTicks(1));
        Assert.False(tokens.LetIn(Bearing("a")));
    }

    [Fact]
    public void A_verification_never_outlives_the_token()
    {
        tokens.Remember(Verified("a", Start.AddSeconds(10)));

        clock.Advance(TimeSpan.FromSeconds(10));
        Assert.False(tokens.LetIn(Bearing("a")));
    }

    [Fact]
    public void A_token_that_has_ended_or_does_not_tell_its_end_is_not_remembered()
    {
        tokens.Remember(Verified("ended", Start));
        tokens.Remember(Verified("endless", end: null));

        Assert.False(tokens.LetIn(Bearing("ended")));
        Assert.False(tokens.LetIn(Bearing("endless")));
    }

    [Fact]
    public void Who_was_not_let_in_is_not_remembered()
    {
        var refused = Bearing("a");
        refused.Features.Set<IAuthenticateResultFeature>(new Result(AuthenticateResult.Fail("no")));
        tokens.Remember(refused);

        Assert.False(tokens.LetIn(Bearing("a")));
    }

    [Fact]
    public void Two_authorization_headers_name_nobody()
    {
        tokens.Remember(Verified("a", Start.AddMinutes(30)));

        var doubled = Bearing("a");
        doubled.Request.Headers.Append("Authorization", "Bearer b");
        Assert.False(tokens.LetIn(doubled));
    }

    private static DefaultHttpContext Bearing(string token)
    {
        var context = new DefaultHttpContext();
        context.Request.Headers.Authorization = $"Bearer {token}";
        return context;
    }

    private static DefaultHttpContext Verified(string token, DateTimeOffset? end)
    {
        var context = Bearing(token);
        context.User = new ClaimsPrincipal(new ClaimsIdentity([new Claim("sub", "clerk-1")], "test"));
        var ticket = new AuthenticationTicket(context.User, new AuthenticationProperties { ExpiresUtc = end }, "test");
        context.Features.Set<IAuthenticateResultFeature>(new Result(AuthenticateResult.Success(ticket)));
        return context;
    }

    private sealed class Result(AuthenticateResult result) : IAuthenticateResultFeature
    {
        public AuthenticateResult? AuthenticateResult { get; set; } = result;
    }
}
