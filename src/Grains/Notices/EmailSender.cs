using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using Microsoft.Extensions.Options;
using MimeKit;
using NanchangEdu.Registry.Contracts;

namespace NanchangEdu.Registry.Grains.Notices;

/// <summary>E-mail by the operator's own server (RFC 5321).</summary>
internal sealed class EmailSender(IOptions<NoticeOptions> options) : INoticeSender
{
    private const int PermanentFrom = 500;

    private readonly NoticeOptions options = options.Value;

    public NoticeChannel Channel => NoticeChannel.Email;

    public bool IsOn => options.SendsEmail;

    public async Task<SendResult> Send(NoticePreferences preferences, KeptNotice notice, CancellationToken cancellationToken)
    {
        if (preferences.Email is not { } email) return SendResult.Never("no-address");

        using var patient = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patient.CancelAfter(TimeSpan.FromSeconds(options.AttemptSeconds));
        using var message = Message(email.Address, notice);
        try
        {
            // lists of revoked certificates lie outside, where a server of a bureau often may not go
            using var client = new SmtpClient { CheckCertificateRevocation = false };
            await client.ConnectAsync(options.SmtpHost!, options.SmtpPort, OptionOf(options.SmtpSecurity), patient.Token);
            if (!string.IsNullOrEmpty(options.SmtpUserName)) await client.AuthenticateAsync(options.SmtpUserName, await Password(patient.Token), patient.Token);
            await client.SendAsync(message, patient.Token);
            await client.DisconnectAsync(quit: true, patient.Token);
            return SendResult.Done;
        }
        catch (SmtpCommandException no)
        {
            var reason = $"smtp-{(int)no.StatusCode}";
            return (int)no.StatusCode >= PermanentFrom ? SendResult.Never(reason) : SendResult.Again(reason);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return SendResult.Again("timed-out");
        }
        catch (AuthenticationException)
        {
            return SendResult.Again("sign-in-refused");
        }
        catch (SslHandshakeException)
        {
            return SendResult.Again("tls-failed");
        }
        catch (Exception trouble) when (trouble is SocketException or IOException or ProtocolException or NotSupportedException or UnauthorizedAccessException)
        {
            return SendResult.Again("unreachable");
        }
    }

    private MimeMessage Message(string address, KeptNotice notice)
    {
        var message = new MimeMessage
        {
            Subject = notice.Title,
            Date = notice.At,
            Body = new TextPart("plain") { Text = notice.Text },
            MessageId = MessageId(address, notice.Key),
        };
        message.From.Add(new MailboxAddress(Encoding.UTF8, options.FromName, options.From!));
        message.To.Add(MailboxAddress.Parse(address));
        message.Headers.Add("Auto-Submitted", "auto-generated"); // RFC 3834: nobody's absence note answers it
        return message;
    }

    /// <summary>The same at every attempt: a mail program shows what arrived twice once.</summary>
    private string MessageId(string address, string key)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{key}\n{address}")).AsSpan(0, 16));
        return $"{hash}@{options.From![(options.From!.IndexOf('@') + 1)..]}";
    }

    private async Task<string> Password(CancellationToken cancellationToken) => options.SmtpPasswordFile is { } file
        ? (await File.ReadAllTextAsync(file, cancellationToken)).Trim()
        : "";

    private static SecureSocketOptions OptionOf(SmtpSecurity security) => security switch
    {
        SmtpSecurity.None => SecureSocketOptions.None,
        SmtpSecurity.Tls => SecureSocketOptions.SslOnConnect,
        _ => SecureSocketOptions.StartTls,
    };
}
