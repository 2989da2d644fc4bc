using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace NanchangEdu.Registry.Store;

/// <summary>
/// Makes and reads the cursors of lists: where a page ended, signed together with the list, its sort, its filters and the
/// caller's scope. A cursor that was altered, or is used with another list, is refused.
/// </summary>
internal sealed class PageCursors(ReadOnlyMemory<byte> key)
{
    private const int MacBytes = 16;

    /// <summary>Sort keys are names and dates: a longer cursor is none of ours.</summary>
    private const int LengthMax = 4096;

    /// <param name="list">What the cursor belongs to; serialised, so any record of filters will do.</param>
    /// <param name="last">The last row of the page.</param>
    public string Make<TList>(TList list, PageStart last)
    {
        var payload = JsonSerializer.SerializeToUtf8Bytes(last);
        return Base64Url.EncodeToString([.. Mac(list, payload), .. payload]);
    }

    /// <exception cref="BadCursorException"/>
    public PageStart? Read<TList>(TList list, string? cursor)
    {
        if (cursor is null)
            return null;
        if (cursor.Length > LengthMax || !Base64Url.IsValid(cursor))
            throw new BadCursorException();

        var bytes = Base64Url.DecodeFromChars(cursor);
        // Encoded anew, since the same bytes have several spellings and we gave out one.
        if (bytes.Length <= MacBytes || Base64Url.EncodeToString(bytes) != cursor)
            throw new BadCursorException();

        var payload = bytes.AsSpan(MacBytes);
        if (!CryptographicOperations.FixedTimeEquals(bytes.AsSpan(0, MacBytes), Mac(list, payload)))
            throw new BadCursorException();

        return JsonSerializer.Deserialize<PageStart>(payload);
    }

    private ReadOnlySpan<byte> Mac<TList>(TList list, ReadOnlySpan<byte> payload)
    {
        byte[] bound = [.. Encoding.UTF8.GetBytes(typeof(TList).Name), .. JsonSerializer.SerializeToUtf8Bytes(list)];
        return HMACSHA256.HashData(key.Span, [.. BitConverter.GetBytes(bound.Length), .. bound, .. payload]).AsSpan(0, MacBytes);
    }
}
