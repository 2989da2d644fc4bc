using System.Text;
using System.Text.Json;
using NanchangEdu.Registry.Grains.Sealing;
using NanchangEdu.Registry.Store;

namespace NanchangEdu.Registry.Silo.Ledger;

/// <summary>Checkpoints outside of the database, a line of JSON each: <c>{"number":…,"verifier":…,"note":…}</c>.</summary>
internal static class CheckpointFile
{
    private static readonly JsonSerializerOptions Form = new(JsonSerializerDefaults.Web);

    public sealed record Line(long Number, string Verifier, string Note);

    /// <summary>Adds those that the file has not yet, and returns when the disk has them.</summary>
    /// <exception cref="CheckpointNotPlacedException"/>
    public static void Add(string path, IReadOnlyList<Checkpoint> checkpoints)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
            var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.ReadWrite };
            using var file = File.Open(path, options);
            var known = LastNumber(file);
            if (checkpoints[0].Number <= known) DemandSame(path, checkpoints);
            foreach (var checkpoint in checkpoints.Where(checkpoint => checkpoint.Number > known))
            {
                file.Write(JsonSerializer.SerializeToUtf8Bytes(new Line(checkpoint.Number, checkpoint.Verifier, checkpoint.Note), Form));
                file.Write("\n"u8);
            }

            file.Flush(flushToDisk: true);
        }
        catch (Exception trouble) when (trouble is IOException or UnauthorizedAccessException or JsonException)
        {
            throw new CheckpointNotPlacedException($"{path}: {trouble.Message}", trouble);
        }
    }

    /// <exception cref="IOException"/>
    /// <exception cref="JsonException">A line is none of a checkpoint.</exception>
    public static IEnumerable<Line> Read(string path) =>
        File.ReadLines(path, Encoding.UTF8).Where(line => line.Length > 0)
            .Select(line => JsonSerializer.Deserialize<Line>(line, Form) ?? throw new JsonException("a checkpoint is an object"));

    /// <summary>
    /// What is there already, after a crash, must be the same. Otherwise the database was put back to an older state, and its new checkpoints
    /// contradict those that were carried out of it: nobody may write over that.
    /// </summary>
    private static void DemandSame(string path, IReadOnlyList<Checkpoint> checkpoints)
    {
        var given = checkpoints.ToDictionary(checkpoint => checkpoint.Number, checkpoint => checkpoint.Note);
        var other = Read(path).FirstOrDefault(line => given.TryGetValue(line.Number, out var note) && note != line.Note);
        if (other is not null)
        {
            throw new CheckpointNotPlacedException(
                $"{path} holds another checkpoint {other.Number}: was the database put back to an older state? Keep the file as evidence and set a new one");
        }
    }

    /// <summary>Of the last whole line; what a crash left of one is cut off.</summary>
    private static long LastNumber(FileStream file)
    {
        const int LineMax = 4096;
        var tail = new byte[Math.Min(file.Length, 2 * LineMax)];
        file.Seek(-tail.Length, SeekOrigin.End);
        file.ReadExactly(tail);
        var end = tail.AsSpan().LastIndexOf((byte)'\n');
        file.SetLength(file.Length - (tail.Length - end - 1));
        file.Seek(0, SeekOrigin.End);
        if (end < 0) return 0;

        var begin = tail.AsSpan(0, end).LastIndexOf((byte)'\n') + 1;
        return JsonSerializer.Deserialize<Line>(tail.AsSpan(begin, end - begin), Form)?.Number ?? 0;
    }
}
