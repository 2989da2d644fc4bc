using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text.RegularExpressions;

namespace NanchangEdu.Registry.Api.Tests.Identity;

/// <summary>What a browser does for its user: keeps cookies, fills forms in, goes where it is sent. It follows nothing by itself.</summary>
internal sealed partial class Browser : IDisposable
{
    private readonly HttpClient client;

    public Browser(Uri address)
    {
        client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, CookieContainer = Cookies }) { BaseAddress = address };
        client.DefaultRequestHeaders.UserAgent.ParseAdd("TestBrowser/1.0");
        client.DefaultRequestHeaders.Accept.ParseAdd("text/html,application/xhtml+xml,*/*;q=0.8");
    }

    public CookieContainer Cookies { get; } = new();

    public async Task<Shown> Get(string url)
    {
        using var answer = await client.GetAsync(url);
        return await Shown.Of(answer);
    }

    /// <summary>Goes to the page, takes the hidden fields of its form, adds these, and sends it.</summary>
    public async Task<Shown> Submit(string page, string action, params (string Name, string Value)[] fields) =>
        await Submit(await Get(page), action, fields);

    public async Task<Shown> Submit(Shown page, string action, params (string Name, string Value)[] fields)
    {
        var form = Hidden().Matches(page.Text).GroupBy(match => match.Groups[1].Value).ToDictionary(same => same.Key, same => WebUtility.HtmlDecode(same.First().Groups[2].Value));
        foreach (var (name, value) in fields) form[name] = value;
        using var answer = await client.PostAsync(action, new FormUrlEncodedContent(form));
        return await Shown.Of(answer);
    }

    public Task<HttpResponseMessage> Send(HttpRequestMessage request) => client.SendAsync(request);

    /// <summary>Follows answers that lead elsewhere, to other sites too, until one does not.</summary>
    public async Task<Shown> Follow(Shown shown)
    {
        for (var steps = 0; steps < 20 && shown.Next is { } next; steps++) shown = await Get(next);
        return shown;
    }

    public void Dispose() => client.Dispose();

    /// <summary>RFC 6238 with the parameters that every authenticator takes for granted.</summary>
    public static string Code(string base32, DateTimeOffset now, int step = 0)
    {
        var counter = BitConverter.GetBytes((now.ToUnixTimeSeconds() / 30) + step);
        Array.Reverse(counter);
#pragma warning disable CA5350 // the algorithm of the standard
        var hash = HMACSHA1.HashData(Bytes(base32), counter);
#pragma warning restore CA5350
        var offset = hash[^1] & 15;
        var number = ((hash[offset] & 127) << 24) | (hash[offset + 1] << 16) | (hash[offset + 2] << 8) | hash[offset + 3];
        return (number % 1_000_000).ToString("D6", CultureInfo.InvariantCulture);
    }

    private static byte[] Bytes(string base32)
    {
        var bits = string.Concat(base32.Select(letter => Convert.ToString("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".IndexOf(letter, StringComparison.Ordinal), 2).PadLeft(5, '0')));
        return [.. Enumerable.Range(0, bits.Length / 8).Select(i => Convert.ToByte(bits.Substring(i * 8, 8), 2))];
    }

    [GeneratedRegex("<input type=\"hidden\" name=\"([^\"]+)\" value=\"([^\"]*)\"")]
    private static partial Regex Hidden();
}

/// <param name="Next">Where the answer leads, by a redirect or by its page.</param>
internal sealed partial record Shown(HttpStatusCode Status, string? Next, string Text)
{
    public static async Task<Shown> Of(HttpResponseMessage answer)
    {
        var text = await answer.Content.ReadAsStringAsync();
        var next = answer.Headers.Location?.ToString() ?? (Refresh().Match(text) is { Success: true } match ? WebUtility.HtmlDecode(match.Groups[1].Value) : null);
        return new Shown(answer.StatusCode, next, text);
    }

    /// <summary>The page's words, as they are read.</summary>
    public string Words => WebUtility.HtmlDecode(Text);

    [GeneratedRegex("http-equiv=\"refresh\" content=\"0; url=([^\"]+)\"")]
    private static partial Regex Refresh();
}
