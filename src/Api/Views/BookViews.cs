using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using NanchangEdu.Registry.Api.Printing;
using NanchangEdu.Registry.Contracts;
using NanchangEdu.Registry.Rules;
using NanchangEdu.Registry.Rules.Clauses;
using NanchangEdu.Registry.Store;

namespace NanchangEdu.Registry.Api.Views;

/// <summary>One line of a book's ledger.</summary>
/// <param name="Seq">Place in the ledger of the record, without gaps from 1.</param>
/// <param name="Type">The event's stored name.</param>
/// <param name="What">The same in Chinese.</param>
/// <param name="Detail">A few words more; null when the name says all. Basic information is never in it.</param>
/// <param name="OccurredAt">When, as it was stated.</param>
/// <param name="RecordedAt">When it was recorded.</param>
/// <param name="Actor">Name of who did it.</param>
/// <param name="ActorRole">In which role.</param>
/// <param name="RulePack">Version of the rule pack under which it was decided.</param>
/// <param name="Hash">Hash of the event in the record's chain, hex.</param>
public sealed record BookEntryView(
    long Seq, string Type, string What, string? Detail, DateTimeOffset OccurredAt, DateTimeOffset RecordedAt, string Actor, string ActorRole, string RulePack,
    string Hash)
{
    public static BookEntryView Of(RecordKind kind, HistoryRow row, Relation relation)
    {
        var body = JsonNode.Parse(kind == RecordKind.Site ? LedgerBodies.For(relation, row.Body).Utf8 : row.Body)!;
        return new(
            row.Seq, row.Type, RuleCatalog.WordOf("event", row.Type, TextLanguage.Chinese), DetailOf(kind, body["data"]!), row.OccurredAt, row.RecordedAt,
            Text(body["actor"]?["name"]), Text(body["actor"]?["role"]), Text(body["rulePack"]), Convert.ToHexStringLower(row.Hash));
    }

    private static string? DetailOf(RecordKind kind, JsonNode data)
    {
        try
        {
            return kind == RecordKind.Site ? EventBriefs.Of(StoredFormat.ReadSiteEvent(data)) : EventBriefs.Of(StoredFormat.ReadUnitEvent(data));
        }
        catch (JsonException)
        {
            return null; // of an event of a newer program the name alone is told
        }
    }

    private static string Text(JsonNode? member) => (string?)member ?? "";
}

/// <summary>What was recorded in the year, and where the record's chain of hashes ends now.</summary>
/// <param name="Entries">By sequence, recorded in the year (Asia/Shanghai).</param>
/// <param name="IsCut">Whether the year holds more than a book does.</param>
/// <param name="RestAt">Where the rest is read, when the book was cut and a list has it.</param>
/// <param name="HeadSeq">Number of the record's last event, of whichever year.</param>
/// <param name="HeadHash">Its hash, hex: whoever knows it can tell whether anything before it was changed.</param>
public sealed record BookLedgerView(ImmutableArray<BookEntryView> Entries, bool IsCut, string? RestAt, long HeadSeq, string HeadHash);

/// <summary>责任确认: a statement of the year by the first responsible person.</summary>
public sealed record ConfirmationView(DateTimeOffset At, string By, string Statement);

/// <summary>网站管理台账: the yearly book of a site.</summary>
/// <param name="Site">What the record says of the year.</param>
/// <param name="AuthorityName">Name of the supervising authority; null when no such unit is registered.</param>
/// <param name="AreContactsMasked">Whether the contacts in it are masked: they are to all but the sponsor's own people.</param>
/// <param name="Confirmations">Those of the year.</param>
/// <param name="Ledger">The ledger of the year.</param>
public sealed record SiteBook(
    SiteBookView Site, string? AuthorityName, bool AreContactsMasked, ImmutableArray<ConfirmationView> Confirmations, BookLedgerView Ledger)
{
    private const string Confirmed = "responsibilityConfirmed";

    public static SiteBook Of(SiteBookView site, string? authorityName, BookLedgerView ledger, Actor reader) => new(
        site, authorityName, PersonalData.IsMasked(PersonalData.RelationOf(site.Unit.Id, reader)),
        [.. ledger.Entries.Where(entry => entry.Type == Confirmed).Select(entry => new ConfirmationView(entry.OccurredAt, entry.Actor, entry.Detail ?? ""))],
        ledger);
}

/// <summary>Where a filing stands.</summary>
public sealed record FilingBrief(FilingKind Kind, FilingState State, string? Number, bool IsVerified);

/// <summary>A site in its unit's book, in short: what its own book tells at length.</summary>
/// <param name="SecurityTests">How many of the year; requests, downlines and emergencies likewise.</param>
/// <param name="OpenCases">Cases that touch the year and were neither dissolved, dismissed nor overturned.</param>
public sealed record SiteBrief(
    SiteId Id, string Name, string MainHost, Stage Stage, Compliance Compliance, DateTimeOffset? LaunchedAt, DateTimeOffset? ClosedAt,
    ImmutableArray<FilingBrief> Filings, int SecurityTests, int Requests, int Downlines, QuotaYearView DownlineQuota, int Emergencies, int OpenCases)
{
    public static SiteBrief Of(SiteBookView site) => new(
        site.Id, site.Profile.Name, site.Profile.Hosts[0], site.Stage, site.Compliance, site.LaunchedAt, site.ClosedAt,
        [
            .. site.Filings.Select(f => new FilingBrief(
                f.Kind, f.Filing.State, FilingWords.NumberOf(f.Filing), f.Verification?.Result == VerificationResult.Verified)),
        ],
        site.SecurityTests.Length, site.Requests.Length, site.Windows.Count(window => window.StartedAt is not null), site.DownlineQuota,
        site.Suspensions.Length, site.Cases.Count(one => one.State is not (CaseState.Dissolved or CaseState.Dismissed or CaseState.Overturned)));
}

/// <summary>The yearly book of a unit.</summary>
/// <param name="Year">Asia/Shanghai.</param>
/// <param name="RulePack">Version of the rule pack in force.</param>
/// <param name="Unit">Its facts, exemptions and substitutes, as of now.</param>
/// <param name="AuthorityName">Name of the supervising authority; null when no such unit is registered.</param>
/// <param name="Sites">Every site whose sponsor it is now, ended ones too, in the order of their registration.</param>
/// <param name="AreSitesCut">Whether it has more sites than a book holds.</param>
/// <param name="Books">The sites' own books, when they were asked for; the ledgers of all books together have a limit.</param>
/// <param name="Ledger">The unit's own ledger of the year.</param>
public sealed record UnitBook(
    int Year, string RulePack, UnitView Unit, string? AuthorityName, ImmutableArray<SiteBrief> Sites, bool AreSitesCut, ImmutableArray<SiteBook> Books,
    BookLedgerView Ledger);
