namespace NanchangEdu.Registry.Api.OpenApi;

internal static class OpenApiComposition
{
    public static void AddRegistryOpenApi(this WebApplicationBuilder builder) => builder.Services.AddOpenApi("v1");
}
