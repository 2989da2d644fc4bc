using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using NanchangEdu.Registry.Contracts;
using NanchangEdu.Registry.Hosting.Telemetry;
using Npgsql;

namespace NanchangEdu.Registry.Api.Tests.Telemetry;

/// <summary>Metrics are the process's: a gateway that another test stops at the same time would take series off this page.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class AloneWithTheMetrics : ICollectionFixture<Gateway>
{
    public const string Name = "alone with the metrics";
}

/// <summary>A dashboard with a misspelt name shows an empty panel, and an alarm never rings: both are held against the real page.</summary>
[Collection(AloneWithTheMetrics.Name)]
public sealed partial class OperatorsFilesTests(Gateway gateway)
{
    /// <summary>What Prometheus itself adds to every target.</summary>
    private static readonly string[] OfPrometheus = ["up", "instance", "job"];

    [Fact]
    public async Task Every_metric_and_label_of_the_dashboard_is_exposed()
    {
        using var dashboard = JsonDocument.Parse(File.ReadAllText(Repository("ops/grafana/registry.json")));
        var expressions = Expressions(dashboard.RootElement).ToArray();

        Assert.True(expressions.Length > 20, "the panels are found");
        await ShouldBeExposed(expressions);
    }

    [Fact]
    public async Task Every_metric_and_label_of_the_alarms_is_exposed() => await ShouldBeExposed([.. Alarms.Select(alarm => alarm.Expression)]);

    [Fact]
    public void Every_alarm_has_a_row_in_the_guide_and_every_row_an_alarm()
    {
        var guide = File.ReadAllText(Repository("docs/operations.md"));

        Assert.Equal(Alarms.Select(alarm => alarm.Name).Order(), AlarmRow().Matches(guide).Select(row => row.Groups[1].Value).Order());
        Assert.All(Alarms, alarm => Assert.True(alarm.Severity is "warning" or "critical", alarm.Severity));
    }

    [Fact]
    public void The_panels_have_numbers_of_their_own_and_a_data_source_to_choose()
    {
        using var dashboard = JsonDocument.Parse(File.ReadAllText(Repository("ops/grafana/registry.json")));
        var panels = dashboard.RootElement.GetProperty("panels").EnumerateArray().ToArray();

        Assert.Distinct(panels.Select(panel => panel.GetProperty("id").GetInt32()));
        Assert.All(panels.Where(panel => panel.TryGetProperty("targets", out _)), panel =>
            Assert.Equal("${datasource}", panel.GetProperty("datasource").GetProperty("uid").GetString()));
        var variable = Assert.Single(dashboard.RootElement.GetProperty("templating").GetProperty("list").EnumerateArray());
        Assert.Equal(("datasource", "datasource", "prometheus"), (Text(variable, "name"), Text(variable, "type"), Text(variable, "query")));
    }

    [Theory]
    [InlineData("rate(registry_comands_total[5m])", "registry_comands_total")]
    [InlineData("""sum by (le) (rate(a_bucket{b=~"c|d", e!="f"}[$__rate_interval])) / on (x) group_left (y) a_count > 0.5""", "a_bucket{b,e} a_count")]
    [InlineData("(sum(increase(a[15m])) < 1) or absent(b)", "a b")]
    public void Names_are_read_out_of_expressions(string expression, string names) =>
        Assert.Equal(names, string.Join(' ', PromQl.Metrics(expression).Select(found => found.Labels.Count == 0 ? found.Metric : $"{found.Metric}{{{string.Join(',', found.Labels)}}}")));

    private static (string Name, string Expression, string Severity)[] Alarms =>
        [.. Alarm().Matches(File.ReadAllText(Repository("ops/prometheus/alerts.yaml"))).Select(match => (match.Groups[1].Value, match.Groups[2].Value, match.Groups[3].Value))];

