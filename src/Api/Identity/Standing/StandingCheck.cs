using Microsoft.AspNetCore.Authorization;
using Microsoft.Net.Http.Headers;
using NanchangEdu.Registry.Api.Http;
using NanchangEdu.Registry.Api.Identity.Sessions;
using NanchangEdu.Registry.Contracts;

namespace NanchangEdu.Registry.Api.Identity.Standing;

/// <summary>
/// Goes after authentication, which knows that a token is genuine: here it is asked whether it still holds. Whoever has no standing any
/// more is answered like somebody without a token. When the register cannot be asked, nobody is let in: 503.
/// </summary>
internal sealed class StandingCheck(RequestDelegate next, Admission admission, SessionRegister sessions)
{
    public async Task InvokeAsync(HttpContext context)
    {
        if (context.User.Claimed() is not { } claims || context.GetEndpoint()?.Metadata.GetMetadata<IAllowAnonymous>() is not null)
        {
            await next(context);
            return;
        }

        var holder = await admission.Of(claims, context.Connection.RemoteIpAddress);
        if (holder is null || (claims.SessionId is { } session && !await sessions.Holds(session)))
        {
            context.Response.Headers[HeaderNames.WWWAuthenticate] = "Bearer error=\"invalid_token\"";
            await Problems.Of(RuleId.Unauthenticated).ExecuteAsync(context);
            return;
        }

        context.Features.Set(holder);
        await next(context);
    }
}
