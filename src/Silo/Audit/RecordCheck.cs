using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using NanchangEdu.Registry.Contracts;
using NanchangEdu.Registry.Grains.Records;
using NanchangEdu.Registry.Rules;
using NanchangEdu.Registry.Store;

namespace NanchangEdu.Registry.Silo.Audit;

/// <summary>
/// Holds each record against its ledger: the state is what its events make, its head is their last, and what lists, counters and other
/// records go by (columns, requests, claims, standing) is what the state makes.
/// </summary>
internal sealed class RecordCheck(RulePack pack, IReadOnlySet<string> packs, DateTimeOffset now, AuditFindings findings)
{
    private const int ShownMax = 60;

    private readonly ConcurrentQueue<string> withoutForm = [];
    private int sites;

    /// <summary>
    /// Columns without a form are those of before forms: an upgrade leaves all of them so, until the registry has run for some minutes. Some
    /// among others are no upgrade's.
    /// </summary>
    public void End()
    {
        if (withoutForm.Count == sites) return;
        foreach (var id in withoutForm) findings.Add(OfNoKnownForm(id));
    }

    /// <remarks>Whatever breaks on the way is a finding: rules that never met such a ledger fail in any way they like.</remarks>
    public void Check(RecordKind kind, AuditedRecord audited)
    {
        var record = audited.Record;
        if (audited.Words is { } words && words.Stored != words.Right) findings.Add($"{kind} {record.Id}: the words by which it is found are not its own");
        try
        {
            if (audited.Events is [.., var last])
            {
                if (last.Seq != record.LedgerSeq || !last.Hash.AsSpan().SequenceEqual(record.LedgerHash) || VersionOf(last) != record.Version)
                    findings.Add($"{kind} {record.Id}: the record names event {record.LedgerSeq} at version {record.Version} as its last, the ledger {last.Seq}");
            }
            else
            {
                findings.Add($"{kind} {record.Id}: the ledger does not tell of it");
            }

            switch (kind)
            {
                case RecordKind.Site:
                    CheckSite(audited);
                    break;
                case RecordKind.Unit:
                    CheckUnit(audited);
                    break;
                default:
                    CheckAccount(audited);
                    break;
            }
        }
        catch (Exception unreadable) when (unreadable is not OutOfMemoryException)
        {
            findings.Add($"{kind} {record.Id}: the ledger cannot be replayed: {unreadable.Message}");
        }
    }

    private void CheckSite(AuditedRecord audited)
    {
        var site = Fold(RecordKind.Site, audited, Site.Unknown(new SiteId(audited.Record.Id)), (s, data) => SiteRules.Evolve(s, StoredFormat.ReadSiteEvent(data)), StoredFormat.Write);
        CheckClaims(RecordKind.Site, audited, SiteClaims.Of(site));
        Interlocked.Increment(ref sites);
        if (audited.Catalog is not { } stored || ColumnsOf(site, stored, audited.Events) is not { } right) return;

        if (!stored.Requests.SequenceEqual(right.Requests)) findings.Add($"Site {site.Id}: its requests in the inbox are not what its ledger makes");
        Compare(RecordKind.Site, audited.Record.Id, stored with { Requests = [] }, right with { Requests = [] });
    }

    /// <summary>
    /// What the columns must be, as of the day until which they hold: the sweeper makes them anew after it. Null where they are of a form, or
    /// under a pack, that the sweeper has yet to replace; which pack that was, the ledger knows.
    /// </summary>
    private SiteCatalogRow? ColumnsOf(Site site, SiteCatalogRow stored, ImmutableArray<HistoryRow> events)
    {
        if (stored.Form != SiteColumns.FormOf(pack.Version))
        {
            if (stored.Form.Length == 0) withoutForm.Enqueue(site.Id.Value);
            else if (!SiteColumns.IsForm(stored.Form, packs)) findings.Add(OfNoKnownForm(site.Id.Value));
            return null;
        }

        var made = events.IsEmpty ? now : events[^1].RecordedAt;
        var asOf = stored.StaleOn is { } stale && stale <= RegistryCalendar.DateOf(now) ? RegistryCalendar.StartOf(stale).AddTicks(-1) : now;
        if (asOf < made) asOf = made;
        return CatalogRows.Of(SiteColumns.Of(site, pack.At(asOf, site.Sponsor.Type), asOf)).Normalised();
    }

