using System.Buffers;
using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using NanchangEdu.Registry.Contracts;

namespace NanchangEdu.Registry.Rules.Formats;

/// <summary>
/// 域名 (NC-3.5, NC-4.1, NC-4.2): a host name in canonical form. Lower case, punycode, without scheme, port, path, last dot and
/// without a leading <c>www.</c>, which is an alias of the same site.
/// </summary>
public sealed record DomainName
{
    /// <summary>The host was written with <c>www.</c>; the name is the one without.</summary>
    public const string WwwAlias = "www-alias";

    /// <summary>The host lies under .gov.cn, which is for government bodies.</summary>
    public const string GovernmentDomain = "government-domain";

    private const int HostCharactersMax = 253;
    private const int LabelCharactersMax = 63;
    private const string Www = "www.";

    private static readonly ImmutableArray<string> Reserved = ["www", "mail", "ftp", "admin", "test", "api"];

    private static readonly SearchValues<char> LabelCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-");
    private static readonly SearchValues<char> Letters = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ");

    // ASCII rules are checked by hand below: with these the mapping itself refuses what is unassigned or not a letter, digit or hyphen.
    private static readonly IdnMapping Idn = new() { AllowUnassigned = false, UseStd3AsciiRules = true };

    private DomainName(string host, bool writtenWithWww) => (Host, WrittenWithWww) = (host, writtenWithWww);

    /// <summary>The canonical host, <c>nczx.ncedu.cn</c>.</summary>
    public string Host { get; }

    internal bool WrittenWithWww { get; }

    /// <summary>The host as people read it, IDN labels in their own script.</summary>
    public string Unicode => Host.Contains("xn--", StringComparison.Ordinal) ? Idn.GetUnicode(Host) : Host;

    public override string ToString() => Host;

    /// <summary>Reads a host, or the host of a pasted address. Refusal: <c>domain-name-invalid</c>.</summary>
    public static Parsed<DomainName> Parse(string? text)
    {
        if (Canonical(text) is not { } host) return Parsed.Problem<DomainName>(RuleId.DomainNameInvalid);

        // All of them: what is left of www.www.a.cn must be read to itself again.
        var bare = host;
        while (bare.StartsWith(Www, StringComparison.Ordinal) && bare.AsSpan(Www.Length).Contains('.')) bare = bare[Www.Length..];
        var alias = bare.Length < host.Length;
        var name = new DomainName(bare, alias);
        ImmutableArray<string> warnings = alias ? [WwwAlias] : [];
        return Parsed.Value(name, name.EndsWith(".gov.cn") ? warnings.Add(GovernmentDomain) : warnings);
    }

    /// <summary>
    /// Reads a host that has to lie in one of the authority's zones. Refusals: <c>domain-name-invalid</c>,
    /// <c>domain-label-reserved</c>, <c>domain-outside-zone</c>.
    /// </summary>
    public static Parsed<DomainName> Parse(string? text, ImmutableArray<string> zones)
    {
        var parsed = Parse(text);
        return parsed.Value?.ZoneProblem(zones) is { } problem ? Parsed.Problem<DomainName>(problem, parsed.Warnings) : parsed;
    }

    /// <summary>
    /// Why the host is not exactly one label and one of the zones (NC-4.1, NC-4.2); null when it is. An exempted old domain is not
    /// asked this.
    /// </summary>
    /// <param name="zones">Canonical parent zones of the authority.</param>
    public RuleId? ZoneProblem(ImmutableArray<string> zones)
    {
        foreach (var zone in zones)
        {
            if (Host == zone) return WrittenWithWww ? RuleId.DomainLabelReserved : RuleId.DomainOutsideZone;
            var label = Host.Length - zone.Length - 1;
            if (label <= 0 || Host[label] != '.' || !Host.EndsWith(zone, StringComparison.Ordinal)) continue;
            if (!Host.AsSpan(0, label).Contains('.'))
                return IsReserved(Host.AsSpan(0, label)) ? RuleId.DomainLabelReserved : null;
        }

        return RuleId.DomainOutsideZone;
    }

    /// <summary>Whether the host ends in one of the suffixes, each with its leading dot (<c>.cn</c>, <c>.公益</c>).</summary>
    public bool EndsWithAny(ImmutableArray<string> suffixes) => suffixes.Any(EndsWith);

    private bool EndsWith(string suffix) =>
        Host.EndsWith(suffix, StringComparison.Ordinal) || Unicode.EndsWith(suffix, StringComparison.Ordinal);

    /// <summary>www, mail, ftp, admin, test, api and the name servers ns, ns1, ns2 …: a school such as nsfz keeps its initials.</summary>
    private static bool IsReserved(ReadOnlySpan<char> label)
    {
        foreach (var word in Reserved)
            if (label.SequenceEqual(word))
                return true;
        return label.StartsWith("ns") && !label[2..].ContainsAnyExceptInRange('0', '9');
    }

    private static string? Canonical(string? text)
    {
        // An address with a long path may be pasted; nobody pastes more than this.
        const int charactersMax = 2048;
        if (text is null || text.Length > charactersMax || !TextForm.IsWellFormed(text)) return null;

        var rest = text.AsSpan().Trim();
        var scheme = rest.IndexOf("://");
        if (scheme > 0 && !rest[..scheme].ContainsAnyExcept(Letters)) rest = rest[(scheme + 3)..];
        var path = rest.IndexOfAny('/', '?', '#');
        if (path >= 0) rest = rest[..path];
        var port = rest.LastIndexOf(':');
        if (port >= 0 && rest.Length - port - 1 is > 0 and <= 5 && !rest[(port + 1)..].ContainsAnyExceptInRange('0', '9')) rest = rest[..port];
        return CanonicalHost(rest);
    }

    /// <summary>The canonical form of a bare host; null when it is none.</summary>
    internal static string? CanonicalHost(ReadOnlySpan<char> text)
    {
        if (text.Length > HostCharactersMax + 1 || !TextForm.IsWellFormed(text)) return null;

        var host = text.ToString().Replace('。', '.').Replace('．', '.').Replace('｡', '.').ToLowerInvariant();
        if (host.EndsWith('.')) host = host[..^1];
        if (!Ascii.IsValid(host)) host = ToAscii(host);
        return IsHost(host) ? host : null;
    }

    private static bool IsHost(string host)
    {
        if (host.Length > HostCharactersMax) return false;
        var labels = host.Split('.');
        return labels.Length >= 2 && labels.All(IsLabel) && labels[^1].AsSpan().ContainsAnyExceptInRange('0', '9');
    }

    private static bool IsLabel(string label)
    {
        if (label.Length is 0 or > LabelCharactersMax || label.AsSpan().ContainsAnyExcept(LabelCharacters)) return false;
        if (label[0] == '-' || label[^1] == '-') return false;
        if (label.Length < 4 || label[2] != '-' || label[3] != '-') return true;
        return label.StartsWith("xn--", StringComparison.Ordinal) && IsPunycode(label);
    }

    /// <summary>An xn-- label is the one that its own text leads to; anything else would give one host two spellings.</summary>
    private static bool IsPunycode(string label)
    {
        try
        {
            var unicode = Idn.GetUnicode(label);
            return unicode != label && Idn.GetAscii(unicode) == label;
        }
        catch (ArgumentException)
        {
            return false; // the mapping's way to say no
        }
    }

    private static string ToAscii(string host)
    {
        try
        {
            return Idn.GetAscii(host).ToLowerInvariant();
        }
        catch (ArgumentException)
        {
            return ""; // the mapping's way to say no
        }
    }
}
