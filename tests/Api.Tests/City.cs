using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using NanchangEdu.Registry.Api.OpenApi;
using NanchangEdu.Registry.Api.Sites;
using NanchangEdu.Registry.Contracts;
using NanchangEdu.Registry.Tests;

namespace NanchangEdu.Registry.Api.Tests;

/// <summary>A unit of its own for every test, registered through the API, with its people.</summary>
internal sealed class City(Gateway gateway)
{
    private static int serial;

    public static readonly UnitId Authority = People.Authority;

    public Actor Clerk { get; private set; } = People.Of(Role.Clerk);

    public UnitId Unit => Clerk.Unit!.Value;

    public UnitId SupervisedBy { get; private init; }

    /// <summary>A code that no unit has.</summary>
    public static UnitId Unused() => Code(Interlocked.Increment(ref serial));

    public Actor Reviewer { get; } = People.Of(Role.Reviewer);

    /// <param name="gateway">Where it is registered.</param>
    /// <param name="authority">The unit's authority; the city's unless given.</param>
    public static async Task<City> Found(Gateway gateway, UnitId? authority = null)
    {
        var number = Interlocked.Increment(ref serial);
        var unit = Code(number);
        var city = new City(gateway) { SupervisedBy = authority ?? Authority, Clerk = new Actor($"clerk-of-{number}", "张三", Role.Clerk, unit, null) };
        using var admin = gateway.As(People.Of(Role.Admin));
        using var answer = await admin.SendAsync(new HttpRequestMessage(HttpMethod.Put, $"/api/v1/units/{unit}").With(
            $$"""{"name": "{{NameOf(number)}}", "type": "bureauSchool", "authority": "{{authority ?? Authority}}", "address": "南昌市东湖区"}"""));
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        return city;
    }

    public string NameOfUnit => NameOf(int.Parse(Clerk.PersonId.Split('-')[^1], CultureInfo.InvariantCulture));

    /// <summary>The basic information of a site that the rules accept.</summary>
    public string Profile
    {
        get
        {
            var profile = JsonNode.Parse(Examples.Of(typeof(ProfileBody)))!.AsObject();
            profile["name"] = NameOfUnit;
            profile["hosts"] = new JsonArray($"school{Clerk.PersonId.Split('-')[^1]}.ncedu.cn");
            return profile.ToJsonString();
        }
    }

    public async Task<(string Id, string ETag)> RegisterSite()
    {
        using var clerk = gateway.As(Clerk);
        using var answer = await clerk.SendAsync(new HttpRequestMessage(HttpMethod.Post, "/api/v1/sites").With(Profile));
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.StatusCode == HttpStatusCode.Created, text);
        using var receipt = JsonDocument.Parse(text);
        return (receipt.RootElement.GetProperty("id").GetString()!, answer.Headers.ETag!.Tag);
    }

    private static string NameOf(int number) => $"南昌市第{number}中学";

    private static UnitId Code(int number) => new(UnitCodes.Of(number));
}
