using System.Globalization;

namespace NanchangEdu.Registry.Bench.Load.Report;

/// <summary>A ratio to reach: one measured value over another of the same round. Or the value itself, where a time was asked for.</summary>
/// <param name="Of">The numerator.</param>
/// <param name="Against">The denominator; null for the value itself.</param>
/// <param name="Bound">What is asked.</param>
/// <param name="AtLeast">Whether more is better.</param>
/// <param name="Unit">That of the bound, where there is no denominator.</param>
internal sealed record Goal(string Of, string? Against, double Bound, bool AtLeast, string Unit = "")
{
    public string What => Against is null ? Of : $"{Of} / {Against}";

    public string Asked => $"{(AtLeast ? "≥ " : "≤ ")}{Bound.ToString(Bound >= 10 ? "0" : "0.00", CultureInfo.InvariantCulture)} {Unit}".TrimEnd();

    public bool IsReached(double ratio) => AtLeast ? ratio >= Bound : ratio <= Bound;
}
