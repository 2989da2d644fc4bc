namespace NanchangEdu.Registry.Api.Tests.Startup;

/// <summary><c>calendar</c> and <c>policy</c> as an operator runs them.</summary>
public sealed class PolicyVerbTests(StoppedRegister register) : IClassFixture<StoppedRegister>
{
    private const string Data = """{"year": 2027, "days": [{"name": "元旦", "date": "2027-01-01", "isOffDay": true}]}""";

    private static string Shipped => Path.Combine(AppContext.BaseDirectory, "policy", "nanchang.json");

    [Fact]
    public async Task A_preview_says_what_would_change_and_writes_nothing()
    {
        var (pack, data) = await Files("preview");
        var before = await File.ReadAllBytesAsync(pack);

        (await VerbRun.Of(register.Folder, "calendar", "preview", data, "--policy", pack)).ShouldEnd(0, "2027-01-01  平日 → 元旦（放假）", "1 dates change", "Nothing was written");
        (await VerbRun.Of(register.Folder, "policy", "preview", pack)).ShouldEnd(0, "0 deadlines change");

        Assert.Equal(before, await File.ReadAllBytesAsync(pack));
    }

    [Fact]
    public async Task An_import_puts_the_year_into_the_pack_and_leaves_nothing_beside_it()
    {
        var (pack, data) = await Files("import");

        (await VerbRun.Of(register.Folder, "calendar", "import", data, "--policy", pack, "--version", "2026.9")).ShouldEnd(0, "已写入", "version 2026.9", "after a restart");

        var text = await File.ReadAllTextAsync(pack);
        Assert.Contains("\"years\": [2025, 2026, 2027]", text, StringComparison.Ordinal);
        Assert.Equal(2, Directory.GetFiles(Path.GetDirectoryName(pack)!).Length);
    }

    [Fact]
    public async Task Wrong_use_and_files_that_are_none_are_told_in_a_sentence()
    {
        var (pack, data) = await Files("wrong");
        (await VerbRun.Of(register.Folder, "calendar", "import")).ShouldEnd(1, "用法不对", "Usage: policy preview");
        (await VerbRun.Of(register.Folder, "calendar", "import", data, "--policy", pack, "--into", "x")).ShouldEnd(1, "--into 不认识");
        (await VerbRun.Of(register.Folder, "calendar", "import", Path.Combine(register.Folder, "nowhere.json"))).ShouldEnd(1, "无法读取文件");
        await File.WriteAllTextAsync(data, "{}");
        (await VerbRun.Of(register.Folder, "calendar", "import", data, "--policy", pack)).ShouldEnd(1, "节假日数据");
    }

    private async Task<(string Pack, string Data)> Files(string folder)
    {
        var own = Directory.CreateDirectory(register.File(folder)).FullName;
        var (pack, data) = (Path.Combine(own, "pack.json"), Path.Combine(own, "2027.json"));
        File.Copy(Shipped, pack, overwrite: true);
        await File.WriteAllTextAsync(data, Data);
        return (pack, data);
    }
}
