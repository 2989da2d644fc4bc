using System.Text.RegularExpressions;
using NanchangEdu.Registry.Deployment.Tests.Manifests;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace NanchangEdu.Registry.Deployment.Tests.Checks;

/// <summary>
/// Places that take text alone and hold a bare number or truth value: the typed reader takes it, the API server refuses it.
/// </summary>
internal static partial class ScalarChecks
{
    private static readonly string[] TextMaps = ["labels", "annotations", "matchLabels", "data"];

    public static IEnumerable<Finding> Of(string yaml)
    {
        foreach (var document in ManifestReader.Documents(yaml))
        {
            var stream = new YamlStream();
            stream.Load(new StringReader(document));
            foreach (var scalar in Texts(stream.Documents[0].RootNode).Where(scalar => scalar.Style == ScalarStyle.Plain && NotText().IsMatch(scalar.Value ?? "")))
                yield return new Finding(ManifestReader.NameOf(document), $"{scalar.Value} on line {scalar.Start.Line} must be quoted to be text");
        }
    }

    private static IEnumerable<YamlScalarNode> Texts(YamlNode node) => node switch
    {
        YamlMappingNode map => map.Children.SelectMany(pair => ((YamlScalarNode)pair.Key).Value switch
        {
            { } key when TextMaps.Contains(key) && pair.Value is YamlMappingNode texts => texts.Children.Values.OfType<YamlScalarNode>(),
            "env" => pair.Value.AllNodes.OfType<YamlMappingNode>().SelectMany(Values),
            "args" or "command" => pair.Value.AllNodes.OfType<YamlScalarNode>(),
            _ => Texts(pair.Value),
        }),
        YamlSequenceNode list => list.Children.SelectMany(Texts),
        _ => [],
    };

    private static IEnumerable<YamlScalarNode> Values(YamlMappingNode variable) =>
        variable.Children.Where(pair => pair.Key is YamlScalarNode { Value: "value" }).Select(pair => pair.Value).OfType<YamlScalarNode>();

    [GeneratedRegex(@"^(?:true|false|yes|no|on|off|null|~|[-+]?[0-9][0-9_.]*)$", RegexOptions.IgnoreCase)]
    private static partial Regex NotText();
}
