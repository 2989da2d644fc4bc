using Microsoft.OpenApi;

namespace NanchangEdu.Registry.Api.OpenApi;

/// <summary>The OpenAPI 3.1 document, made from the endpoints themselves.</summary>
internal static class OpenApiComposition
{
    public const string DocumentName = "v1";

    public static void AddRegistryOpenApi(this WebApplicationBuilder builder) => builder.Services.AddOpenApi(DocumentName, options =>
    {
        options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
        options.CreateSchemaReferenceId = SchemaWords.ReferenceId;
        options.AddSchemaTransformer(SchemaWords.Transform);
        options.AddOperationTransformer(OperationWords.Transform);
        options.AddDocumentTransformer(DocumentWords.Transform);
    });
}
