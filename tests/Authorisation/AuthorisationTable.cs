using NanchangEdu.Registry.Contracts;

namespace NanchangEdu.Registry.Tests;

/// <summary>What the caller is to the record that is asked for.</summary>
public enum Relation
{
    Own = 'o',
    Foreign = 'f',
    Subordinate = 's',
    Superior = 'p',
    Unknown = 'u',
}

internal enum Expected
{
    LetIn,
    Forbidden,
    NotFound,
}

/// <summary>A table of docs/authorisation.md, as it is written for readers: a row for each thing that can be asked, a column for each role.</summary>
internal sealed class AuthorisationTable
{
    private readonly Dictionary<string, string[]> rows;
    private readonly bool isScopeFirst;

    private AuthorisationTable(Dictionary<string, string[]> rows, bool isScopeFirst) => (this.rows, this.isScopeFirst) = (rows, isScopeFirst);

    /// <summary>The endpoints of the API.</summary>
    public static AuthorisationTable OfEndpoints { get; } = Read("endpoint", Roles(without: Role.System), isScopeFirst: false);

    /// <summary>The methods of the grains that a caller stands behind.</summary>
    public static AuthorisationTable OfGrains { get; } = Read("grain method", Roles(without: null), isScopeFirst: true);

    /// <summary>The methods of the grains by which the cluster's own parts ask each other.</summary>
    public static AuthorisationTable WithoutCaller { get; } = Read("grain method without a caller", ["asked by"], isScopeFirst: true);

    public IEnumerable<string> Names => rows.Keys;

    public Expected Of(string name, Role role, Relation relation)
    {
        var words = rows[name][(int)role - 1].Split(' ');
        if (words is ["-"]) return isScopeFirst && relation == Relation.Unknown ? Expected.NotFound : Expected.Forbidden;
        if (words.Contains($"({(char)relation})")) return Expected.Forbidden;
        return words.Contains($"{(char)relation}") ? Expected.LetIn : Expected.NotFound;
    }

    private static string[] Roles(Role? without) =>
        [.. Enum.GetValues<Role>().Where(role => role != without).Select(role => role.ToString().ToLowerInvariant())];

    private static AuthorisationTable Read(string first, string[] columns, bool isScopeFirst)
    {
        var rows = new Dictionary<string, string[]>();
        var isIn = false;
        foreach (var cells in File.ReadLines(Path.Combine(Root(), "docs", "authorisation.md")).Select(Cells))
        {
            if (cells is [var head, ..] && head == first)
            {
                Assert.Equal(columns, cells[1..]);
                isIn = true;
            }
            else if (cells is not [['`', .., '`'], ..])
            {
                isIn &= cells.Length > 1;
            }
            else if (isIn)
            {
                rows.Add(cells[0].Trim('`'), cells[1..]);
            }
        }

        return new AuthorisationTable(rows, isScopeFirst);
    }

    private static string[] Cells(string line) => [.. line.Trim('|', ' ').Split('|').Select(cell => cell.Trim())];

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "NanchangEdu.Registry.sln"))) folder = folder.Parent!;
        return folder.FullName;
    }
}
