using System.Globalization;

namespace NanchangEdu.Registry.Store;

/// <summary>Instants and dates as text that sorts in their order.</summary>
internal static class StoreText
{
    private const string InstantFormat = "yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'";
    private const string DateFormat = "yyyy-MM-dd";

    /// <summary>Stands for «never» in orders where nothing comes last.</summary>
    public const string NoDate = "9999-12-31";

    /// <inheritdoc cref="NoDate"/>
    public const string NoInstant = "9999-12-31T23:59:59.9999999Z";

    public static string Of(DateTimeOffset instant) => instant.UtcDateTime.ToString(InstantFormat, CultureInfo.InvariantCulture);

    public static string Of(DateOnly date) => date.ToString(DateFormat, CultureInfo.InvariantCulture);

    public static DateTimeOffset Instant(string text) =>
        DateTimeOffset.ParseExact(text, InstantFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);

    public static DateOnly Date(string text) => DateOnly.ParseExact(text, DateFormat, CultureInfo.InvariantCulture);
}
