using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using NanchangEdu.Registry.Contracts;
using NanchangEdu.Registry.Rules;
using NanchangEdu.Registry.Store;

namespace NanchangEdu.Registry.Cluster.Tests.History;

/// <summary>The database against itself: ledger, records, claims.</summary>
internal static partial class HistoryChecker
{
    /// <summary>Versions 1..n without gap, the chain from genesis to the record's head, positions unique and in order, nothing of the past rewritten.</summary>
    private static void Ledger(RegisterDump dump, RegisterDump before, List<Finding> found)
    {
        var rows = dump.Ledger.ToLookup(e => e.Record);
        foreach (var record in dump.Records)
        {
            var ordered = rows[record.Id].OrderBy(e => e.Seq).ToArray();
            var history = ordered.Select(e => new HistoryRow(0, e.Seq, e.Type, default, default, e.Body, e.PrevHash, e.Hash));
            if (LedgerChain.Verify(history, new StoredRecord(record.Id, record.Version, record.State, record.LedgerSeq, record.LedgerHash)) is { } broken)
            {
                found.Add(new(Violation.Ledger, $"the chain of {record.Id} breaks at {broken}"));
            }

            var versions = ordered.Select(e => e.Version).Distinct().ToArray();
            if (!versions.SequenceEqual(Enumerable.Range(1, (int)record.Version).Select(v => (long)v)))
            {
                found.Add(new(Violation.Fork, $"{record.Id} is at v{record.Version} and its ledger tells of {versions.Length} versions"));
            }

            if (!ordered.Select(e => e.Position).SequenceEqual(ordered.Select(e => e.Position).Order()))
            {
                found.Add(new(Violation.Ledger, $"positions of {record.Id} do not follow its events"));
            }
        }

        if (dump.Ledger.Select(e => e.Position).Distinct().Count() != dump.Ledger.Count)
        {
            found.Add(new(Violation.Ledger, "two events have one position"));
        }

        found.AddRange(dump.Ledger.Select(e => e.Record).Distinct().Except(dump.Records.Select(r => r.Id))
            .Select(id => new Finding(Violation.Ledger, $"the ledger tells of {id}, which is not there")));
        var hashes = dump.Ledger.ToLookup(e => (e.Record, e.Seq), e => e.Hash);
        found.AddRange(before.Ledger
            .Where(e => !hashes[(e.Record, e.Seq)].Any(hash => hash.AsSpan().SequenceEqual(e.Hash)))
            .Select(e => new Finding(Violation.Ledger, $"{e.Record} event {e.Seq} was rewritten")));
    }

    /// <summary>The columns say what the hashed bytes say, and what was recorded later says so.</summary>
    private static void Times(RegisterDump dump, RegisterDump before, List<Finding> found)
    {
        var old = before.Ledger.Select(e => (e.Record, e.Seq)).ToHashSet();
        var latest = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var row in dump.Ledger.OrderBy(e => e.Seq))
        {
            if (latest.TryGetValue(row.Record, out var earlier) && string.CompareOrdinal(row.RecordedAt, earlier) < 0)
            {
                found.Add(new(Violation.Time, $"{row.Record} event {row.Seq} was recorded at {row.RecordedAt}, the one before at {earlier}"));
            }

            latest[row.Record] = row.RecordedAt;
            if (old.Contains((row.Record, row.Seq))) continue;

            var body = JsonNode.Parse(row.Body)!;
            if (Text(body, "recordedAt") != row.RecordedAt || Text(body, "occurredAt") != row.OccurredAt || Text(body, "type") != row.Type
                || Text(body["actor"]!, "id") != row.ActorId || body["version"]!.GetValue<long>() != row.Version)
            {
                found.Add(new(Violation.Altered, $"columns and bytes of {row.Record} event {row.Seq} differ"));
            }
        }
    }

    /// <summary>The ledger folded from nothing is the stored state, byte for byte; the claims are those the state must hold; nobody has what another has.</summary>
    private static void States(RegisterDump dump, List<Finding> found)
    {
        var rows = dump.Ledger.ToLookup(e => e.Record);
        var claims = dump.Claims.ToLookup(c => c.Owner);
        var sites = new List<Site>();
        foreach (var record in dump.Records.Where(r => r.Kind == "site"))
        {
            Replayed(record, () =>
            {
                var site = Bodies(record).Select(StoredFormat.ReadSiteEvent).Aggregate(Site.Unknown(new SiteId(record.Id)), SiteRules.Evolve);
                sites.Add(site);
                return (StoredFormat.Write(site), SiteClaims.Of(site));
            });
        }

        foreach (var record in dump.Records.Where(r => r.Kind == "account"))
        {
            Replayed(record, () =>
            {
                var account = Bodies(record).Select(StoredFormat.ReadAccountEvent).Aggregate(Account.Unknown(record.Id), AccountRules.Evolve);
                return (StoredFormat.Write(account), AccountRules.Claims(account));
            });
        }

        Uniqueness(sites, found);

        IEnumerable<JsonNode> Bodies(RecordRow record) => rows[record.Id].OrderBy(e => e.Seq).Select(e => DataOf(e.Body));

        void Replayed(RecordRow record, Func<(byte[] State, ImmutableArray<ClaimNeed> Claims)> replay)
        {
            try
            {
                var (state, needs) = replay();
                if (!state.AsSpan().SequenceEqual(record.State)) found.Add(new(Violation.Ledger, $"{record.Id} is not what its ledger makes"));
                Claims(record.Id, needs, [.. claims[record.Id]], found);
            }
            catch (Exception e) when (e is JsonException or InvalidOperationException or NullReferenceException)
            {
                found.Add(new(Violation.Ledger, $"the ledger of {record.Id} cannot be replayed: {e.Message}"));
            }
        }
    }

    private static void Claims(string id, ImmutableArray<ClaimNeed> needs, ClaimRow[] held, List<Finding> found)
    {
        if (held.Length != needs.Length || needs.Any(n => !held.Any(c => c.Scope == n.Scope && n.AnyOf.Contains(c.Value))))
        {
            found.Add(new(Violation.Ledger, $"{id} needs {needs.Length} claims and holds {held.Length}"));
        }
    }

    /// <summary>NC-3.1 and NC-3.5 from the states alone, whatever the claims say.</summary>
    private static void Uniqueness(List<Site> sites, List<Finding> found)
    {
        var open = sites.Where(s => s.Unit is not null && s.Stage is not (Stage.Closed or Stage.Deregistered)).ToArray();
        found.AddRange(open.GroupBy(s => s.Sponsor.Id)
            .Where(unit => unit.Count() > 1 + unit.Max(s => s.Sponsor.Exemptions.Count(e => e.Kind == ExemptionKind.SecondSite)))
            .Select(unit => new Finding(Violation.Quota, $"unit {unit.Key} has {unit.Count()} sites")));
        found.AddRange(open.SelectMany(s => s.Facts.Hosts.Select(host => (host, s.Id))).GroupBy(pair => pair.host, StringComparer.Ordinal)
            .Where(host => host.Select(pair => pair.Id).Distinct().Count() > 1)
            .Select(host => new Finding(Violation.Quota, $"{host.Key} is held by {host.Count()} sites")));
    }

    private static JsonNode DataOf(byte[] body) =>
        JsonNode.Parse(Encoding.UTF8.GetString(body))!["data"] ?? throw new JsonException("no data");

    private static string? Text(JsonNode node, string member) => node[member]?.GetValue<string>();
}
