using System.Security.Cryptography;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using NanchangEdu.Registry.Contracts;
using NanchangEdu.Registry.Hosting.Security;

namespace NanchangEdu.Registry.Hosting.Tests.Security;

public sealed class CallerKeysFileTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("nce-keys-");
    private readonly FakeTimeProvider time = new();
    private readonly string first = NewKey();
    private readonly string second = NewKey();

    private string FilePath => Path.Combine(folder.FullName, "caller-keys");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public void The_first_key_signs_and_all_verify()
    {
        var both = Write(first, second);
        var alone = Write(first);

        Assert.Equal(alone.Current.Signing.Id, both.Current.Signing.Id);
        Assert.NotNull(both.Current.Find(Write(second).Current.Signing.Id));
        Assert.Null(alone.Current.Find(Write(second).Current.Signing.Id));
    }

    [Fact]
    public void A_changed_file_is_read_again()
    {
        var keys = Write(first);
        var before = keys.Current.Signing.Id;
        Overwrite(second, first);
        time.Advance(TimeSpan.FromSeconds(1));

        Assert.NotEqual(before, keys.Current.Signing.Id);
        Assert.NotNull(keys.Current.Find(before));
    }

    [Fact]
    public void An_exchanged_link_is_read_again_as_a_mounted_secret_is()
    {
        File.WriteAllText(Path.Combine(folder.FullName, "one"), first);
        File.WriteAllText(Path.Combine(folder.FullName, "two"), second);
        File.CreateSymbolicLink(FilePath, Path.Combine(folder.FullName, "one"));
        var keys = Open();
        var before = keys.Current.Signing.Id;
        File.Delete(FilePath);
        File.CreateSymbolicLink(FilePath, Path.Combine(folder.FullName, "two"));
        time.Advance(TimeSpan.FromSeconds(1));

        Assert.NotEqual(before, keys.Current.Signing.Id);
    }

    [Theory]
    [InlineData("")]
    [InlineData("not base64")]
    [InlineData("c2hvcnQ=")]
    public void A_change_that_cannot_be_used_leaves_the_keys_in_force(string content)
    {
        var keys = Write(first);
        var before = keys.Current.Signing.Id;
        Overwrite(content);
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(before, keys.Current.Signing.Id);

        File.Delete(FilePath);
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(before, keys.Current.Signing.Id);

        Overwrite(second);
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.NotEqual(before, keys.Current.Signing.Id);
    }

    [Theory]
    [InlineData("", "holds 0")]
    [InlineData("c2hvcnQ=", "line 1")]
    [InlineData("KEY\n\nsecret-in-clear", "line 3")]
    public void A_start_with_an_unusable_file_says_why_without_saying_the_key(string content, string sentence)
    {
        var trouble = Assert.Throws<OptionsValidationException>(() => Write(content.Replace("KEY", first, StringComparison.Ordinal)));

        Assert.Contains("CallerKeysFile", trouble.Message, StringComparison.Ordinal);
        Assert.Contains(sentence, trouble.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret-in-clear", trouble.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Keys_are_rotated_under_a_running_silo()
    {
        Overwrite(first);
        var options = new ClusterSecurityOptions { CallerKeysFile = FilePath };
        await using var silo = await TestSilo.Start(orleans => orleans.AddCallerContext(options));
        await using var before = await TestClient.Connect(silo, client => client.AddCallerContext(RingOf(first), options));
        await using var after = await TestClient.Connect(silo, client => client.AddCallerContext(RingOf(first), options));
        Assert.Equal("probe", await before.Probe().Plain());

        // First every process learns the new key, then it signs, then the old one goes.
        Overwrite(first, second);
        await Task.Delay(TimeSpan.FromSeconds(1.2), TestContext.Current.CancellationToken);
        Assert.Equal("probe", await before.Probe().Plain());
        await using var renewed = await TestClient.Connect(silo, client => client.AddCallerContext(RingOf(second), options));
        Assert.Equal("probe", await renewed.Probe().Plain());

        Overwrite(second);
        await Task.Delay(TimeSpan.FromSeconds(1.2), TestContext.Current.CancellationToken);
        Assert.Equal("probe", await renewed.Probe().Plain());
        await Assert.ThrowsAsync<CallerRefusedException>(before.Probe().Plain);
    }

    private static string NewKey() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));

    private static FixedKeys RingOf(string key) => new(new CallerKeyRing([Convert.FromBase64String(key)]));

    private CallerKeysFile Write(params string[] lines)
    {
        Overwrite(lines);
        return Open();
    }

    private CallerKeysFile Open() => new(FilePath, time, NullLogger<CallerKeysFile>.Instance);

    private void Overwrite(params string[] lines) => File.WriteAllText(FilePath, string.Join('\n', lines));

    private sealed record FixedKeys(CallerKeyRing Current) : ICallerKeys;
}
