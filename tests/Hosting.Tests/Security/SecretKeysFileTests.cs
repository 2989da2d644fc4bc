using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using NanchangEdu.Registry.Hosting.Security;

namespace NanchangEdu.Registry.Hosting.Tests.Security;

public sealed class SecretKeysFileTests : IDisposable
{
    private const string One = "AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE=";
    private const string Two = "AgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgI=";

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("nce-secrets-");
    private readonly FakeTimeProvider time = new();

    private string FilePath => Path.Combine(folder.FullName, "keys");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public void Keys_are_read_in_their_order_and_again_after_a_change()
    {
        var keys = Open($"{One}\n\n{Two}\n");
        Assert.Equal([1, 2], keys.Current.Select(key => (int)key[0]));

        File.WriteAllText(FilePath, Two);
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal([2], keys.Current.Select(key => (int)key[0]));
    }

    [Fact]
    public void A_file_that_cannot_be_used_is_refused_by_its_settings_name()
    {
        var trouble = Assert.Throws<OptionsValidationException>(() => Open("secret-in-clear"));

        Assert.Contains("Some:Setting", trouble.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret-in-clear", trouble.Message, StringComparison.Ordinal);
    }

    private SecretKeysFile Open(string content)
    {
        File.WriteAllText(FilePath, content);
        return new SecretKeysFile("Some:Setting", FilePath, time, NullLogger<SecretKeysFile>.Instance);
    }
}
