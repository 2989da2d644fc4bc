using System.Buffers;
using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace NanchangEdu.Registry.Rules;

/// <summary>A date of which the calendar says something else than before; null: an ordinary day of the week.</summary>
public sealed record CalendarChange(DateOnly Date, CalendarException? Before, CalendarException? After);

/// <param name="Pack">The pack with the year in it, UTF-8 JSON; the same bytes but for calendar and version.</param>
/// <param name="Year">The year of the data.</param>
/// <param name="Version">The version of the new pack.</param>
/// <param name="Changes">By date. Empty when the calendar said all of it already.</param>
public sealed record CalendarImported(byte[] Pack, int Year, string Version, ImmutableArray<CalendarChange> Changes);

/// <summary>
/// Takes a year of the State Council's calendar (节假日安排) over into a rule pack: <c>{"year": 2027, "days": [{"name", "date", "isOffDay"}]}</c>, the
/// form in which the yearly notice is commonly published as data. What the pack says of that year is replaced.
/// </summary>
public static class CalendarImport
{
    /// <summary>A file that people read, and no page: Chinese and plus signs stay what they are.</summary>
    private static readonly JavaScriptEncoder Readable = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;

    /// <param name="pack">A rule pack, UTF-8 JSON.</param>
    /// <param name="data">A year's data, UTF-8 JSON; members beside year and days are not looked at.</param>
    /// <param name="version">The version of the new pack; the old one with the year behind it if null.</param>
    /// <exception cref="RulePackInvalidException">The pack or the data cannot be used; every fault is named.</exception>
    public static CalendarImported Into(ReadOnlySpan<byte> pack, ReadOnlySpan<byte> data, string? version)
    {
        var old = RulePack.Load(pack);
        var before = CalendarOf(old);
        var (year, days) = Read(data);

        ImmutableArray<int> years = [.. before.YearsWithData.Add(year).Order()];
        ImmutableArray<CalendarException> exceptions =
        [
            .. before.Exceptions.Values.Where(day => day.Date.Year != year && days.All(given => given.Date != day.Date)).Concat(days).OrderBy(day => day.Date),
        ];
        var named = version ?? string.Create(CultureInfo.InvariantCulture, $"{old.Version}+{year}");
        var made = Splice(pack, years, exceptions, named);
        var after = CalendarOf(RulePack.Load(made));
        return new(made, year, named, Changes(before, after));
    }

    private static WorkingCalendar CalendarOf(RulePack pack) => pack.At(DateOnly.MinValue, Contracts.UnitType.Bureau).WorkingCalendar;

    private static ImmutableArray<CalendarChange> Changes(WorkingCalendar before, WorkingCalendar after) =>
    [
        .. before.Exceptions.Keys.Union(after.Exceptions.Keys).Order()
            .Select(date => new CalendarChange(date, before.Exceptions.GetValueOrDefault(date), after.Exceptions.GetValueOrDefault(date)))
            .Where(change => change.Before?.IsOffDay != change.After?.IsOffDay),
    ];

    private static (int Year, ImmutableArray<CalendarException> Days) Read(ReadOnlySpan<byte> data)
    {
        var errors = new PackErrors();
        var days = ImmutableArray.CreateBuilder<CalendarException>();
        int? year = null;
        try
        {
            using var document = JsonDocument.Parse(data.ToArray());
            var root = new PackNode(document.RootElement, "$", errors);
            if (document.RootElement.ValueKind != JsonValueKind.Object
                || !document.RootElement.TryGetProperty("year", out var given) || !document.RootElement.TryGetProperty("days", out var list))
            {
                root.Fault("应为一年的节假日数据：{\"year\": 2027, \"days\": […]}", "a year's calendar is expected: {\"year\": 2027, \"days\": […]}");
            }
            else
            {
                year = new PackNode(given, "year", errors).Whole(2000, 2200);
                foreach (var item in new PackNode(list, "days", errors).Items())
                    if (Day(item) is { } day) days.Add(day);
            }
        }
        catch (JsonException fault)
        {
            errors.Add("$", $"不是 JSON：{fault.Message}", $"not JSON: {fault.Message}");
        }

        errors.ThrowIfAny();
        return (year!.Value, days.ToImmutable());
    }

    private static CalendarException? Day(PackNode item)
    {
        if (item.Members(["date", "name", "isOffDay"]) is not { } fields) return null;
        var (date, name, isOff) = (fields["date"]?.Date(), fields["name"]?.Text(40), fields["isOffDay"]?.Flag());
        return date is { } day && name is not null && isOff is { } isOffDay ? new(day, name, isOffDay) : null;
    }

    /// <summary>The pack as it is written, but for two of its members: who reads the difference sees the year and nothing else.</summary>
    private static byte[] Splice(ReadOnlySpan<byte> pack, ImmutableArray<int> years, ImmutableArray<CalendarException> exceptions, string version)
    {
        var (named, calendar) = (MemberOf(pack, "version"), MemberOf(pack, "workingCalendar"));
        var written = new ArrayBufferWriter<byte>(pack.Length + 4096);
        var at = 0;
        foreach (var (span, text) in new[] { (named, Quoted(version)), (calendar, Written(years, exceptions)) }.OrderBy(part => part.Item1.Start))
        {
            written.Write(pack[at..span.Start]);
            written.Write(Encoding.UTF8.GetBytes(text));
            at = span.End;
        }

        written.Write(pack[at..]);
        return written.WrittenSpan.ToArray();
    }

    private static string Written(ImmutableArray<int> years, ImmutableArray<CalendarException> exceptions)
    {
        var lines = exceptions.Select(day =>
            $$"""      {"date": "{{day.Date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}}", "name": {{Quoted(day.Name)}}, "isOffDay": {{(day.IsOffDay ? "true" : "false")}}}""");
        return string.Create(CultureInfo.InvariantCulture, $"{{\n    \"years\": [{string.Join(", ", years)}],\n    \"exceptions\": [\n{string.Join(",\n", lines)}\n    ]\n  }}");
    }

    private static string Quoted(string text) => $"\"{Readable.Encode(text)}\"";

    /// <summary>Where the value of the pack's member begins and ends.</summary>
    private static (int Start, int End) MemberOf(ReadOnlySpan<byte> pack, string name)
    {
        var reader = new Utf8JsonReader(pack);
        while (reader.Read())
        {
            if (reader.CurrentDepth != 1 || reader.TokenType != JsonTokenType.PropertyName || !reader.ValueTextEquals(name)) continue;

            reader.Read();
            var start = (int)reader.TokenStartIndex;
            reader.Skip();
            return (start, (int)reader.BytesConsumed);
        }

        throw new InvalidOperationException($"a pack without {name} was taken for a valid one");
    }
}
