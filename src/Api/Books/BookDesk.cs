using System.Collections.Immutable;
using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using NanchangEdu.Registry.Api.Http;
using NanchangEdu.Registry.Api.Printing;
using NanchangEdu.Registry.Api.Printing.Pages;
using NanchangEdu.Registry.Api.Views;
using NanchangEdu.Registry.Contracts;
using NanchangEdu.Registry.Rules;
using NanchangEdu.Registry.Rules.Clauses;
using NanchangEdu.Registry.Store;

namespace NanchangEdu.Registry.Api.Books;

/// <summary>Binds a book: what the record says of the year, from its grain, and what its ledger holds of it, from the catalog.</summary>
internal sealed class BookDesk(RecordGrains records, IGrainFactory grains, ICatalog catalog, TimeProvider clock)
{
    /// <summary>Lines of ledgers in one book.</summary>
    private const int LinesMax = 5_000;

    /// <summary>A unit has one site as a rule, and a few more by exemption or of before.</summary>
    private const int SitesMax = 50;

    public async Task<IResult> OfSite(SiteId id, BookQuery query, Caller caller, CancellationToken cancellationToken)
    {
        var year = query.Year ?? ThisYear();
        var (site, refusal) = await Read(id, year, caller, cancellationToken);
        if (site is null) return refusal!;
        if (await Ledger(id, year, LinesMax, caller, cancellationToken) is not { } ledger) return Problems.Of(RuleId.NotFound);

        var book = SiteBook.Of(site, await NameOf(site.Unit.Authority, cancellationToken), ledger, caller.Actor);
        return new Printable(JsonBytes.Of(book), query.Format, () => new RazorComponentResult<SiteBookPage>(new { Book = book, PrintedAt = clock.GetUtcNow() }));
    }

    public async Task<IResult> OfUnit(UnitId uscc, UnitBookQuery query, Caller caller, CancellationToken cancellationToken)
    {
        var year = query.Year ?? ThisYear();
        var answer = await records.Of(uscc).Read(caller.Actor, caller.DemandsFreshness, cancellationToken);
        if (answer.Kind != ReadKind.Found) return answer.ToHttpResult();
        if (await Ledger(RecordKind.Unit, uscc.Uscc, year, LinesMax, restAt: null, caller, cancellationToken) is not { } ledger) return Problems.Of(RuleId.NotFound);

        var unit = Parsed<UnitView>(answer);
        var found = await catalog.Sites(OfUnit(uscc), cancellationToken);
        var sites = ImmutableArray.CreateBuilder<SiteBrief>();
        var books = ImmutableArray.CreateBuilder<SiteBook>();
        var lines = LinesMax - ledger.Entries.Length;
        foreach (var id in found.Items.Take(SitesMax).Select(row => new SiteId(row.Id)))
        {
            var (site, refusal) = await Read(id, year, caller, cancellationToken);
            if (site is null && refusal is ProblemResult { StatusCode: StatusCodes.Status404NotFound }) continue; // moved on to another unit meanwhile
            if (site is null) return refusal!;

            sites.Add(SiteBrief.Of(site));
            if (!query.IsFull || await Ledger(id, year, lines, caller, cancellationToken) is not { } own) continue;

            books.Add(SiteBook.Of(site, await NameOf(site.Unit.Authority, cancellationToken), own, caller.Actor));
            lines -= own.Entries.Length;
        }

        var book = new UnitBook(
            year, await PackVersion(cancellationToken), unit, await NameOf(unit.Authority, cancellationToken), sites.ToImmutable(),
            found.Items.Length > SitesMax, books.ToImmutable(), ledger);
        return new Printable(JsonBytes.Of(book), query.Format, () => new RazorComponentResult<UnitBookPage>(new { Book = book, PrintedAt = clock.GetUtcNow() }));
    }

    private async Task<(SiteBookView? Site, IResult? Refusal)> Read(SiteId id, int year, Caller caller, CancellationToken cancellationToken)
    {
        var answer = await records.Of(id).Read(new AskBook(year), caller.Actor, caller.DemandsFreshness, cancellationToken);
        return answer.Kind == ReadKind.Found ? (Parsed<SiteBookView>(answer), null) : (null, answer.ToHttpResult());
    }

    private Task<BookLedgerView?> Ledger(SiteId id, int year, int lines, Caller caller, CancellationToken cancellationToken) =>
        Ledger(RecordKind.Site, id.Value, year, lines, $"{Routes.Sites}/{id}/history", caller, cancellationToken);

    /// <param name="lines">At most so many; with none left, one, that the book says where the rest is.</param>
    private async Task<BookLedgerView?> Ledger(
        RecordKind kind, string id, int year, int lines, string? restAt, Caller caller, CancellationToken cancellationToken)
    {
        var (from, until) = (RegistryCalendar.StartOf(new DateOnly(year, 1, 1)), RegistryCalendar.EndOf(new DateOnly(year, 12, 31)));
        if (await catalog.HistoryBetween(kind, id, caller.Scope, from, until, Math.Max(1, lines), cancellationToken) is not { } span) return null;

        var relation = PersonalData.RelationOf(span.Unit is { } unit ? new UnitId(unit) : null, caller.Actor);
        return new BookLedgerView(
            [.. span.Items.Select(row => BookEntryView.Of(kind, row, relation))], span.IsCut, span.IsCut ? restAt : null, span.HeadSeq,
            Convert.ToHexStringLower(span.HeadHash));
    }

    private async Task<string?> NameOf(UnitId authority, CancellationToken cancellationToken) => (await records.Of(authority).Facts(cancellationToken))?.Name;

    private async Task<string> PackVersion(CancellationToken cancellationToken)
    {
        var pack = await grains.GetGrain<IRulePackGrain>(Desk.PackKey).Read(cancellationToken);
        using var document = JsonDocument.Parse(pack.Body);
        return document.RootElement.GetProperty("version").GetString()!;
    }

    /// <summary>Narrower than any caller who was shown the unit's record; each site is then asked of its grain as the caller.</summary>
    private static SiteFilter OfUnit(UnitId uscc) => new(
        new CatalogScope(All: false, uscc.Uscc, []), null, null, null, null, null, null, null, SiteSort.RegisteredAt, null, SitesMax + 1);

    private static T Parsed<T>(ReadAnswer answer) =>
        JsonSerializer.Deserialize<T>(answer.Body, RegistryJson.Options) ?? throw new JsonException("a view is an object");

    private int ThisYear() => RegistryCalendar.YearOf(clock.GetUtcNow());
}
