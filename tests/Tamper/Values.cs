using System.Globalization;

namespace NanchangEdu.Registry.Tamper;

/// <summary>A value that is not the one there was, and looks like one of its column.</summary>
internal static class Values
{
    private const string InstantFormat = "yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'";
    private const string DateFormat = "yyyy-MM-dd";
    private const string Letters = "abcdefghijklmnopqrstuvwxyz0123456789";

    public static object? Change(Column column, object? value, Random random)
    {
        if (value is null) return Of(column, random);
        if (!column.IsNotNull && !column.IsKey && random.Next(5) == 0) return null;

        return value switch
        {
            long number => number + Step(random),
            byte[] bytes => Change(bytes, random),
            string text when column.Name.EndsWith("_at", StringComparison.Ordinal) && random.Next(4) > 0 => Text(Instant(text).AddSeconds(Step(random))),
            string text when column.Name.EndsWith("_on", StringComparison.Ordinal) && random.Next(4) > 0 => Text(Date(text).AddDays((int)Step(random))),
            string text => Change(text, random),
            _ => throw new InvalidOperationException($"{column.Name} holds a {value.GetType().Name}"),
        };
    }

    public static DateTimeOffset Instant(string text) =>
        DateTimeOffset.ParseExact(text, InstantFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);

    public static string Text(DateTimeOffset instant) => instant.UtcDateTime.ToString(InstantFormat, CultureInfo.InvariantCulture);

    /// <summary>One character is another.</summary>
    public static string Change(string text, Random random)
    {
        if (text.Length == 0) return "x";

        var place = random.Next(text.Length);
        while (char.IsSurrogate(text[place])) place = (place + 1) % text.Length;
        var letter = Letters[random.Next(Letters.Length)];
        return letter == text[place] ? $"{text}{letter}" : $"{text[..place]}{letter}{text[(place + 1)..]}";
    }

    private static byte[] Change(byte[] bytes, Random random)
    {
        if (bytes.Length == 0) return [1];

        byte[] changed = [.. bytes];
        changed[random.Next(bytes.Length)] ^= (byte)random.Next(1, 256);
        return changed;
    }

    private static object Of(Column column, Random random) => column.Type switch
    {
        "INTEGER" => random.NextInt64(1, 4),
        "BLOB" => new byte[] { 1 },
        _ when column.Name.EndsWith("_at", StringComparison.Ordinal) => "2026-12-31T16:00:00.0000000Z",
        _ when column.Name.EndsWith("_on", StringComparison.Ordinal) => "2027-01-01",
        _ => "x",
    };

    private static long Step(Random random) => (random.Next(2) == 0 ? -1 : 1) * (random.Next(4) == 0 ? 1000 : 1);

    private static DateOnly Date(string text) => DateOnly.ParseExact(text, DateFormat, CultureInfo.InvariantCulture);

    private static string Text(DateOnly date) => date.ToString(DateFormat, CultureInfo.InvariantCulture);
}
