using System.Net;
using System.Text;
using System.Text.Json;
using NanchangEdu.Registry.Api.Bulk.Files;
using NanchangEdu.Registry.Api.Http;
using NanchangEdu.Registry.Contracts;

namespace NanchangEdu.Registry.Api.Tests;

/// <summary>Uploads files and waits for what becomes of them.</summary>
internal static class UploadedFiles
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    /// <summary>Uploads a CSV; returns the import's id. The dry run goes on behind it.</summary>
    public static async Task<string> Upload(Gateway gateway, Actor by, string table, string csv)
    {
        using var client = gateway.As(by);
        return await client.Upload(table, Encoding.UTF8.GetBytes(csv), FileForms.Csv);
    }

    public static async Task<string> Upload(this HttpClient client, string table, byte[] file, string mediaType)
    {
        using var answer = await client.SendAsync(Request(table, file, mediaType));
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.StatusCode == HttpStatusCode.Created, text);
        var id = JsonDocument.Parse(text).RootElement.GetProperty("id").GetString()!;
        Assert.Equal($"{Routes.Imports}/{id}", answer.Headers.Location?.ToString());
        return id;
    }

    public static HttpRequestMessage Request(string table, byte[] file, string mediaType, string? key = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, $"{Routes.Imports}?table={table}") { Content = new ByteArrayContent(file) };
        request.Content.Headers.ContentType = new(mediaType);
        request.Headers.Add(IdempotencyKeys.Header, key ?? RequestParts.FreshKey());
        return request;
    }

    /// <summary>The import once nothing of it is under way.</summary>
    public static async Task<JsonElement> Settled(this HttpClient client, string id)
    {
        for (var begun = TimeProvider.System.GetTimestamp(); ;)
        {
            var import = JsonDocument.Parse(await client.GetStringAsync($"{Routes.Imports}/{id}")).RootElement;
            if (import.GetProperty("state").GetString() is not ("receiving" or "checking" or "applying")) return import;
            Assert.True(TimeProvider.System.GetElapsedTime(begun) < Patience, import.GetRawText());
            await Task.Delay(50);
        }
    }

    public static async Task<JsonElement[]> Rows(this HttpClient client, string id, string query = "") =>
        [.. JsonDocument.Parse(await client.GetStringAsync($"{Routes.Imports}/{id}/rows{query}")).RootElement.GetProperty("items").EnumerateArray()];

    public static Task<HttpResponseMessage> Apply(this HttpClient client, string id, bool skipErrors = false, string? key = null) => client.SendAsync(
        new HttpRequestMessage(HttpMethod.Post, $"{Routes.Imports}/{id}/application").With(skipErrors ? """{"skipErrors": true}""" : "{}", key));

    /// <summary>How many rows are in a state.</summary>
    public static int Count(this JsonElement import, string state) => import.GetProperty("rows").GetProperty(state).GetInt32();
}
