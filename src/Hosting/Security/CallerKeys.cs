using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace NanchangEdu.Registry.Hosting.Security;

/// <summary>The keys that sign and verify caller contexts, as they are now.</summary>
public interface ICallerKeys
{
    CallerKeyRing Current { get; }
}

/// <summary>A key of this process alone: for a silo that no other process calls.</summary>
public sealed class RandomCallerKeys : ICallerKeys
{
    public CallerKeyRing Current { get; } = new([RandomNumberGenerator.GetBytes(CallerKeyRing.KeyBytesMin)]);
}

/// <summary>A few keys: the first signs, all verify, so that one can replace another while calls are under way.</summary>
public sealed class CallerKeyRing
{
    public const int KeyBytesMin = 32;
    public const int KeysMax = 8;

    private readonly CallerKey[] keys;

    public CallerKeyRing(IReadOnlyCollection<byte[]> secrets)
    {
        if (secrets.Count is 0 or > KeysMax || secrets.Any(secret => secret.Length < KeyBytesMin))
            throw new ArgumentException($"from 1 to {KeysMax} keys of at least {KeyBytesMin} bytes are needed", nameof(secrets));

        keys = [.. secrets.Select(secret => new CallerKey(secret))];
    }

    internal CallerKey Signing => keys[0];

    internal CallerKey? Find(uint id)
    {
        foreach (var key in keys)
        {
            if (key.Id == id) return key;
        }

        return null;
    }
}

/// <summary>
/// One secret, ready for use. A MAC that is made anew for each call costs four times one that is kept; each kept one serves a call at a
/// time. A retired key leaves its MACs to their finalizers, for calls may still be using them.
/// </summary>
internal sealed class CallerKey
{
    private readonly ConcurrentBag<HMACSHA256> idle = [];
    private readonly byte[] secret;

    public CallerKey(byte[] secret)
    {
        this.secret = secret.AsSpan().ToArray();
        Id = BinaryPrimitives.ReadUInt32BigEndian(SHA256.HashData(secret));
    }

    /// <summary>Tells keys apart without telling the key.</summary>
    public uint Id { get; }

    public void Sign(ReadOnlySpan<byte> text, Span<byte> signature)
    {
        var mac = idle.TryTake(out var kept) ? kept : new HMACSHA256(secret);
        if (!mac.TryComputeHash(text, signature, out var written) || written != HMACSHA256.HashSizeInBytes)
            throw new CryptographicException("the caller context could not be signed");

        idle.Add(mac);
    }
}
