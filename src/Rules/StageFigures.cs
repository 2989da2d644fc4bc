using NanchangEdu.Registry.Contracts;

namespace NanchangEdu.Registry.Rules;

/// <summary>The figures that a stage's refusals show: the stage, and since or until when, as far as the rule's words speak of them.</summary>
internal static class StageFigures
{
    public static Figure[] Of(Site site, RuleId rule)
    {
        var figures = new List<Figure> { Figure.Of("stage", Wire.Name(site.Stage)) };
        if (site.OpenWindow is { } window)
        {
            figures.Add(Figure.Of("until", window.Until));
        }

        if (site.OpenSuspension is { } suspension)
        {
            figures.Add(Figure.Of("from", RegistryCalendar.DateOf(suspension.At)));
        }

        if (site.OpenRequest(RequestKind.Launch) is { } launch)
        {
            figures.Add(Figure.Of("request", launch.Number));
            figures.Add(Figure.Of("kind", Wire.Name(launch.Kind)));
            figures.Add(Figure.Of("state", Wire.Name(launch.State)));
        }

        var named = RuleCatalog.Of(rule).Figures;
        return [.. figures.Where(figure => named.Contains(figure.Name))];
    }
}
