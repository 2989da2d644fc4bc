using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http.HttpResults;
using NanchangEdu.Registry.Api.SignIn.Pages;

namespace NanchangEdu.Registry.Api.SignIn;

/// <summary>A form that does not prove where it comes from does nothing, and its user is told what to do.</summary>
internal sealed class FormGuard(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext context) => context.Features.Get<IAntiforgeryValidationFeature>() is { IsValid: false }
        ? new RazorComponentResult<ExpiredPage> { StatusCode = StatusCodes.Status400BadRequest }.ExecuteAsync(context)
        : next(context);
}
