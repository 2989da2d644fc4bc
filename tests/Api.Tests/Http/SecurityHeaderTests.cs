using System.Net;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using NanchangEdu.Registry.Api.Http;
using NanchangEdu.Registry.Api.Identity;
using NanchangEdu.Registry.Contracts;

namespace NanchangEdu.Registry.Api.Tests.Http;

[Collection(SharedGateway.Name)]
public sealed class SecurityHeaderTests(Gateway gateway)
{
    private static readonly string[] Elsewhere =
    [
        "/nothing-here", "/api/v1/nothing-here", "/api/v1/sites/not-an-id", "/account", "/account/sign-in", "/Account/Anything", "/docs/nothing-here", "/favicon.ico",
    ];

    [Fact]
    public async Task Every_answer_of_every_route_carries_the_headers()
    {
        using var nobody = RawConnection.From(gateway, "127.0.0.21");
        using var auditor = RawConnection.From(gateway, "127.0.0.22");
        auditor.DefaultRequestHeaders.Authorization = new("Bearer", gateway.Tokens.Of(People.Of(Role.Auditor)));
        var walked = 0;
        foreach (var client in new[] { nobody, auditor })
        {
            foreach (var (method, path) in gateway.Routes.SelectMany(Requests).Concat(Elsewhere.Select(path => ("GET", path))))
            {
                using var request = new HttpRequestMessage(new HttpMethod(method), path);
                using var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
                Check(answer, path);
                walked++;
            }
        }

        Assert.True(walked > 120, $"only {walked} requests were made");
        gateway.Defects.ShouldBeNone();
    }

    [Fact]
    public async Task A_refusal_of_the_wall_and_a_304_carry_them_too()
    {
        using var clerk = gateway.As(People.Of(Role.Clerk));
        using var large = await clerk.SendAsync(Operations.Named(gateway, "discardDraft").Request(new string(' ', Limits.BodyBytes + 1)));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, large.StatusCode);
        Check(large, "/api/v1/");

        using var first = await clerk.GetAsync("/api/v1/policy");
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/policy");
        request.Headers.IfNoneMatch.Add(first.Headers.ETag!);
        using var second = await clerk.SendAsync(request);
        Assert.Equal(HttpStatusCode.NotModified, second.StatusCode);
        Check(second, "/api/v1/");
    }

    [Theory]
    [InlineData("/api/v1/counters")]
    [InlineData("/api/v1/sites")]
    [InlineData("/connect/token")]
    [InlineData("/account/sign-in")]
    [InlineData("/healthz/live")]
    [InlineData("/openapi/v1.json")]
    public async Task No_other_origin_is_told_that_it_may_read(string path)
    {
        using var client = RawConnection.From(gateway, "127.0.0.23");
        client.DefaultRequestHeaders.Authorization = new("Bearer", gateway.Tokens.Of(People.Of(Role.Auditor)));
        foreach (var origin in new[] { "https://elsewhere.example", "null", client.BaseAddress!.GetLeftPart(UriPartial.Authority) })
        {
            using var preflight = new HttpRequestMessage(HttpMethod.Options, path);
            preflight.Headers.Add("Origin", origin);
            preflight.Headers.Add("Access-Control-Request-Method", "POST");
            preflight.Headers.Add("Access-Control-Request-Headers", "authorization, idempotency-key");
            using var asked = await client.SendAsync(preflight);
            Assert.InRange((int)asked.StatusCode, 400, 499);
            ShouldAllowNobody(asked);

            using var read = new HttpRequestMessage(HttpMethod.Get, path);
            read.Headers.Add("Origin", origin);
            using var answer = await client.SendAsync(read);
            ShouldAllowNobody(answer);
        }
    }

    [Theory]
    [InlineData("https://registry.example/", "https", SecurityHeaders.HttpsOnly)]
    [InlineData("https://registry.example/", "http", null)]
    [InlineData("http://127.0.0.1:5080/", "https", null)]
    [InlineData("http://127.0.0.1:5080/", "http", null)]
    public async Task Browsers_are_bound_to_https_where_the_registry_is_known_by_it_and_was_asked_by_it(string publicUrl, string scheme, string? expected)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        await using var app = builder.Build();
        app.Use((context, next) =>
        {
            context.Request.Scheme = scheme;
            return next(context);
        });
        app.UseMiddleware<SecurityHeaders>(Options.Create(new AuthOptions { PublicUrl = new Uri(publicUrl) }));
        app.Run(context => context.Response.WriteAsync("here"));
        await app.StartAsync();

        using var client = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
        using var answer = await client.GetAsync("/");
        Assert.Equal(expected, answer.Headers.TryGetValues("Strict-Transport-Security", out var told) ? Assert.Single(told) : null);
    }

    private static void Check(HttpResponseMessage answer, string path)
    {
        var isPage = path.StartsWith("/docs", StringComparison.Ordinal);
        var isAccount = path.StartsWith("/account", StringComparison.OrdinalIgnoreCase);
        var where = $"{answer.RequestMessage!.Method} {path} ({(int)answer.StatusCode})";

        Told("X-Content-Type-Options", "nosniff");
        Told("X-Frame-Options", "DENY");
        Told("Referrer-Policy", "no-referrer");
        Told("Cross-Origin-Opener-Policy", "same-origin");
        Told("Cross-Origin-Resource-Policy", "same-origin");
        Told("Permissions-Policy", "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()");
        Told("Content-Security-Policy", isAccount
            ? "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
            : isPage ? SecurityHeaders.Page : "default-src 'none'; frame-ancestors 'none'");
        if (!isPage) Assert.True(answer.Headers.CacheControl is not null, $"{where} may be kept by anybody");
        Assert.False(answer.Headers.Contains("Server"), where);
        Assert.False(answer.Headers.Contains("Strict-Transport-Security"), where);
        ShouldAllowNobody(answer);

        var isCounted = !path.StartsWith("/healthz", StringComparison.Ordinal);
        foreach (var header in new[] { RateWords.PolicyHeader, RateWords.LeftHeader })
        {
            var kind = AttemptPaths.Hold(path) ? "\"attempts\";" : "\"client\";";
            if (isCounted) Assert.StartsWith(kind, Value(header), StringComparison.Ordinal);
            else Assert.False(answer.Headers.Contains(header), where);
        }

        void Told(string header, string value) => Assert.Equal($"{where} {header}: {value}", $"{where} {header}: {Value(header)}");

        string Value(string header) =>
            answer.Headers.TryGetValues(header, out var values) ? string.Join(" | ", values) : $"{where} has no {header}";
    }

    private static void ShouldAllowNobody(HttpResponseMessage answer) =>
        Assert.DoesNotContain(answer.Headers, header => header.Key.StartsWith("Access-Control-", StringComparison.OrdinalIgnoreCase));

    private static IEnumerable<(string Method, string Path)> Requests(RouteEndpoint route)
    {
        var template = "/" + route.RoutePattern.RawText!.Trim('/');
        var path = template.StartsWith("/api/", StringComparison.Ordinal)
            ? Regex.Replace(template, @"\{(\w+)(:\w+)?\}", match => match.Groups[1].Value switch
            {
                "id" => SiteId.Derive("nobody", "nothing").Value,
                "uscc" => People.School.Uscc,
                "kind" => template.Contains("/filings/", StringComparison.Ordinal) ? "icp" : "hosting",
                _ => "1",
            })
            : Regex.Replace(template, @"\{[^}]*\}", "v1");
        var methods = route.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["GET"];
        return methods.Select(method => (method, path));
    }
}
