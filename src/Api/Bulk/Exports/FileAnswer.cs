using Microsoft.Net.Http.Headers;
using NanchangEdu.Registry.Api.Bulk.Files;

namespace NanchangEdu.Registry.Api.Bulk.Exports;

/// <summary>
/// A file that is written as its rows come, some at a time, and never lies in memory as a whole. Trouble before the first rows is a problem
/// like any other; trouble after them cuts the answer off, so that nobody takes half a file for a whole one.
/// </summary>
internal sealed class FileAnswer(string name, string mediaType, Func<Stream, IRowWriting> begin, IAsyncEnumerable<IReadOnlyList<IReadOnlyList<string>>> pages)
    : IResult, IStatusCodeHttpResult
{
    public int? StatusCode => StatusCodes.Status200OK;

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var (response, cancellationToken) = (httpContext.Response, httpContext.RequestAborted);
        await using var page = pages.GetAsyncEnumerator(cancellationToken);
        var isThere = await page.MoveNextAsync();

        var disposition = new ContentDispositionHeaderValue("attachment");
        disposition.SetHttpFileName(name);
        response.StatusCode = StatusCodes.Status200OK;
        response.ContentType = mediaType;
        response.Headers.ContentDisposition = disposition.ToString();

        await using var outflow = new Outflow();
        using (var writing = begin(outflow))
        {
            for (; isThere; isThere = await page.MoveNextAsync())
            {
                foreach (var row in page.Current) writing.Add(row);
                await outflow.Drain(response.Body, cancellationToken);
            }

            writing.End();
        }

        await outflow.Drain(response.Body, cancellationToken);
    }
}
