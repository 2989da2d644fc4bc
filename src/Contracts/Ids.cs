using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace NanchangEdu.Registry.Contracts;

/// <summary>The id of a site record, <c>site-</c> and 26 characters of base 32. It always carries its prefix: bare digits collide as grain keys.</summary>
[GenerateSerializer, Immutable, Alias("nce.SiteId"), JsonConverter(typeof(SiteIdConverter))]
public readonly record struct SiteId([property: Id(0)] string Value)
{
    private const string Prefix = "site-";
    private const string Alphabet = "0123456789abcdefghjkmnpqrstvwxyz";
    private static readonly SearchValues<char> Allowed = SearchValues.Create(Alphabet);

    /// <summary>
    /// The id that this person's key always leads to. So a registration repeated under its key, from any gateway and after
    /// any crash, meets the record it made.
    /// </summary>
    public static SiteId Derive(string personId, string idempotencyKey)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{personId.Length}:{personId}{idempotencyKey}"));
        var text = new StringBuilder(Prefix);
        var bits = new System.Numerics.BigInteger(hash.AsSpan(0, 17), isUnsigned: true);
        for (var i = 0; i < 26; i++)
        {
            text.Append(Alphabet[(int)(bits & 31)]);
            bits >>= 5;
        }

        return new SiteId(text.ToString());
    }

    public static bool TryParse([NotNullWhen(true)] string? text, out SiteId id)
    {
        var ok = text is { Length: 31 } && text.StartsWith(Prefix, StringComparison.Ordinal)
            && !text.AsSpan(Prefix.Length).ContainsAnyExcept(Allowed);
        id = ok ? new SiteId(text!) : default;
        return ok;
    }

    public override string ToString() => Value;
}

/// <summary>
/// The id of a unit (单位): its 统一社会信用代码, GB 32100-2015, 18 characters. That it is well formed is a rule
/// (<see cref="RuleId.UsccInvalid"/>), not a property of this type; it only keeps the alphabet and the length.
/// </summary>
[GenerateSerializer, Immutable, Alias("nce.UnitId"), JsonConverter(typeof(UnitIdConverter))]
public readonly record struct UnitId([property: Id(0)] string Uscc)
{
    private const string Prefix = "unit-";
    private static readonly SearchValues<char> Allowed = SearchValues.Create("0123456789ABCDEFGHJKLMNPQRTUWXY");

    public string GrainKey => Prefix + Uscc;

    public static UnitId FromGrainKey(string key) =>
        key.StartsWith(Prefix, StringComparison.Ordinal) ? new UnitId(key[Prefix.Length..])
            : throw new ArgumentException($"'{key}' is no unit key", nameof(key));

    public static bool TryParse([NotNullWhen(true)] string? text, out UnitId id)
    {
        var ok = text is { Length: 18 } && !text.AsSpan().ContainsAnyExcept(Allowed);
        id = ok ? new UnitId(text!) : default;
        return ok;
    }

    public override string ToString() => Uscc;
}

internal sealed class SiteIdConverter : JsonConverter<SiteId>
{
    public override SiteId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        SiteId.TryParse(reader.GetString(), out var id) ? id : throw new JsonException("not a site id");

    public override void Write(Utf8JsonWriter writer, SiteId value, JsonSerializerOptions options) => writer.WriteStringValue(value.Value);
}

internal sealed class UnitIdConverter : JsonConverter<UnitId>
{
    public override UnitId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        UnitId.TryParse(reader.GetString(), out var id) ? id : throw new JsonException("not a unit id: 18 characters of the USCC alphabet are expected");

    public override void Write(Utf8JsonWriter writer, UnitId value, JsonSerializerOptions options) => writer.WriteStringValue(value.Uscc);
}
