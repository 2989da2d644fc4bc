using NanchangEdu.Registry.Contracts;

namespace NanchangEdu.Registry.Rules.Tests;

/// <summary>What holds for the words of every refusal that any test meets.</summary>
internal static class RefusalWords
{
    /// <summary>Its clause is quoted, every figure that its text needs is there, and both texts read to their end.</summary>
    public static void AreComplete(Refusal refusal)
    {
        var entry = RuleCatalog.Of(refusal.Rule);
        Assert.Equal(entry.Clause, refusal.Clause);
        Assert.True(entry.Clause is null || !string.IsNullOrEmpty(refusal.ClauseText), $"{entry.Name} does not quote {entry.Clause}");
        Assert.Empty(entry.Figures.Except(entry.OptionalFigures).Except(refusal.Figures.Select(figure => figure.Name)));
        foreach (var language in Enum.GetValues<TextLanguage>())
        {
            // what somebody stated may hold any character
            var text = refusal.Figures.Where(figure => figure.Text.Length > 0)
                .Aggregate(RuleCatalog.Describe(refusal, language), (told, figure) => told.Replace(figure.Text, "", StringComparison.Ordinal));
            Assert.DoesNotContain('{', text);
            Assert.DoesNotContain('[', text);
        }
    }
}
