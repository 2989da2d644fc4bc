namespace NanchangEdu.Registry.Store;

/// <summary>
/// The tree of authorities lies in the units: each names the authority above it, and a unit that others name is an authority itself.
/// Every database of ours asks it by the same words.
/// </summary>
internal static class AuthorityTree
{
    /// <summary>All below one, however deep; a circle, should somebody make one, is walked once.</summary>
    /// <param name="authority">The place of the authority's parameter.</param>
    /// <param name="take">The place of the limit's.</param>
    public static string Below(string authority, string take) => $"""
        WITH RECURSIVE below(id) AS (
            SELECT u.id FROM unit AS u WHERE u.authority = {authority} AND EXISTS (SELECT 1 FROM unit AS v WHERE v.authority = u.id)
            UNION
            SELECT u.id FROM below AS b JOIN unit AS u ON u.authority = b.id WHERE EXISTS (SELECT 1 FROM unit AS v WHERE v.authority = u.id))
        SELECT id FROM below WHERE id <> {authority} ORDER BY id LIMIT {take}
        """;
}
