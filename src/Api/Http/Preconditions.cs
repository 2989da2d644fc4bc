using System.Globalization;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace NanchangEdu.Registry.Api.Http;

/// <summary>
/// ETags: <c>"12"</c> is version 12 of a record, <c>"12-5f3a…"</c> one view of it. Either of them in If-Match means version 12.
/// </summary>
public static class Preconditions
{
    public static string ETagOf(long version) => string.Create(CultureInfo.InvariantCulture, $"\"{version}\"");

    /// <param name="expected">The version demanded; null when any will do.</param>
    /// <returns>Whether the header is one that we understand; a guess could overwrite another's work.</returns>
    public static bool TryIfMatch(StringValues header, out long? expected)
    {
        expected = null;
        if (header.Count == 0) return true;
        if (header.Count > 1 || header[0] is not { } text) return false;
        text = text.Trim();
        if (text == "*") return true;
        if (text.Length is < 3 or > 100 || text[0] != '"' || text[^1] != '"') return false;

        var inner = text.AsSpan(1, text.Length - 2);
        var dash = inner.IndexOf('-');
        var digits = dash < 0 ? inner : inner[..dash];
        if (digits.Length is 0 or > 18 || digits.ContainsAnyExceptInRange('0', '9')) return false;
        if (dash >= 0 && (inner.Length == dash + 1 || inner[(dash + 1)..].ContainsAnyExcept(TagCharacters))) return false;
        expected = long.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture);
        return true;
    }

    private static readonly System.Buffers.SearchValues<char> TagCharacters =
        System.Buffers.SearchValues.Create("0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-_.");

    /// <summary>Whether the caller has this very answer already.</summary>
    public static bool IsKnown(HttpRequest request, string etag)
    {
        if (request.Headers.IfNoneMatch.Count == 0) return false;
        var current = new EntityTagHeaderValue(etag);
        return request.GetTypedHeaders().IfNoneMatch
            .Any(known => known.Equals(EntityTagHeaderValue.Any) || known.Compare(current, useStrongComparison: false));
    }

    /// <summary><c>Cache-Control: no-cache</c>: the caller wants the store's word, not our memory's.</summary>
    public static bool DemandsFreshness(HttpRequest request) =>
        request.Headers.CacheControl.Count > 0 && request.GetTypedHeaders().CacheControl?.NoCache == true;
}
