using Microsoft.Data.Sqlite;

namespace NanchangEdu.Registry.Tamper;

/// <summary>One manipulation in the making: a copy of the present register, and the chance that decides.</summary>
internal sealed class Scene(RegisterLife life, string file, Random random)
{
    private const int Constraint = 19;

    public RegisterLife Life => life;

    public Random Random => random;

    /// <summary>What was done, statement by statement.</summary>
    public IReadOnlyList<string> Said { get; private set; } = [];

    /// <summary>Changes the database by SQL; all is taken back when nothing came of it, or SQLite refused.</summary>
    /// <param name="change">Returns whether it changed anything.</param>
    /// <param name="beside">A database that is there as <c>old</c>.</param>
    public bool Within(Func<Insider, bool> change, string? beside = null)
    {
        using var insider = new Insider(file);
        if (beside is not null) insider.Silently($"ATTACH '{beside.Replace("'", "''", StringComparison.Ordinal)}' AS old");
        insider.Silently("BEGIN");
        insider.DropGuards();
        var isChanged = false;
        try
        {
            isChanged = change(insider);
        }
        catch (SqliteException refusal) when (refusal.SqliteErrorCode == Constraint)
        {
            // another draw may be one that the table can hold
        }

        insider.Silently(isChanged ? "COMMIT" : "ROLLBACK");
        Said = insider.Said;
        return isChanged;
    }

    /// <summary>Puts another database in the place of this one.</summary>
    public bool Replace(string other)
    {
        File.Copy(other, file, overwrite: true);
        Said = [$"cp {Path.GetFileName(other)} register.db"];
        return true;
    }

    public T Any<T>(IReadOnlyList<T> among) => among[random.Next(among.Count)];
}
