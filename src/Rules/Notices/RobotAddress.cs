using NanchangEdu.Registry.Contracts;

namespace NanchangEdu.Registry.Rules;

/// <summary>Where the robots of 企业微信 and 钉钉 are: nobody's own address is called by this way.</summary>
public static class RobotAddress
{
    private const int LengthMax = 400;

    /// <summary>What an address of the kind begins with.</summary>
    public static string StartOf(RobotKind kind) => kind switch
    {
        RobotKind.WeCom => "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=",
        _ => "https://oapi.dingtalk.com/robot/send?access_token=",
    };

    /// <param name="url">As a person pasted it.</param>
    /// <param name="otherHosts">Hosts, with their port where it is not the usual one, that an operator lets stand in for the provider's: a relay, or a trial.</param>
    public static bool IsValid(RobotKind kind, string url, IReadOnlyCollection<string> otherHosts)
    {
        var start = StartOf(kind);
        if (url.Length > LengthMax || !Uri.TryCreate(url, UriKind.Absolute, out var address) || address.UserInfo.Length > 0 || address.Fragment.Length > 0) return false;
        if (otherHosts.Contains(address.Authority)) return address.Scheme is "https" or "http";

        return url.StartsWith(start, StringComparison.Ordinal) && url.Length > start.Length
            && url[start.Length..].All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_');
    }
}
