using NanchangEdu.Registry.Rules;
using NanchangEdu.Registry.Store;

namespace NanchangEdu.Registry.Grains.Records;

/// <summary>The rules' columns in the store's rows: the two do not know each other.</summary>
public static class CatalogRows
{
    /// <summary>Audits hold what is stored against it, too.</summary>
    public static SiteCatalogRow Of(SiteColumns columns) => new(
        columns.Name, columns.MainHost, columns.Unit, columns.UnitName, columns.UnitType, columns.Authority, columns.Lineage,
        columns.Stage, columns.Compliance, columns.IcpState, columns.IcpNumber, columns.PublicSecurityState, columns.GradedState,
        columns.GradedLevel, columns.SiteMarkState, columns.SearchText, columns.RegisteredAt, columns.ClosedAt, columns.NextExpiryOn,
        columns.NextDueAt, [.. columns.Requests.Select(Of)])
    {
        DomainState = columns.DomainState,
        TestExpiresOn = columns.TestExpiresOn,
        GradedDueOn = columns.GradedDueOn,
        QuotaUse = columns.QuotaUse,
        StaleOn = columns.StaleOn,
        Form = columns.Form,
        Deadlines = [.. columns.Deadlines.Select(Of)],
    };

    public static UnitCatalogRow Of(Unit unit) =>
        new(unit.Name, Wire.Name(unit.Type), unit.Facts().Authority.Uscc, UnitRules.NextDueAt(unit));

    public static AccountCatalogRow Of(Account account) => new(
        account.Name, account.UserName, Wire.Name(account.State), string.Join(' ', account.Roles.Select(Wire.Name)), account.Unit?.Uscc,
        account.Authority?.Uscc, AccountViews.Standing(account));

    private static DeadlineCatalogRow Of(DeadlineColumns d) => new(
        d.Kind, d.Number, d.Clause, d.Who, d.Since, d.DueOn, d.IsEstimated, d.Zh, d.En, d.Ladder, d.IsAcknowledged, d.NextRungOn);

    private static RequestCatalogRow Of(RequestColumns request) => new(
        request.Number, request.Kind, request.State, request.Round, request.AssigneeId, request.AssigneeName, request.FiledById,
        request.FiledByName, request.SubmittedAt, request.ChangedAt, request.DueAt);
}
