using Microsoft.OpenApi;
using NanchangEdu.Registry.Api.Bulk;
using NanchangEdu.Registry.Api.Bulk.Files;

namespace NanchangEdu.Registry.Api.OpenApi;

/// <summary>What the document says of files: those that are sent, and those that are answered.</summary>
internal static class FileWords
{
    public static void DescribeBody(OpenApiOperation operation, UploadMetadata upload) => operation.RequestBody = new OpenApiRequestBody
    {
        Required = true,
        Description = "The bytes of the file as they are, not a form.",
        Content = upload.ContentTypes.ToDictionary(type => type, _ => new OpenApiMediaType { Schema = Bytes() }),
    };

    public static void DescribeAnswer(OpenApiOperation operation)
    {
        if (operation.Responses?["200"] is not OpenApiResponse answer) return;
        answer.Description = "The file. `Content-Disposition` names it.";
        answer.Headers?.Remove("ETag");
        answer.Headers?.Add("Content-Disposition", new OpenApiHeader
        {
            Description = "A name for the file, in UTF-8.",
            Schema = new OpenApiSchema { Type = JsonSchemaType.String },
        });
        foreach (var (mediaType, media) in answer.Content ?? new Dictionary<string, OpenApiMediaType>())
            media.Schema = mediaType == FileForms.Json ? Rows() : Bytes();
    }

    /// <summary>A fresh one each time: schemas are changed by whoever writes the document.</summary>
    private static OpenApiSchema Bytes() => new() { Type = JsonSchemaType.String, Format = "binary" };

    private static OpenApiSchema Rows() => new()
    {
        Type = JsonSchemaType.Array,
        Description = "A row each, under the English names of the columns.",
        Items = new OpenApiSchema { Type = JsonSchemaType.Object, AdditionalPropertiesAllowed = true },
    };
}
