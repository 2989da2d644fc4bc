using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Options;
using NanchangEdu.Registry.Contracts;
using NanchangEdu.Registry.Grains.Webhooks;

namespace NanchangEdu.Registry.Grains.Notices;

/// <summary>
/// Writes into groups through their robots: 企业微信 «群机器人» and 钉钉 «自定义机器人», in markdown. Both answer 200 whatever they think of a message;
/// whether they took it says <c>errcode</c>.
/// </summary>
internal sealed class RobotSender(ReceiverNames names, IOptions<WebhookOptions> receivers, IOptions<NoticeOptions> options, RegistryClock clock) : INoticeSender, IDisposable
{
    /// <summary>企业微信's bound, in UTF-8; 钉钉 takes more.</summary>
    private const int BytesMax = 4096;

    private const int AnswerBytesMax = 4096;

    private readonly HttpClient client = ReceiverConnections.Client(names, receivers.Value);
    private readonly TimeSpan patience = TimeSpan.FromSeconds(options.Value.AttemptSeconds);

    public NoticeChannel Channel => NoticeChannel.Robot;

    public bool IsOn => true;

    public async Task<SendResult> Send(NoticePreferences preferences, KeptNotice notice, CancellationToken cancellationToken)
    {
        if (preferences.Robot is not { } robot) return SendResult.Never("no-address");

        using var patient = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patient.CancelAfter(patience);
        using var request = new HttpRequestMessage(HttpMethod.Post, AddressOf(robot)) { Content = new ByteArrayContent(Body(robot.Kind, notice)) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json", "utf-8");
        try
        {
            using var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, patient.Token);
            return answer.IsSuccessStatusCode
                ? await Judge(answer, patient.Token)
                : SendResult.Again(string.Create(CultureInfo.InvariantCulture, $"http-{(int)answer.StatusCode}"));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return SendResult.Again("timed-out");
        }
        catch (HttpRequestException trouble)
        {
            return trouble.InnerException is RefusedAddressException ? SendResult.Never("address-refused") : SendResult.Again("unreachable");
        }
        catch (IOException)
        {
            return SendResult.Again("unreachable");
        }
    }

    public void Dispose() => client.Dispose();

    private static async Task<SendResult> Judge(HttpResponseMessage answer, CancellationToken cancellationToken)
    {
        await using var stream = await answer.Content.ReadAsStreamAsync(cancellationToken);
        var bytes = new byte[AnswerBytesMax];
        var length = await stream.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellationToken);
        try
        {
            using var said = JsonDocument.Parse(bytes.AsMemory(0, length));
            return said.RootElement.ValueKind == JsonValueKind.Object && said.RootElement.TryGetProperty("errcode", out var code) && code.TryGetInt32(out var number)
                ? number == 0 ? SendResult.Done : SendResult.Again(string.Create(CultureInfo.InvariantCulture, $"errcode-{number}"))
                : SendResult.Again("answer-unreadable");
        }
        catch (JsonException)
        {
            return SendResult.Again("answer-unreadable");
        }
    }

    /// <summary>钉钉 «加签»: HMAC-SHA256 by the secret over the milliseconds and the secret, in base 64.</summary>
    private Uri AddressOf(RobotPreference robot)
    {
        if (robot is not { Kind: RobotKind.DingTalk, Secret: { Length: > 0 } secret }) return new Uri(robot.Url);

        var timestamp = clock.GetUtcNow().ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
        var sign = Convert.ToBase64String(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes($"{timestamp}\n{secret}")));
        return new Uri($"{robot.Url}{(robot.Url.Contains('?', StringComparison.Ordinal) ? '&' : '?')}timestamp={timestamp}&sign={Uri.EscapeDataString(sign)}");
    }

    private static byte[] Body(RobotKind kind, KeptNotice notice) => kind == RobotKind.WeCom
        ? JsonSerializer.SerializeToUtf8Bytes(
            new { msgtype = "markdown", markdown = new { content = Cut($"**{notice.Title}**\n{notice.Text}") } }, RegistryJson.Options)
        : JsonSerializer.SerializeToUtf8Bytes(
            new { msgtype = "markdown", markdown = new { title = notice.Title, text = Cut($"#### {notice.Title}\n\n{notice.Text.Replace("\n", "\n\n", StringComparison.Ordinal)}") } },
            RegistryJson.Options);

    /// <summary>At the end of a line, so that no word is torn.</summary>
    private static string Cut(string text)
    {
        const string More = "\n…";
        if (Encoding.UTF8.GetByteCount(text) <= BytesMax) return text;

        var lines = text.Split('\n');
        var kept = lines.Length;
        while (kept > 1 && Encoding.UTF8.GetByteCount(string.Join('\n', lines.Take(kept))) + Encoding.UTF8.GetByteCount(More) > BytesMax) kept--;
        return string.Join('\n', lines.Take(kept)) + More;
    }
}
