using NanchangEdu.Registry.Api.Http;
using NanchangEdu.Registry.Api.Identity;
using NanchangEdu.Registry.Api.OpenApi;
using NanchangEdu.Registry.Contracts;

namespace NanchangEdu.Registry.Api.Sites;

internal sealed record QuotaQuery(int? Year) : IQuestion<QuotaQuery>
{
    public static IReadOnlyList<QueryParameter> Parameters { get; } =
        [new("year", "Calendar year, Asia/Shanghai; the current one if absent.", "integer", Min: Limits.YearMin, Max: Limits.YearMax, Example: "2026")];

    public static QuotaQuery Read(QueryReader query) => new(query.Number("year"));
}

internal sealed record QuotaPreviewQuery(DateOnly From, DateOnly Until) : IQuestion<QuotaPreviewQuery>
{
    public static IReadOnlyList<QueryParameter> Parameters { get; } =
    [
        new("from", "First date of the window.", Format: "date", Required: true, Example: "2026-08-03"),
        new("until", "Last date of the window, inclusive.", Format: "date", Required: true, Example: "2026-08-07"),
    ];

    public static QuotaPreviewQuery Read(QueryReader query) =>
        new(query.Date("from") ?? default, query.Date("until") ?? default);
}

/// <summary>The downline quota: what is used, reserved and left, and what a window would do to it.</summary>
internal static class QuotaEndpoints
{
    public static void MapQuota(this RouteGroupBuilder api)
    {
        var quota = api.MapGroup("/sites/{id:site}/downline-quota");
        quota.MapGet("", (SiteId id, Query<QuotaQuery> query, Caller caller, Desk desk, CancellationToken ct) =>
                desk.Read(id, caller, new AskQuota(query.Question.Year), ct))
            .Query("readQuota", Policies.ReadRecordsName, Tags.Downline, typeof(DownlineQuotaView),
                "Read the downline quota (NC-3.12)", "Limits, used, reserved, left, and every entry that makes the sums.");
        quota.MapGet("/preview", (SiteId id, Query<QuotaPreviewQuery> query, Caller caller, Desk desk, CancellationToken ct) =>
                desk.Read(id, caller, new AskQuotaPreview(query.Question.From, query.Question.Until), ct))
            .Query("previewQuota", Policies.ReadRecordsName, Tags.Downline, typeof(QuotaPreviewView), refuses: true,
                "See whether a window would fit", "Per year, with the earliest date on which it fits, by the arithmetic of the approval itself.");
    }
}
