using System.Net;
using NanchangEdu.Registry.Contracts;

namespace NanchangEdu.Registry.Api.Tests.Operators;

public sealed class GatewayWithDashboard : Gateway
{
    protected override IEnumerable<(string Key, string Value)> Settings => [("Registry:Dashboard", "true")];
}

/// <summary>The Orleans dashboard asks for no login of its own: every route of it must ask for an operator's token.</summary>
public sealed class DashboardTests(GatewayWithDashboard gateway) : IClassFixture<GatewayWithDashboard>
{
    private static readonly string[] Pages = ["", "index.html", "index.min.js", "version", "DashboardCounters", "ClusterStats", "GrainState", "Trace", "Reminders"];

    private IEnumerable<string> Templates =>
        gateway.Routes.Select(route => "/" + route.RoutePattern.RawText!.TrimStart('/')).Where(template => template.StartsWith("/dashboard", StringComparison.Ordinal));

    [Fact]
    public async Task Every_page_is_closed_without_a_token()
    {
        Assert.True(Templates.Count() > 15, "the dashboard is there");
        using var nobody = gateway.Anonymous();
        foreach (var path in Pages.Select(page => $"/dashboard/{page}").Concat(Templates.Where(template => !template.Contains('{', StringComparison.Ordinal))))
        {
            using var answer = await nobody.GetAsync(path);
            await answer.ShouldBeProblem(HttpStatusCode.Unauthorized, "unauthenticated");
        }
    }

    [Theory]
    [InlineData(Role.Clerk)]
    [InlineData(Role.Head)]
    [InlineData(Role.Reviewer)]
    [InlineData(Role.Lead)]
    [InlineData(Role.Centre)]
    [InlineData(Role.Auditor)]
    public async Task Who_is_no_operator_is_refused(Role role)
    {
        using var other = gateway.As(People.Of(role));
        foreach (var page in Pages)
        {
            using var answer = await other.GetAsync($"/dashboard/{page}");
            await answer.ShouldBeProblem(HttpStatusCode.Forbidden, "role-not-allowed");
        }
    }

    [Theory]
    [InlineData(Role.Ops)]
    [InlineData(Role.Admin)]
    public async Task An_operator_sees_the_page_and_the_figures(Role role)
    {
        using var operations = gateway.As(People.Of(role));

        using var page = await operations.GetAsync("/dashboard/");
        Assert.Contains("Orleans Dashboard", await page.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Contains("script-src 'self'", Assert.Single(page.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);

        using var figures = await operations.GetAsync("/dashboard/DashboardCounters");
        Assert.Contains("totalActiveHostCount", await figures.Content.ReadAsStringAsync(), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task An_operators_token_without_the_scope_is_refused()
    {
        var ops = People.Of(Role.Ops);
        using var other = gateway.As(gateway.Tokens.Sign(gateway.Tokens.ClaimsOf(ops, "registry.audit")));
        using var answer = await other.GetAsync("/dashboard/");
        await answer.ShouldBeProblem(HttpStatusCode.Forbidden, "role-not-allowed");
    }

    /// <summary>What a grain holds is a record, and operators see none.</summary>
    [Theory]
    [InlineData("/dashboard/GrainState?grainId=site-x&grainType=site")]
    [InlineData("/dashboard/grainstate?grainId=site-x&grainType=site")]
    [InlineData("/dashboard/Trace")]
    public async Task What_a_grain_holds_and_what_the_logs_say_is_shown_to_nobody(string path)
    {
        using var operations = gateway.As(People.Of(Role.Ops));
        using var answer = await operations.GetAsync(path);
        await answer.ShouldBeProblem(HttpStatusCode.NotFound, "not-found");
    }
}

public sealed class GatewayManagedElsewhere : Gateway
{
    protected override IEnumerable<(string Key, string Value)> Settings => [("Registry:Dashboard", "true"), ("Registry:ManagementPort", "1")];
}

/// <summary>With a management port, operators' pages are unknown at the public one, whatever Host it is called by.</summary>
public sealed class ManagedElsewhereTests(GatewayManagedElsewhere gateway) : IClassFixture<GatewayManagedElsewhere>
{
    [Theory]
    [InlineData("/metrics")]
    [InlineData("/dashboard/")]
    [InlineData("/dashboard/DashboardCounters")]
    public async Task Operators_pages_are_not_at_the_public_port(string path)
    {
        using var operations = gateway.As(People.Of(Role.Ops));
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Host = "127.0.0.1:1";
        using var answer = await operations.SendAsync(request);
        Assert.True(answer.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.Forbidden, $"{answer.StatusCode}");
        await answer.ShouldBeProblem(answer.StatusCode);

        using var nobody = gateway.Anonymous();
        using var closed = await nobody.GetAsync(path);
        await closed.ShouldBeProblem(HttpStatusCode.Unauthorized, "unauthenticated");
    }
}

[Collection(SharedGateway.Name)]
public sealed class WithoutDashboardTests(Gateway gateway)
{
    [Fact]
    public async Task The_dashboard_is_off_unless_asked_for()
    {
        using var administrator = gateway.As(People.Of(Role.Admin));
        using var answer = await administrator.GetAsync("/dashboard/");
        await answer.ShouldBeProblem(HttpStatusCode.NotFound, "not-found");
    }

    [Fact]
    public async Task The_metrics_need_no_token_where_one_port_serves_all()
    {
        using var nobody = gateway.Anonymous();
        var page = await nobody.GetStringAsync("/metrics");
        Assert.Contains("dotnet_process_memory_working_set_bytes", page, StringComparison.Ordinal);
    }
}
