using System.Collections.Immutable;
using System.Text.Json.Serialization;
using NanchangEdu.Registry.Api.Lists;
using NanchangEdu.Registry.Contracts;
using NanchangEdu.Registry.Store;

namespace NanchangEdu.Registry.Api.Views;

/// <summary>A page of a list.</summary>
/// <param name="Items">The rows, in the list's order.</param>
/// <param name="NextCursor">Leads to the next page; null on the last one.</param>
public sealed record PageView<T>(ImmutableArray<T> Items, string? NextCursor)
{
    /// <summary>Rows in all pages, as they were counted beside this one; absent unless asked for.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? Total { get; init; }

    /// <summary>Whether there are more than <see cref="Total"/> says, because the counting was stopped; absent unless asked for.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? TotalIsCapped { get; init; }
}

internal static class PageView
{
    public static PageView<TView> Of<TRow, TView>(CatalogPage<TRow> page, Func<TRow, TView> view, ListTotal? total = null) =>
        new([.. page.Items.Select(view)], page.NextCursor) { Total = total?.Rows, TotalIsCapped = total?.IsCapped };
}

/// <summary>A site as lists show it: no contact, no person.</summary>
public sealed record SiteRowView(
    string Id, long Version, string Name, string MainHost, string Unit, string UnitName, string UnitType, string Authority,
    string Stage, string Compliance, string IcpState, string? IcpNumber, string PublicSecurityState, string GradedProtectionState,
    int? GradedProtectionLevel, string SiteMarkState, DateTimeOffset RegisteredAt, DateTimeOffset? ClosedAt, DateOnly? NextExpiryOn)
{
    public static SiteRowView Of(SiteListRow row) => new(
        row.Id, row.Version, row.Catalog.Name, row.Catalog.MainHost, row.Catalog.Unit, row.Catalog.UnitName, row.Catalog.UnitType,
        row.Catalog.Authority, row.Catalog.Stage, row.Catalog.Compliance, row.Catalog.IcpState, row.Catalog.IcpNumber,
        row.Catalog.PublicSecurityState, row.Catalog.GradedState, row.Catalog.GradedLevel, row.Catalog.SiteMarkState,
        row.Catalog.RegisteredAt, row.Catalog.ClosedAt, row.Catalog.NextExpiryOn);
}

/// <summary>A request as the inbox shows it.</summary>
/// <param name="WaitingWorkingDays">
/// Whole working days since its state last changed (`changedAt`): filed, taken, returned, filed again. Null when it has ended.
/// </param>
/// <param name="IsOverdue">Whether it is open and the time in which it is due (`dueAt`) has passed.</param>
/// <param name="AgeIsEstimated">Whether the working days of a year in between are not published yet and were counted as Monday to Friday.</param>
public sealed record InboxRowView(
    string SiteId, string SiteName, string Unit, string UnitName, string Authority, InboxRequestView Request, int? WaitingWorkingDays, bool IsOverdue,
    bool AgeIsEstimated)
{
    public static InboxRowView Of(RequestListRow row, Ageing ageing)
    {
        var isOpen = RequestListQuery.OpenStates.Contains(row.Request.State);
        var age = ageing.Of(row.Request.ChangedAt);
        return new(
            row.SiteId, row.SiteName, row.Unit, row.UnitName, row.Authority, InboxRequestView.Of(row.Request), isOpen ? age.Days : null,
            isOpen && ageing.IsPast(row.Request.DueAt), isOpen && age.Estimated);
    }
}

/// <param name="Number">The request's number at its site.</param>
/// <param name="DueAt">Until when it must be decided, or answered when it was returned.</param>
public sealed record InboxRequestView(
    int Number, string Kind, string State, int Round, string? AssigneeId, string? AssigneeName, string FiledById, string FiledByName,
    DateTimeOffset SubmittedAt, DateTimeOffset ChangedAt, DateTimeOffset? DueAt)
{
    public static InboxRequestView Of(RequestCatalogRow row) => new(
        row.Number, row.Kind, row.State, row.Round, row.AssigneeId, row.AssigneeName, row.FiledById, row.FiledByName,
        row.SubmittedAt, row.ChangedAt, row.DueAt);
}

/// <param name="Uscc">The unit's code, which is its id.</param>
public sealed record UnitRowView(string Uscc, long Version, string Name, string UnitType, string Authority)
{
    public static UnitRowView Of(UnitListRow row) => new(
        row.Id.StartsWith("unit-", StringComparison.Ordinal) ? UnitId.FromGrainKey(row.Id).Uscc : row.Id,
        row.Version, row.Catalog.Name, row.Catalog.UnitType, row.Catalog.Authority);
}
