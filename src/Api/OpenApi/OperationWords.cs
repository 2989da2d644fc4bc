using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using NanchangEdu.Registry.Api.Bulk;
using NanchangEdu.Registry.Api.Http;
using NanchangEdu.Registry.Api.Identity;
using NanchangEdu.Registry.Contracts;
using NanchangEdu.Registry.Rules.Tables;

namespace NanchangEdu.Registry.Api.OpenApi;

/// <summary>What the document says of one operation: parameters, headers, body, answers, and who may.</summary>
internal static class OperationWords
{
    public static Task Transform(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        operation.Parameters = [.. operation.Parameters ?? []];
        DescribePath(operation);
        if (metadata.OfType<QueryMetadata>().LastOrDefault() is { } query)
        {
            foreach (var parameter in query.Parameters) operation.Parameters.Add(OfQuery(parameter));
        }

        var known = metadata.OfType<OperationMetadata>().LastOrDefault();
        if (known is not null)
        {
            AddHeaders(operation, known);
            AddWho(operation, known, context.Document);
        }
        else
        {
            operation.Security = [];
        }

        if (metadata.OfType<AskedMetadata>().LastOrDefault() is { } asked) DescribeBody(operation, asked);
        if (metadata.OfType<UploadMetadata>().LastOrDefault() is { } upload) FileWords.DescribeBody(operation, upload);
        AnswerWords.Describe(operation, isCounted: known is not null, isStream: known is { IsStream: true });
        if (known is { IsFile: true }) FileWords.DescribeAnswer(operation);
        return Task.CompletedTask;
    }

    private static void DescribePath(OpenApiOperation operation)
    {
        foreach (var parameter in operation.Parameters!.OfType<OpenApiParameter>().Where(p => p.In == ParameterLocation.Path))
        {
            (parameter.Description, parameter.Schema) = parameter.Name switch
            {
                "id" => ("The site's id.", (IOpenApiSchema)Text(Patterns.Site)),
                "uscc" => ("The unit's 统一社会信用代码.", Text(Patterns.Unit)),
                "person" => ("The person's id.", Text(Patterns.Person)),
                "client" => ("The API client's id.", Text(Patterns.Person)),
                "import" => ("The import's id.", Text(Patterns.Import)),
                "table" => ("Which table.", Choice(AllTables.All.Select(table => table.Name))),
                "name" => ("The saved view's name, of the caller's choosing.", Text(Patterns.Person)),
                "hook" => ("The webhook's id.", Text(Patterns.Person)),
                "n" => ("The number that the registry gave.", new OpenApiSchema { Type = JsonSchemaType.Integer, Minimum = "1" }),
                "kind" => operation.OperationId!.Contains("Evidence", StringComparison.Ordinal)
                    ? ("The kind of evidence.", Choice(Json.NamesOf(typeof(EvidenceKind))))
                    : ("The kind of filing.", Choice(Json.NamesOf(typeof(FilingKind)))),
                _ => throw new InvalidOperationException($"the path parameter '{parameter.Name}' is not described"),
            };
        }
    }

    private static OpenApiParameter OfQuery(QueryParameter parameter) => new()
    {
        Name = parameter.Name,
        In = ParameterLocation.Query,
        Required = parameter.Required,
        Description = parameter.Description,
        Schema = parameter.Choices is { } choices ? Choice(choices)
            : parameter.Type == "boolean" ? new OpenApiSchema { Type = JsonSchemaType.Boolean }
            : parameter.Type == "integer" ? new OpenApiSchema
            {
                Type = JsonSchemaType.Integer,
                Minimum = parameter.Min?.ToString(CultureInfo.InvariantCulture),
                Maximum = parameter.Max?.ToString(CultureInfo.InvariantCulture),
            }
            : new OpenApiSchema { Type = JsonSchemaType.String, Format = parameter.Format, MaxLength = parameter.Max },
        Example = parameter.Example is not { } example ? null
            : parameter.Type == "integer" ? JsonNode.Parse(example) : JsonValue.Create(example),
    };

    private static void AddHeaders(OpenApiOperation operation, OperationMetadata known)
    {
        operation.Parameters!.Add(Header("Accept-Language", "`zh` or `en`: the language of problems.", "zh-CN"));
        if (known.IsCommand)
        {
            var key = Header(IdempotencyKeys.Header, "The caller's own key for this command; repeating it is safe.", "3f0c6a54-2f43-4a5e-9a53-0d4b0c7c2f11");
            key.Required = true;
            key.Schema = Text(Patterns.IdempotencyKey);
            operation.Parameters.Add(key);
            operation.Parameters.Add(Header("If-Match", "The ETag that the command relies on; 412 when the record has moved on.", "\"12\""));
        }
        else if (known.IsStream)
        {
            operation.Parameters.Add(Header("Last-Event-ID", "The `id` of the event received last: the stream goes on after it.", "1048576"));
        }
        else if (known.HasETag)
        {
            operation.Parameters.Add(Header("If-None-Match", "ETags that the caller has already; 304 when one is still true.", "\"12\""));
            operation.Parameters.Add(Header("Cache-Control", "`no-cache` has the answer checked against the store.", "no-cache"));
        }
    }

    private static void AddWho(OpenApiOperation operation, OperationMetadata known, OpenApiDocument? document)
    {
        var policy = Policies.Named(known.Policy);
        operation.Description = $"{operation.Description}\n\nRoles: {string.Join(", ", policy.Roles.Select(Json.NameOf))}.";
        // each of them is enough
        operation.Security = [.. policy.Scopes.Select(scope => new OpenApiSecurityRequirement
        {
            [new OpenApiSecuritySchemeReference(DocumentWords.SecurityScheme, document)] = [scope],
        })];
    }

    private static void DescribeBody(OpenApiOperation operation, AskedMetadata asked)
    {
        if (operation.RequestBody is not OpenApiRequestBody body || body.Content is null) return;
        body.Required = !asked.IsOptional;
        body.Description = asked.IsOptional ? "Empty, or an empty object." : "Unknown members are refused.";
        foreach (var media in body.Content.Values)
            media.Example = JsonNode.Parse(Examples.Of(asked.BodyType));
    }

    private static OpenApiParameter Header(string name, string description, string example) => new()
    {
        Name = name,
        In = ParameterLocation.Header,
        Description = description,
        Schema = new OpenApiSchema { Type = JsonSchemaType.String },
        Example = JsonValue.Create(example),
    };

    private static OpenApiSchema Text(string pattern) => new() { Type = JsonSchemaType.String, Pattern = pattern };

    private static OpenApiSchema Choice(IEnumerable<string> names) => new()
    {
        Type = JsonSchemaType.String,
        Enum = [.. names.Select(name => (JsonNode)JsonValue.Create(name))],
    };
}
