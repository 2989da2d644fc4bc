using System.Text.Json;
using System.Text.Json.Nodes;

namespace NanchangEdu.Registry.Api.Tests.Fuzz;

/// <summary>Bodies that are wrong in one thing each, made of a right one.</summary>
internal static class Mutations
{
    /// <summary>Values that fit no member, or one member only, as raw JSON.</summary>
    private static readonly string[] Values =
    [
        "null", "true", "false", "0", "-1", "1.5", "1e400", "-0", "9223372036854775808", "123456789012345678901234567890",
        "\"\"", "\" \"", "\"\\u0000\"", "\"a\\u0000b\"", "\"\\ud800\"", "\"\\udc00\\ud800\"", "\"\\ud83d\\ude00\"", "\"\\u202e\"", "\"\\uffff\"",
        "\"\\u001b[31m\"", "\"=cmd|' /C calc'!A0\"", "\"../../etc/passwd\"", "\"' OR 1=1 --\"", "\"<script>alert(1)</script>\"",
        "\"http://169.254.169.254/\"", "\"0000-00-00\"", "\"2026-02-30\"", "\"9999-12-31\"", "\"0001-01-01\"", "\"2026-1-1\"",
        "\"2026-03-02T10:00:00\"", "\"2026-03-02T25:00:00+08:00\"", "\"9999-12-31T23:59:59-14:00\"", "\"0001-01-01T00:00:00+14:00\"",
        "\"2026-03-02T10:00:00.123456789Z\"", "\"二〇二六年三月二日\"", "\"1\"", "\"Filed\"", "\"filed \"", "[]", "{}", "[[]]", "[null]", "[{}]",
        "[1,\"a\",null]", "{\"a\":{\"b\":{\"c\":[]}}}", "{\"$type\":\"System.Object\"}", "{\"kind\":\"icp\"}",
        $"\"{new string('长', 5000)}\"", $"[{string.Join(',', Enumerable.Repeat("\"x\"", 300))}]",
        $"{new string('[', 40)}{new string(']', 40)}",
    ];

    /// <summary>Whole bodies that are no object of ours, or no JSON at all.</summary>
    private static readonly string[] Bodies =
    [
        "", " ", "null", "[]", "\"text\"", "1", "{", "}", "{\"a\"", "{\"a\":}", "{,}", "{\"a\":1,}", "// comment\n{}", "{}{}", "\uFEFF{}", "NaN", "{'a':1}",
        "{\"\":1}", "{\"__proto__\":{}}", "{\"\\ud800\":1}", "{\"a\":1,\"a\":2}", "{\"$ref\":\"#\"}",
        $"{{\"a\":{new string('[', 100)}{new string(']', 100)}}}", $"{{\"{new string('k', 5000)}\":1}}",
    ];

    public static IEnumerable<string> Of(string example)
    {
        foreach (var body in Bodies) yield return body;

        var root = JsonNode.Parse(example)!.AsObject();
        foreach (var path in Paths(root, []))
        {
            foreach (var value in Values) yield return With(root, path, value);
            yield return Without(root, path);
        }

        yield return With(root, ["unknownMember"], "1");
        yield return With(root, ["version"], "1");
        yield return With(root, ["stage"], "\"live\"");
        yield return example.Insert(example.IndexOf('{', StringComparison.Ordinal) + 1, "\"unknown\":1,\"unknown\":2" + (root.Count > 0 ? "," : ""));
    }

    /// <summary>Every member, at any depth; of arrays the first item.</summary>
    private static IEnumerable<string[]> Paths(JsonNode? node, string[] above)
    {
        if (node is JsonObject members)
        {
            foreach (var (name, value) in members)
            {
                string[] path = [.. above, name];
                yield return path;
                foreach (var below in Paths(value, path)) yield return below;
            }
        }
        else if (node is JsonArray { Count: > 0 } items)
        {
            string[] path = [.. above, "0"];
            yield return path;
            foreach (var below in Paths(items[0], path)) yield return below;
        }
    }

    /// <summary>The value goes in as raw text: no JSON library would write some of them.</summary>
    private static string With(JsonObject root, string[] path, string raw)
    {
        const string mark = "\"@@here@@\"";
        var copy = root.DeepClone();
        var owner = Owner(copy, path);
        if (owner is JsonArray array) array[0] = "@@here@@";
        else owner[path[^1]] = "@@here@@";
        return copy.ToJsonString(JsonSerializerOptions.Default).Replace(mark, raw, StringComparison.Ordinal);
    }

    private static string Without(JsonObject root, string[] path)
    {
        var copy = root.DeepClone();
        var owner = Owner(copy, path);
        if (owner is JsonArray array) array.RemoveAt(0);
        else owner.AsObject().Remove(path[^1]);
        return copy.ToJsonString(JsonSerializerOptions.Default);
    }

    private static JsonNode Owner(JsonNode root, string[] path) =>
        path[..^1].Aggregate(root, (node, name) => node is JsonArray array ? array[0]! : node[name]!);
}
