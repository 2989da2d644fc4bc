using System.Collections.Immutable;

namespace NanchangEdu.Registry.Grains.Webhooks;

/// <summary>The keys from which the secrets of webhooks are derived, as they are now. They are the host's to keep.</summary>
public interface IWebhookKeys
{
    /// <summary>The first makes the secrets that people are shown, all of them sign; empty when webhooks are off.</summary>
    ImmutableArray<byte[]> Current { get; }
}

/// <summary>No key was given: webhooks are off.</summary>
public sealed class NoWebhookKeys : IWebhookKeys
{
    public ImmutableArray<byte[]> Current => [];
}
