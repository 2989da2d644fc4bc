using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using NanchangEdu.Registry.Contracts;
using NanchangEdu.Registry.Grains.Records;
using NanchangEdu.Registry.Rules;
using NanchangEdu.Registry.Store;

namespace NanchangEdu.Registry.Grains.Reports;

/// <summary>
/// The report of one month. While the month runs it is counted anew when the last count has become old, by one reader at a time however
/// many ask; once it is over, what was kept at its end is all there is.
/// </summary>
[GrainType(GrainTypeName)]
internal sealed class ComplianceGrain : Grain, IComplianceGrain
{
    internal const string GrainTypeName = "compliance";

    private const int PageSize = 200;

    private readonly CalendarMonth month;
    private readonly IPersistentState<KeptCompliance> kept;
    private readonly ICatalog catalog;
    private readonly RulePack pack;
    private readonly RegistryClock clock;
    private readonly TimeSpan liveFor;
    private readonly ILogger logger;
    private ComplianceView? live;

    private Departure Departure => field ??= new Departure(this, () => kept.State.Report is null);

    public ComplianceGrain(
        [PersistentState(GrainTypeName, OperationalState.StorageName)] IPersistentState<KeptCompliance> kept,
        ICatalog catalog, RulePack pack, RegistryClock clock, IOptions<ReportOptions> options, ILogger<ComplianceGrain> logger)
    {
        var key = this.GetPrimaryKeyString();
        month = ComplianceReferences.TryMonthOf(key, out var text) && CalendarMonth.TryParse(text, out var parsed)
            ? parsed : throw new ArgumentException($"'{key}' is no month of reports");
        (this.kept, this.catalog, this.pack, this.clock, this.logger) = (kept, catalog, pack, clock, logger);
        liveFor = TimeSpan.FromSeconds(options.Value.LiveSeconds);
    }

    public async Task<ReadAnswer> Read(UnitId? authority, Actor by, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        if (!Permissions.ReadsReports(by.Role)) return Refused(now, RuleId.RoleNotAllowed, Figure.Of("role", Wire.Name(by.Role)));

        try
        {
            if ((kept.State.Report ?? await Live(now, cancellationToken)) is not { } report)
            {
                Departure.Announce();                                          // there are as many months as anybody likes to ask for
                return Refused(now, RuleId.ComplianceMonthMissing, Figure.Of("month", month.ToString()));
            }

            var body = SiteViews.Bytes(ComplianceReports.Within(report, authority, by));
            return ReadAnswer.Found(body, EntityTag.Of(report.Month, body));
        }
        catch (Exception trouble) when (trouble is StoreUnavailableException or RegistryFaultException or TimeoutException or OrleansException)
        {
            logger.LogWarning("The report of {Month} could not be counted: {Reason}", month, trouble.Message);
            return ReadAnswer.Unknown;
        }
    }

    public async Task Keep(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        if (kept.State.Report is not null || ComplianceSnapshot.DueAt(now) != month) return;

        var report = await Final(now, cancellationToken);
        try
        {
            kept.State.Report = report;
            await kept.WriteStateAsync(cancellationToken);
        }
        catch
        {
            kept.State.Report = null;                                          // what may not be stored is not told either
            throw;
        }

        logger.LogInformation("The report of {Month} is kept: {Authorities} authorities", month, report.Authorities.Length);
    }

    private async Task<ComplianceView?> Live(DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (!month.Holds(now)) return null;
        if (live is { } counted && now >= counted.CountedAt && now - counted.CountedAt < liveFor) return counted;
        return live = await Count(now, isFinal: false, cancellationToken);
    }

    private async Task<ComplianceView> Final(DateTimeOffset now, CancellationToken cancellationToken)
    {
        try
        {
            return await Count(now, isFinal: true, cancellationToken);
        }
        catch (StoreUnavailableException trouble)
        {
            throw new RegistryFaultException($"the report of {month} cannot be counted: {trouble.Message}");
        }
    }

    /// <summary>Every site's record, page by page: what a test, a date of downtime or a working day is, the rules alone say.</summary>
    private async Task<ComplianceView> Count(DateTimeOffset now, bool isFinal, CancellationToken cancellationToken)
    {
        var tally = new ComplianceTally(month, pack, isFinal ? month.Until : now);
        string? after = null;
        ImmutableArray<StoredRecord> page;
        do
        {
            page = await catalog.SiteRecords(after, PageSize, cancellationToken);
            foreach (var stored in page) tally.Add(StoredFormat.ReadSite(stored.State));
            after = page is [.., var last] ? last.Id : null;
        }
        while (page.Length == PageSize);

        var rows = ImmutableArray.CreateBuilder<AuthorityComplianceView>();
        foreach (var (authority, figures) in tally.Authorities) rows.Add(new(authority, await NameOf(authority, cancellationToken), figures));
        return ComplianceReports.Of(month, isFinal, tally.AsOf, now, pack, rows.ToImmutable());
    }

    private async Task<string?> NameOf(UnitId authority, CancellationToken cancellationToken) =>
        (await GrainFactory.GetGrain<IUnitGrain>(authority.GrainKey).Facts(cancellationToken))?.Name;

    private ReadAnswer Refused(DateTimeOffset now, RuleId rule, Figure figure) =>
        ReadAnswer.Refused(pack.At(now, UnitType.Bureau).Refuse(rule, figure));
}
