using Microsoft.AspNetCore.Http.Features;
using NanchangEdu.Registry.Contracts;

namespace NanchangEdu.Registry.Api.Http;

/// <summary>Where tokens are asked for and people sign in all may knock: there a body is much smaller than anything behind the door.</summary>
internal sealed class TokenRequestBound(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext context)
    {
        if (!AttemptPaths.Hold(context.Request.Path)) return next(context);
        if (context.Request.ContentLength > Limits.TokenRequestBytes) return Problems.Of(RuleId.BodyTooLarge).ExecuteAsync(context);

        // a body that does not tell its length is cut off where it passes the bound
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } bound)
            bound.MaxRequestBodySize = Limits.TokenRequestBytes;
        return next(context);
    }
}
