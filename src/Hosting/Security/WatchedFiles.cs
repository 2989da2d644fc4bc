using Microsoft.Extensions.Logging;

namespace NanchangEdu.Registry.Hosting.Security;

/// <summary>
/// What a few small files say, read again when it changes. The content is compared, not the time of writing: a mounted secret is
/// exchanged by links, whose times do not move. Files that cannot be used later are told to the log and leave what was read before.
/// </summary>
internal sealed class WatchedFiles<T>
    where T : class
{
    private const int BytesMax = 1 << 20;

    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    private readonly string[] paths;
    private readonly Func<byte[][], T> read;
    private readonly TimeProvider time;
    private readonly ILogger logger;
    private readonly Lock looking = new();
    private byte[][] contents;
    private long lookedAt;
    private string? told;
    private volatile T current;

    /// <param name="read">Makes the value; throws <see cref="InvalidDataException"/> with a sentence when the contents cannot be used.</param>
    /// <exception cref="InvalidDataException">A file cannot be read or used.</exception>
    public WatchedFiles(string[] paths, Func<byte[][], T> read, TimeProvider time, ILogger logger)
    {
        (this.paths, this.read, this.time, this.logger) = (paths, read, time, logger);
        lookedAt = time.GetTimestamp();
        contents = ReadAll();
        current = read(contents);
    }

    public T Current
    {
        get
        {
            if (time.GetElapsedTime(Volatile.Read(ref lookedAt)) >= LookEvery) LookAgain();
            return current;
        }
    }

    /// <summary>One caller looks, the others go on with what is there.</summary>
    private void LookAgain()
    {
        if (!looking.TryEnter()) return;

        try
        {
            Volatile.Write(ref lookedAt, time.GetTimestamp());
            var now = ReadAll();
            if (now.Zip(contents).All(pair => pair.First.AsSpan().SequenceEqual(pair.Second))) return;

            current = read(now);
            contents = now;
            told = null;
            logger.LogInformation("Read again after a change: {Files}", string.Join(", ", paths));
        }
        catch (InvalidDataException trouble)
        {
            if (told == trouble.Message) return;

            told = trouble.Message;
            logger.LogError("Changed files cannot be used, what was read before stays in force: {Reason}", trouble.Message);
        }
        finally
        {
            looking.Exit();
        }
    }

    private byte[][] ReadAll() => [.. paths.Select(Read)];

    private static byte[] Read(string path)
    {
        try
        {
            using var file = File.OpenRead(path);
            if (file.Length > BytesMax) throw new InvalidDataException($"文件过大：{path} [the file is too large: {path}]");

            var content = new byte[file.Length];
            file.ReadExactly(content);
            return content;
        }
        catch (Exception trouble) when (trouble is IOException or UnauthorizedAccessException)
        {
            throw new InvalidDataException($"无法读取文件 {path}：{trouble.Message} [the file {path} cannot be read]", trouble);
        }
    }
}
