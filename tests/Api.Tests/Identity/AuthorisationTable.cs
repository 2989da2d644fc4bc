using NanchangEdu.Registry.Api.Http;
using NanchangEdu.Registry.Contracts;

namespace NanchangEdu.Registry.Api.Tests.Identity;

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

/// <summary>The table of docs/authorisation.md, as it is written for readers.</summary>
internal static class AuthorisationTable
{
    private static readonly Dictionary<string, string[]> Rows = Read();

    public static IEnumerable<string> Endpoints => Rows.Keys;

    public static Expected Of(string endpoint, Role role, Relation relation)
    {
        var words = Rows[endpoint][(int)role - 1].Split(' ');
        if (words is ["-"] || words.Contains($"({(char)relation})")) return Expected.Forbidden;
        return words.Contains($"{(char)relation}") ? Expected.LetIn : Expected.NotFound;
    }

    private static Dictionary<string, string[]> Read()
    {
        var lines = File.ReadAllLines(Path.Combine(Root(), "docs", "authorisation.md"));
        var roles = People.Roles.Select(Json.NameOf).ToArray();
        var heads = lines.Where(line => line.StartsWith("| endpoint", StringComparison.Ordinal)).Select(Cells).ToArray();
        Assert.All(heads, head => Assert.Equal(roles, head[1..]));
        return lines.Where(line => line.StartsWith("| `", StringComparison.Ordinal)).Select(Cells)
            .ToDictionary(cells => cells[0].Trim('`'), cells => cells[1..]);
    }

    private static string[] Cells(string line) => [.. line.Trim('|', ' ').Split('|').Select(cell => cell.Trim())];

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "NanchangEdu.Registry.sln"))) folder = folder.Parent!;
        return folder.FullName;
    }
}
