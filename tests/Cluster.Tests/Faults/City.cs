using System.Text.Json.Nodes;

namespace NanchangEdu.Registry.Cluster.Tests.Faults;

/// <summary>A unit's site on line, and who files for it.</summary>
internal sealed record School(Person Clerk, string Site);

/// <summary>A unit that has no site, and those who may register one for it.</summary>
internal sealed record Founders(IReadOnlyList<Person> People, string UnitName);

/// <summary>Where the load works: what the register holds when it begins.</summary>
internal sealed record City(IReadOnlyList<string> Sites, IReadOnlyList<string> Units, IReadOnlyList<School> Schools, IReadOnlyList<Founders> Founders)
{
    private static readonly string[] Ended = ["closed", "deregistered"];

    public static async Task<City> Read(Gateway gateway, CancellationToken cancellationToken)
    {
        var sites = await Items(gateway, gateway.People("centre")[0], "/api/v1/sites?limit=200", cancellationToken);
        var units = await Items(gateway, gateway.People("lead")[0], "/api/v1/units?limit=200", cancellationToken);
        var schools = new List<School>();
        var founders = new List<Founders>();
        foreach (var unit in gateway.People("clerk").Concat(gateway.People("head")).GroupBy(person => person.Unit!))
        {
            var clerk = unit.First();
            var own = await Items(gateway, clerk, "/api/v1/sites?limit=10", cancellationToken);
            if (own.FirstOrDefault(site => Text(site, "stage") == "live") is { } live)
            {
                schools.Add(new School(clerk, Text(live, "id")));
            }
            else if (own.All(site => Ended.Contains(Text(site, "stage"))))
            {
                var facts = await gateway.Get(clerk, $"/api/v1/units/{unit.Key}", cancellationToken);
                founders.Add(new Founders([.. unit], Text(facts, "name")));
            }
        }

        var city = new City(
            [.. sites.Where(site => !Ended.Contains(Text(site, "stage"))).Select(site => Text(site, "id"))],
            [.. units.Select(unit => Text(unit, "uscc"))], schools, founders);
        Assert.NotEmpty(city.Sites);
        Assert.NotEmpty(city.Units);
        Assert.NotEmpty(city.Schools);
        Assert.NotEmpty(city.Founders);
        return city;
    }

    private static async Task<IReadOnlyList<JsonNode>> Items(Gateway gateway, Person person, string path, CancellationToken cancellationToken) =>
        [.. (await gateway.Get(person, path, cancellationToken))["items"]!.AsArray().Select(item => item!)];

    private static string Text(JsonNode node, string member) => node[member]!.GetValue<string>();
}
