using System.Collections.Immutable;
using CsCheck;
using NanchangEdu.Registry.Contracts;
using NanchangEdu.Registry.Rules.Formats;

namespace NanchangEdu.Registry.Rules.Tests.Formats;

/// <summary>Texts of all kinds: plain, Chinese, broken surrogates, NUL, and pieces of what the formats expect.</summary>
internal static class AnyText
{
    private static readonly string[] Pieces =
    [
        "赣", "ICP备", "公网安备", "号", "-", "－", "—", "1", "0", "３", "٣", "20250757", "36010802000584", "www.", ".", "。", "cn", "xn--", "-", "a", "é", "例子",
        "http://", "https://", "://", "@", ":", "/", "?", "#", "%", "%41", "\\", "[", "]", "::1", "127.0.0.1", "218.64.0.1", "+86", "0791", "(", ")", " ", "\t",
        "\0", "\ud83c", "\udfeb", "\ud83c\udfeb", "\u200b", "\u202e", "\ufeff", "ﬁ", "℀", "ß", "İ", "12360100491012347", "X", "3",
    ];

    public static readonly Gen<string> Gen = CsCheck.Gen.OneOf(
        CsCheck.Gen.String,
        CsCheck.Gen.OneOf(Pieces).Array[0, 12].Select(string.Concat),
        CsCheck.Gen.Char.Array[0, 40].Select(characters => new string(characters)));

    /// <summary>Inputs that have broken parsers before.</summary>
    public static readonly ImmutableArray<string?> Odd =
    [
        null, "", " ", "\0", "\ud800", "\udc00\ud800", "\ud83c\udfeb", new('1', 100_000), new('.', 100_000), new('a', 100_000), new('\u0301', 100_000),
        new('ﷺ', 100_000), $"http://{new string('a', 100_000)}.cn", string.Concat(Enumerable.Repeat("a.", 50_000)), string.Concat(Enumerable.Repeat("xn--", 25_000)),
        new(' ', 100_000), new('\u3000', 100_000), new('-', 100_000), "xn--", "xn--.cn", "xn--a-.cn", "xn--\u0000.cn", "٣٦٠١", "１２３",
    ];

    /// <summary>
    /// Holds for every format: no exception, a value or a problem and never both, the problem is the format's own, and what was read
    /// once is read again as it is and without the warnings that normalisation had.
    /// </summary>
    public static void HoldsFor<T>(Func<string?, Parsed<T>> parse, Func<T, string> format, params RuleId[] problems)
        where T : class
    {
        foreach (var text in Odd) Check(text);
        Gen.Sample(Check, iter: 20_000);

        void Check(string? text)
        {
            var parsed = parse(text);
            Assert.False(parsed.Warnings.IsDefault);
            if (!parsed.IsValid)
            {
                Assert.Contains(parsed.Problem.Value, problems);
                return;
            }

            Assert.Null(parsed.Problem);
            var again = parse(format(parsed.Value));
            Assert.True(again.IsValid, $"{format(parsed.Value)} is not read again");
            Assert.Equal(format(parsed.Value), format(again.Value));
            Assert.Subset(parsed.Warnings.ToHashSet(), again.Warnings.ToHashSet());
        }
    }
}
