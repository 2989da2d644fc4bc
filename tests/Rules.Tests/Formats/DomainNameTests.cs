using System.Collections.Immutable;
using CsCheck;
using NanchangEdu.Registry.Contracts;
using NanchangEdu.Registry.Rules.Formats;

namespace NanchangEdu.Registry.Rules.Tests.Formats;

public sealed class DomainNameTests
{
    private static readonly ImmutableArray<string> Zones = ["ncedu.cn", "jy.nc.cn", "xn--fiqs8s.xn--55qw42g"];

    [Theory]
    [InlineData("nczx.ncedu.cn", "nczx.ncedu.cn")]
    [InlineData("  NCZX.NcEdu.CN. ", "nczx.ncedu.cn")]
    [InlineData("https://nczx.ncedu.cn:8443/index.html?a=1#top", "nczx.ncedu.cn")]
    [InlineData("http://nczx.ncedu.cn", "nczx.ncedu.cn")]
    [InlineData("nczx。ncedu．cn", "nczx.ncedu.cn")]
    [InlineData("ｎｃｚｘ.ncedu.cn", "nczx.ncedu.cn")]
    [InlineData("nczx.ncedu.cn:80", "nczx.ncedu.cn")]
    [InlineData("南昌一中.公益", "xn--4gq1d03plsx.xn--55qw42g")]
    [InlineData("xn--4gq1d03plsx.xn--55qw42g", "xn--4gq1d03plsx.xn--55qw42g")]
    [InlineData("XN--4GQ1D03PLSX.公益", "xn--4gq1d03plsx.xn--55qw42g")]
    [InlineData("bücher.cn", "xn--bcher-kva.cn")]
    [InlineData("a-1.b.c.d.cn", "a-1.b.c.d.cn")]
    [InlineData("1.cn", "1.cn")]
    public void A_host_is_brought_to_its_canonical_form(string text, string host)
    {
        var name = DomainName.Parse(text);

        Assert.Equal(host, name.Value?.Host);
        Assert.Empty(name.Warnings);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("cn")]
    [InlineData("nczx..cn")]
    [InlineData(".nczx.cn")]
    [InlineData("nczx.cn..")]
    [InlineData("-nczx.cn")]
    [InlineData("nczx-.cn")]
    [InlineData("nc--zx.cn")]
    [InlineData("nc zx.cn")]
    [InlineData("nc_zx.cn")]
    [InlineData("nczx.cn:port")]
    [InlineData("user@nczx.cn")]
    [InlineData("user:pass@nczx.cn")]
    [InlineData("218.64.0.1")]
    [InlineData("[2001:db8::1]")]
    [InlineData("nczx.3")]
    [InlineData("a℀.cn")]
    [InlineData("xn--.cn")]
    [InlineData("xn--nczx-.cn")]
    [InlineData("xn--a.cn")]
    [InlineData("xn--BCHER-KVA1.cn")]
    [InlineData("a\0b.cn")]
    [InlineData("\ud800.cn")]
    public void What_is_no_host_is_refused(string? text) => Assert.Equal(RuleId.DomainNameInvalid, DomainName.Parse(text).Problem);

    [Fact]
    public void Labels_have_63_characters_and_hosts_253()
    {
        var label = new string('a', 63);
        Assert.True(DomainName.Parse($"{label}.cn").IsValid);
        Assert.False(DomainName.Parse($"a{label}.cn").IsValid);

        var longest = $"{label}.{label}.{label}.{new string('b', 58)}.cn";
        Assert.Equal(253, longest.Length);
        Assert.True(DomainName.Parse(longest).IsValid);
        Assert.True(DomainName.Parse($"{longest}.").IsValid);
        Assert.False(DomainName.Parse($"{label}.{label}.{label}.{new string('b', 59)}.cn").IsValid);
    }

    [Fact]
    public void A_leading_www_is_an_alias_of_the_same_site()
    {
        var name = DomainName.Parse("WWW.nczx.ncedu.cn");

        Assert.Equal("nczx.ncedu.cn", name.Value?.Host);
        Assert.Equal([DomainName.WwwAlias], name.Warnings);
        Assert.Equal("www.cn", DomainName.Parse("www.cn").Value?.Host);
    }

