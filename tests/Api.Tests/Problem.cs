using System.Net;
using System.Text.Json;

namespace NanchangEdu.Registry.Api.Tests;

internal static class ProblemAssertions
{
    /// <summary>A stream of events has no end to wait for.</summary>
    public static bool IsStream(this HttpResponseMessage answer) => answer.Content.Headers.ContentType?.MediaType == "text/event-stream";

    /// <summary>The answer is a whole problem of RFC 9457, its parts in accord; returns it.</summary>
    public static async Task<JsonElement> ShouldBeProblem(this HttpResponseMessage answer, HttpStatusCode status, string? rule = null)
    {
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.StatusCode == status, $"{answer.RequestMessage?.Method} {answer.RequestMessage?.RequestUri} answered {(int)answer.StatusCode}: {text}");
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);

        using var document = JsonDocument.Parse(text);
        var problem = document.RootElement.Clone();
        Assert.Equal((int)status, problem.GetProperty("status").GetInt32());
        Assert.Equal($"/problems/{problem.GetProperty("rule").GetString()}", problem.GetProperty("type").GetString());
        Assert.False(string.IsNullOrWhiteSpace(problem.GetProperty("title").GetString()));
        Assert.False(string.IsNullOrWhiteSpace(problem.GetProperty("detail").GetString()));
        if (rule is not null) Assert.Equal(rule, problem.GetProperty("rule").GetString());
        return problem;
    }
}
