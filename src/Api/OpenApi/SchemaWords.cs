using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using NanchangEdu.Registry.Api.Http;
using NanchangEdu.Registry.Api.Views;
using NanchangEdu.Registry.Contracts;

namespace NanchangEdu.Registry.Api.OpenApi;

/// <summary>What the schema generator cannot see: our own converters, and bounds that stand on items.</summary>
internal static class SchemaWords
{
    /// <summary>Scalars with a converter of ours are written where they stand; the rest keeps its short name.</summary>
    public static string? ReferenceId(JsonTypeInfo type) =>
        IsScalar(Nullable.GetUnderlyingType(type.Type) ?? type.Type) ? null : OpenApiOptions.CreateDefaultSchemaReferenceId(type);

    public static Task Transform(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellationToken)
    {
        var declared = context.JsonTypeInfo.Type;
        var type = Nullable.GetUnderlyingType(declared) ?? declared;
        if (IsScalar(type)) DescribeScalar(schema, type, isNullable: type != declared);
        if (type == typeof(Problem)) DescribeProblem(schema);
        if (type == typeof(ProblemItem)) schema.Required = new HashSet<string> { "code", "detail" };
        if (schema.MinLength == 0) schema.MinLength = null;
        if (schema is { Items: null } && Nullable.GetUnderlyingType(declared) is null && context.JsonTypeInfo.ElementType is { } element && IsScalar(element))
        {
            var item = new OpenApiSchema();
            DescribeScalar(item, element, isNullable: false);
            schema.Items = item;
        }

        if (context.JsonPropertyInfo is { } member && schema.Type?.HasFlag(JsonSchemaType.Array) == true) MoveBoundsToItems(schema, member);
        if (context.JsonPropertyInfo is { } named && schema.AdditionalProperties is OpenApiSchema value) MoveBoundsToValues(schema, value, named);
        return Task.CompletedTask;
    }

    private static bool IsScalar(Type type) =>
        type == typeof(DateOnly) || type == typeof(DateTimeOffset) || type == typeof(UnitId) || type == typeof(SiteId)
        || type == typeof(ImportId) || type == typeof(RawJson);

    private static void DescribeScalar(OpenApiSchema schema, Type type, bool isNullable)
    {
        schema.Type = (type == typeof(RawJson) ? JsonSchemaType.Object : JsonSchemaType.String) | (isNullable ? JsonSchemaType.Null : 0);
        if (type == typeof(DateOnly)) schema.Format = "date";
        if (type == typeof(DateTimeOffset)) schema.Format = "date-time";
        if (type == typeof(UnitId)) schema.Pattern = Patterns.Unit;
        if (type == typeof(SiteId)) schema.Pattern = Patterns.Site;
        if (type == typeof(ImportId)) schema.Pattern = Patterns.Import;
    }

    private static void DescribeProblem(OpenApiSchema schema)
    {
        schema.Required = new HashSet<string> { "type", "title", "status", "detail", "rule" };
        schema.AdditionalPropertiesAllowed = true;
        schema.AdditionalProperties = new OpenApiSchema { Description = "A figure behind the refusal: a number, a date or a name." };
    }

    /// <summary>A length on an array of texts is that of each text; the number of items has its own attribute.</summary>
    private static void MoveBoundsToItems(OpenApiSchema schema, JsonPropertyInfo member)
    {
        var attributes = member.AttributeProvider?.GetCustomAttributes(inherit: true) ?? [];
        foreach (var attribute in attributes)
        {
            if (attribute is ItemsAttribute items)
            {
                schema.MinItems = items.Min == 0 ? null : items.Min;
                schema.MaxItems = items.Max;
            }

            if (attribute is StringLengthAttribute length && schema.Items is OpenApiSchema item)
            {
                item.MinLength = length.MinimumLength == 0 ? null : length.MinimumLength;
                item.MaxLength = length.MaximumLength;
                schema.MinLength = schema.MaxLength = null;
            }
        }
    }

    /// <summary>The same of values by name.</summary>
    private static void MoveBoundsToValues(OpenApiSchema schema, OpenApiSchema value, JsonPropertyInfo member)
    {
        var attributes = member.AttributeProvider?.GetCustomAttributes(inherit: true) ?? [];
        if (attributes.OfType<ItemsAttribute>().FirstOrDefault() is { } items) schema.MaxProperties = items.Max;
        if (attributes.OfType<StringLengthAttribute>().FirstOrDefault() is not { } length) return;

        value.MinLength = length.MinimumLength == 0 ? null : length.MinimumLength;
        value.MaxLength = length.MaximumLength;
        schema.MinLength = schema.MaxLength = null;
    }
}

/// <summary>The forms of ids, as regular expressions.</summary>
internal static class Patterns
{
    public const string Person = "^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$";
    public const string Unit = "^[0-9A-HJ-NPQRTUWXY]{18}$";
    public const string Site = "^site-[0-9a-hjkmnp-tv-z]{26}$";
    public const string Import = "^import-[0-9a-f]{32}$";
    public const string IdempotencyKey = "^[!-~]{1,128}$";
}
