using System.Text.RegularExpressions;
using CsCheck;
using NanchangEdu.Registry.Contracts;

namespace NanchangEdu.Registry.Rules.Tests.Catalog;

public sealed partial class RuleCatalogTests
{
    public static TheoryData<RuleId> Rules => [.. Enum.GetValues<RuleId>()];

    [Fact]
    public void Every_reason_has_exactly_one_entry() =>
        Assert.Equal(Enum.GetValues<RuleId>().Order(), RuleCatalog.All.Select(entry => entry.Rule));

    [Theory]
    [MemberData(nameof(Rules))]
    public void A_reason_is_told_in_both_languages(RuleId rule)
    {
        var entry = RuleCatalog.Of(rule);

        Assert.Matches("[\u4e00-\u9fff]{3}", entry.TitleZh);
        Assert.Matches("[\u4e00-\u9fff]{3}", entry.DetailZh);
        Assert.EndsWith("。", entry.DetailZh.TrimEnd(']'), StringComparison.Ordinal);
        Assert.Matches("^[A-Z]", entry.TitleEn);
        Assert.EndsWith(".", entry.DetailEn.TrimEnd(']'), StringComparison.Ordinal);
        Assert.DoesNotMatch(Placeholder(), entry.TitleZh + entry.TitleEn);
    }

    [Theory]
    [MemberData(nameof(Rules))]
    public void A_reason_cites_a_clause_of_the_pack_unless_it_is_an_accounts_or_the_doors_own(RuleId rule)
    {
        if ((int)rule >= 800) Assert.Null(RuleCatalog.ClauseOf(rule));
        else Assert.NotNull(NanchangPack.Pack.ClauseText(RuleCatalog.ClauseOf(rule)!));
    }

    [Theory]
    [MemberData(nameof(Rules))]
    public void The_figures_of_a_reason_are_those_of_its_words(RuleId rule)
    {
        var entry = RuleCatalog.Of(rule);

        Assert.Equal(
            Placeholder().Matches(entry.DetailZh + entry.DetailEn).Select(match => match.Groups[1].Value).Distinct().Order(),
            entry.Figures.Order());
        Assert.All(entry.Figures, name => Assert.Matches("^[a-z][a-zA-Z]+$", name));
        Assert.All(entry.OptionalFigures, name => Assert.Contains(name, entry.Figures));
    }

    [Theory]
    [MemberData(nameof(Rules))]
    public void A_reason_reads_well_with_all_its_figures_and_with_the_needed_ones(RuleId rule)
    {
        var entry = RuleCatalog.Of(rule);
        foreach (var names in new[] { entry.Figures, [.. entry.Figures.Except(entry.OptionalFigures)] })
        {
            foreach (var language in Enum.GetValues<TextLanguage>())
            {
                var text = RuleCatalog.Describe(Refusal(rule, [.. names.Select(name => Figure.Of(name, $"<{name}>"))]), language);

                Assert.All(names.Where(name => entry.Template(language).Contains($"{{{name}}}", StringComparison.Ordinal)), name => Assert.Contains($"<{name}>", text, StringComparison.Ordinal));
                Assert.DoesNotMatch(Leftover(), text);
                Assert.DoesNotMatch("未注明|not given", text);
            }
        }
    }

    [Fact]
    public void The_second_refusal_of_a_year_tells_its_arithmetic_and_what_to_do()
    {
        var refusal = Refusal(
            RuleId.DownlineTimesExhausted,
            Figure.Of("year", 2026), Figure.Of("limit", 2), Figure.Of("used", 1), Figure.Of("reserved", 1), Figure.Of("asked", 1), Figure.Of("left", 0),
            Figure.Of("earliestFrom", new DateOnly(2027, 1, 1)), Figure.Of("earliestUntil", new DateOnly(2027, 1, 3)), Figure.Of("longestDays", 0));

        Assert.Equal(
            "本网站 2026 年度临时下线不得超过 2 次：已用 1 次，已批准待执行 1 次，本次申请 1 次，剩余 0 次。最早可安排 2027-01-01 至 2027-01-03。自所选日期起最长可下线 0 天。请改期申请，或使用已批准的时段。",
            RuleCatalog.Describe(refusal, TextLanguage.Chinese));
        Assert.Equal(
            "In 2026 this site may go down 2 times: 1 used, 1 approved and waiting, 1 asked, 0 left. The earliest fit is 2027-01-01 to 2027-01-03. From the chosen date 0 days fit at most. Please choose other dates, or use a window that is approved already.",
            RuleCatalog.Describe(refusal, TextLanguage.English));
    }

