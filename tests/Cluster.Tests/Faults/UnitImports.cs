using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using NanchangEdu.Registry.Tests;

namespace NanchangEdu.Registry.Cluster.Tests.Faults;

/// <summary>
/// An administrator who renames some thousand units by a file, again and again: the registry makes no events faster. What a fault breaks is
/// asked again; what was begun goes on by itself.
/// </summary>
internal sealed class UnitImports(Gateway gateway, Person admin, string authority, int firstUnit, int units)
{
    private const string Path = "/api/v1/imports";
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);
    private static readonly string[] UnderWay = ["receiving", "checking", "applying"];

    /// <summary>One file after the other until it is over; the one that is under way then is carried to its end.</summary>
    /// <returns>How many files there were.</returns>
    public async Task<int> Go(CancellationToken until, CancellationToken cancellationToken)
    {
        var round = 0;
        while (!until.IsCancellationRequested) await Import(++round, cancellationToken);
        return round;
    }

    private async Task Import(int round, CancellationToken cancellationToken)
    {
        var taken = await gateway.Ask(admin, HttpMethod.Post, $"{Path}?table=units&fileName=units.csv", File(round), "text/csv", cancellationToken);
        Assert.True(taken.Status == (int)HttpStatusCode.Created, Encoding.UTF8.GetString(taken.Body));
        var id = JsonNode.Parse(taken.Body)!["id"]!.GetValue<string>();
        var import = await Settled(id, cancellationToken);
        while (State(import) is "checked" or "failed")
        {
            await gateway.Ask(admin, HttpMethod.Post, $"{Path}/{id}/application", """{"skipErrors": false}"""u8.ToArray(), "application/json", cancellationToken);
            import = await Settled(id, cancellationToken);
        }

        Assert.Equal(("applied", units), (State(import), import["rows"]!["applied"]!.GetValue<int>()));
    }

    private async Task<JsonNode> Settled(string id, CancellationToken cancellationToken)
    {
        while (true)
        {
            await Task.Delay(Pause, cancellationToken);
            var import = await gateway.Get(admin, $"{Path}/{id}", cancellationToken);
            if (!UnderWay.Contains(State(import))) return import;
        }
    }

    private byte[] File(int round)
    {
        var text = new StringBuilder("统一社会信用代码,单位名称,单位类型,主管单位代码,地址\r\n");
        for (var number = firstUnit; number < firstUnit + units; number++)
            text.Append(CultureInfo.InvariantCulture, $"{UnitCodes.Of(number)},南昌市第{number}学校第{round}名,局属学校,{authority},南昌市红谷滩区丰和中大道{round}号\r\n");
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private static string State(JsonNode import) => import["state"]!.GetValue<string>();
}