    private static string OfNoKnownForm(string id) => $"Site {id}: its columns are of no known form";

    private void CheckUnit(AuditedRecord audited)
    {
        var unit = Fold(RecordKind.Unit, audited, Unit.Unknown(new UnitId(audited.Record.Id)), (u, data) => UnitRules.Evolve(u, StoredFormat.ReadUnitEvent(data)), StoredFormat.Write);
        CheckClaims(RecordKind.Unit, audited, []);
        Compare(RecordKind.Unit, audited.Record.Id, audited.Unit!, CatalogRows.Of(unit));
    }

    private void CheckAccount(AuditedRecord audited)
    {
        var account = Fold(
            RecordKind.Account, audited, Account.Unknown(audited.Record.Id), (a, data) => AccountRules.Evolve(a, StoredFormat.ReadAccountEvent(data)), StoredFormat.Write);
        CheckClaims(RecordKind.Account, audited, AccountRules.Claims(account));

        // By the standing a person is let in: who changed it would need to change nothing else.
        var (stored, right) = (audited.Account!, CatalogRows.Of(account));
        if (!stored.Standing.AsSpan().SequenceEqual(right.Standing)) findings.Add($"Account {audited.Record.Id}: the standing is not what its ledger makes");
        Compare(RecordKind.Account, audited.Record.Id, stored with { Standing = [] }, right with { Standing = [] });
    }

    private TState Fold<TState>(
        RecordKind kind, AuditedRecord audited, TState unknown, Func<TState, JsonNode, TState> evolve, Func<TState, byte[]> write)
    {
        var made = unknown;
        foreach (var row in audited.Events) made = evolve(made, JsonNode.Parse(row.Body)?["data"] ?? throw new JsonException("the event has no data"));
        if (!write(made).AsSpan().SequenceEqual(audited.Record.State)) findings.Add($"{kind} {audited.Record.Id}: the state is not what its ledger makes");
        return made;
    }

    /// <summary>Each claim that the state needs is held by one value, and none besides.</summary>
    private void CheckClaims(RecordKind kind, AuditedRecord audited, ImmutableArray<ClaimNeed> needs)
    {
        var held = audited.Claims.ToList();
        foreach (var need in needs.OrderBy(need => need.AnyOf.Length))
        {
            var found = held.FindIndex(claim => claim.Scope == need.Scope && need.AnyOf.Contains(claim.Value));
            if (found < 0) findings.Add($"{kind} {audited.Record.Id}: it does not hold the claim {need.Scope} {need.Key}");
            else held.RemoveAt(found);
        }

        foreach (var claim in held) findings.Add($"{kind} {audited.Record.Id}: it holds the claim {claim.Scope} {claim.Value}, which its state does not need");
    }

    private void Compare<TRow>(RecordKind kind, string id, TRow stored, TRow right)
        where TRow : class
    {
        var wrong = typeof(TRow).GetProperties().Where(column => column.PropertyType != typeof(byte[]) && !Equals(column.GetValue(stored), column.GetValue(right)))
            .Select(column => $"{JsonNamingPolicy.CamelCase.ConvertName(column.Name)} is «{Shown(column.GetValue(stored))}» and not «{Shown(column.GetValue(right))}»").ToArray();
        if (wrong.Length > 0) findings.Add($"{kind} {id}: columns are not what its ledger makes: {string.Join(", ", wrong)}");
    }

    private static string Shown(object? value) => Convert.ToString(value, CultureInfo.InvariantCulture) is { Length: > ShownMax } text
        ? text[..ShownMax] + "…"
        : Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";

    private static long VersionOf(HistoryRow row)
    {
        using var body = JsonDocument.Parse(row.Body);
        return body.RootElement.GetProperty("version").GetInt64();
    }
}
