using System.Net;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;

namespace NanchangEdu.Registry.Api.Tests.Identity;

[Collection(SharedGateway.Name)]
public sealed class DoorTests(Gateway gateway)
{
    /// <summary>Whoever adds a route that needs no token writes it down here.</summary>
    private static readonly string[] Open =
    [
        "/",
        "/account/invitation",
        "/account/second-factor",
        "/account/second-factor/set-up",
        "/account/sign-in",
        "/account/style.css",
        "/books/print.css",
        "/connect/authorize",
        "/connect/token",
        "/docs",
        "/docs/",
        "/docs/favicon.svg",
        "/docs/{documentName?}",
        "/healthz/live",
        "/healthz/ready",
        "/metrics",
        "/openapi/v1.json",
    ];

    [Fact]
    public void Every_route_that_needs_no_token_is_listed() =>
        Assert.All(gateway.Routes.Where(IsAnonymous).Select(TemplateOf), template => Assert.True(IsListed(template), template));

    [Fact]
    public void Every_route_of_the_api_states_its_policy() =>
        Assert.All(
            gateway.Routes.Where(route => TemplateOf(route).StartsWith("/api/", StringComparison.Ordinal)),
            route => Assert.NotNull(route.Metadata.GetMetadata<IAuthorizeData>()?.Policy));

    [Fact]
    public async Task Every_other_route_answers_401_without_a_token()
    {
        using var client = gateway.Anonymous();
        foreach (var operation in Operations.Of(gateway))
        {
            using var answer = await client.SendAsync(operation.Request());
            await answer.ShouldBeProblem(HttpStatusCode.Unauthorized, "unauthenticated");
            Assert.Equal("Bearer", Assert.Single(answer.Headers.WwwAuthenticate).Scheme);
        }
    }

    [Theory]
    [InlineData("/api/v1/nothing-here")]
    [InlineData("/nothing-here")]
    [InlineData("/api/v1/sites/../../etc/passwd")]
    public async Task A_route_that_is_not_there_is_closed_too(string path)
    {
        using var client = gateway.Anonymous();
        using var answer = await client.GetAsync(path);
        await answer.ShouldBeProblem(HttpStatusCode.Unauthorized, "unauthenticated");
    }

    private static bool IsAnonymous(RouteEndpoint route) => route.Metadata.GetMetadata<IAllowAnonymous>() is not null;

    private static bool IsListed(string template) =>
        Open.Contains(template) || (template.StartsWith("/docs/", StringComparison.Ordinal) && template.EndsWith(".js", StringComparison.Ordinal));

    private static string TemplateOf(RouteEndpoint route) => "/" + route.RoutePattern.RawText!.TrimStart('/');
}
