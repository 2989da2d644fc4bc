using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using NanchangEdu.Registry.Contracts;
using NanchangEdu.Registry.Tests;

namespace NanchangEdu.Registry.Api.Tests.Identity;

/// <summary>The table of docs/authorisation.md, cell by cell, on the running gateway: endpoint × role × relation × token.</summary>
public sealed class AuthorisationTests(Gateway gateway, ITestOutputHelper output) : IClassFixture<Gateway>
{
    private const int CellsMin = 10_000;

    /// <summary>These show rows: which of them appear is what the cell says.</summary>
    private static readonly string[] Lists =
        ["listSites", "listUnits", "listAccounts", "exportSites", "exportFilings", "exportUnits", "exportAccounts"];

    private static readonly Relation[] Relations = Enum.GetValues<Relation>();

    [Fact]
    public void Every_endpoint_stands_in_the_table_and_no_other_does() =>
        Assert.Equal(Operations.Of(gateway).Select(operation => operation.Name).Order(), AuthorisationTable.OfEndpoints.Names.Order());

    [Fact]
    public async Task Every_cell_answers_as_it_is_written()
    {
        var world = await World.Make(gateway);
        var hidden = new HashSet<string>();
        var closed = new HashSet<string>();
        var wrong = new List<string>();
        var cells = 0;
        foreach (var role in People.Roles)
        {
            foreach (var operation in Operations.Of(gateway))
            {
                foreach (var relation in Relations.Where(relation => HasRecord(operation) || relation == Relation.Own))
                {
                    foreach (var (name, token) in BadTokens(world.Caller(role)))
                    {
                        cells++;
                        var (status, body) = await Ask(world, operation, relation, role, token);
                        closed.Add(body);
                        if (status != HttpStatusCode.Unauthorized) wrong.Add($"{operation.Name} {role} {relation} with {name}: {(int)status}");
                    }

                    cells++;
                    var expected = AuthorisationTable.OfEndpoints.Of(operation.Name, role, relation);
                    var (answered, text) = await Ask(world, operation, relation, role, gateway.Tokens.Of(world.Caller(role)));
                    var met = Met(answered, text);
                    if (met == Expected.NotFound) hidden.Add(text);
                    if (met != expected) wrong.Add($"{operation.Name} {role} {relation}: {expected} is written, {(int)answered} {text}");
                }
            }
        }

        cells += await AskLists(world, wrong);
        output.WriteLine($"{cells} cells");
        Assert.True(wrong.Count == 0, $"{wrong.Count} of {cells} cells are otherwise:\n{string.Join('\n', wrong.Take(40))}");
        Assert.Single(hidden); // foreign and unknown are the same bytes, whatever was asked by whom
        Assert.Single(closed);
        Assert.True(cells >= CellsMin, $"{cells} cells");
    }

    /// <summary>Lists take no record in their path: each row that appears or does not is a cell.</summary>
    private async Task<int> AskLists(World world, List<string> wrong)
    {
        var cells = 0;
        foreach (var role in People.Roles)
        {
            using var client = gateway.As(world.Caller(role));
            foreach (var name in Lists)
            {
                var operation = Operations.Named(gateway, name);
                if (AuthorisationTable.OfEndpoints.Of(name, role, Relation.Own) == Expected.Forbidden) continue;

                var text = await (operation.Metadata.IsFile ? client.GetStringAsync($"{operation.Path}?format=json") : Whole(client, operation.Path));
                foreach (var relation in Relations.Where(relation => relation != Relation.Unknown))
                {
                    cells++;
                    var sought = name switch
                    {
                        "listSites" or "exportSites" or "exportFilings" => world.Site(relation),
                        "listUnits" or "exportUnits" => world.Unit(relation),
                        _ => relation == Relation.Own ? world.School(relation).Clerk.PersonId : world.Person(relation, world.Caller(role)),
                    };
                    var isShown = text.Contains($"\"{sought}\"", StringComparison.Ordinal);
                    if (isShown != (AuthorisationTable.OfEndpoints.Of(name, role, relation) == Expected.LetIn)) wrong.Add($"{name} {role} {relation}: shown is {isShown}");
                }
            }
        }

        return cells;
    }