    [Fact]
    public void A_government_host_is_a_warning()
    {
        Assert.Equal([DomainName.GovernmentDomain], DomainName.Parse("jyj.nc.gov.cn").Warnings);
        Assert.Empty(DomainName.Parse("mygov.cn").Warnings);
    }

    [Theory]
    [InlineData("nczx.ncedu.cn")]
    [InlineData("www.nczx.ncedu.cn")]
    [InlineData("nczx.jy.nc.cn")]
    [InlineData("一中.中国.公益")]
    [InlineData("nsfz.ncedu.cn")]
    [InlineData("testschool.ncedu.cn")]
    public void One_label_below_a_zone_of_the_authority_is_allowed(string text) => Assert.True(DomainName.Parse(text, Zones).IsValid);

    [Theory]
    [InlineData("nczx.com")]
    [InlineData("nczx.cn")]
    [InlineData("ncedu.cn")]
    [InlineData("a.nczx.ncedu.cn")]
    [InlineData("nczxncedu.cn")]
    [InlineData("nczx.ncedu.cn.com")]
    [InlineData("nczx.xncedu.cn")]
    public void Any_other_host_is_outside_the_zone(string text) => Assert.Equal(RuleId.DomainOutsideZone, DomainName.Parse(text, Zones).Problem);

    [Theory]
    [InlineData("mail")]
    [InlineData("ftp")]
    [InlineData("admin")]
    [InlineData("test")]
    [InlineData("api")]
    [InlineData("www")]
    [InlineData("ns")]
    [InlineData("ns1")]
    [InlineData("ns12")]
    public void A_reserved_label_is_refused(string label) =>
        Assert.Equal(RuleId.DomainLabelReserved, DomainName.Parse($"{label}.ncedu.cn", Zones).Problem);

    [Fact]
    public void A_zone_within_another_is_no_obstacle()
    {
        ImmutableArray<string> nested = ["nc.cn", "jy.nc.cn"];

        Assert.True(DomainName.Parse("nczx.jy.nc.cn", nested).IsValid);
        Assert.True(DomainName.Parse("nczx.nc.cn", nested).IsValid);
    }

    [Fact]
    public void Without_a_zone_every_host_is_outside() => Assert.Equal(RuleId.DomainOutsideZone, DomainName.Parse("nczx.ncedu.cn", []).Problem);

    [Fact]
    public void An_ending_is_compared_as_it_is_written_or_in_punycode()
    {
        ImmutableArray<string> suffixes = [".cn", ".公益"];

        Assert.True(DomainName.Parse("一中.公益").Value!.EndsWithAny(suffixes));
        Assert.True(DomainName.Parse("nczx.cn").Value!.EndsWithAny(suffixes));
        Assert.False(DomainName.Parse("nczx.com").Value!.EndsWithAny(suffixes));
        Assert.False(DomainName.Parse("nczx.xcn").Value!.EndsWithAny(suffixes));
        Assert.Equal("一中.公益", DomainName.Parse("一中.公益").Value!.Unicode);
    }

    [Fact]
    public void A_host_is_read_back_however_it_is_dressed() =>
        Gen.Select(Gen.Char["abcdefghijklmnopqrstuvwxyz0123456789"].Array[1, 20], Gen.OneOf("", "http://", "HTTPS://"), Gen.OneOf("", ".", ":443", "/a/b", "?q", "./x"))
            .Sample((label, before, after) =>
            {
                var host = $"{new string(label)}.ncedu.cn";
                if (host.StartsWith("www.", StringComparison.Ordinal)) return;

                Assert.Equal(host, DomainName.Parse($" {before}{host.ToUpperInvariant()}{after}\t").Value?.Host);
            });

    [Fact]
    public void Any_text_is_read_or_refused() =>
        AnyText.HoldsFor(DomainName.Parse, name => name.Host, RuleId.DomainNameInvalid);

    [Fact]
    public void Any_text_in_a_zone_is_read_or_refused() =>
        AnyText.HoldsFor(
            text => DomainName.Parse(text is null ? null : $"{text}.ncedu.cn", Zones), name => name.Host[..^".ncedu.cn".Length],
            RuleId.DomainNameInvalid, RuleId.DomainOutsideZone, RuleId.DomainLabelReserved);
}
