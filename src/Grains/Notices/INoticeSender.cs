using NanchangEdu.Registry.Contracts;

namespace NanchangEdu.Registry.Grains.Notices;

/// <summary>What became of one attempt to send.</summary>
/// <param name="IsFinal">Whether another attempt would be in vain.</param>
/// <param name="Reason">Why it failed, in a word that names nobody.</param>
internal readonly record struct SendResult(bool IsSent, bool IsFinal, string? Reason)
{
    public static SendResult Done { get; } = new(true, true, null);

    public static SendResult Again(string reason) => new(false, false, reason);

    public static SendResult Never(string reason) => new(false, true, reason);
}

/// <summary>Sends a notice on one way, once.</summary>
internal interface INoticeSender
{
    NoticeChannel Channel { get; }

    /// <summary>Whether this registry offers the way.</summary>
    bool IsOn { get; }

    Task<SendResult> Send(NoticePreferences preferences, KeptNotice notice, CancellationToken cancellationToken);
}
