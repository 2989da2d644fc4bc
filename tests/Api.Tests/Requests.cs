using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Routing;
using NanchangEdu.Registry.Api.Http;
using NanchangEdu.Registry.Api.OpenApi;
using NanchangEdu.Registry.Contracts;

namespace NanchangEdu.Registry.Api.Tests;

/// <summary>An endpoint under test, with all that is needed to call it.</summary>
/// <param name="BodyType">Of a body in JSON; null when there is none, as of a question or of an upload.</param>
internal sealed record Operation(string Name, string Method, string Template, OperationMetadata Metadata, Type? BodyType)
{
    /// <summary>The path with ids that fit its forms and lead to nothing.</summary>
    public string Path => PathOf(SiteId.Derive("nobody", "nothing").Value);

    public string PathOf(string siteId) => Fill(Template, siteId);

    /// <summary>The template with a value of the right form for what is still open in it.</summary>
    public string Fill(string template, string? siteId = null) => Regex.Replace(template, @"\{(\w+)(:\w+)?\}", match => match.Groups[1].Value switch
    {
        "id" => siteId ?? SiteId.Derive("nobody", "nothing").Value,
        "uscc" => People.School.Uscc,
        "person" => "nobody",
        "client" or "hook" => "nothing",
        "n" => "1",
        "import" => ImportId.Derive("nobody", "nothing").Value,
        "table" => "units",
        "name" => "mine",
        "kind" => Template.Contains("/filings/", StringComparison.Ordinal) ? "icp" : "hosting",
        var other => throw new InvalidOperationException($"no value for the path parameter {other}"),
    });

    /// <summary>A path with the query parameters that must be there.</summary>
    public string Query => Template.EndsWith("/downline-quota/preview", StringComparison.Ordinal) ? "?from=2026-08-03&until=2026-08-07"
        : Name == "uploadImport" ? "?table=units"
        : "";

    public string? ExampleBody => BodyType is null ? null : Examples.Of(BodyType);

    public HttpRequestMessage Request(string? body = null, string? key = null) =>
        new HttpRequestMessage(new HttpMethod(Method), Path + Query).With(Metadata.TakesBody ? body ?? ExampleBody : null, key);

    public override string ToString() => $"{Method} {Template}";
}

internal static class Operations
{
    /// <summary>Everything under the API's root.</summary>
    public static IReadOnlyList<Operation> Of(Gateway gateway) =>
        [.. gateway.Routes.Where(route => route.Metadata.GetMetadata<OperationMetadata>() is not null).Select(Of)];

    public static Operation Named(Gateway gateway, string name) => Of(gateway).Single(operation => operation.Name == name);

    private static Operation Of(RouteEndpoint route) => new(
        route.Metadata.GetRequiredMetadata<Microsoft.AspNetCore.Routing.IEndpointNameMetadata>().EndpointName,
        route.Metadata.GetRequiredMetadata<Microsoft.AspNetCore.Routing.HttpMethodMetadata>().HttpMethods.Single(),
        "/" + route.RoutePattern.RawText!.Trim('/'),
        route.Metadata.GetRequiredMetadata<OperationMetadata>(),
        route.Metadata.GetMetadata<AskedMetadata>()?.BodyType);
}

internal static class RequestParts
{
    private static int keys;

    /// <summary>Adds a JSON body and an idempotency key, a fresh one unless given.</summary>
    public static HttpRequestMessage With(this HttpRequestMessage request, string? json, string? key = null)
    {
        if (json is not null)
        {
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(json));
            request.Content.Headers.ContentType = new("application/json");
        }

        request.Headers.Add(IdempotencyKeys.Header, key ?? FreshKey());
        return request;
    }

    public static string FreshKey() => string.Create(CultureInfo.InvariantCulture, $"key-{Interlocked.Increment(ref keys)}-{Guid.NewGuid()}");
}