    private static async Task<string> Whole(HttpClient client, string path)
    {
        var text = "";
        for (string? cursor = ""; cursor is not null;)
        {
            var page = await client.GetStringAsync($"{path}?limit=200{(cursor.Length == 0 ? "" : $"&cursor={Uri.EscapeDataString(cursor)}")}");
            text += page;
            cursor = JsonDocument.Parse(page).RootElement.GetProperty("nextCursor").GetString();
        }

        return text;
    }

    private IEnumerable<(string Name, string? Token)> BadTokens(Actor caller)
    {
        yield return ("no token", null);
        yield return ("an expired token", Signed(caller, "exp", gateway.Tokens.Seconds(-120)));
        yield return ("a revoked token", Signed(caller, "epoch", "0"));
        yield return ("a token for another audience", Signed(caller, "aud", "another-registry"));
    }

    private string Signed(Actor caller, string claim, object value)
    {
        var claims = gateway.Tokens.ClaimsOf(caller);
        claims[claim] = value;
        return gateway.Tokens.Sign(claims);
    }

    private async Task<(HttpStatusCode Status, string Body)> Ask(World world, Operation operation, Relation relation, Role role, string? token)
    {
        using var client = token is null ? gateway.Anonymous() : gateway.As(token);
        var path = operation.Template
            .Replace("{id:site}", world.Site(relation), StringComparison.Ordinal)
            .Replace("{uscc:unit}", UnitFor(world, operation, relation, role), StringComparison.Ordinal)
            .Replace("{person:person}", world.Person(relation, world.Caller(role)), StringComparison.Ordinal);
        if (path.Contains("{import:import}", StringComparison.Ordinal))
            path = path.Replace("{import:import}", await world.Import(relation, world.Caller(role)), StringComparison.Ordinal);
        using var request = new HttpRequestMessage(new HttpMethod(operation.Method), operation.Fill(path) + operation.Query)
            .With(operation.Metadata.TakesBody ? Body(world, operation, relation, role) : null);
        using var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        return (answer.StatusCode, answer.IsStream() ? "" : await answer.Content.ReadAsStringAsync());
    }

    /// <summary>Substitutes are named on the authority's own record.</summary>
    private static string UnitFor(World world, Operation operation, Relation relation, Role role) =>
        operation.Name == "appointSubstitute" && relation == Relation.Own && world.Caller(role).Authority is { } authority ? authority.Uscc : world.Unit(relation);

    /// <summary>The example, but for what must fit the record for the question to be one of right alone.</summary>
    private static string? Body(World world, Operation operation, Relation relation, Role role)
    {
        if (operation.ExampleBody is not { } example) return null;

        var body = JsonNode.Parse(example)!.AsObject();
        if (operation.Name == "putUnit") body["authority"] = world.Authority(relation);
        if (operation.Name == "appointSubstitute") body["forPersonId"] = world.Caller(role).PersonId;
        return body.ToJsonString();
    }

    /// <summary>What is one's own has no other relation.</summary>
    private static bool HasRecord(Operation operation) =>
        operation.Template.Contains('{', StringComparison.Ordinal) && !operation.Template.Contains("/me/", StringComparison.Ordinal);

    private static Expected Met(HttpStatusCode status, string body) => status switch
    {
        HttpStatusCode.NotFound when RuleIn(body) == "not-found" => Expected.NotFound,
        HttpStatusCode.Forbidden => Expected.Forbidden,
        HttpStatusCode.Unauthorized or >= HttpStatusCode.InternalServerError => throw new InvalidOperationException($"{(int)status} {body}"),
        _ => Expected.LetIn,
    };

    private static string? RuleIn(string body) => JsonDocument.Parse(body).RootElement.GetProperty("rule").GetString();
}
