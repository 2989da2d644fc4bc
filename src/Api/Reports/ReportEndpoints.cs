using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using NanchangEdu.Registry.Api.Http;
using NanchangEdu.Registry.Api.Identity;
using NanchangEdu.Registry.Api.OpenApi;
using NanchangEdu.Registry.Api.Printing;
using NanchangEdu.Registry.Api.Printing.Pages;
using NanchangEdu.Registry.Contracts;
using NanchangEdu.Registry.Rules;

namespace NanchangEdu.Registry.Api.Reports;

internal sealed record ComplianceQuery(CalendarMonth? Month, UnitId? Authority, string? Format) : IQuestion<ComplianceQuery>
{
    private const int MonthLength = 7;

    public static IReadOnlyList<QueryParameter> Parameters { get; } =
    [
        new("month", "yyyy-MM, Asia/Shanghai; the running one if absent.", Max: MonthLength, Example: "2026-03"),
        new("authority", "USCC of one supervising authority; every one that the caller sees if absent.", Max: 18),
        Printable.Format,
    ];

    public static ComplianceQuery Read(QueryReader query) =>
        new(query.Month("month"), query.Unit("authority") is { } uscc ? new UnitId(uscc) : null, query.Text("format"));
}

/// <summary>Figures about many units, for those who oversee them.</summary>
internal static class ReportEndpoints
{
    public static void MapReports(this RouteGroupBuilder api) =>
        api.MapGet("/reports/compliance", (Query<ComplianceQuery> query, Caller caller, ReportDesk desk, CancellationToken ct) =>
                desk.Compliance(query.Question, caller, ct))
            .Printed("readCompliance", Policies.ReportsName, Tags.Reports, typeof(ComplianceView),
                "Read the compliance summary of a month (合规汇总)",
                "By supervising authority: sites by stage, their standing, missing filings and tests as of `asOf`; launches, downlines, requests, emergencies and closures in the month. The running month is counted live, once a minute at most. A month that is over is what was kept on the 1st of the next one, `isFinal`, and is never counted again; where none was kept, 404 `compliance-month-missing`. Reviewer and lead see their own authority and those below it.");
}

/// <summary>Carries the question to the month's grain, and the answer into the form that was asked for.</summary>
internal sealed class ReportDesk(IGrainFactory grains, TimeProvider clock)
{
    public async Task<IResult> Compliance(ComplianceQuery query, Caller caller, CancellationToken cancellationToken)
    {
        var month = query.Month ?? CalendarMonth.Of(clock.GetUtcNow());
        var answer = await grains.GetCompliance(month.ToString()).Read(query.Authority, caller.Actor, cancellationToken);
        if (answer.Kind != ReadKind.Found) return answer.ToHttpResult();

        return new Printable(new JsonBytes(answer.Body, answer.ETag, StatusCodes.Status200OK), query.Format, () => new RazorComponentResult<CompliancePage>(
            new { Report = JsonSerializer.Deserialize<ComplianceView>(answer.Body, RegistryJson.Options)!, PrintedAt = clock.GetUtcNow() }));
    }
}
