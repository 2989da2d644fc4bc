using System.Globalization;
using System.Net;

namespace NanchangEdu.Registry.Attack;

/// <summary>Where to go and what to present there.</summary>
internal sealed record Arguments(
    IPEndPoint Port, string ClusterId, string? Certificate, string? Key, string? Authority, string? CallerKeys, string Site, Aim Aim, TimeSpan Patience)
{
    public const string Usage =
        """
        attack ADDRESS:PORT [--cluster ID] [--certificate FILE --key FILE --authority FILE] [--caller-keys FILE]
               [--site ID] [--aim read|execute|system|handshake] [--patience SECONDS]

        read       reads a site as an ordinary person (the default)
        execute    gives a site a command as an ordinary person
        system     reads a site as the registry itself
        handshake  asks only whether the port keeps a TLS connection; for the port between silos, too

        An honest client that is not let in tries on for ever; this one gives up when its patience is over, after 45 s unless said.
        """;

    public static Arguments? Parse(string[] args)
    {
        if (args.Length % 2 == 0 || !IPEndPoint.TryParse(args[0], out var port) || port.Port == 0) return null;

        var given = new Dictionary<string, string>();
        for (var i = 1; i < args.Length; i += 2)
        {
            if (!args[i].StartsWith("--", StringComparison.Ordinal) || !given.TryAdd(args[i][2..], args[i + 1])) return null;
        }

        if (given.Keys.Except(["cluster", "certificate", "key", "authority", "caller-keys", "site", "aim", "patience"]).Any()) return null;
        if (!Enum.TryParse<Aim>(given.GetValueOrDefault("aim", "read"), ignoreCase: true, out var aim)) return null;
        if (!int.TryParse(given.GetValueOrDefault("patience", "45"), NumberStyles.None, CultureInfo.InvariantCulture, out var patience) || patience == 0) return null;

        return new Arguments(
            port, given.GetValueOrDefault("cluster", "nanchang-edu-registry"), given.GetValueOrDefault("certificate"), given.GetValueOrDefault("key"),
            given.GetValueOrDefault("authority"), given.GetValueOrDefault("caller-keys"),
            given.GetValueOrDefault("site", "site-00000000000000000000000000"), aim, TimeSpan.FromSeconds(patience));
    }
}

internal enum Aim
{
    Read,
    Execute,
    System,
    Handshake,
}

/// <summary>How far it came.</summary>
internal sealed record Outcome(int ExitCode, string Sentence)
{
    public static Outcome Reached(string what) => new(0, $"reached: {what}");

    public static Outcome Refused(string why) => new(1, $"refused: {why}");

    public static Outcome NobodyThere(string why) => new(2, $"nobody listens: {why}");
}
