using System.Text.Json.Nodes;

namespace NanchangEdu.Registry.Api.OpenApi;

/// <summary>The types of the answers that the grains put together.</summary>
internal static class Answers
{
    public static Type Receipt => typeof(JsonObject);
    public static Type Site => typeof(JsonObject);
    public static Type LaunchGate => typeof(JsonObject);
    public static Type Quota => typeof(JsonObject);
    public static Type QuotaPreview => typeof(JsonObject);
    public static Type Unit => typeof(JsonObject);
    public static Type RulePack => typeof(JsonObject);
}
