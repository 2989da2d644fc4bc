using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace NanchangEdu.Registry.Contracts;

/// <summary>
/// The id of an import (批量导入), <c>import-</c> and 32 hexadecimal digits: its grain's key, and the request id under which the ledger knows
/// all that it changed.
/// </summary>
[GenerateSerializer, Immutable, Alias("nce.ImportId"), JsonConverter(typeof(ImportIdConverter))]
public readonly record struct ImportId([property: Id(0)] string Value)
{
    private const string Prefix = "import-";
    private const int HashBytes = 16;
    private static readonly SearchValues<char> Hexadecimal = SearchValues.Create("0123456789abcdef");

    /// <summary>The id that this person's key always leads to: an upload repeated under its key meets the import it made.</summary>
    public static ImportId Derive(string personId, string idempotencyKey) =>
        new(Prefix + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{personId.Length}:{personId}{idempotencyKey}")).AsSpan(0, HashBytes)));

    public static bool TryParse([NotNullWhen(true)] string? text, out ImportId id)
    {
        var ok = text is { Length: 39 } && text.StartsWith(Prefix, StringComparison.Ordinal)
            && !text.AsSpan(Prefix.Length).ContainsAnyExcept(Hexadecimal);
        id = ok ? new ImportId(text!) : default;
        return ok;
    }

    /// <summary>Where the rows of a page lie, counted from 0.</summary>
    public string PageKey(int page) => string.Create(CultureInfo.InvariantCulture, $"{Value}/{page:D4}");

    public override string ToString() => Value;
}

internal sealed class ImportIdConverter : JsonConverter<ImportId>
{
    public override ImportId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        ImportId.TryParse(reader.GetString(), out var id) ? id : throw new JsonException("not an import id");

    public override void Write(Utf8JsonWriter writer, ImportId value, JsonSerializerOptions options) => writer.WriteStringValue(value.Value);
}
