using System.Collections.Immutable;

namespace NanchangEdu.Registry.Silo.Audit;

/// <summary>Pages of something long.</summary>
internal static class AuditPages
{
    /// <summary>Reads the next page while the one before is looked at.</summary>
    /// <param name="read">The page after this item; the first after none. An empty page is the end.</param>
    public static async IAsyncEnumerable<ImmutableArray<T>> Ahead<T>(Func<T?, Task<ImmutableArray<T>>> read)
        where T : class
    {
        var page = await read(null);
        while (page is [.., var last])
        {
            var next = read(last);
            yield return page;
            page = await next;
        }
    }
}
