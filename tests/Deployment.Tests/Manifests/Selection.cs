using k8s.Models;

namespace NanchangEdu.Registry.Deployment.Tests.Manifests;

/// <summary>Label selectors, as Kubernetes reads them.</summary>
internal static class Selection
{
    /// <summary>An absent selector takes nothing, an empty one everything.</summary>
    public static bool Matches(V1LabelSelector? selector, IDictionary<string, string> labels) =>
        selector is not null
        && Matches(selector.MatchLabels, labels)
        && (selector.MatchExpressions ?? []).All(expression => Matches(expression, labels));

    public static bool Matches(IDictionary<string, string>? wanted, IDictionary<string, string> labels) =>
        (wanted ?? new Dictionary<string, string>()).All(pair => labels.TryGetValue(pair.Key, out var value) && value == pair.Value);

    private static bool Matches(V1LabelSelectorRequirement expression, IDictionary<string, string> labels)
    {
        var found = labels.TryGetValue(expression.Key, out var value);
        return expression.OperatorProperty switch
        {
            "In" => found && expression.Values.Contains(value),
            "NotIn" => !found || !expression.Values.Contains(value),
            "Exists" => found,
            "DoesNotExist" => !found,
            var other => throw new InvalidOperationException($"There is no operator {other}."),
        };
    }
}
