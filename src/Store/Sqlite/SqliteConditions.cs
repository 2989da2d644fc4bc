using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace NanchangEdu.Registry.Store.Sqlite;

/// <summary>The conditions of one query, with their arguments beside them; no value ever becomes SQL text.</summary>
internal sealed class SqliteConditions
{
    private readonly List<object?> arguments = [];
    private readonly StringBuilder conditions = new();

    public ReadOnlySpan<object?> Arguments => arguments.ToArray();

    /// <summary>Everything, or what any of the scope's grants opens; without a grant nothing.</summary>
    public SqliteConditions InScope(CatalogScope scope, string unitColumn, string authorityColumn) =>
        And(Within(scope, unitColumn, authorityColumn));

    public SqliteConditions Equal(string column, string? value) => value is null ? this : And($"{column} = {Add(value)}");

    public SqliteConditions Equal(string column, int? value) => value is { } number ? And($"{column} = {Add(number)}") : this;

    /// <summary>One of the values; any when there are none.</summary>
    public SqliteConditions OneOf(string column, ImmutableArray<string> values) => values switch
    {
        [] => this,
        [var only] => Equal(column, only),
        _ => And($"{column} IN ({string.Join(", ", values.Select(Add))})"),
    };

    /// <summary>The column holds words with blanks between them, this one among them.</summary>
    public SqliteConditions HasWord(string column, string? word) =>
        word is null ? this : And(word.Length == 0 || word.Contains(' ', StringComparison.Ordinal) ? "0" : $"instr(' ' || {column} || ' ', ' ' || {Add(word)} || ' ') > 0");

    public SqliteConditions Between(string column, long after, long until) => And($"{column} > {Add(after)} AND {column} <= {Add(until)}");

    public SqliteConditions AtMost(string column, DateOnly? bound) => bound is null ? this : And($"{column} <= {Add(bound)}");

    public SqliteConditions AtLeast(string column, DateOnly? bound) => bound is null ? this : And($"{column} >= {Add(bound)}");

    public SqliteConditions AtMost(string column, DateTimeOffset? bound) => bound is null ? this : And($"{column} <= {Add(bound)}");

    public SqliteConditions AtLeast(string column, DateTimeOffset? bound) => bound is null ? this : And($"{column} >= {Add(bound)}");

    public SqliteConditions Before(string column, DateTimeOffset? bound) => bound is null ? this : And($"{column} < {Add(bound)}");

    public SqliteConditions Is(string column, bool? flag) => flag is { } set ? And(set ? column : $"NOT {column}") : this;

    public SqliteConditions IsSet(string column, bool? isSet) => isSet is { } set ? And($"{column} IS {(set ? "NOT NULL" : "NULL")}") : this;

    /// <summary>Of units: whether there is a site of theirs whose life has not ended. The scope holds for what is looked at on the way, too.</summary>
    /// <remarks>The plus signs keep the planner from walking all of an authority's sites for each of its units.</remarks>
    public SqliteConditions HasSite(bool? hasSite, CatalogScope scope) => hasSite is not { } has ? this : And(
        $"{(has ? "" : "NOT ")}EXISTS (SELECT 1 FROM site WHERE site.unit = unit.id AND site.stage NOT IN ('closed', 'deregistered') "
        + $"AND {Within(scope, "+site.unit", "+site.authority")})");

    public SqliteConditions Like(string column, string? pattern) =>
        pattern is null ? this : And($@"{column} LIKE {Add(pattern)} ESCAPE '\'");

    /// <summary>Rows after this one in the order of the keys.</summary>
    public SqliteConditions After(SortKeys keys, object[]? start) =>
        start is null ? this : And($"{keys.Beyond} ({string.Join(", ", start.Select(Add))})");

    /// <summary>Adds an argument and returns its place in the SQL.</summary>
    public string Add(object? argument)
    {
        arguments.Add(argument);
        return string.Create(CultureInfo.InvariantCulture, $"?{arguments.Count}");
    }

    public override string ToString() => conditions.ToString();

    private string Within(CatalogScope scope, string unitColumn, string authorityColumn)
    {
        if (scope.All)
            return "1";

        var grants = new List<string>();
        if (scope.Unit is not null)
            grants.Add($"{unitColumn} = {Add(scope.Unit)}");
        if (!scope.Authorities.IsEmpty)
            grants.Add($"{authorityColumn} IN ({string.Join(", ", scope.Authorities.Select(Add))})");
        return grants.Count == 0 ? "0" : $"({string.Join(" OR ", grants)})";
    }

    private SqliteConditions And(string condition)
    {
        if (conditions.Length > 0)
            conditions.Append(" AND ");
        conditions.Append(condition);
        return this;
    }
}
