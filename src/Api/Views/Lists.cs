using System.Collections.Immutable;
using NanchangEdu.Registry.Contracts;
using NanchangEdu.Registry.Store;

namespace NanchangEdu.Registry.Api.Views;

/// <summary>A page of a list.</summary>
/// <param name="Items">The rows, in the list's order.</param>
/// <param name="NextCursor">Leads to the next page; null on the last one.</param>
public sealed record PageView<T>(ImmutableArray<T> Items, string? NextCursor);

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
public sealed record InboxRowView(
    string SiteId, string SiteName, string Unit, string UnitName, string Authority, InboxRequestView Request)
{
    public static InboxRowView Of(RequestListRow row) =>
        new(row.SiteId, row.SiteName, row.Unit, row.UnitName, row.Authority, InboxRequestView.Of(row.Request));
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
