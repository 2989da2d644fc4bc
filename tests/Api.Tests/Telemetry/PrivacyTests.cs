using System.Diagnostics;
using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NanchangEdu.Registry.Contracts;

namespace NanchangEdu.Registry.Api.Tests.Telemetry;

/// <summary>
/// Persons and secrets go in by every way there is; nothing of them may come out where operators look: logs, metrics, traces.
/// </summary>
public sealed class PrivacyTests(WatchedGateway gateway) : IClassFixture<WatchedGateway>
{
    private const string Person = "person-canary-77";
    private const string Name = "甄妮雅";
    private const string Secret = "secret-canary-77";
    private const string Searched = "searched-canary-77";
    private const string Token = "token-canary-77";

    /// <summary>Those of this test and those whom the examples of the bodies name.</summary>
    private static readonly string[] Canaries =
    [
        Person, Name, Secret, Searched, Token, Uri.EscapeDataString(Name),
        "李建国", "陈红", "王敏", "刘强", "0791-8600000", "13800000004", "office@nc1z", "南昌市东湖区", "218.64.57.20", "计划调整", "网站无法访问",
    ];

    [Fact]
    public async Task No_person_and_no_secret_reaches_logs_metrics_or_traces()
    {
        var city = await City.Found(gateway);
        var (site, _) = await city.RegisterSite();
        foreach (var actor in Actors(city)) await AskEverything(actor, site);
        await Search(city);
        await KnockWithSecrets();

        using var nobody = gateway.Anonymous();
        var metrics = await nobody.GetStringAsync("/metrics");
        Assert.Contains("registry_commands_total{", metrics, StringComparison.Ordinal);
        Assert.Contains("registry_refusals_total{", metrics, StringComparison.Ordinal);
        ShouldNameNobody("metrics", [metrics, gateway.Collected("/v1/metrics")]);

        var spans = gateway.Collected("/v1/traces");
        Assert.Contains("registerSite", spans, StringComparison.Ordinal);
        Assert.Contains(site, spans, StringComparison.Ordinal);
        ShouldNameNobody("traces", [spans, .. gateway.Spans.All.Select(Written)]);

        gateway.Services.GetRequiredService<ILogger<PrivacyTests>>().LogInformation("The log is kept");
        Assert.Contains(gateway.Log.Lines, line => line.Contains("The log is kept", StringComparison.Ordinal));
        ShouldNameNobody("logs", gateway.Log.Lines);
    }

    [Fact]
    public async Task One_trace_leads_from_the_request_through_the_grain_to_the_transaction()
    {
        var city = await City.Found(gateway);
        await city.RegisterSite();
        await Search(city); // a request's own span ends after its answer: by the end of these, that one has

        // Spans of all gateways in this process are seen here: others' traces may still be under way.
        var traces = gateway.Spans.All.GroupBy(span => span.TraceId, span => $"{span.Source.Name} {span.DisplayName}").Select(spans => spans.ToArray()).ToArray();
        Assert.Contains(traces, trace =>
            trace.Contains("NanchangEdu.Registry registerSite") && trace.Contains("NanchangEdu.Registry register commit")
            && trace.Any(span => span.StartsWith("Microsoft.Orleans.Application ", StringComparison.Ordinal) && span.Contains("Execute", StringComparison.Ordinal))
            && trace.Any(span => span.TrimEnd('/') == "Microsoft.AspNetCore POST /api/v1/sites"));
    }

    [Fact]
    public async Task A_line_of_a_request_carries_its_trace_and_request_id()
    {
        using var wrong = gateway.As("nonsense.nonsense.nonsense");
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/counters");
        request.Headers.Add("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
        using var answer = await wrong.SendAsync(request);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Contains(gateway.Log.Lines, line =>
            line.Contains("TraceId=0af7651916cd43dd8448eb211c80319c", StringComparison.Ordinal)
            && line.Contains("SpanId=", StringComparison.Ordinal) && line.Contains("RequestId=", StringComparison.Ordinal));
    }

    private static IEnumerable<Actor> Actors(City city) =>
    [
        city.Clerk with { PersonId = Person, Name = Name },
        city.Clerk with { PersonId = Person, Name = Name, Role = Role.Head },
        .. People.Roles.Where(role => role is not (Role.Clerk or Role.Head)).Select(role => People.Of(role) with { PersonId = Person, Name = Name }),
    ];

    private async Task AskEverything(Actor actor, string site)
    {
        using var client = gateway.As(actor);
        foreach (var operation in Operations.Of(gateway))
        {
            using var request = operation.Request();
            request.RequestUri = new Uri(operation.PathOf(site) + operation.Query, UriKind.Relative);
            using var answer = await client.SendAsync(request);
            Assert.NotEqual(HttpStatusCode.InternalServerError, answer.StatusCode);
        }
    }

    private async Task Search(City city)
    {
        using var client = gateway.As(city.Clerk with { PersonId = Person, Name = Name });
        foreach (var path in new[] { $"/api/v1/sites?q={Searched}", $"/api/v1/sites?q={Uri.EscapeDataString(Name)}", $"/api/v1/sites?{Searched}=1" })
        {
            using var answer = await client.GetAsync(path);
            Assert.True(answer.StatusCode is HttpStatusCode.OK or HttpStatusCode.BadRequest, $"{answer.StatusCode}");
        }
    }

    private async Task KnockWithSecrets()
    {
        var (clientId, clientSecret) = await gateway.Tokens.Accounts.Client(new Actor(Person, Name, Role.Clerk, People.School, null), "client-of-privacy");
        using var nobody = gateway.Anonymous();
        foreach (var secret in new[] { Secret, clientSecret })
        {
            using var form = new FormUrlEncodedContent(new Dictionary<string, string>
            {
                ["grant_type"] = "client_credentials",
                ["client_id"] = clientId,
                ["client_secret"] = secret,
            });
            using var answer = await nobody.PostAsync("/connect/token", form);
            ShouldNameNobody("logs", gateway.Log.Lines, clientSecret);
        }

        var token = gateway.Tokens.Of(People.Of(Role.Clerk) with { PersonId = Person, Name = Name });
        foreach (var bearer in new[] { Token, $"{Token}.{Token}.{Token}", token[..^4] + "AAAA" })
        {
            using var stranger = gateway.As(bearer);
            using var answer = await stranger.GetAsync("/api/v1/counters");
            Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
            ShouldNameNobody("logs", gateway.Log.Lines, token.Split('.')[1]);
        }
    }

    private static void ShouldNameNobody(string where, IEnumerable<string> texts, params string[] more)
    {
        foreach (var text in texts)
        {
            var found = Canaries.Concat(more).FirstOrDefault(canary => text.Contains(canary, StringComparison.OrdinalIgnoreCase));
            Assert.True(found is null, $"{where} name {found}: {Around(text, found)}");
        }
    }

    private static string Around(string text, string? found)
    {
        if (found is null) return "";
        var at = text.IndexOf(found, StringComparison.OrdinalIgnoreCase);
        return text[Math.Max(0, at - 300)..Math.Min(text.Length, at + 300)];
    }

    private static string Written(Activity span) =>
        $"{span.DisplayName} {span.StatusDescription} {string.Join(' ', span.TagObjects)} {string.Join(' ', span.Baggage)} "
        + string.Join(' ', span.Events.SelectMany(happened => happened.Tags).Select(tag => tag.ToString()));
}
