namespace NanchangEdu.Registry.Silo.Audit;

/// <summary>Pages of something long.</summary>
internal static class AuditPages
{
    /// <summary>Reads the next page while the one before is looked at.</summary>
    /// <param name="first">The first page.</param>
    /// <param name="next">The one after this one; null after the last.</param>
    public static async IAsyncEnumerable<TPage> Ahead<TPage>(Task<TPage> first, Func<TPage, Task<TPage>?> next)
    {
        var page = await first;
        while (true)
        {
            var coming = next(page);
            yield return page;
            if (coming is null) yield break;

            page = await coming;
        }
    }
}
