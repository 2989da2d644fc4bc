using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace NanchangEdu.Registry.Store.Postgres;

/// <summary>The conditions of one query, with their arguments beside them; no value ever becomes SQL text.</summary>
internal sealed class PostgresConditions
{
    private readonly List<object?> arguments = [];
    private readonly StringBuilder conditions = new();

    public object?[] Arguments => [.. arguments];

    /// <summary>Everything, or what any of the scope's grants opens; without a grant nothing.</summary>
    public PostgresConditions InScope(CatalogScope scope, string unitColumn, string authorityColumn) =>
        And(Within(scope, unitColumn, authorityColumn));

    public PostgresConditions Equal(string column, string? value) => value is null ? this : And(Equality(column, value));

    public PostgresConditions Equal(string column, int? value) => value is { } number ? And($"{column} = {Add(number)}") : this;

    /// <summary>One of the values; any when there are none.</summary>
    public PostgresConditions OneOf(string column, ImmutableArray<string> values) => values switch
    {
        [] => this,
        [var only] => And(Equality(column, only)),
        _ => And($"{column} = ANY({Add(values.Where(PostgresText.CanHold).ToArray())})"),
    };

    /// <summary>The column holds words with blanks between them, this one among them.</summary>
    public PostgresConditions HasWord(string column, string? word) =>
        word is null ? this : And(PostgresText.CanHold(word) ? $"{Add(word)} = ANY(string_to_array({column}, ' '))" : "false");

    public PostgresConditions Between(string column, long after, long until) => And($"{column} > {Add(after)} AND {column} <= {Add(until)}");

    public PostgresConditions AtMost(string column, DateOnly? bound) => bound is null ? this : And($"{column} <= {Add(bound)}");

    public PostgresConditions AtLeast(string column, DateOnly? bound) => bound is null ? this : And($"{column} >= {Add(bound)}");

    public PostgresConditions AtMost(string column, DateTimeOffset? bound) => bound is null ? this : And($"{column} <= {Add(bound)}");

    public PostgresConditions AtLeast(string column, DateTimeOffset? bound) => bound is null ? this : And($"{column} >= {Add(bound)}");

    public PostgresConditions Before(string column, DateTimeOffset? bound) => bound is null ? this : And($"{column} < {Add(bound)}");

    public PostgresConditions Is(string column, bool? flag) => flag is { } set ? And(set ? column : $"NOT {column}") : this;

    public PostgresConditions IsSet(string column, bool? isSet) => isSet is { } set ? And($"{column} IS {(set ? "NOT NULL" : "NULL")}") : this;

    /// <summary>Of units: whether there is a site of theirs whose life has not ended. The scope holds for what is looked at on the way, too.</summary>
    public PostgresConditions HasSite(bool? hasSite, CatalogScope scope) => hasSite is not { } has ? this : And(
        $"{(has ? "" : "NOT ")}EXISTS (SELECT 1 FROM site WHERE site.unit = unit.id AND site.stage NOT IN ('closed', 'deregistered') "
        + $"AND {Within(scope, "site.unit", "site.authority")})");

    /// <summary>
    /// Records whose search text matches: the index finds those that hold all of the pattern's pairs, and where these are not all of it the pattern
    /// decides. Where they are, it would be taken for a second chance beside theirs, and some ten thousand rows for so few that they may be sorted.
    /// </summary>
    public PostgresConditions Found(string table, string? pattern)
    {
        if (pattern is null) return this;

        var (grams, areAll) = PostgresText.Grams(pattern);
        var held = $"grams @> {Add(grams)}";
        return And($"id IN (SELECT id FROM {table}_search WHERE {(areAll ? held : $@"{held} AND search_text LIKE {Add(pattern)} ESCAPE '\'")})");
    }

    /// <summary>Rows after this one in the order of the keys.</summary>
    public PostgresConditions After(SortKeys keys, object[]? start) =>
        start is null ? this : And($"{keys.Beyond} ({string.Join(", ", start.Select(Add))})");

    /// <summary>Adds an argument and returns its place in the SQL.</summary>
    public string Add(object? argument)
    {
        arguments.Add(argument);
        return string.Create(CultureInfo.InvariantCulture, $"${arguments.Count}");
    }

    public override string ToString() => conditions.ToString();

    private string Within(CatalogScope scope, string unitColumn, string authorityColumn)
    {
        if (scope.All)
            return "true";

        var grants = new List<string>();
        if (scope.Unit is not null)
            grants.Add(Equality(unitColumn, scope.Unit));
        if (scope.Authorities is [var only])
            grants.Add(Equality(authorityColumn, only)); // one range of an index, in its order
        else if (!scope.Authorities.IsEmpty)
            grants.Add($"{authorityColumn} = ANY({Add(scope.Authorities.Where(PostgresText.CanHold).ToArray())})");
        return grants.Count == 0 ? "false" : $"({string.Join(" OR ", grants)})";
    }

    private string Equality(string column, string value) => PostgresText.CanHold(value) ? $"{column} = {Add(value)}" : "false";

    private PostgresConditions And(string condition)
    {
        if (conditions.Length > 0)
            conditions.Append(" AND ");
        conditions.Append(condition);
        return this;
    }
}
