using System.Globalization;

namespace NanchangEdu.Registry.Cluster.Tests.Faults;

/// <summary>What is recorded about sites and units, without a rule that could stand in the way.</summary>
internal sealed class Filings(Gateway gateway, City city)
{
    private const string Hash = "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae";
    private const string Drill = "应急预案演练";
    private const string OtherDrill = "应急预案复练";

    private int counter;

    public Task Evidence(Random random, CancellationToken cancellationToken) =>
        Evidence(city.Sites[random.Next(city.Sites.Count)], random, cancellationToken);

    /// <summary>Many meet on one site on purpose.</summary>
    public Task EvidenceOfOneSite(Random random, CancellationToken cancellationToken) => Evidence(city.Schools[0].Site, random, cancellationToken);

    /// <summary>The same with other words; null for what is no evidence.</summary>
    public static string? Altered(string body) =>
        body.Contains(Drill, StringComparison.Ordinal) ? body.Replace(Drill, OtherDrill, StringComparison.Ordinal) : null;

    public Task Exemption(Random random, CancellationToken cancellationToken)
    {
        var unit = city.Units[random.Next(city.Units.Count)];
        return gateway.Command(gateway.People("lead")[0], HttpMethod.Post, $"/api/v1/units/{unit}/exemptions", unit,
            $$"""{"kind":"siteName","reason":"更名过渡 {{Next()}}","expiresOn":"{{Dates.Text(Dates.Today.AddDays(30))}}"}""", cancellationToken);
    }

    public async Task SecurityTest(Random random, CancellationToken cancellationToken)
    {
        var school = city.Schools[random.Next(city.Schools.Count)];
        await gateway.Command(school.Clerk, HttpMethod.Post, $"/api/v1/sites/{school.Site}/security-tests", school.Site,
            $$"""{"testedOn":"2026-01-05","tester":"检测实验室 {{Next()}}","result":"passed","hosts":["test.ncedu.cn"],"reportSha256":"{{Hash}}"}""", cancellationToken);
    }

    private async Task Evidence(string site, Random random, CancellationToken cancellationToken)
    {
        var centre = gateway.People("centre");
        await gateway.Command(centre[random.Next(centre.Count)], HttpMethod.Put, $"/api/v1/sites/{site}/evidence/plan", site,
            $$"""{"on":"2026-01-05","statement":"{{Drill}} {{Next()}}","sha256":"{{Hash}}"}""", cancellationToken);
    }

    private string Next() => Interlocked.Increment(ref counter).ToString(CultureInfo.InvariantCulture);
}

/// <summary>Dates as the API writes them, Asia/Shanghai.</summary>
internal static class Dates
{
    public static DateOnly Today => DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime.AddHours(8));

    public static string Text(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
