namespace NanchangEdu.Registry.Store.Postgres;

/// <summary>Tells the database who asks, for the length of one transaction: the policies of <c>0004_row_security.sql</c> look there.</summary>
internal static class PostgresScope
{
    /// <summary>All of the scope each time, so that none of it can be another caller's; then the role that is under the policies.</summary>
    public const string Enter =
        "SELECT set_config('registry.scope_all', $1, true), set_config('registry.scope_unit', $2, true), "
        + $"set_config('registry.scope_authorities', $3::text, true), set_config('role', '{PostgresRoles.Query}', true)";

    public static object?[] Arguments(CatalogScope scope) =>
    [
        scope.All ? "true" : "",
        scope.Unit is { } unit && PostgresText.CanHold(unit) ? unit : "",
        scope.Authorities.Where(PostgresText.CanHold).ToArray(),
    ];
}
