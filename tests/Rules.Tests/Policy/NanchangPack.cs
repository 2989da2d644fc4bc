using System.Globalization;
using System.Text.Json.Nodes;
using NanchangEdu.Registry.Contracts;

namespace NanchangEdu.Registry.Rules.Tests;

/// <summary>The pack that is shipped, as every test of a rule uses it.</summary>
internal static class NanchangPack
{
    public static byte[] Bytes { get; } = File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "policy", "nanchang.json"));

    public static RulePack Pack { get; } = RulePack.Load(Bytes);

    /// <summary>What is in force on a date, 2026-03-02 unless told otherwise.</summary>
    public static RegistryPolicy At(string date = "2026-03-02", UnitType type = UnitType.BureauSchool) =>
        Pack.At(DateOnly.ParseExact(date, "yyyy-MM-dd", CultureInfo.InvariantCulture), type);

    /// <summary>The shipped pack with one change, which is to be loaded or refused.</summary>
    public static byte[] With(Action<JsonObject> change)
    {
        var pack = JsonNode.Parse(Bytes)!.AsObject();
        change(pack);
        return System.Text.Encoding.UTF8.GetBytes(pack.ToJsonString());
    }

    /// <summary>The row of a rule within <see cref="With"/>; the first of several versions.</summary>
    public static JsonObject Rule(this JsonObject pack, string name) =>
        pack["rules"]!.AsArray().Select(row => row!.AsObject()).First(row => (string?)row["ruleId"] == name);

    /// <summary>Where a rule stands in the shipped pack: <c>rules[3]</c>.</summary>
    public static string PathOf(string rule) =>
        $"rules[{JsonNode.Parse(Bytes)!["rules"]!.AsArray().Select((row, index) => (row, index)).First(pair => (string?)pair.row!["ruleId"] == rule).index}]";
}
