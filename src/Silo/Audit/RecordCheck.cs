using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using NanchangEdu.Registry.Contracts;
using NanchangEdu.Registry.Grains.Records;
using NanchangEdu.Registry.Rules;
using NanchangEdu.Registry.Store;

namespace NanchangEdu.Registry.Silo.Audit;

/// <summary>
/// Holds each record against its ledger: each event is what was hashed, the state is what the events make, its head is their last, and what lists, counters and other
/// records go by (columns, requests, deadlines, claims, standing) is what the state makes.
/// </summary>
internal sealed class RecordCheck(RecordKind kind, RulePack pack, DateTimeOffset now, AuditFindings findings)
{
    private const int ShownMax = 60;

    private readonly HashSet<string> known = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<(string Id, string Form)> ofOtherForm = [];
    private readonly string form = SiteColumns.FormOf(pack.Version);
    private bool hasSeenAll;

    public RecordKind Kind => kind;

    /// <summary>There are no others: what the ledger tells of besides is missing.</summary>
    public void HasSeenAll() => hasSeenAll = true;

    /// <summary>
    /// What only the whole ledger can tell. Columns without a form are those of before forms: an upgrade leaves all of them so, until the
    /// registry has run for some minutes. Some among others are no upgrade's.
    /// </summary>
    public void End(EventCheck ledger)
    {
        if (hasSeenAll)
        {
            foreach (var (of, id) in ledger.Heads.Keys)
            {
                if (of == kind && !known.Contains(id)) findings.Add($"{kind} {id}: the ledger tells of it and it is not there");
            }
        }

        var areAllWithout = ofOtherForm.Count == known.Count && ofOtherForm.All(site => site.Form.Length == 0);
        foreach (var (id, other) in ofOtherForm)
        {
            if (!(other.Length == 0 ? areAllWithout : SiteColumns.IsForm(other, ledger.Packs)))
                findings.Add($"{kind} {id}: its columns are of no known form");
        }
    }

    /// <summary>Looks at records of this kind; may be asked for several stretches at once.</summary>
    public void Check(ImmutableArray<AuditedRecord> some)
    {
        foreach (var record in some) Check(record);
        lock (known) known.UnionWith(some.Select(record => record.Head.Id));
    }

    /// <remarks>Whatever breaks on the way is a finding: rules that never met such a ledger fail in any way they like.</remarks>
    private void Check(AuditedRecord audited)
    {
        var id = audited.Head.Id;
        if (audited.Words is { } words && words.Stored != words.Right) findings.Add($"{kind} {id}: the words by which it is found are not its own");
        try
        {
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
            findings.Add($"{kind} {id}: the ledger cannot be replayed: {unreadable.Message}");
        }
    }

    private void CheckSite(AuditedRecord audited)
    {
        var site = Fold(audited, Site.Unknown(new SiteId(audited.Head.Id)), (s, data) => SiteRules.Evolve(s, StoredFormat.ReadSiteEvent(data)), StoredFormat.Write);
        CheckClaims(audited, SiteClaims.Of(site));
        var stored = audited.Catalog!;
        if (stored.Form != form)
        {
            ofOtherForm.Enqueue((audited.Head.Id, stored.Form)); // or under another pack: the sweeper has yet to replace them
            return;
        }

        var right = ColumnsOf(site, stored, audited.Events);
        if (!stored.Requests.SequenceEqual(right.Requests)) findings.Add($"Site {site.Id}: its requests in the inbox are not what its ledger makes");
        if (!SayTheSame(stored.Deadlines, right.Deadlines)) findings.Add($"Site {site.Id}: its deadlines are not what its ledger makes");
        Compare(audited.Head.Id, stored with { Requests = [], Deadlines = [] }, right with { Requests = [], Deadlines = [] });
    }

    /// <summary>But for how far reminders have come, which is the sweeper's.</summary>
    private static bool SayTheSame(ImmutableArray<DeadlineCatalogRow> stored, ImmutableArray<DeadlineCatalogRow> right) =>
        stored.Length == right.Length && stored.Zip(right, (one, other) => one.SaysTheSame(other)).All(same => same);

