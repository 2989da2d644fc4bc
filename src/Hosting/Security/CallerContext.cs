using System.Buffers.Binary;
using System.Security.Cryptography;
using Orleans.Serialization.Invocation;

namespace NanchangEdu.Registry.Hosting.Security;

/// <summary>What kind of process speaks.</summary>
public enum CallerKind : byte
{
    /// <summary>A gateway in a process of its own: it speaks for persons, never as the registry.</summary>
    Gateway = 1,
    /// <summary>A silo, and whatever runs inside its process.</summary>
    Silo = 2,
}

/// <summary>What became of a caller context.</summary>
public enum CallerVerdict
{
    Accepted,
    Missing,
    Malformed,
    UnknownKey,
    /// <summary>Signed by a key of ours, for another grain, method or person.</summary>
    OtherCall,
    Expired,
    FromTheFuture,
    /// <summary>A gateway names the registry itself as the one who asks.</summary>
    SystemFromGateway,
}

/// <summary>
/// The form in which a caller context travels: version, kind, key id, issued and expires (milliseconds of the Unix time), MAC. Grain,
/// method and actors are in the MAC and not in the form, since both sides read them off the call itself.
/// </summary>
internal static class CallerContext
{
    /// <summary>The one entry of Orleans' request context.</summary>
    public const string Entry = "nce.caller";

    public const byte Version = 1;
    public const int KindAt = 1;
    public const int KeyAt = 2;
    public const int IssuedAt = 6;
    public const int ExpiresAt = 14;
    public const int HeadLength = 22;
    public const int Length = HeadLength + HMACSHA256.HashSizeInBytes;

    /// <summary>
    /// How far two processes' clocks may be apart. A silo that differs more from the database's clock is not ready anyway, and a wider
    /// tolerance would only lengthen the life of a captured context.
    /// </summary>
    public static readonly TimeSpan SkewMax = TimeSpan.FromSeconds(5);
}

/// <summary>Signs what a call says for as long as a call may take.</summary>
public sealed class CallerContextSigner(ICallerKeys keys, CallerKind kind, TimeSpan life, TimeProvider time)
{
    private readonly long lifeMilliseconds = (long)life.TotalMilliseconds;

    public byte[] Sign(GrainId target, IInvokable request)
    {
        var key = keys.Current.Signing;
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        var context = new byte[CallerContext.Length];
        context[0] = CallerContext.Version;
        context[CallerContext.KindAt] = (byte)kind;
        BinaryPrimitives.WriteUInt32BigEndian(context.AsSpan(CallerContext.KeyAt), key.Id);
        BinaryPrimitives.WriteInt64BigEndian(context.AsSpan(CallerContext.IssuedAt), now);
        BinaryPrimitives.WriteInt64BigEndian(context.AsSpan(CallerContext.ExpiresAt), now + lifeMilliseconds);

        var text = new SignedText(stackalloc byte[SignedText.LengthUsual]);
        text.Add(context.AsSpan(0, CallerContext.HeadLength));
        text.Add(target, request, out _);
        key.Sign(text.Written, context.AsSpan(CallerContext.HeadLength));
        text.Dispose();
        return context;
    }
}

/// <summary>Judges whether a context was signed for this very call, by whom and when.</summary>
public sealed class CallerContextVerifier(ICallerKeys keys, TimeProvider time)
{
    private static readonly long SkewMilliseconds = (long)CallerContext.SkewMax.TotalMilliseconds;
    private const long LifeMillisecondsMax = ClusterSecurityOptions.CallerContextSecondsMax * 1000L;

    /// <param name="presented">What stands in the request context, if anything.</param>
    public CallerVerdict Verify(object? presented, GrainId target, IInvokable request)
    {
        if (presented is null) return CallerVerdict.Missing;
        if (presented is not byte[] { Length: CallerContext.Length } context || context[0] != CallerContext.Version) return CallerVerdict.Malformed;
        if (keys.Current.Find(BinaryPrimitives.ReadUInt32BigEndian(context.AsSpan(CallerContext.KeyAt))) is not { } key) return CallerVerdict.UnknownKey;
        if (!IsSigned(context, key, target, request, out var namesSystem)) return CallerVerdict.OtherCall;

        var kind = (CallerKind)context[CallerContext.KindAt];
        if (kind is not (CallerKind.Gateway or CallerKind.Silo)) return CallerVerdict.Malformed;
        if (namesSystem && kind != CallerKind.Silo) return CallerVerdict.SystemFromGateway;

        // Orleans' own talk (probes, directory, membership) keeps no time: a silo whose clock is wrong is to serve nobody, and not to
        // find its neighbours dead.
        return target.Type.IsSystemTarget() ? CallerVerdict.Accepted : JudgeTime(context);
    }

    private static bool IsSigned(ReadOnlySpan<byte> context, CallerKey key, GrainId target, IInvokable request, out bool namesSystem)
    {
        Span<byte> signature = stackalloc byte[HMACSHA256.HashSizeInBytes];
        var text = new SignedText(stackalloc byte[SignedText.LengthUsual]);
        text.Add(context[..CallerContext.HeadLength]);
        text.Add(target, request, out namesSystem);
        key.Sign(text.Written, signature);
        text.Dispose();
        return CryptographicOperations.FixedTimeEquals(signature, context[CallerContext.HeadLength..]);
    }

    private CallerVerdict JudgeTime(ReadOnlySpan<byte> context)
    {
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        var issued = BinaryPrimitives.ReadInt64BigEndian(context[CallerContext.IssuedAt..]);
        var expires = BinaryPrimitives.ReadInt64BigEndian(context[CallerContext.ExpiresAt..]);
        if (issued > now + SkewMilliseconds) return CallerVerdict.FromTheFuture;

        return expires + SkewMilliseconds <= now || expires - issued > LifeMillisecondsMax ? CallerVerdict.Expired : CallerVerdict.Accepted;
    }
}
