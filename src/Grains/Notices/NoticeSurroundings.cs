using System.Diagnostics.Metrics;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using NanchangEdu.Registry.Contracts;
using NanchangEdu.Registry.Grains.Records;
using NanchangEdu.Registry.Rules;
using NanchangEdu.Registry.Store;

namespace NanchangEdu.Registry.Grains.Notices;

/// <summary>What every inbox stands on.</summary>
internal sealed class NoticeSurroundings(
    ICatalog catalog, IEnumerable<INoticeSender> senders, RegistryClock clock, IOptions<NoticeOptions> options, NoticeMeter meter, ILogger<NoticeSurroundings> logger)
{
    private readonly Dictionary<NoticeChannel, INoticeSender> senders = senders.ToDictionary(sender => sender.Channel);

    public RegistryClock Clock => clock;

    public NoticeOptions Options => options.Value;

    public NoticeMeter Meter => meter;

    public ILogger Logger => logger;

    public IEnumerable<NoticeChannel> ChannelsOn => senders.Values.Where(sender => sender.IsOn).Select(sender => sender.Channel).Order();

    /// <summary>Sends once. Who has left or is locked out is sent nothing.</summary>
    /// <exception cref="StoreUnavailableException"/>
    public async Task<SendResult> Send(NoticeBook book, KeptNotice notice, NoticeChannel channel, CancellationToken cancellationToken)
    {
        var sender = senders[channel];
        if (!sender.IsOn) return SendResult.Never("channel-off");
        if (book.PersonId is not { } person || await catalog.Standing(person, cancellationToken) is not { } stored || !IsActive(stored))
            return SendResult.Never("account-inactive");

        return await sender.Send(book.Preferences, notice, cancellationToken);
    }

    private static bool IsActive(byte[] stored) => JsonSerializer.Deserialize<AccountStanding>(stored, RegistryJson.Options)?.State == AccountState.Active;
}

/// <summary>How telling people goes, of all of one silo together: nobody is ever a tag.</summary>
public sealed class NoticeMeter : IDisposable
{
    private readonly Meter meter;
    private readonly Counter<long> notices;
    private readonly Counter<long> deliveries;

    public NoticeMeter(IMeterFactory factory)
    {
        meter = factory.Create(new MeterOptions(RecordMeter.Name));
        notices = meter.CreateCounter<long>("registry.notices", "{notice}", "Notices that came to an inbox, by kind");
        deliveries = meter.CreateCounter<long>("registry.notice.deliveries", "{delivery}", "Attempts to send a notice by e-mail or to a robot, by way and result");
        // from zero on: of a series that begins with its first event, a rate misses that one
        foreach (var kind in Enum.GetValues<NoticeKind>()) Came(kind, 0);
        foreach (var channel in Enum.GetValues<NoticeChannel>())
        {
            foreach (var result in new[] { "sent", "again", "failed" }) Attempted(channel, result, 0);
        }
    }

    internal void Came(NoticeKind kind) => Came(kind, 1);

    internal void Attempted(NoticeChannel channel, SendResult result) => Attempted(channel, result.IsSent ? "sent" : result.IsFinal ? "failed" : "again", 1);

    public void Dispose() => meter.Dispose();

    private void Came(NoticeKind kind, int count) => notices.Add(count, new KeyValuePair<string, object?>("kind", Wire.Name(kind)));

    private void Attempted(NoticeChannel channel, string result, int count) =>
        deliveries.Add(count, new("channel", Wire.Name(channel)), new("result", result));
}
