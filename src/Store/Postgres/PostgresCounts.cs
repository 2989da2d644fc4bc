namespace NanchangEdu.Registry.Store.Postgres;

/// <summary>The counters: what is summed up together with what has changed since, at one moment.</summary>
internal static class PostgresCounts
{
    private const string All = "*";

    /// <summary>What a site is counted by, in the order of <c>site_dimensions</c>.</summary>
    private const string SiteCounted =
        "authority, stage, unit_type, compliance, icp_state, public_security_state, graded_state, graded_level, site_mark_state, domain_state, "
        + "test_expires_on, graded_due_on, quota_use";

    public static Task<List<CountedValue>> Of(PostgresRead read, CatalogScope scope)
    {
        if (scope.All) return Sums(read, scope, $"authority = '{All}'", "true");

        var where = new PostgresConditions().InScope(scope, "unit", "authority");
        return scope.Unit is null
            ? Sums(read, scope, $"{where}", $"{where}", where.Arguments)
            : read.ListWithin(
                scope, $"SELECT dimension, value, count(*) FROM counted WHERE {where} GROUP BY 1, 2 ORDER BY 1, 2", PostgresRows.ReadCount, where.Arguments);
    }

    /// <remarks>As the view <c>counted</c>; but sites of which all is the same are grouped before their dimensions are made: an audit does so for all there are.</remarks>
    public static Task<List<CountedValue>> Wrong(PostgresRead read, int take) => read.List(
        "WITH now AS MATERIALIZED (SELECT c.authority, c.dimension, c.value, sum(c.n) AS n FROM ("
        + $"SELECT s.authority, d.dimension, d.value, s.n FROM (SELECT {SiteCounted}, count(*) AS n FROM site GROUP BY {SiteCounted}) AS s, "
        + $"LATERAL site_dimensions({SiteCounted}) AS d "
        + "UNION ALL SELECT r.authority, d.dimension, d.value, 1 FROM request AS r, LATERAL request_dimensions(r.kind, r.state, r.changed_at, r.due_at) AS d"
        + ") AS c GROUP BY 1, 2, 3) "
        + "SELECT dimension, authority || ' ' || value, sum(n)::bigint FROM ("
        + $"SELECT authority, dimension, value, n FROM count_of WHERE authority <> '{All}' "
        + "UNION ALL SELECT authority, dimension, value, n FROM count_delta "
        + "UNION ALL SELECT authority, dimension, value, -n FROM now "
        + $"UNION ALL SELECT authority, dimension, value, n FROM count_of WHERE authority = '{All}' "
        + $"UNION ALL SELECT '{All}', dimension, value, n FROM count_delta "
        + $"UNION ALL SELECT '{All}', dimension, value, -n FROM now) AS c "
        + "GROUP BY authority, dimension, value HAVING sum(n) <> 0 ORDER BY 1, 2 LIMIT $1",
        PostgresRows.ReadCount, take);

    private static Task<List<CountedValue>> Sums(PostgresRead read, CatalogScope scope, string summed, string since, params object?[] arguments) => read.ListWithin(
        scope,
        $"SELECT dimension, value, sum(n)::bigint FROM (SELECT dimension, value, n FROM count_of WHERE {summed} "
        + $"UNION ALL SELECT dimension, value, n FROM count_delta WHERE {since}) AS c GROUP BY 1, 2 HAVING sum(n) <> 0 ORDER BY 1, 2",
        PostgresRows.ReadCount, arguments);
}
