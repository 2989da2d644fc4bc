using System.Collections.Immutable;
using System.Globalization;
using NanchangEdu.Registry.Rules.Formats;

namespace NanchangEdu.Registry.Rules.Tables;

/// <summary>How values stand in the cells of a table. All of it reads back: what <c>Of</c> writes, the columns read to the same value.</summary>
public static class CellText
{
    public const string Yes = "是";
    public const string No = "否";

    /// <summary>Between the items of a list; commas, semicolons and line breaks of either width are read, too.</summary>
    public const char Between = '；';

    private static readonly char[] Separators = ['；', ';', '，', ',', '、', '\n'];

    /// <summary>Line breaks as one line feed, no white space around: programs for spreadsheets change either as they like.</summary>
    public static string Canonical(string? text) =>
        text is null ? "" : text.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n').Trim();

    /// <summary>Line breaks and tabs belong to texts; other control characters and broken Unicode are an accident or an attack.</summary>
    public static bool IsPlain(string text) =>
        TextForm.IsWellFormed(text) && !text.Any(letter => (char.IsControl(letter) && letter is not ('\n' or '\t')) || letter is '\uFFFE' or '\uFFFF');

    public static string Of(DateOnly? date) => date?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "";

    public static string Of(int? number) => number?.ToString(CultureInfo.InvariantCulture) ?? "";

    public static string Of(bool value) => value ? Yes : No;

    public static string Of(IEnumerable<string> items) => string.Join(Between, items);

    public static ImmutableArray<string> Items(string cell) =>
        [.. cell.Split(Separators, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Distinct(StringComparer.Ordinal)];

    // What follows reads canonical cells: a column has read them before.
    internal static string? TextOrNull(string cell) => cell.Length == 0 ? null : cell;

    internal static DateOnly Date(string cell) => DateOnly.ParseExact(cell, "yyyy-MM-dd", CultureInfo.InvariantCulture);

    internal static DateOnly? DateOrNull(string cell) => cell.Length == 0 ? null : Date(cell);

    internal static int Number(string cell) => int.Parse(cell, NumberStyles.Integer, CultureInfo.InvariantCulture);
}
