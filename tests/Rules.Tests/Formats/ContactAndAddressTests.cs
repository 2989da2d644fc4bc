using NanchangEdu.Registry.Contracts;
using NanchangEdu.Registry.Rules.Formats;

namespace NanchangEdu.Registry.Rules.Tests.Formats;

public sealed class ContactAndAddressTests
{
    [Theory]
    [InlineData("13907910000", "13907910000")]
    [InlineData("139 0791 0000", "13907910000")]
    [InlineData("139-0791-0000", "13907910000")]
    [InlineData("+86 139 0791 0000", "13907910000")]
    [InlineData("008613907910000", "13907910000")]
    [InlineData("１３９０７９１００００", "13907910000")]
    [InlineData("0791-83980000", "0791-83980000")]
    [InlineData("079183980000", "0791-83980000")]
    [InlineData("(0791)83980000", "0791-83980000")]
    [InlineData("（0791）8398 0000", "0791-83980000")]
    [InlineData("0791—83980000—801", "0791-83980000-801")]
    [InlineData("+86 791 83980000", "0791-83980000")]
    [InlineData("010-65120000", "010-65120000")]
    [InlineData("+86-10-65120000", "010-65120000")]
    [InlineData("02165120000", "021-65120000")]
    [InlineData("0795-3590000", "0795-3590000")]
    [InlineData("400-830-0000", "4008300000")]
    public void A_telephone_number_is_brought_to_one_form(string text, string number) => Assert.Equal(number, PhoneNumber.Parse(text).Value);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("无")]
    [InlineData("83980000")]
    [InlineData("12907910000")]
    [InlineData("1390791000")]
    [InlineData("139079100000")]
    [InlineData("0791-0398000")]
    [InlineData("0091-83980000")]
    [InlineData("0791-83980000-")]
    [InlineData("0791-83980000-1234567")]
    [InlineData("0791-839800000")]
    [InlineData("+1 212 555 0100")]
    [InlineData("1390791000a")]
    [InlineData("139٠٧٩١٠٠٠٠")]
    public void What_is_no_telephone_number_is_refused(string? text)
    {
        // A dash at the end is trimmed away; everything else is refused.
        if (text == "0791-83980000-") Assert.Equal("0791-83980000", PhoneNumber.Parse(text).Value);
        else Assert.Equal(RuleId.ContactInvalid, PhoneNumber.Parse(text).Problem);
    }

    [Theory]
    [InlineData("office@nczx.ncedu.cn", "office@nczx.ncedu.cn")]
    [InlineData(" Zhang.San+web@NCZX.ncedu.CN ", "Zhang.San+web@nczx.ncedu.cn")]
    [InlineData("a@www.ncedu.cn", "a@www.ncedu.cn")]
    [InlineData("a@一中.公益", "a@xn--4gq1d.xn--55qw42g")]
    public void An_e_mail_address_is_read(string text, string address) => Assert.Equal(address, EmailText.Parse(text).Value);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("@ncedu.cn")]
    [InlineData("office@")]
    [InlineData("office")]
    [InlineData("office@ncedu")]
    [InlineData("a@b@ncedu.cn")]
    [InlineData("a..b@ncedu.cn")]
    [InlineData(".a@ncedu.cn")]
    [InlineData("a.@ncedu.cn")]
    [InlineData("a b@ncedu.cn")]
    [InlineData("\"a b\"@ncedu.cn")]
    [InlineData("a@ncedu.cn/path")]
    [InlineData("a@ncedu.cn:25")]
    [InlineData("a@http://ncedu.cn")]
    [InlineData("a@ncedu.cn\r\nBcc: b@ncedu.cn")]
    [InlineData("张@ncedu.cn")]
    public void What_is_no_e_mail_address_is_refused(string? text) => Assert.Equal(RuleId.ContactInvalid, EmailText.Parse(text).Problem);

    [Fact]
    public void The_local_part_has_64_characters()
    {
        Assert.True(EmailText.Parse($"{new string('a', 64)}@ncedu.cn").IsValid);
        Assert.False(EmailText.Parse($"{new string('a', 65)}@ncedu.cn").IsValid);
    }

    [Theory]
    [InlineData("218.64.0.1", "218.64.0.1")]
    [InlineData(" 1.1.1.1 ", "1.1.1.1")]
    [InlineData("172.15.255.255", "172.15.255.255")]
    [InlineData("172.32.0.0", "172.32.0.0")]
    [InlineData("223.255.255.255", "223.255.255.255")]
    [InlineData("240e:0:0:0:0:0:0:1", "240e::1")]
    [InlineData("240E:00AB::1", "240e:ab::1")]
    public void A_public_IP_address_is_brought_to_its_canonical_form(string text, string address)
    {
        var parsed = IpAddressText.Parse(text);

        Assert.Equal(address, parsed.Value);
        Assert.Empty(parsed.Warnings);
    }

    [Theory]
    [InlineData("192.0.2.1")]
    [InlineData("198.51.100.7")]
    [InlineData("203.0.113.80")]
    [InlineData("2001:db8::1")]
    public void An_address_of_documents_is_read_with_a_warning(string text) =>
        Assert.Equal([IpAddressText.Documentation], IpAddressText.Parse(text).Warnings);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("0.0.0.0")]
    [InlineData("10.1.2.3")]
    [InlineData("100.64.0.1")]
    [InlineData("100.127.255.255")]
    [InlineData("127.0.0.1")]
    [InlineData("169.254.169.254")]
    [InlineData("172.16.0.1")]
    [InlineData("172.31.255.255")]
    [InlineData("192.168.1.1")]
    [InlineData("198.19.0.1")]
    [InlineData("224.0.0.1")]
    [InlineData("255.255.255.255")]
    [InlineData("::")]
    [InlineData("::1")]
    [InlineData("fe80::1")]
    [InlineData("fc00::1")]
    [InlineData("ff02::1")]
    [InlineData("::ffff:218.64.0.1")]
    [InlineData("64:ff9b::da40:1")]
    [InlineData("2002:da40:1::1")]
    [InlineData("2001::1")]
    [InlineData("240e::1%eth0")]
    [InlineData("[240e::1]")]
    [InlineData("[240e::1]:80")]
    [InlineData("218.64.1")]
    [InlineData("218.64.0.1.2")]
    [InlineData("218.64.0.256")]
    [InlineData("218.64.0.01")]
    [InlineData("0xda.64.0.1")]
    [InlineData("3661627393")]
    [InlineData("218.64.0.1/24")]
    [InlineData("218.64.0.1:80")]
    [InlineData("２１８.64.0.1")]
    [InlineData("nczx.ncedu.cn")]
    public void Any_other_IP_address_is_refused(string? text) => Assert.Equal(RuleId.IpAddressInvalid, IpAddressText.Parse(text).Problem);

    [Theory]
    [InlineData("https://nczx.ncedu.cn/notice/1.html", "https://nczx.ncedu.cn/notice/1.html")]
    [InlineData(" HTTP://NCZX.NCEDU.CN ", "http://nczx.ncedu.cn/")]
    [InlineData("https://nczx.ncedu.cn:443/a", "https://nczx.ncedu.cn/a")]
    [InlineData("https://nczx.ncedu.cn:8443/a?b=c#d", "https://nczx.ncedu.cn:8443/a?b=c#d")]
    [InlineData("https://一中.公益/公告", "https://xn--4gq1d.xn--55qw42g/%E5%85%AC%E5%91%8A")]
    [InlineData("http://218.64.0.1/a", "http://218.64.0.1/a")]
    [InlineData("http://[240e::1]:8080/", "http://[240e::1]:8080/")]
    public void A_web_address_is_brought_to_its_canonical_form(string text, string address) => Assert.Equal(address, WebAddress.Parse(text).Value);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("nczx.ncedu.cn")]
    [InlineData("/notice/1.html")]
    [InlineData("//nczx.ncedu.cn/")]
    [InlineData("ftp://nczx.ncedu.cn/")]
    [InlineData("javascript:alert(1)")]
    [InlineData("file:///etc/passwd")]
    [InlineData("https://")]
    [InlineData("https:///path")]
    [InlineData("https://user@nczx.ncedu.cn/")]
    [InlineData("https://user:secret@nczx.ncedu.cn/")]
    [InlineData("https://localhost/")]
    [InlineData("http://127.0.0.1/")]
    [InlineData("http://127.1/")]
    [InlineData("http://2130706433/")]
    [InlineData("http://0x7f000001/")]
    [InlineData("http://[::1]/")]
    [InlineData("http://192.168.0.1/")]
    [InlineData("http://nczx.ncedu.cn\\@evil.cn/")]
    [InlineData("http://nczx.ncedu.cn/a b")]
    [InlineData("http://nczx.ncedu.cn/\r\nSet-Cookie: a")]
    [InlineData("http://nczx_1.ncedu.cn/")]
    [InlineData("http://nczx.ncedu.cn:99999/")]
    [InlineData("http://nczx.ncedu.cn/%4")]
    [InlineData("http://nczx.ncedu.cn/100%")]
    [InlineData("http://nczx.ncedu.cn/%zz")]
    [InlineData("http://\ud800.cn/")]
    public void Any_other_web_address_is_refused(string? text) => Assert.Equal(RuleId.UrlInvalid, WebAddress.Parse(text).Problem);

    [Fact]
    public void A_web_address_has_2048_characters()
    {
        const string start = "https://nczx.ncedu.cn/";

        Assert.True(WebAddress.Parse(start + new string('a', 2048 - start.Length)).IsValid);
        Assert.False(WebAddress.Parse(start + new string('a', 2049 - start.Length)).IsValid);
        Assert.False(WebAddress.Parse(start + new string('公', 300)).IsValid); // nine characters each once escaped
    }

    [Theory]
    [InlineData("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", true)]
    [InlineData("E3B0C44298FC1C149AFBF4C8996FB92427AE41E4649B934CA495991B7852B855", false)]
    [InlineData("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b85", false)]
    [InlineData("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b8555", false)]
    [InlineData("g3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void A_hash_is_64_lower_case_hexadecimal_characters(string? text, bool valid)
    {
        Assert.Equal(valid, Sha256Text.Parse(text).IsValid);
        Assert.Equal(valid ? null : RuleId.EvidenceHashInvalid, Sha256Text.Parse(text).Problem);
    }

    [Theory]
    [InlineData("南昌市第一中学", null, true)]
    [InlineData(" 南昌市 第一中学 ", null, true)]
    [InlineData("南昌市第一中学（本部）", null, false)]
    [InlineData("南昌一中", null, false)]
    [InlineData("南昌一中", "南昌市第一中学", true)]
    [InlineData("南昌一中", "南昌市第一中学 ", true)]
    [InlineData("南昌一中", "南昌市第二中学", false)]
    [InlineData("", "南昌市第一中学", false)]
    [InlineData(null, "南昌市第一中学", false)]
    public void A_site_bears_its_units_name_or_annotates_it(string? name, string? note, bool fits)
    {
        Assert.Equal(fits, SiteName.Fits(name, note, "南昌市第一中学"));
        Assert.Equal(fits ? null : RuleId.SiteNameMismatch, SiteName.Parse(name, note, "南昌市第一中学").Problem);
    }

    [Fact]
    public void Width_and_case_of_a_name_make_no_difference()
    {
        Assert.True(SiteName.Fits("南昌ＡＢＣ国际学校（红谷滩）", null, "南昌abc国际学校(红谷滩)"));
        Assert.Equal([SiteName.Annotated], SiteName.Parse("南昌一中", "南昌市第一中学", "南昌市第一中学").Warnings);
        Assert.False(SiteName.Fits("", "", ""));
        Assert.False(SiteName.Fits("南昌\0一中", null, "南昌\0一中"));
    }

    [Fact]
    public void Any_text_is_read_as_a_telephone_number_or_refused() => AnyText.HoldsFor(PhoneNumber.Parse, text => text, RuleId.ContactInvalid);

    [Fact]
    public void Any_text_is_read_as_an_e_mail_address_or_refused() => AnyText.HoldsFor(EmailText.Parse, text => text, RuleId.ContactInvalid);

    [Fact]
    public void Any_text_is_read_as_an_IP_address_or_refused() => AnyText.HoldsFor(IpAddressText.Parse, text => text, RuleId.IpAddressInvalid);

    [Fact]
    public void Any_text_is_read_as_a_web_address_or_refused()
    {
        AnyText.HoldsFor(WebAddress.Parse, text => text, RuleId.UrlInvalid);
        AnyText.HoldsFor(text => WebAddress.Parse(text is null || text.StartsWith("http", StringComparison.Ordinal) ? text : $"http://nczx.cn/{text}"), text => text, RuleId.UrlInvalid);
    }

    [Fact]
    public void Any_text_is_read_as_a_hash_or_refused() => AnyText.HoldsFor(Sha256Text.Parse, text => text, RuleId.EvidenceHashInvalid);

    [Fact]
    public void Any_text_is_read_as_a_site_name_or_refused() =>
        AnyText.HoldsFor(text => SiteName.Parse(text, text, text ?? ""), text => text, RuleId.SiteNameMismatch);
}
