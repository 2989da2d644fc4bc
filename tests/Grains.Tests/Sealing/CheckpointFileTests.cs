using NanchangEdu.Registry.Grains.Sealing;
using NanchangEdu.Registry.Grains.Tests.Harness;
using NanchangEdu.Registry.Silo.Ledger;
using NanchangEdu.Registry.Store;

namespace NanchangEdu.Registry.Grains.Tests.Sealing;

/// <summary>The file of checkpoints takes each once, survives a crash in the middle of a line, and takes none that contradicts it.</summary>
public sealed class CheckpointFileTests : IDisposable
{
    private static readonly DateTimeOffset Instant = new(2026, 3, 2, 2, 0, 0, TimeSpan.Zero);

    private readonly TemporaryFolder folder = new();
    private readonly Witness witness = new();

    private string Place => folder.File("checkpoints.jsonl");

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Each_is_added_once_and_read_as_it_was()
    {
        var (one, two, three) = (Checkpoint(1), Checkpoint(2), Checkpoint(3));
        CheckpointFile.Add(Place, [one]);
        CheckpointFile.Add(Place, [one, two]);
        CheckpointFile.Add(Place, [two]);
        CheckpointFile.Add(Place, [three]);

        Assert.Equal(
            new[] { one, two, three }.Select(checkpoint => new CheckpointFile.Line(checkpoint.Number, checkpoint.Verifier, checkpoint.Note)),
            CheckpointFile.Read(Place));
        Assert.Equal(3, File.ReadAllLines(Place).Length);
        Assert.EndsWith("\n", File.ReadAllText(Place), StringComparison.Ordinal);
    }

    [Fact]
    public void Its_folder_is_made()
    {
        var place = Path.Combine(folder.Path, "outside", "of", "it", "checkpoints.jsonl");
        CheckpointFile.Add(place, [Checkpoint(1)]);
        Assert.Equal(1, Assert.Single(CheckpointFile.Read(place)).Number);
    }

    /// <summary>Far longer than what is read of its end.</summary>
    [Fact]
    public void A_long_file_is_gone_on_with()
    {
        Checkpoint[] many = [.. Enumerable.Range(1, 200).Select(number => Checkpoint(number))];
        CheckpointFile.Add(Place, many[..150]);
        CheckpointFile.Add(Place, many[140..]);
        Assert.Equal(many.Select(checkpoint => checkpoint.Number), CheckpointFile.Read(Place).Select(line => line.Number));
    }

    [Theory]
    [InlineData("{")]
    [InlineData("{\"number\":2,\"verifier\":\"a+b+c\",\"note\":\"half of i")]
    [InlineData("{\"number\":2,\"verifier\":\"a\",\"note\":\"all but the newline\"}")]
    public void What_a_crash_left_of_a_line_is_cut_off(string half)
    {
        var (one, two) = (Checkpoint(1), Checkpoint(2));
        CheckpointFile.Add(Place, [one]);
        File.AppendAllText(Place, half);

        CheckpointFile.Add(Place, [one, two]);

        Assert.Equal([one.Note, two.Note], CheckpointFile.Read(Place).Select(line => line.Note));
    }

    [Fact]
    public void A_file_that_holds_half_a_line_alone_begins_anew()
    {
        File.WriteAllText(Place, "{\"number\":1,\"ver");
        CheckpointFile.Add(Place, [Checkpoint(1)]);
        Assert.Equal(1, Assert.Single(CheckpointFile.Read(Place)).Number);
    }

    /// <summary>The database was put back to an older state and went another way from there.</summary>
    [Fact]
    public void Another_checkpoint_of_the_same_number_is_refused_and_nothing_is_written()
    {
        CheckpointFile.Add(Place, [Checkpoint(1), Checkpoint(2)]);
        var before = File.ReadAllText(Place);

        var refusal = Assert.Throws<CheckpointNotPlacedException>(() => CheckpointFile.Add(Place, [Checkpoint(2, size: 77), Checkpoint(3)]));

        Assert.Contains("another checkpoint 2", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllText(Place));
    }

    [Fact]
    public void A_place_that_cannot_be_written_is_told()
    {
        File.WriteAllText(folder.File("no-folder"), "");

        var inFile = Assert.Throws<CheckpointNotPlacedException>(() => CheckpointFile.Add(Path.Combine(folder.File("no-folder"), "checkpoints.jsonl"), [Checkpoint(1)]));
        var onFolder = Assert.Throws<CheckpointNotPlacedException>(() => CheckpointFile.Add(folder.Path, [Checkpoint(1)]));

        Assert.Contains("no-folder", inFile.Message, StringComparison.Ordinal);
        Assert.NotNull(onFolder.InnerException);
    }

    [Fact]
    public void A_file_of_something_else_is_not_written_over()
    {
        File.WriteAllText(Place, "notes of the operator\n");
        Assert.Throws<CheckpointNotPlacedException>(() => CheckpointFile.Add(Place, [Checkpoint(1)]));
        Assert.Equal("notes of the operator\n", File.ReadAllText(Place));
    }

    private Checkpoint Checkpoint(int number, int size = 0) =>
        witness.Sign(new TreeHead(number, size == 0 ? 10 * number : size, 20 * number, new byte[32], Instant.AddSeconds(number)));
}