    [Fact]
    public void A_stage_is_told_in_words()
    {
        var refusal = Refusal(RuleId.SiteNotLaunched, Figure.Of("stage", "downlineScheduled"));

        Assert.Contains("“已批准临时下线”", RuleCatalog.Describe(refusal, TextLanguage.Chinese), StringComparison.Ordinal);
        Assert.Contains("downline scheduled", RuleCatalog.Describe(refusal, TextLanguage.English), StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_figure_is_said_to_be_missing()
    {
        var refusal = Refusal(RuleId.RequestUnknown);

        Assert.Equal("本网站没有编号为 （未注明） 的申请。请核对申请编号。", RuleCatalog.Describe(refusal, TextLanguage.Chinese));
        Assert.Equal("This site has no request number (not given). Please check the number.", RuleCatalog.Describe(refusal, TextLanguage.English));
    }

    [Fact]
    public void What_a_caller_sent_is_quoted_as_it_is_and_not_at_length()
    {
        var text = RuleCatalog.Describe(Refusal(RuleId.UsccInvalid, Figure.Of("value", "{value}[x]")), TextLanguage.English);
        Assert.Contains("“{value}[x]”", text, StringComparison.Ordinal);

        var emoji = string.Concat(Enumerable.Repeat("\U0001F3EB", 100_000));
        var quoted = RuleCatalog.Describe(Refusal(RuleId.UsccInvalid, Figure.Of("value", $"a{emoji}")), TextLanguage.Chinese);
        Assert.InRange(quoted.Length, 80, 300);
        Assert.Contains("…”", quoted, StringComparison.Ordinal);
        Assert.True(quoted.IsNormalized()); // throws on a surrogate cut in half
    }

    [Fact]
    public void Any_figures_are_described_without_an_exception() =>
        Gen.Select(Gen.Int[0, 1000], Gen.String.Array[0, 5], Gen.String.Array[0, 5]).Sample((rule, names, texts) =>
        {
            var figures = names.Zip(texts, Figure.Of).Append(new Figure(null!, null!, true));
            foreach (var language in Enum.GetValues<TextLanguage>())
            {
                Assert.NotEmpty(RuleCatalog.Describe(Refusal((RuleId)rule, [.. figures]), language));
                Assert.NotEmpty(RuleCatalog.Describe(new Refusal((RuleId)rule, null, null, default, default), language));
            }
        });

    [Theory]
    [MemberData(nameof(Rules))]
    public void A_reason_is_found_by_its_name(RuleId rule)
    {
        Assert.True(RuleCatalog.TryParseName(RuleCatalog.NameOf(rule), out var found));
        Assert.Equal(rule, found);
        Assert.Matches("^[a-z]+(-[a-z]+)*$", RuleCatalog.NameOf(rule));
    }

    [Fact]
    public void Names_of_the_wire_are_kebab_case()
    {
        Assert.Equal("downline-days-exhausted", RuleCatalog.NameOf(RuleId.DownlineDaysExhausted));
        Assert.Equal("rule-1", RuleCatalog.NameOf((RuleId)1));
        Assert.False(RuleCatalog.TryParseName("DownlineDaysExhausted", out _));
        Assert.False(RuleCatalog.TryParseName(null, out _));
    }

    private static Refusal Refusal(RuleId rule, params Figure[] figures) => new(rule, RuleCatalog.ClauseOf(rule), null, [.. figures], []);

    [GeneratedRegex(@"\{([^}]*)\}")]
    private static partial Regex Placeholder();

    // What a text must not show: brackets and braces of the template, doubled stops and commas, spaces before a stop, empty quotes.
    [GeneratedRegex(@"[\[\]{}]|[。，；：]{2}|[.,;:]{2}| [.,;:)]|“”|（）|\(\)|  ")]
    private static partial Regex Leftover();
}
