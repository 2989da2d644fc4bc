using System.Buffers;

namespace NanchangEdu.Registry.Api.Bulk.Files;

/// <summary>
/// Takes what the writer of a file gives, piece by piece, and hands it on: zip and XML are written at once, and the web server wants to be
/// awaited. What waits in it is bounded by whoever drains it after so many rows.
/// </summary>
internal sealed class Outflow : Stream
{
    private readonly ArrayBufferWriter<byte> waiting = new();

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public async Task Drain(Stream to, CancellationToken cancellationToken)
    {
        await to.WriteAsync(waiting.WrittenMemory, cancellationToken);
        waiting.ResetWrittenCount();
    }

    public override void Write(ReadOnlySpan<byte> buffer) => waiting.Write(buffer);

    public override void Write(byte[] buffer, int offset, int count) => waiting.Write(buffer.AsSpan(offset, count));

    public override void WriteByte(byte value) => waiting.Write([value]);

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
