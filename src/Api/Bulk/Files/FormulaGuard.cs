namespace NanchangEdu.Registry.Api.Bulk.Files;

/// <summary>
/// Spreadsheets take a cell that begins so for a formula, and some run what it says. On its way out such a cell gets an apostrophe before it, and
/// on its way in it loses it again; a text that has one of its own gets one more. So a file that comes back says what the records said.
/// </summary>
internal static class FormulaGuard
{
    private const char Guard = '\'';

    public static string Put(string cell) => IsDangerous(cell) ? Guard + cell : cell;

    public static string Take(string cell) => cell.Length > 0 && cell[0] == Guard && IsDangerous(cell.AsSpan(1)) ? cell[1..] : cell;

    /// <summary>The signs that begin a formula, in either width, and white space by which one is hidden; behind any number of apostrophes.</summary>
    private static bool IsDangerous(ReadOnlySpan<char> cell) =>
        cell.TrimStart(Guard) is [var first, ..] && first is '=' or '+' or '-' or '@' or '\t' or '\r' or '\n' or '＝' or '＋' or '－' or '＠';
}
