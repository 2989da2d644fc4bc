using System.Globalization;
using System.Text;

namespace NanchangEdu.Registry.Store.Tests;

/// <summary>Reads a whole database past the store and lists what does not agree: rows with their ledgers, claims with their owners, answers with versions.</summary>
internal static class Consistency
{
    private static readonly string[] Tables = ["site", "unit", "account"];

    public static void Demand(Database database) => Assert.Empty(Findings(database));

    public static IReadOnlyList<string> Findings(Database database)
    {
        var findings = new List<string>();
        var ledgers = database
            .Query("SELECT record_kind, record_id, seq, version, body, prev_hash, hash FROM ledger_event ORDER BY record_kind, record_id, seq, position")
            .ToLookup(row => $"{row[0]} {row[1]}");
        var records = Tables.SelectMany(table =>
            database.Query($"SELECT id, version, ledger_seq, ledger_hash FROM {table}").Select(row => new Row(
                $"{table} {row[0]}", Number(row[1]), new StoredRecord((string)row[0]!, Number(row[1]), [], Number(row[2]), (byte[])row[3]!))))
            .ToDictionary(record => record.Name);

        foreach (var record in records.Values)
            Check(record, [.. ledgers[record.Name]], findings);
        findings.AddRange(ledgers.Where(ledger => !records.ContainsKey(ledger.Key)).Select(ledger => $"{ledger.Key}: events without a record"));

        foreach (var claim in database.Query("SELECT owner_kind, owner_id, scope, value FROM claim"))
        {
            if (!records.ContainsKey($"{claim[0]} {claim[1]}"))
                findings.Add($"{claim[0]} {claim[1]}: holds {claim[2]} {claim[3]} but does not exist");
        }

        foreach (var answer in database.Query("SELECT record_kind, record_id, version, idempotency_key FROM answer"))
        {
            if (Number(answer[2]) == 0 && !records.ContainsKey($"{answer[0]} {answer[1]}"))
                continue; // refused before there was anything
            if (!records.TryGetValue($"{answer[0]} {answer[1]}", out var record) || Number(answer[2]) is var version && (version < 1 || version > record.Version))
                findings.Add($"{answer[0]} {answer[1]}: answered {answer[3]} with a version it never had");
        }

        foreach (var request in database.Query(
            "SELECT r.site_id, r.number FROM request r LEFT JOIN site s ON s.id = r.site_id AND s.unit = r.unit AND s.authority = r.authority WHERE s.id IS NULL"))
            findings.Add($"site {request[0]}: request {request[1]} does not agree with its site");
        return findings;
    }

    private static void Check(Row record, object?[][] events, List<string> findings)
    {
        var chain = events.Select(row => new HistoryRow(0, Number(row[2]), "", default, default, (byte[])row[4]!, (byte[])row[5]!, (byte[])row[6]!));
        if (LedgerChain.Verify(chain, record.Head) is { } seq)
            findings.Add($"{record.Name}: the ledger breaks at {seq}");

        var versions = events.Select(row => Number(row[3])).ToArray();
        if (!versions.SequenceEqual(versions.Order()) || !versions.Distinct().SequenceEqual(Enumerable.Range(1, (int)record.Version).Select(v => (long)v)))
            findings.Add($"{record.Name}: version {record.Version} but events of {string.Join(',', versions)}");

        findings.AddRange(events.Where(row => !IsToldByBody(row)).Select(row => $"{record.Name}: the columns of event {row[2]} are not its body's"));
    }

    /// <summary>The columns beside a body are copies for indexes; only what the hash covers counts.</summary>
    private static bool IsToldByBody(object?[] row)
    {
        var body = Encoding.UTF8.GetString((byte[])row[4]!);
        var told = string.Create(CultureInfo.InvariantCulture, $"\"id\":\"{row[1]}\",\"seq\":{row[2]},\"version\":{row[3]}}}");
        return body.EndsWith(told, StringComparison.Ordinal);
    }

    private static long Number(object? value) => Convert.ToInt64(value, CultureInfo.InvariantCulture);

    private sealed record Row(string Name, long Version, StoredRecord Head);
}
