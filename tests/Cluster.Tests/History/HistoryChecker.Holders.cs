using System.Text.Json.Nodes;

namespace NanchangEdu.Registry.Cluster.Tests.History;

/// <summary>NC-3.1 and NC-3.5 at every moment, as the clients saw them: what was given back since would show in no state.</summary>
internal static partial class HistoryChecker
{
    private sealed record Held(string Site, string Unit, IReadOnlyList<string> Hosts, long From, long Until);

    /// <summary>
    /// From the answer to its registration until its discarding is first sent, a draft certainly stands: no two of a unit without an
    /// exemption, no two of one name, may do so at once.
    /// </summary>
    private static void Holders(ClientHistory clients, RegisterDump dump, List<Finding> found)
    {
        var discarded = clients.Invocations.Where(i => i.Path.EndsWith("/discard", StringComparison.Ordinal)).ToLookup(i => i.Record, i => i.InvokedAt);
        var beginnings = dump.Ledger.Where(e => e.Seq == 1 && e.Type == "siteRegistered").ToLookup(e => e.Record);
        var held = clients.Invocations
            .Where(i => i.Acknowledged && i.ReturnedAt is not null && i.Path == "/api/v1/sites" && beginnings[i.Record!].Any())
            .Select(i => HeldBy(i, beginnings[i.Record!].First(), discarded[i.Record])).ToArray();
        Overlaps(held.Where(site => site.Unit.Length > 0), site => [site.Unit], "unit", found);
        Overlaps(held, site => site.Hosts, "name", found);
    }

    private static Held HeldBy(Invocation registration, LedgerRow beginning, IEnumerable<long> discarded)
    {
        var data = JsonNode.Parse(beginning.Body)?["data"];
        var unit = data?["unit"]?["exemptions"] is JsonArray { Count: 0 } ? data["unit"]!["id"]!.GetValue<string>() : "";
        string[] hosts = [.. (data?["profile"]?["hosts"] as JsonArray ?? []).Select(host => host!.GetValue<string>())];
        return new Held(registration.Record!, unit, hosts, registration.ReturnedAt!.Value, discarded.DefaultIfEmpty(long.MaxValue).Min());
    }

    private static void Overlaps(IEnumerable<Held> held, Func<Held, IReadOnlyList<string>> keysOf, string what, List<Finding> found)
    {
        foreach (var holders in held.SelectMany(site => keysOf(site).Select(key => (Key: key, Site: site))).GroupBy(pair => pair.Key, pair => pair.Site))
        {
            var before = default(Held);
            foreach (var site in holders.OrderBy(site => site.From))
            {
                if (before is not null && site.From < before.Until)
                    found.Add(new(Violation.Quota, $"{what} {holders.Key} was held by {before.Site} and {site.Site} at once"));
                if (before is null || site.Until > before.Until) before = site;
            }
        }
    }
}
