using System.Globalization;

namespace NanchangEdu.Registry.Bench.Load.Report;

internal static class Statistics
{
    public static double Median(this IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted.Length % 2 == 1 ? sorted[sorted.Length / 2] : (sorted[(sorted.Length / 2) - 1] + sorted[sorted.Length / 2]) / 2;
    }

    /// <summary>Three digits that count, thousands set apart.</summary>
    public static string Readable(this double value) =>
        value.ToString(value >= 100 ? "#,##0" : value >= 10 ? "0.0" : "0.00", CultureInfo.InvariantCulture);

    public static string Spread(this IReadOnlyCollection<double> values) => $"{values.Min().Readable()} – {values.Max().Readable()}";
}
