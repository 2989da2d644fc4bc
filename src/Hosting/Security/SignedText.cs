using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using NanchangEdu.Registry.Contracts;
using Orleans.Serialization.Invocation;

namespace NanchangEdu.Registry.Hosting.Security;

/// <summary>What a signature covers, each part behind its length, so that no two calls give the same text.</summary>
internal ref struct SignedText(Span<byte> room)
{
    /// <summary>Room on the stack; a longer text rents.</summary>
    public const int LengthUsual = 512;

    private const int Absent = -1;

    /// <summary>Stands where the next actor's role would: no role has its number.</summary>
    private const int Branch = -2;

    private Span<byte> room = room;
    private byte[]? rented;
    private int length;

    public readonly ReadOnlySpan<byte> Written => room[..length];

    public readonly void Dispose()
    {
        if (rented is not null) ArrayPool<byte>.Shared.Return(rented);
    }

    public void Add(ReadOnlySpan<byte> part)
    {
        Add(part.Length);
        part.CopyTo(Room(part.Length));
        length += part.Length;
    }

    /// <param name="namesSystem">Whether an actor of the call is the registry itself.</param>
    public void Add(GrainId target, IInvokable request, out bool namesSystem)
    {
        var form = CallForm.Of(request);
        Add(target.Type.AsSpan());

        // A gateway port turns a system target's address into the silo's own on the way.
        if (!target.Type.IsSystemTarget()) Add(target.Key.AsSpan());
        Add(form.Method);

        namesSystem = false;
        foreach (var position in form.ActorsAt)
        {
            var actor = request.GetArgument(position) switch
            {
                Actor named => named,
                Envelope envelope => envelope.By,
                _ => null,
            };
            Add(actor);
            namesSystem |= actor?.Role == Role.System;
        }
    }

    private void Add(Actor? actor)
    {
        if (actor is null)
        {
            Add(Absent);
            return;
        }

        Add((int)actor.Role);
        Add(actor.PersonId);
        Add(actor.Name);
        Add(actor.Unit?.Uscc);
        Add(actor.Authority?.Uscc);

        // Nothing at all when there are none: programs of the version before sign the same.
        if (actor.Subordinates.IsDefaultOrEmpty) return;
        Add(Branch);
        Add(actor.Subordinates.Length);
        foreach (var subordinate in actor.Subordinates) Add(subordinate.Uscc);
    }

    private void Add(string? part)
    {
        if (part is null)
        {
            Add(Absent);
            return;
        }

        var target = Room(sizeof(int) + Encoding.UTF8.GetMaxByteCount(part.Length));
        var written = Encoding.UTF8.GetBytes(part, target[sizeof(int)..]);
        BinaryPrimitives.WriteInt32BigEndian(target, written);
        length += sizeof(int) + written;
    }

    private void Add(int number)
    {
        BinaryPrimitives.WriteInt32BigEndian(Room(sizeof(int)), number);
        length += sizeof(int);
    }

    private Span<byte> Room(int needed)
    {
        if (room.Length - length >= needed) return room[length..];

        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(2 * room.Length, checked(length + needed)));
        Written.CopyTo(larger);
        Dispose();
        rented = larger;
        room = larger;
        return room[length..];
    }
}
