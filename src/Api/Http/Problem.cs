using System.Text.Json;
using System.Text.Json.Serialization;

namespace NanchangEdu.Registry.Api.Http;

/// <summary>A refusal as RFC 9457 has it. The figures behind it (used, asked, left …) stand beside these members.</summary>
/// <param name="Type"><c>/problems/</c> and the rule's name; stable, for programs.</param>
/// <param name="Title">What is violated, for people.</param>
/// <param name="Status">The HTTP status again.</param>
/// <param name="Detail">What is to be done about it.</param>
/// <param name="Rule">The rule's stable name.</param>
/// <param name="Clause">The clause of the regulation, e.g. NC-3.12; absent when the door refused and no rule.</param>
/// <param name="ClauseText">The clause's words in the rule pack in force.</param>
/// <param name="Items">Every single thing that stands against the request, where there are several.</param>
public sealed record Problem(
    string Type,
    string Title,
    int Status,
    string Detail,
    string Rule,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Clause,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? ClauseText,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<ProblemItem>? Items)
{
    /// <summary>Numbers, dates and names behind the refusal, by their own names.</summary>
    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Figures { get; init; }
}

/// <param name="Code">What is wrong, kebab-case.</param>
/// <param name="Field">The member, header or parameter concerned.</param>
/// <param name="Clause">The clause that asks for it.</param>
/// <param name="Who">Who can mend it.</param>
/// <param name="Detail">In words.</param>
public sealed record ProblemItem(
    string Code,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Field,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Clause,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Who,
    string Detail);
