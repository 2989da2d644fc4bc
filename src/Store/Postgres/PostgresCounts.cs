namespace NanchangEdu.Registry.Store.Postgres;

/// <summary>The counters: what is summed up together with what has changed since, at one moment.</summary>
internal static class PostgresCounts
{
    private const string All = "*";

    public static Task<List<CountedValue>> Of(PostgresRead read, CatalogScope scope)
    {
        if (scope.All) return Sums(read, scope, $"authority = '{All}'", "true");

        var where = new PostgresConditions().InScope(scope, "unit", "authority");
        return scope.Unit is null
            ? Sums(read, scope, $"{where}", $"{where}", where.Arguments)
            : read.ListWithin(
                scope, $"SELECT dimension, value, count(*) FROM counted WHERE {where} GROUP BY 1, 2 ORDER BY 1, 2", PostgresRows.ReadCount, where.Arguments);
    }

    public static Task<List<CountedValue>> Wrong(PostgresRead read, int take) => read.List(
        "SELECT dimension, authority || ' ' || value, sum(n)::bigint FROM ("
        + $"SELECT authority, dimension, value, n FROM count_of WHERE authority <> '{All}' "
        + "UNION ALL SELECT authority, dimension, value, n FROM count_delta "
        + "UNION ALL SELECT authority, dimension, value, -1 FROM counted "
        + $"UNION ALL SELECT authority, dimension, value, n FROM count_of WHERE authority = '{All}' "
        + $"UNION ALL SELECT '{All}', dimension, value, n FROM count_delta "
        + $"UNION ALL SELECT '{All}', dimension, value, -1 FROM counted) AS c "
        + "GROUP BY authority, dimension, value HAVING sum(n) <> 0 ORDER BY 1, 2 LIMIT $1",
        PostgresRows.ReadCount, take);

    private static Task<List<CountedValue>> Sums(PostgresRead read, CatalogScope scope, string summed, string since, params object?[] arguments) => read.ListWithin(
        scope,
        $"SELECT dimension, value, sum(n)::bigint FROM (SELECT dimension, value, n FROM count_of WHERE {summed} "
        + $"UNION ALL SELECT dimension, value, n FROM count_delta WHERE {since}) AS c GROUP BY 1, 2 HAVING sum(n) <> 0 ORDER BY 1, 2",
        PostgresRows.ReadCount, arguments);
}
