using System.Reflection;
using System.Text.Json.Serialization;
using NanchangEdu.Registry.Contracts;
using NanchangEdu.Registry.Rules.Clauses;

namespace NanchangEdu.Registry.Rules.Tests.Catalog;

/// <summary>Whatever a book or a report shows has a Chinese word: also the event and the value that somebody adds tomorrow.</summary>
public sealed class WordsTests
{
    /// <summary>Of the program alone; a new enum of the contracts stands here, or has its words.</summary>
    private static readonly string[] Wordless =
    [
        "AccountState", "DeliveryState", "ImportPhase", "ImportRowState", "NoticeChannel", "NoticeKind", "OutcomeKind", "PersonalKind", "ReadKind", "RobotKind", "RuleId",
        "SavedList", "TextLanguage",
    ];

    public static TheoryData<string> Events => [.. Names(typeof(SiteEvent)).Concat(Names(typeof(UnitEvent)))];

    public static TheoryData<string> Enums => [.. RuleCatalog.WordedEnums.Select(type => type.Name)];

    [Theory]
    [MemberData(nameof(Events))]
    public void Every_event_of_sites_and_units_has_its_word(string type) => ShouldBeChinese(RuleCatalog.WordOf("event", type, TextLanguage.Chinese), type);

    [Theory]
    [MemberData(nameof(Enums))]
    public void Every_value_of_an_enum_has_its_word(string name)
    {
        var type = RuleCatalog.WordedEnums.Single(type => type.Name == name);
        var wordOf = typeof(RuleCatalog).GetMethods().Single(m => m is { Name: nameof(RuleCatalog.WordOf), IsGenericMethod: true }).MakeGenericMethod(type);
        var words = Enum.GetValues(type).Cast<object>().Select(value => (string)wordOf.Invoke(null, [value, TextLanguage.Chinese])!).ToArray();

        Assert.All(words, word => ShouldBeChinese(word, name));
        Assert.Equal(words.Length, words.Distinct().Count());
    }

    [Fact]
    public void Every_enum_of_the_contracts_has_words_or_is_the_programs_own() => Assert.Equal(
        Wordless.Order(),
        typeof(SiteEvent).Assembly.GetExportedTypes().Where(type => type.IsEnum && !RuleCatalog.WordedEnums.Contains(type)).Select(type => type.Name).Order());

    [Fact]
    public void The_states_of_the_rules_have_words_too()
    {
        Assert.All(Enum.GetValues<WindowState>(), state => ShouldBeChinese(RuleCatalog.WordOf("windowState", Wire.Name(state), TextLanguage.Chinese), $"{state}"));
        Assert.All(Enum.GetValues<GateState>(), state => ShouldBeChinese(RuleCatalog.WordOf("gateState", Wire.Name(state), TextLanguage.Chinese), $"{state}"));
    }

    [Theory]
    [InlineData("cause", "window-over", "申请的时段已过")]
    [InlineData("cause", "本单位撤回", "本单位撤回")]
    [InlineData("case", "downline-overdue", "下线逾期未恢复")]
    [InlineData("who", "centre", "网信中心")]
    public void A_code_is_told_in_words_and_a_text_as_it_is(string figure, string text, string expected) =>
        Assert.Equal(expected, RuleCatalog.WordOf(figure, text, TextLanguage.Chinese));

    [Fact]
    public void In_English_a_value_is_its_name()
    {
        Assert.Equal("downline scheduled", RuleCatalog.WordOf(Stage.DownlineScheduled, TextLanguage.English));
        Assert.Equal("request submitted", RuleCatalog.WordOf("event", "requestSubmitted", TextLanguage.English));
    }

    private static IEnumerable<string> Names(Type family) =>
        family.GetCustomAttributes<JsonDerivedTypeAttribute>(inherit: false).Select(attribute => (string)attribute.TypeDiscriminator!);

    private static void ShouldBeChinese(string word, string of) =>
        Assert.True(word.Any(letter => letter is >= '\u4e00' and <= '\u9fff'), $"{of}: {word}");
}
