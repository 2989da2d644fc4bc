using NanchangEdu.Registry.Api.Identity;
using NanchangEdu.Registry.Hosting.Telemetry;
using Orleans.Dashboard;

namespace NanchangEdu.Registry.Api.Operators;

/// <summary>
/// The Orleans dashboard: by itself it answers anybody. Here it is off unless asked for, stands at the management port alone, and every
/// one of its routes demands an operator's token.
/// </summary>
internal static class OrleansDashboard
{
    public const string Path = "/dashboard";

    /// <summary>These show what a grain holds and what the logs say: an operator sees figures, never records.</summary>
    private static readonly string[] Closed = ["/GrainState", "/Trace"];

    public static void MapOrleansDashboardForOperators(this WebApplication app)
    {
        if (!app.Configuration.HasDashboard()) return;

        var pages = app.MapOrleansDashboard(Path);
        pages.RequireAuthorization(Policies.DashboardName).AtManagementPort().ExcludeFromDescription();
        ((IEndpointConventionBuilder)pages).Add(Close);
    }

    private static void Close(EndpointBuilder endpoint)
    {
        var template = (endpoint as RouteEndpointBuilder)?.RoutePattern.RawText ?? "";
        if (!Closed.Any(path => template.EndsWith(path, StringComparison.OrdinalIgnoreCase))) return;

        endpoint.RequestDelegate = context =>
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        };
    }
}
