using System.Collections.Immutable;
using System.Text;

namespace NanchangEdu.Registry.Bench.Load.Driving;

/// <summary>
/// One kind of request, sent over and over to sites drawn at random. It is written out once; what differs from request to request
/// has a fixed width, so that making one is copying bytes.
/// </summary>
internal sealed class Work
{
    private const string SiteHole = "{site}";
    private const string KeyHole = "{key}";
    private const int KeyBytes = 16;

    private readonly byte[][] constants;
    private readonly bool[] isSite;
    private readonly byte[][] sites;

    private Work(string text, ImmutableArray<string> sites)
    {
        var (parts, holes) = (new List<byte[]>(), new List<bool>());
        while (NextHole(text) is { At: >= 0 } hole)
        {
            parts.Add(Encoding.UTF8.GetBytes(text[..hole.At]));
            holes.Add(hole.IsSite);
            text = text[(hole.At + (hole.IsSite ? SiteHole : KeyHole).Length)..];
        }

        constants = [.. parts, Encoding.UTF8.GetBytes(text)];
        isSite = [.. holes];
        this.sites = [.. sites.Select(Encoding.ASCII.GetBytes)];
    }

    /// <summary>The whole view of a site.</summary>
    public static Work Read(string host, string token, ImmutableArray<string> sites) =>
        new($"GET /api/v1/sites/{SiteHole} HTTP/1.1\r\nHost: {host}\r\nAuthorization: Bearer {token}\r\n\r\n", sites);

    /// <summary>
    /// A command that any live site takes again and again, each time with an event, a changed state and an answer of its own: the
    /// centre records what a school says of its emergency plan (NC-9.3, NC-9.8). A statement as before would change nothing, so each
    /// names its key.
    /// </summary>
    public static Work RecordPlan(string host, string token, ImmutableArray<string> sites, string headers = "") => Command(
        "PUT", $"/api/v1/sites/{SiteHole}/evidence/plan", host, token, sites,
        $$"""{"on":"2026-01-05","statement":"应急预案演练 {{KeyHole}}","sha256":"2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae"}""", headers);

    /// <summary>A command on a version that never was: the site is loaded, and nothing is decided, written or remembered.</summary>
    public static Work RecordPlanStale(string host, string token, ImmutableArray<string> sites) =>
        RecordPlan(host, token, sites, "If-Match: \"999999\"\r\n");

    /// <summary>The counters, of somebody who has them already.</summary>
    /// <param name="tag">Their ETag, quotes included.</param>
    public static Work Counters(string host, string token, string tag) =>
        new($"GET /api/v1/counters HTTP/1.1\r\nHost: {host}\r\nAuthorization: Bearer {token}\r\nIf-None-Match: {tag}\r\n\r\n", []) { StatusExpected = 304 };

    public int StatusExpected { get; private init; } = 200;

    public int SiteCount => sites.Length;

    /// <summary>Puts a request to the n-th site together, under a fresh key; returns its length.</summary>
    public int Fill(Span<byte> request, int site, Random random)
    {
        Span<byte> key = stackalloc byte[KeyBytes];
        random.NextBytes(key);
        var length = 0;
        for (var i = 0; i < constants.Length; i++)
        {
            constants[i].CopyTo(request[length..]);
            length += constants[i].Length;
            if (i == isSite.Length) break;

            if (isSite[i])
            {
                sites[site].CopyTo(request[length..]);
                length += sites[site].Length;
            }
            else
            {
                Convert.TryToHexStringLower(key, request[length..], out var written);
                length += written;
            }
        }

        return length;
    }

    private static Work Command(string method, string path, string host, string token, ImmutableArray<string> sites, string body, string headers = "")
    {
        var length = Encoding.UTF8.GetByteCount(body.Replace(KeyHole, new string('0', 2 * KeyBytes), StringComparison.Ordinal));
        return new(
            $"{method} {path} HTTP/1.1\r\nHost: {host}\r\nAuthorization: Bearer {token}\r\nContent-Type: application/json\r\n" +
            $"Idempotency-Key: {KeyHole}\r\n{headers}Content-Length: {length}\r\n\r\n{body}",
            sites);
    }

    private static (int At, bool IsSite) NextHole(string text)
    {
        var (site, key) = (text.IndexOf(SiteHole, StringComparison.Ordinal), text.IndexOf(KeyHole, StringComparison.Ordinal));
        return site >= 0 && (key < 0 || site < key) ? (site, true) : (key, false);
    }
}
