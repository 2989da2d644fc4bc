using System.Buffers.Binary;
using System.Globalization;
using System.IO.Compression;
using System.Text;
using NanchangEdu.Registry.Api.Bulk.Files;
using NanchangEdu.Registry.Api.Http;
using NanchangEdu.Registry.Contracts;

namespace NanchangEdu.Registry.Api.Tests.Bulk;

/// <summary>Files that are broken, too large, or made to hurt: each is refused in words, and none is unpacked beyond its bounds.</summary>
public sealed class BadFileTests
{
    private const long Mebibyte = 1024 * 1024;

    [Fact]
    public void A_part_that_swells_out_of_proportion_is_refused_before_it_is_unpacked()
    {
        var bomb = Workbooks.Of(Workbooks.Sheet(new string(' ', 30_000_000)));

        Assert.True(bomb.Length < Mebibyte);
        ShouldBe(RuleId.ImportTooLarge, bomb, FileFormat.Xlsx);
    }

    [Fact]
    public void Parts_that_are_too_much_together_are_refused_though_none_of_them_swells()
    {
        using var file = new MemoryStream();
        using (var zip = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
        {
            for (var part = 0; part < 5; part++)
            {
                using var text = new StreamWriter(zip.CreateEntry($"xl/media/{part}.txt", CompressionLevel.Fastest).Open());
                for (var line = 0; line < 1_000_000; line++) text.WriteLine(line.ToString("D14", CultureInfo.InvariantCulture));
            }
        }

        ShouldBe(RuleId.ImportTooLarge, file.ToArray(), FileFormat.Xlsx);
    }

    [Fact]
    public void Very_many_parts_are_refused() => ShouldBe(
        RuleId.ImportTooLarge, Workbooks.Zip(Enumerable.Range(0, Limits.ZipEntries + 1).Select(part => ($"xl/{part}", Array.Empty<byte>()))), FileFormat.Xlsx);

    /// <summary>The directory says a hundred bytes, and there are millions.</summary>
    [Fact]
    public void A_part_that_lies_about_its_size_is_cut_short_and_so_no_workbook()
    {
        var honest = Workbooks.Of(Workbooks.Sheet($"<row><c t=\"inlineStr\"><is><t>{new string('a', 100_000)}</t></is></c></row>"));

        ShouldBe(RuleId.ImportFileUnreadable, WithSizes(honest, 100), FileFormat.Xlsx);
    }

    [Theory]
    [InlineData("<!DOCTYPE worksheet [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\">]>", "&b;")]
    [InlineData("<!DOCTYPE worksheet [<!ENTITY b SYSTEM \"file:///etc/passwd\">]>", "&b;")]
    [InlineData("<!DOCTYPE worksheet SYSTEM \"http://127.0.0.1:9/x.dtd\">", "甲")]
    public void Entities_and_document_types_are_refused(string doctype, string text) => ShouldBe(
        RuleId.ImportFileUnreadable,
        Workbooks.Of(doctype + Workbooks.Sheet($"<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>{text}</t></is></c></row>")),
        FileFormat.Xlsx);

    [Fact]
    public void What_is_no_workbook_or_half_of_one_is_told_so()
    {
        var whole = Workbooks.Of(Workbooks.Sheet("<row><c><v>1</v></c></row>"));
        byte[] old = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, .. new byte[600]];       // also what a workbook with a password looks like
        byte[][] broken =
        [
            [], "not a workbook"u8.ToArray(), old, whole[..(whole.Length / 2)], whole[100..], Workbooks.Zip([("a.txt", "a"u8.ToArray())]),
            Workbooks.Of("<worksheet"), Workbooks.Of(Workbooks.Sheet("<row><c t=\"s\"><v>7</v></c></row>")), Workbooks.Of(Workbooks.Sheet(""), ("xl/workbook.xml", $"<workbook xmlns=\"{Workbooks.Main}\"/>")),
        ];
        Assert.All(broken, file => ShouldBe(RuleId.ImportFileUnreadable, file, FileFormat.Xlsx));
    }

    [Fact]
    public void What_is_no_CSV_is_told_so()
    {
        byte[][] broken = [[0xFF, 0xFF, 0xFF, (byte)'a'], [.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes("代码,名称\n1,一")], "a,b\n\"never closed"u8.ToArray()];
        Assert.All(broken, file => ShouldBe(RuleId.ImportFileUnreadable, file, FileFormat.Csv));
        Assert.Empty(SheetFile.Read([], FileFormat.Csv));
    }

    [Fact]
    public void Rows_columns_and_cells_beyond_what_is_taken_are_refused()
    {
        var lines = string.Concat(Enumerable.Repeat("1\n", Limits.FileRows + 1));
        Assert.Equal(Limits.FileRows + 1, SheetFile.Read(Encoding.UTF8.GetBytes(lines), FileFormat.Csv).Length);
        ShouldBe(RuleId.ImportTooLarge, Encoding.UTF8.GetBytes(lines + "1\n"), FileFormat.Csv);

        var wide = string.Join(',', Enumerable.Repeat("1", Limits.FileColumns));
        Assert.Equal(Limits.FileColumns, SheetFile.Read(Encoding.UTF8.GetBytes(wide), FileFormat.Csv)[0].Cells.Length);
        ShouldBe(RuleId.ImportTooLarge, Encoding.UTF8.GetBytes($"{wide},1"), FileFormat.Csv);
        ShouldBe(RuleId.ImportTooLarge, Workbooks.Of(Workbooks.Sheet("<row r=\"1\"><c r=\"GS1\"><v>1</v></c></row>")), FileFormat.Xlsx);

        var full = new string('a', Limits.CellCharacters);
        Assert.Equal(Limits.CellCharacters, SheetFile.Read(Encoding.UTF8.GetBytes(full), FileFormat.Csv)[0].Cells[0].Length);
        ShouldBe(RuleId.ImportTooLarge, Encoding.UTF8.GetBytes($"{full}a"), FileFormat.Csv);
    }

    private static void ShouldBe(RuleId rule, byte[] file, FileFormat format)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        var bad = Assert.Throws<BadFileException>(() => SheetFile.Read(file, format));
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        var problem = bad.ToProblem().In(TextLanguage.Chinese);
        Assert.Equal(RuleCatalog.NameOf(rule), problem.Rule);
        Assert.Contains(problem.Items!, item => item.Detail.Any(letter => letter is >= '一' and <= '鿿'));
        Assert.True(allocated < 100 * Mebibyte, $"{allocated} bytes were allocated for a file of {file.Length}");
    }

    /// <summary>The archive with the uncompressed size of every part changed, in its local headers and in its directory.</summary>
    private static byte[] WithSizes(byte[] zip, uint size)
    {
        var changed = zip.ToArray();
        for (var i = 0; i + 46 < changed.Length; i++)
        {
            var at = BinaryPrimitives.ReadUInt32LittleEndian(changed.AsSpan(i)) switch { 0x04034b50 => 22, 0x02014b50 => 24, _ => 0 };
            if (at > 0) BinaryPrimitives.WriteUInt32LittleEndian(changed.AsSpan(i + at), size);
        }

        return changed;
    }
}
