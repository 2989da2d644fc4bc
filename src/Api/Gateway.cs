using NanchangEdu.Registry.Api.Accounts;
using NanchangEdu.Registry.Api.Books;
using NanchangEdu.Registry.Api.Bulk;
using NanchangEdu.Registry.Api.Bulk.Exports;
using NanchangEdu.Registry.Api.Counters;
using NanchangEdu.Registry.Api.Deadlines;
using NanchangEdu.Registry.Api.Feed;
using NanchangEdu.Registry.Api.Health;
using NanchangEdu.Registry.Api.Http;
using NanchangEdu.Registry.Api.Identity;
using NanchangEdu.Registry.Api.Identity.Sessions;
using NanchangEdu.Registry.Api.Identity.Standing;
using NanchangEdu.Registry.Api.Inbox;
using NanchangEdu.Registry.Api.Ledger;
using NanchangEdu.Registry.Api.Lists;
using NanchangEdu.Registry.Api.Notices;
using NanchangEdu.Registry.Api.OpenApi;
using NanchangEdu.Registry.Api.Printing;
using NanchangEdu.Registry.Api.Reports;
using NanchangEdu.Registry.Api.SignIn;
using NanchangEdu.Registry.Api.Sites;
using NanchangEdu.Registry.Api.Units;
using NanchangEdu.Registry.Contracts;
using NanchangEdu.Registry.Hosting.Tokens;

namespace NanchangEdu.Registry.Api;

/// <summary>The HTTP gateway: what every request passes, in order, and where it may go.</summary>
internal static class Gateway
{
    public static void AddGateway(this WebApplicationBuilder builder)
    {
        builder.Services.ConfigureHttpJsonOptions(json => Json.Configure(json.SerializerOptions));
        builder.Services.AddRouteForms();
        builder.Services.AddRateLimits(builder.Configuration);
        builder.Services.AddVerifiedTokens();
        builder.Services.AddSingleton<RecordGrains>();
        builder.Services.AddSingleton<Desk>();
        builder.Services.AddSingleton<PackInForce>();
        builder.Services.AddSingleton<CatalogDesk>();
        builder.Services.AddSingleton<BulkDesk>();
        builder.Services.AddSingleton<SavedViewDesk>();
        builder.Services.AddSingleton<NoticeDesk>();
        builder.Services.AddSingleton<AccountDesk>();
        builder.Services.AddSingleton<CountersBoard>();
        builder.Services.AddSingleton<LedgerDesk>();
        builder.Services.AddSingleton<FeedHub>();
        builder.Services.AddSingleton<ImportDesk>();
        builder.Services.AddSingleton<ExportDesk>();
        builder.Services.AddSingleton<WebhookDesk>();
        builder.Services.AddSingleton<BookDesk>();
        builder.Services.AddSingleton<ReportDesk>();
        builder.Services.AddRazorComponents();
        builder.Services.AddScoped<SignInDesk>();
        builder.Services.AddScoped<InvitationDesk>();
        builder.Services.AddScoped<OwnAccountDesk>();
        builder.Services.AddSingleton<Readiness>();
    }

    public static void UseGateway(this WebApplication app)
    {
        app.UseTrustedProxies();
        app.UseMiddleware<SecurityHeaders>();
        app.UseMiddleware<ExceptionWall>();
        app.UseStatusCodePages(context => BareStatus(context.HttpContext.Response.StatusCode).ExecuteAsync(context.HttpContext));
        app.UseRouting();
        app.UseMiddleware<AttemptLimits>();
        app.UseMiddleware<TokenRequestBound>();
        app.UseVerifiedTokens(tokenServer: "/connect");
        app.UseMiddleware<RateLimits>();
        app.UseMiddleware<StandingCheck>();
        app.UseMiddleware<CookieGuard>();
        app.UseAuthorization();
        app.UseAntiforgery();
        app.UseMiddleware<FormGuard>();
    }

    public static void MapGateway(this WebApplication app)
    {
        var api = app.MapGroup(Routes.Root).AddEndpointFilter<Door>();
        api.MapLists();
        api.MapDeadlines();
        api.MapUnits();
        api.MapSites();
        api.MapFilings();
        api.MapRequests();
        api.MapInboxBulks();
        api.MapLife();
        api.MapCases();
        api.MapQuota();
        api.MapAccounts();
        api.MapFeed();
        api.MapLedger();
        api.MapFiles();
        api.MapSavedViews();
        api.MapNotices();
        api.MapWebhooks();
        api.MapBooks();
        api.MapReports();

        app.MapTokenServer();
        app.MapSignIn();
        app.MapPrintStyle();
        app.MapHealth();
        app.MapReadingPage();
    }

    /// <summary>What the framework answers by a bare status, in the words of the registry.</summary>
    private static ProblemResult BareStatus(int status) => Problems.Of(
        status switch
        {
            401 => RuleId.Unauthenticated,
            403 => RuleId.RoleNotAllowed,
            404 => RuleId.NotFound,
            405 => RuleId.MethodNotAllowed,
            406 => RuleId.NotAcceptable,
            408 => RuleId.RequestTooSlow,
            413 => RuleId.BodyTooLarge,
            415 => RuleId.UnsupportedMediaType,
            429 => RuleId.TooManyRequests,
            >= 500 => RuleId.OutcomeUnknown,
            _ => RuleId.Malformed,
        },
        status);
}
