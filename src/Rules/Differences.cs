using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using NanchangEdu.Registry.Contracts;

namespace NanchangEdu.Registry.Rules;

/// <summary>What changed between two versions of the same thing, member by member: what a reviewer is shown (L8).</summary>
public static class Differences
{
    /// <summary>Paths are those of the stored JSON (<c>hosting.provider</c>, <c>hosts[0]</c>), in order; empty when the two are equal.</summary>
    public static ImmutableArray<Difference> Between<T>(T before, T after)
    {
        var found = ImmutableArray.CreateBuilder<Difference>();
        Compare("", JsonSerializer.SerializeToNode(before, RegistryJson.Options), JsonSerializer.SerializeToNode(after, RegistryJson.Options), found);
        return found.ToImmutable();
    }

    private static void Compare(string path, JsonNode? before, JsonNode? after, ImmutableArray<Difference>.Builder found)
    {
        if (before is JsonObject left && after is JsonObject right)
        {
            foreach (var name in left.Select(p => p.Key).Union(right.Select(p => p.Key), StringComparer.Ordinal))
            {
                Compare(path.Length == 0 ? name : $"{path}.{name}", left[name], right[name], found);
            }
        }
        else if (before is JsonArray first && after is JsonArray second)
        {
            for (var i = 0; i < Math.Max(first.Count, second.Count); i++)
            {
                Compare($"{path}[{i}]", i < first.Count ? first[i] : null, i < second.Count ? second[i] : null, found);
            }
        }
        else if (!JsonNode.DeepEquals(before, after))
        {
            found.Add(new(path, before?.ToJsonString(RegistryJson.Options), after?.ToJsonString(RegistryJson.Options)));
        }
    }
}
