using System.Globalization;
using System.Text.Json.Nodes;

namespace NanchangEdu.Registry.Cluster.Tests.Faults;

/// <summary>New sites, and races for what only one may have: a unit's place, a host name.</summary>
internal sealed class Registrations(Gateway gateway, City city)
{
    private int counter;

    public async Task Draft(Random random, CancellationToken cancellationToken)
    {
        var founders = city.Founders[random.Next(city.Founders.Count)];
        await Register(founders, founders.People[0], Host(), door: null, cancellationToken);
    }

    /// <summary>NC-3.1: clerk and head of one unit at the same time, at two doors.</summary>
    public Task RaceForTheUnit(Random random, CancellationToken cancellationToken)
    {
        var founders = city.Founders[random.Next(city.Founders.Count)];
        return Task.WhenAll(founders.People.Select((person, i) => Register(founders, person, Host(), i % 2, cancellationToken)));
    }

    /// <summary>NC-3.5: several units want one name.</summary>
    public Task RaceForTheHost(Random random, CancellationToken cancellationToken)
    {
        var host = Host();
        return Task.WhenAll(city.Founders.Select((founders, i) => Register(founders, founders.People[random.Next(founders.People.Count)], host, i % 2, cancellationToken)));
    }

    private async Task Register(Founders founders, Person person, string host, int? door, CancellationToken cancellationToken)
    {
        var made = await gateway.Command(person, HttpMethod.Post, "/api/v1/sites", null,
            $$$"""
            {"name":"{{{founders.UnitName}}}","hosts":["{{{host}}}"],"purpose":"公开","functions":["informationDisclosure"],"platform":"网站群",
             "hosting":{"provider":"中国电信","place":"江西南昌","ipAddress":"117.40.138.21","onMainland":true},"contacts":[],
             "upkeep":{"logRetentionMonths":12,"backup":"每日","emergencyPlan":"有","secrecyReviewer":"刘主任"}}
            """, cancellationToken, door);
        if (!made.IsSuccess) return; // somebody else was faster

        var id = JsonNode.Parse(made.Body)!["id"]!.GetValue<string>();
        await gateway.Command(person, HttpMethod.Post, $"/api/v1/sites/{id}/discard", id, """{"reason":"重新填报"}""", cancellationToken);
    }

    private string Host() => string.Create(CultureInfo.InvariantCulture, $"draft{Interlocked.Increment(ref counter)}.ncedu.cn");
}
