using System.Globalization;

namespace NanchangEdu.Registry.Bench.Load.Report;

/// <summary>A ratio to reach: one measured value over another of the same round.</summary>
/// <param name="Of">The numerator.</param>
/// <param name="Against">The denominator.</param>
/// <param name="Bound">What is asked.</param>
/// <param name="AtLeast">Whether more is better.</param>
internal sealed record Goal(string Of, string Against, double Bound, bool AtLeast)
{
    public string Asked => (AtLeast ? "≥ " : "≤ ") + Bound.ToString("0.00", CultureInfo.InvariantCulture);

    public bool IsReached(double ratio) => AtLeast ? ratio >= Bound : ratio <= Bound;
}
