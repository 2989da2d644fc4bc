using System.Globalization;
using System.Text;
using NanchangEdu.Registry.Contracts;
using NanchangEdu.Registry.Rules.Formats;

namespace NanchangEdu.Registry.Rules.Tables;

/// <summary>Reads what people write into cells, in the ways in which they write it.</summary>
internal static class CellReading
{
    private const int YearMin = 1949;
    private const int YearMax = 2199;

    private static readonly string[] DateForms =
        ["yyyy-M-d", "yyyy/M/d", "yyyy.M.d", "yyyy年M月d日", "yyyyMMdd", "yyyy-M-d H:mm:ss", "yyyy/M/d H:mm:ss", "yyyy-M-d'T'H:mm:ss"];

    public static (string Cell, ImportFault? Fault) Of(Column column, string cell) => column.Kind switch
    {
        ColumnKind.Text => cell.Length <= column.Max ? (cell, null) : ("", RowFaults.TooLong(column)),
        ColumnKind.Integer => Integer(column, cell),
        ColumnKind.Date => Date(column, cell),
        ColumnKind.Boolean => Boolean(column, cell),
        ColumnKind.Choice => Chosen(column, cell) is { } choice ? (choice.Zh, null) : ("", RowFaults.NoChoice(column)),
        ColumnKind.Choices => Choices(column, cell),
        ColumnKind.Hosts => Hosts(column, cell),
        ColumnKind.Unit => UnitId.TryParse(Plain(cell).ToUpperInvariant(), out var unit) ? (unit.Uscc, null) : ("", RowFaults.NoUnit(column)),
        ColumnKind.Site => SiteId.TryParse(cell, out var site) ? (site.Value, null) : ("", RowFaults.NoSite(column)),
        _ => throw new InvalidOperationException($"nobody knows how to read cells of kind {column.Kind}"),
    };

    private static (string, ImportFault?) Integer(Column column, string cell) =>
        int.TryParse(Plain(cell), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= column.Min && number <= column.Max
            ? (CellText.Of(number), null)
            : ("", RowFaults.NoNumber(column));

    private static (string, ImportFault?) Date(Column column, string cell) =>
        DateTime.TryParseExact(Plain(cell), DateForms, CultureInfo.InvariantCulture, DateTimeStyles.None, out var instant)
        && instant.TimeOfDay == TimeSpan.Zero && instant.Year is >= YearMin and <= YearMax
            ? (CellText.Of(DateOnly.FromDateTime(instant)), null)
            : ("", RowFaults.NoDate(column));

    private static (string, ImportFault?) Boolean(Column column, string cell) => Plain(cell).ToUpperInvariant() switch
    {
        CellText.Yes or "TRUE" or "YES" or "Y" or "1" or "√" => (CellText.Yes, null),
        CellText.No or "FALSE" or "NO" or "N" or "0" or "×" => (CellText.No, null),
        _ => ("", RowFaults.NoBoolean(column)),
    };

    private static (string, ImportFault?) Choices(Column column, string cell)
    {
        var chosen = CellText.Items(cell).Select(item => Chosen(column, item)).ToArray();
        return chosen.Any(choice => choice is null)
            ? ("", RowFaults.NoChoice(column))
            : (CellText.Of(column.Choices.Where(choice => chosen.Contains(choice)).Select(choice => choice.Zh)), null);
    }

    /// <summary>In canonical form where there is one; what is no host name is told by the rule that asks for one.</summary>
    private static (string, ImportFault?) Hosts(Column column, string cell)
    {
        var hosts = CellText.Items(cell).Select(item => DomainName.Parse(item).Value?.Host ?? item).Distinct(StringComparer.Ordinal).ToArray();
        if (hosts.Length > column.ItemsMax) return ("", RowFaults.TooMany(column));

        return hosts.All(host => host.Length <= column.Max) ? (CellText.Of(hosts), null) : ("", RowFaults.TooLong(column));
    }

    private static ColumnChoice? Chosen(Column column, string cell) =>
        column.Choices.FirstOrDefault(choice => choice.Zh == cell || string.Equals(choice.Wire, cell, StringComparison.OrdinalIgnoreCase));

    /// <summary>Full-width digits and letters as the usual ones, no white space.</summary>
    private static string Plain(string cell) =>
        string.Concat(cell.Normalize(NormalizationForm.FormKC).Where(letter => !char.IsWhiteSpace(letter)));
}
