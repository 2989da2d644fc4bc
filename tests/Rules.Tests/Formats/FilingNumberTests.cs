using CsCheck;
using NanchangEdu.Registry.Contracts;
using NanchangEdu.Registry.Rules.Formats;

namespace NanchangEdu.Registry.Rules.Tests.Formats;

public sealed class FilingNumberTests
{
    private const string ProvinceCharacters = "京津冀晋蒙辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝川蜀贵黔云滇藏陕秦甘陇青宁新";

    private static Parsed<IcpNumber> Icp(string? text) => IcpNumber.Parse(text, "赣", 2026);

    private static Parsed<PublicSecurityNumber> Police(string? text) => PublicSecurityNumber.Parse(text, "赣");

    [Theory]
    [InlineData("赣ICP备08101024号", null, 2008)]
    [InlineData("赣ICP备12007816号-23", 23, 2012)]
    [InlineData("赣ICP备20001054号", null, 2020)]
    [InlineData("赣ICP备2022004397号-1", 1, 2022)]
    [InlineData("赣ICP备2025075792号-2", 2, 2025)]
    public void An_ICP_number_is_read(string text, int? site, int year)
    {
        var number = Icp(text);

        Assert.Equal(text, number.Value?.Text);
        Assert.Equal((site, year), (number.Value!.Site, number.Value.Year));
        Assert.Equal(text.Split('-')[0], number.Value.Subject);
        Assert.Empty(number.Warnings);
    }

    [Theory]
    [InlineData("陕 ICP 备 15002899 号-4", "陕ICP备15002899号-4", IcpNumber.ProvinceDiffers)]
    [InlineData("赣ＩＣＰ备２０２２００４３９７号－１", "赣ICP备2022004397号-1")]
    [InlineData("赣icp备08101024号—7", "赣ICP备08101024号-7")]
    [InlineData("赣ICP备11018683-3", "赣ICP备11018683号-3", IcpNumber.HaoMissing)]
    [InlineData("赣ICP备11018683", "赣ICP备11018683号", IcpNumber.HaoMissing)]
    [InlineData("\u200b赣ICP备08101024号\u3000", "赣ICP备08101024号")]
    public void An_ICP_number_is_normalised(string text, string canonical, params string[] warnings)
    {
        var number = Icp(text);

        Assert.Equal(canonical, number.Value?.Text);
        Assert.Equal(warnings, number.Warnings);
    }

    [Theory]
    [InlineData("ICP备12007816号")]
    [InlineData("赣ICP备120078161号")]
    [InlineData("赣ICP备12007816号-0")]
    [InlineData("赣ICP备12007816号-01")]
    [InlineData("赣ICP备12007816号-10000")]
    [InlineData("赣ICP备12007816号-")]
    [InlineData("赣ICP备12007816号1")]
    [InlineData("赣ICP备1200781号")]
    [InlineData("赣ICP备12007816٣٣号")]
    [InlineData("江ICP备12007816号")]
    [InlineData("赣ICP证12007816号")]
    [InlineData("赣ICP备号")]
    [InlineData("赣ICP备12007816号-1赣")]
    public void A_malformed_ICP_number_is_refused(string text) => Assert.Equal(RuleId.IcpNumberInvalid, Icp(text).Problem);

    [Theory]
    [InlineData("赣ICP备04001024号", true)]
    [InlineData("赣ICP备05001024号", false)]
    [InlineData("赣ICP备2026001024号", false)]
    [InlineData("赣ICP备2027001024号", true)]
    [InlineData("赣ICP备99001024号", true)]
    public void An_odd_year_is_a_warning(string text, bool odd) =>
        Assert.Equal(odd ? [IcpNumber.YearOdd] : [], Icp(text).Warnings);

    [Fact]
    public void A_formatted_ICP_number_is_read_back() =>
        Gen.Select(Gen.Char[ProvinceCharacters], Gen.Bool, Gen.Int[0, 99_999_999], Gen.Int[0, 9999]).Sample((province, isLong, serial, site) =>
        {
            var digits = isLong ? $"20{serial:00000000}" : $"{serial:00000000}";
            var text = $"{province}ICP备{digits}号{(site == 0 ? "" : $"-{site}")}";

            Assert.Equal(text, Icp(text).Value?.Text);
            Assert.Equal(text, Icp(string.Join(' ', text.ToLowerInvariant().ToCharArray())).Value?.Text);
        });

    [Theory]
    [InlineData("赣公网安备36010802000584号")]
    [InlineData("赣公网安备36100002000207号")]
    [InlineData("渝公网安备50011902000520号", PublicSecurityNumber.ProvinceDiffers)]
    [InlineData("赣公网安备50011902000520号", PublicSecurityNumber.DivisionDiffers)]
    public void A_public_security_number_is_read(string text, params string[] warnings)
    {
        var number = Police(text);

        Assert.Equal(text, number.Value?.Text);
        Assert.Equal(warnings, number.Warnings);
    }

    [Fact]
    public void A_public_security_number_is_normalised() =>
        Assert.Equal("赣公网安备36010802000584号", Police(" 赣公网安备 ３６０１０８０２０００５８４ 号").Value?.Text);

    [Theory]
    [InlineData("赣公网安备3601080200058号")]
    [InlineData("赣公网安备360108020005844号")]
    [InlineData("赣公网安备36010802000584")]
    [InlineData("公网安备36010802000584号")]
    [InlineData("G公网安备36010802000584号")]
    [InlineData("赣公网备36010802000584号")]
    [InlineData("赣公网安备3601080200058٣号")]
    public void A_malformed_public_security_number_is_refused(string text) =>
        Assert.Equal(RuleId.PublicSecurityNumberInvalid, Police(text).Problem);

    [Fact]
    public void The_province_and_its_division_agree_for_every_province() =>
        Assert.All(
            ProvinceCharacters.Zip("11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 51 52 52 53 53 54 61 61 62 62 63 64 65".Split(' ')),
            pair => Assert.DoesNotContain(PublicSecurityNumber.DivisionDiffers, Police($"{pair.First}公网安备{pair.Second}010802000584号").Warnings));

    [Fact]
    public void Any_text_is_read_as_an_ICP_number_or_refused() => AnyText.HoldsFor(Icp, number => number.Text, RuleId.IcpNumberInvalid);

    [Fact]
    public void Any_text_is_read_as_a_public_security_number_or_refused() =>
        AnyText.HoldsFor(Police, number => number.Text, RuleId.PublicSecurityNumberInvalid);
}
