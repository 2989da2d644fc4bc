using System.Net.Mime;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.OpenApi;
using NanchangEdu.Registry.Api.Http;
using NanchangEdu.Registry.Contracts;

namespace NanchangEdu.Registry.Api.OpenApi;

/// <summary>What the document says of each answer.</summary>
internal static class AnswerWords
{
    /// <param name="isCounted">Whether the operation is one that rate limits count: every answer of it tells them.</param>
    /// <param name="isStream">Whether the answer is a stream, which has no version.</param>
    public static void Describe(OpenApiOperation operation, bool isCounted, bool isStream)
    {
        foreach (var (status, answer) in operation.Responses ?? [])
        {
            if (answer is not OpenApiResponse response) continue;
            response.Description = TextOf(status);
            response.Headers = Headers(status, isCounted, isStream).ToDictionary(header => header.Name, header => header.Value);
            foreach (var (mediaType, media) in response.Content ?? new Dictionary<string, OpenApiMediaType>())
            {
                if (mediaType == ProblemResult.MediaType) media.Example = ExampleOf(status);
                if (mediaType == MediaTypeNames.Text.Html) media.Schema = new OpenApiSchema { Type = JsonSchemaType.String };
            }
        }
    }

    private static string TextOf(string status) => status switch
    {
        "200" => "Done, or here it is.",
        "201" => "Created; `Location` says where.",
        "302" => "A browser without a session is led to the page where one signs in; only when `Accept` asks for a page.",
        "304" => "Unchanged since the ETag that the caller has.",
        "400" => "Malformed: `items` names every member, header or parameter at fault.",
        "401" => "No valid access token.",
        "403" => "The role or the token's scopes do not allow it.",
        "404" => "Unknown, or outside the caller's scope.",
        "409" => "Refused by a rule of the regulation, with its clause and the figures behind the refusal.",
        "408" => "The body did not arrive in the time allowed; nothing was done.",
        "412" => "The record is not at the version of If-Match.",
        "413" => "The body is larger than 1 MiB; a file is larger than 8 MiB or holds too much.",
        "415" => "The body is not application/json in UTF-8. A file of another form is 400.",
        "422" => "The Idempotency-Key was used for another request.",
        "429" => "Too many requests of the client or of its unit; `Retry-After` says when to go on, `RateLimit` whose limit it was.",
        "503" => "The outcome is not known, or the registry is busy: repeat with the same key after `Retry-After`.",
        _ => throw new InvalidOperationException($"the answer {status} is not described"),
    };

    private static IEnumerable<(string Name, IOpenApiHeader Value)> Headers(string status, bool isCounted, bool isStream)
    {
        if (isCounted)
        {
            yield return (RateWords.PolicyHeader, Header(
                "The limits in force, per draft-ietf-httpapi-ratelimit-headers: `q` requests at once, and again after `w` seconds of none.",
                JsonSchemaType.String, "\"client\";q=2000;w=4, \"unit\";q=8000;w=4"));
            yield return (RateWords.LeftHeader, Header(
                "What is left of each: `r` requests now, more in `t` seconds.",
                JsonSchemaType.String, "\"client\";r=1999;t=1, \"unit\";r=7998;t=1"));
        }

        if (!isStream && (status is "200" or "201" or "304")) yield return ("ETag", Header("The version of what is answered.", JsonSchemaType.String));
        if (status is "201") yield return ("Location", Header("Where the record is.", JsonSchemaType.String));
        if (status is "302") yield return ("Location", Header("Where one signs in, and comes back from.", JsonSchemaType.String));
        if (status is "429" or "503") yield return ("Retry-After", Header("Seconds to wait.", JsonSchemaType.Integer));
        if (status[0] is '4' or '5') yield return ("Content-Language", Header("`zh-CN` or `en`.", JsonSchemaType.String));
    }

    private static OpenApiHeader Header(string description, JsonSchemaType type, string? example = null) => new()
    {
        Description = description,
        Schema = new OpenApiSchema { Type = type },
        Example = example is null ? null : JsonValue.Create(example),
    };

    /// <summary>Made by the code that answers, so that examples cannot drift from the truth.</summary>
    private static JsonNode? ExampleOf(string status)
    {
        var problem = status switch
        {
            "400" => Problems.Malformed(Fault.Missing("name"), Fault.Unknown("nmae")),
            "401" => Problems.Of(RuleId.Unauthenticated),
            "403" => Problems.Of(RuleId.RoleNotAllowed),
            "404" => Problems.Of(RuleId.NotFound),
            "409" => Problems.Of(new Refusal(
                RuleId.DownlineTimesExhausted,
                RuleCatalog.ClauseOf(RuleId.DownlineTimesExhausted),
                "临时下线每年不得超过2次",
                [
                    Figure.Of("year", 2026), Figure.Of("limit", 2), Figure.Of("used", 2), Figure.Of("reserved", 0),
                    Figure.Of("asked", 1), Figure.Of("left", 0),
                ],
                [])),
            "408" => Problems.Of(RuleId.RequestTooSlow),
            "412" => Problems.Of(RuleId.VersionStale),
            "413" => Problems.Of(RuleId.BodyTooLarge),
            "415" => Problems.Of(RuleId.UnsupportedMediaType),
            "422" => Problems.Of(RuleId.IdempotencyKeyReused),
            "429" => Problems.Of(RuleId.TooManyRequests),
            "503" => Problems.Of(RuleId.OutcomeUnknown),
            _ => null,
        };
        return problem is null ? null : JsonSerializer.SerializeToNode(problem.In(TextLanguage.Chinese), Json.Options);
    }
}
