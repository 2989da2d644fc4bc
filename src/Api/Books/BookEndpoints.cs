using NanchangEdu.Registry.Api.Http;
using NanchangEdu.Registry.Api.Identity;
using NanchangEdu.Registry.Api.OpenApi;
using NanchangEdu.Registry.Api.Printing;
using NanchangEdu.Registry.Api.Views;
using NanchangEdu.Registry.Contracts;

namespace NanchangEdu.Registry.Api.Books;

internal sealed record BookQuery(int? Year, string? Format) : IQuestion<BookQuery>
{
    public static readonly QueryParameter OfYear =
        new("year", "Calendar year, Asia/Shanghai; the current one if absent.", "integer", Min: Limits.YearMin, Max: Limits.YearMax, Example: "2026");

    public static IReadOnlyList<QueryParameter> Parameters { get; } = [OfYear, Printable.Format];

    public static BookQuery Read(QueryReader query) => new(query.Number("year"), query.Text("format"));
}

internal sealed record UnitBookQuery(int? Year, bool IsFull, string? Format) : IQuestion<UnitBookQuery>
{
    private const string Yes = "true";

    public static IReadOnlyList<QueryParameter> Parameters { get; } =
    [
        BookQuery.OfYear,
        new("full", "`true` for the sites' own books within it; else each site in short.", Choices: [Yes, "false"]),
        Printable.Format,
    ];

    public static UnitBookQuery Read(QueryReader query) => new(query.Number("year"), query.Text("full") == Yes, query.Text("format"));
}

/// <summary>台账: the yearly book of a site and of a unit, for whoever reads their ledgers.</summary>
internal static class BookEndpoints
{
    public static void MapBooks(this RouteGroupBuilder api)
    {
        api.MapGet("/sites/{id:site}/book", (SiteId id, Query<BookQuery> query, Caller caller, BookDesk desk, CancellationToken ct) =>
                desk.OfSite(id, query.Question, caller, ct))
            .Printed("readSiteBook", Policies.HistoryName, Tags.Reports, typeof(SiteBook),
                "Read a site's yearly book (台账)",
                "Who answers for it, filings, launch gate, and what happened in the year: tests, requests with every round, downlines with the quota's entries, emergencies, cases, confirmations of responsibility, and the ledger with the hash at which its chain ends. Basic information, filings, gate and closure are those of now. Contacts are masked as in the site's view. At most 5,000 lines of the ledger; `isCut` says that there are more.");
        api.MapGet("/units/{uscc:unit}/book", (UnitId uscc, Query<UnitBookQuery> query, Caller caller, BookDesk desk, CancellationToken ct) =>
                desk.OfUnit(uscc, query.Question, caller, ct))
            .Printed("readUnitBook", Policies.HistoryName, Tags.Reports, typeof(UnitBook),
                "Read a unit's yearly book (台账)",
                "The unit with its exemptions and substitutes, its own ledger of the year, and each of its sites in short, or with `full=true` the sites' own books: then the 5,000 lines are those of all of them together.");
    }
}
