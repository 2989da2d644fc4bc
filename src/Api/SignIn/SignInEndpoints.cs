using System.Reflection;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authorization;
using NanchangEdu.Registry.Api.Http;
using NanchangEdu.Registry.Api.Identity.Sessions;

namespace NanchangEdu.Registry.Api.SignIn;

/// <param name="Token">Goes into the header <c>X-CSRF-Token</c> of each command that is sent by a session.</param>
public sealed record AntiforgeryView(string Token);

/// <summary>The pages where people sign in and keep their own account. Every form is proof against foreign pages, small and without script.</summary>
internal static class SignInEndpoints
{
    private const int FormBytes = 16 * 1024;
    private const int FieldsMax = 10;
    private const int FieldNameLength = 32;
    private const int FieldLength = 8 * 1024;

    public static void MapSignIn(this WebApplication app)
    {
        var pages = app.MapGroup(SignInPaths.Root).ExcludeFromDescription();
        var open = pages.MapGroup("").AllowAnonymous();
        open.MapGet("/style.css", () => Results.Text(Style, "text/css; charset=utf-8"));
        open.MapGet("/sign-in", (HttpContext context, SignInDesk desk) => desk.Page(context));
        open.MapPost("/sign-in", (HttpContext context, IFormCollection form, SignInDesk desk) => desk.TakePassword(context, form)).OfForm();
        open.MapGet("/second-factor", (HttpContext context, SignInDesk desk) => desk.SecondFactorPage(context));
        open.MapPost("/second-factor", (HttpContext context, IFormCollection form, SignInDesk desk) => desk.TakeCode(context, form)).OfForm();
        open.MapGet("/second-factor/set-up", (HttpContext context, SignInDesk desk) => desk.SetUpPage(context));
        open.MapPost("/second-factor/set-up", (HttpContext context, IFormCollection form, SignInDesk desk) => desk.SetUp(context, form)).OfForm();
        open.MapGet("/invitation", (HttpContext context, InvitationDesk desk) => desk.Page(context));
        open.MapPost("/invitation", (HttpContext context, IFormCollection form, InvitationDesk desk) => desk.Accept(context, form)).OfForm();

        var own = pages.MapGroup("").RequireAuthorization(new AuthorizationPolicyBuilder(SessionCookies.Scheme).RequireAuthenticatedUser().Build());
        own.MapGet("", (HttpContext context, OwnAccountDesk desk) => desk.Page(context));
        own.MapGet("/antiforgery", (HttpContext context, IAntiforgery antiforgery) =>
            JsonBytes.Of(new AntiforgeryView(antiforgery.GetAndStoreTokens(context).RequestToken!)));
        own.MapPost("/sign-out", (HttpContext context, IFormCollection form, OwnAccountDesk desk) => desk.SignOut(context)).OfForm();
        own.MapPost("/role", (HttpContext context, IFormCollection form, OwnAccountDesk desk) => desk.ChangeRole(context, form)).OfForm();
        own.MapPost("/password", (HttpContext context, IFormCollection form, OwnAccountDesk desk) => desk.ChangePassword(context, form)).OfForm();
        own.MapPost("/sessions", (HttpContext context, IFormCollection form, OwnAccountDesk desk) => desk.EndSession(context, form)).OfForm();
    }

    /// <summary>One line, the same for all forms: a field more or longer than any of ours is a mistake or an attack.</summary>
    private static RouteHandlerBuilder OfForm(this RouteHandlerBuilder endpoint) => endpoint.WithFormOptions(
        bufferBodyLengthLimit: FormBytes, valueCountLimit: FieldsMax, keyLengthLimit: FieldNameLength, valueLengthLimit: FieldLength,
        multipartBodyLengthLimit: FormBytes);

    private static string Style { get; } = ReadStyle();

    private static string ReadStyle()
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("style.css")
            ?? throw new InvalidOperationException("the style sheet is missing");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
