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
    public SqliteConditions InScope(CatalogScope scope, string unitColumn, string authorityColumn)
    {
        if (scope.All)
            return And("1");

        var grants = new List<string>();
        if (scope.Unit is not null)
            grants.Add($"{unitColumn} = {Add(scope.Unit)}");
        if (!scope.Authorities.IsEmpty)
            grants.Add($"{authorityColumn} IN ({string.Join(", ", scope.Authorities.Select(Add))})");
        return And(grants.Count == 0 ? "0" : $"({string.Join(" OR ", grants)})");
    }

    public SqliteConditions Equal(string column, string? value) => value is null ? this : And($"{column} = {Add(value)}");

    /// <summary>The column holds words with blanks between them, this one among them.</summary>
    public SqliteConditions HasWord(string column, string? word) =>
        word is null ? this : And(word.Length == 0 || word.Contains(' ', StringComparison.Ordinal) ? "0" : $"instr(' ' || {column} || ' ', ' ' || {Add(word)} || ' ') > 0");

    public SqliteConditions AtMost(string column, DateOnly? bound) => bound is null ? this : And($"{column} <= {Add(bound)}");

    public SqliteConditions UpTo(string column, long bound) => And($"{column} <= {Add(bound)}");

    public SqliteConditions Not(string column, string value) => And($"{column} <> {Add(value)}");

    /// <summary>None lets everything through.</summary>
    public SqliteConditions OneOf(string column, ImmutableArray<string> values) =>
        values.IsDefaultOrEmpty ? this : And($"{column} IN ({string.Join(", ", values.Select(Add))})");

    public SqliteConditions Like(string column, string? pattern) =>
        pattern is null ? this : And($@"{column} LIKE {Add(pattern)} ESCAPE '\'");

    /// <summary>Rows after this one in the order of the columns.</summary>
    public SqliteConditions After(string columns, object[]? start) =>
        start is null ? this : And($"({columns}) > ({string.Join(", ", start.Select(Add))})");

    /// <summary>Adds an argument and returns its place in the SQL.</summary>
    public string Add(object? argument)
    {
        arguments.Add(argument);
        return string.Create(CultureInfo.InvariantCulture, $"?{arguments.Count}");
    }

    public override string ToString() => conditions.ToString();

    private SqliteConditions And(string condition)
    {
        if (conditions.Length > 0)
            conditions.Append(" AND ");
        conditions.Append(condition);
        return this;
    }
}