    private async Task ShouldBeExposed(IReadOnlyCollection<string> expressions)
    {
        Assert.NotEmpty(expressions);
        var page = await Page();
        var findings = expressions.SelectMany(expression => PromQl.Metrics(expression)
            .Where(found => !OfPrometheus.Contains(found.Metric))
            .SelectMany(found => page.TryGetValue(found.Metric, out var labels)
                ? found.Labels.Concat(PromQl.Groupings(expression)).Except(OfPrometheus).Where(label => !labels.Contains(label)).Select(label => $"{found.Metric} has no label {label}")
                : [$"{found.Metric} is not exposed"]));
        Assert.Empty(findings.Distinct());
    }

    /// <summary>Every series of the page after a day's work in small: a command done, one refused, a sweep, a look at a database.</summary>
    private async Task<Dictionary<string, HashSet<string>>> Page()
    {
        var city = await City.Found(gateway);
        var (site, _) = await city.RegisterSite();
        using var clerk = gateway.As(city.Clerk);
        using var refused = await clerk.SendAsync(new HttpRequestMessage(HttpMethod.Post, $"/api/v1/sites/{site}/launch").With("{}"));
        Assert.Equal(System.Net.HttpStatusCode.Conflict, refused.StatusCode);
        await gateway.Services.GetRequiredService<IGrainFactory>().GetGrain<IDeadlineGrain>("deadline").Sweep(default);
        await gateway.Services.GetRequiredService<IGrainFactory>().GetGrain<IWebhookDispatcherGrain>("webhooks").Dispatch(default);
        RefuseACaller();
        await using var nowhere = NpgsqlDataSource.Create("Host=127.0.0.1;Port=1;Timeout=1;Username=nobody");
        await Assert.ThrowsAnyAsync<NpgsqlException>(async () => await nowhere.OpenConnectionAsync());

        using var nobody = gateway.Anonymous();
        var page = new Dictionary<string, HashSet<string>>();
        foreach (Match sample in Sample().Matches(await nobody.GetStringAsync("/metrics")))
        {
            if (!page.TryGetValue(sample.Groups[1].Value, out var labels)) page[sample.Groups[1].Value] = labels = [];
            labels.UnionWith(SampleLabel().Matches(sample.Groups[2].Value).Select(label => label.Groups[1].Value));
        }

        return page;
    }

    /// <summary>An embedded registry has no strangers; the meter is the cluster's own.</summary>
    private static void RefuseACaller()
    {
        var type = typeof(RegistryTelemetry).Assembly.GetType("NanchangEdu.Registry.Hosting.Security.SecurityMeter", throwOnError: true)!;
        var meter = Activator.CreateInstance(type, [null]);
        var refused = type.GetMethod("Refused")!;
        refused.Invoke(meter, [Enum.GetValues(refused.GetParameters()[0].ParameterType).Cast<object>().Single(verdict => $"{verdict}" == "Missing")]);
    }

    private static IEnumerable<string> Expressions(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().SelectMany(member =>
            member is { Name: "expr", Value.ValueKind: JsonValueKind.String } ? [member.Value.GetString()!] : Expressions(member.Value)),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(Expressions),
        _ => [],
    };

    private static string? Text(JsonElement element, string member) => element.GetProperty(member).GetString();

    private static string Repository(string path)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "NanchangEdu.Registry.sln"))) folder = folder.Parent!;
        return Path.Combine(folder.FullName, path);
    }

    [GeneratedRegex(@"- alert: (\w+)\n +expr: (.+)\n +for: \w+\n +labels:\n +severity: (\w+)\n +annotations:\n +summary: "".+""\n")]
    private static partial Regex Alarm();

    [GeneratedRegex(@"^\| `(Registry\w+)` \|", RegexOptions.Multiline)]
    private static partial Regex AlarmRow();

    [GeneratedRegex(@"^([a-zA-Z_:][\w:]*)(?:\{(.*)\})? ", RegexOptions.Multiline)]
    private static partial Regex Sample();

    [GeneratedRegex(@"(\w+)=""")]
    private static partial Regex SampleLabel();
}
