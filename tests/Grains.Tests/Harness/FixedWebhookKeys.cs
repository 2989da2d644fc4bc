using System.Collections.Immutable;
using NanchangEdu.Registry.Grains.Webhooks;

namespace NanchangEdu.Registry.Grains.Tests.Harness;

/// <summary>Keys of webhooks that a test exchanges as an operator would.</summary>
internal sealed class FixedWebhookKeys : IWebhookKeys
{
    public ImmutableArray<byte[]> Current { get; set; } = [[.. Enumerable.Repeat((byte)7, 32)]];
}
