using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using NanchangEdu.Registry.Hosting.Security;
using Orleans.Dashboard;

namespace NanchangEdu.Registry.Hosting.Tests.Security;

/// <summary>The dashboard's own grains and grain services call each other: they are the silo's.</summary>
public sealed class DashboardTests
{
    [Fact]
    public async Task The_dashboard_of_a_silo_that_demands_contexts_shows_its_counters()
    {
        var log = new Warnings();
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders().AddProvider(log);
        builder.Configuration["urls"] = "http://127.0.0.1:0";
        builder.UseOrleans(silo =>
        {
            silo.UseLocalhostClustering(TestSilo.FreePort(), TestSilo.FreePort());
            silo.AddCallerContext(new RandomCallerKeys(), new ClusterSecurityOptions());
            silo.AddDashboard();
        });
        await using var app = builder.Build();
        app.MapOrleansDashboard("/dashboard");
        await app.StartAsync(TestContext.Current.CancellationToken);
        using var http = new HttpClient();
        http.BaseAddress = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());

        await app.Services.GetRequiredService<IGrainFactory>().GetGrain<IProbeGrain>("seen").Plain();
        foreach (var page in new[] { "DashboardCounters", "ClusterStats", "TopGrainMethods" })
        {
            using var answer = await http.GetAsync(new Uri($"/dashboard/{page}", UriKind.Relative), TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }

        await Task.Delay(TimeSpan.FromSeconds(2), TestContext.Current.CancellationToken);      // the grain services report once a second
        Assert.Empty(log.Refusals);
    }
}