    /// <summary>What the columns must be, as of the day until which they hold: the sweeper makes them anew after it.</summary>
    private SiteCatalogRow ColumnsOf(Site site, SiteCatalogRow stored, ImmutableArray<FeedRow> events)
    {
        var made = events.IsEmpty ? now : events[^1].RecordedAt;
        var asOf = stored.StaleOn is { } stale && stale <= RegistryCalendar.DateOf(now) ? RegistryCalendar.StartOf(stale).AddTicks(-1) : now;
        if (asOf < made) asOf = made;
        return CatalogRows.Of(SiteColumns.Of(site, pack.At(asOf, site.Sponsor.Type), asOf)).Normalised();
    }

    private void CheckUnit(AuditedRecord audited)
    {
        var unit = Fold(audited, Unit.Unknown(new UnitId(audited.Head.Id)), (u, data) => UnitRules.Evolve(u, StoredFormat.ReadUnitEvent(data)), StoredFormat.Write);
        CheckClaims(audited, []);
        Compare(audited.Head.Id, audited.Unit!, CatalogRows.Of(unit));
    }

    private void CheckAccount(AuditedRecord audited)
    {
        var account = Fold(
            audited, Account.Unknown(audited.Head.Id), (a, data) => AccountRules.Evolve(a, StoredFormat.ReadAccountEvent(data)), StoredFormat.Write);
        CheckClaims(audited, AccountRules.Claims(account));

        // By the standing a person is let in: who changed it would need to change nothing else.
        var (stored, right) = (audited.Account!, CatalogRows.Of(account));
        if (!stored.Standing.AsSpan().SequenceEqual(right.Standing)) findings.Add($"Account {audited.Head.Id}: the standing is not what its ledger makes");
        Compare(audited.Head.Id, stored with { Standing = [] }, right with { Standing = [] });
    }

    private TState Fold<TState>(
        AuditedRecord audited, TState unknown, Func<TState, JsonElement, TState> evolve, Func<TState, byte[]> write)
    {
        var (made, version) = (unknown, 0L);
        foreach (var row in audited.Events)
        {
            using var body = JsonDocument.Parse(row.Body);
            EventProof.Check(row, body.RootElement, findings);
            made = evolve(made, body.RootElement.GetProperty("data"));
            version = body.RootElement.GetProperty("version").GetInt64();
        }

        CheckHead(audited, version);
        if (!SHA256.HashData(write(made)).AsSpan().SequenceEqual(audited.Head.StateHash)) findings.Add($"{kind} {audited.Head.Id}: the state is not what its ledger makes");
        return made;
    }

    private void CheckHead(AuditedRecord audited, long version)
    {
        var head = audited.Head;
        if (audited.Events is not [.., var last])
            findings.Add($"{kind} {head.Id}: the ledger does not tell of it");
        else if (last.Seq != head.LedgerSeq || !last.Hash.AsSpan().SequenceEqual(head.LedgerHash) || version != head.Version)
            findings.Add($"{kind} {head.Id}: the record names event {head.LedgerSeq} at version {head.Version} as its last, the ledger {last.Seq}");
    }

    /// <summary>Each claim that the state needs is held by one value, and none besides.</summary>
    private void CheckClaims(AuditedRecord audited, ImmutableArray<ClaimNeed> needs)
    {
        var held = audited.Claims.ToList();
        foreach (var need in needs.OrderBy(need => need.AnyOf.Length))
        {
            var found = held.FindIndex(claim => claim.Scope == need.Scope && need.AnyOf.Contains(claim.Value));
            if (found < 0) findings.Add($"{kind} {audited.Head.Id}: it does not hold the claim {need.Scope} {need.Key}");
            else held.RemoveAt(found);
        }

        foreach (var claim in held) findings.Add($"{kind} {audited.Head.Id}: it holds the claim {claim.Scope} {claim.Value}, which its state does not need");
    }

    private void Compare<TRow>(string id, TRow stored, TRow right)
        where TRow : class
    {
        if (stored.Equals(right)) return;

        var wrong = typeof(TRow).GetProperties().Where(column => column.PropertyType != typeof(byte[]) && !Equals(column.GetValue(stored), column.GetValue(right)))
            .Select(column => $"{JsonNamingPolicy.CamelCase.ConvertName(column.Name)} is «{Shown(column.GetValue(stored))}» and not «{Shown(column.GetValue(right))}»").ToArray();
        if (wrong.Length > 0) findings.Add($"{kind} {id}: columns are not what its ledger makes: {string.Join(", ", wrong)}");
    }

    private static string Shown(object? value) => Convert.ToString(value, CultureInfo.InvariantCulture) is { Length: > ShownMax } text
        ? text[..ShownMax] + "…"
        : Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
}
