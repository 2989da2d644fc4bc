namespace NanchangEdu.Registry.Store.Tests;

/// <summary>Three units under two authorities, each with a site, a request, a deadline and a person; and who sees what of them.</summary>
internal static class Tenants
{
    public static readonly string[] Records = ["1", "2", "3"];

    /// <summary>All, unit, authorities with blanks between them; then the numbers of the records that are seen.</summary>
    public static TheoryData<bool, string?, string?, string> Scopes { get; } = new()
    {
        { true, null, null, "1 2 3" },
        { false, null, null, "" },
        { false, "U1", null, "1" },
        { false, "U2", null, "2" },
        { false, null, "A1", "1 2" },
        { false, null, "A2", "3" },
        { false, null, "A1 A2", "1 2 3" },
        { false, null, "A2 A3", "3" },
        { false, "U1", "A2", "1 3" },
        { false, "", "", "" },
        { false, "u1", null, "" },
        { false, "U%", "A_", "" },
        { false, "true", "{A1} A1,A2 \" \\ NULL", "" },
        { false, "U\0", "A\0", "" },
    };

    public static CatalogScope Scope(bool all, string? unit, string? authority) => new(all, unit, authority is null ? [] : [.. authority.Split(' ')]);

    public static string[] Numbers(string visible) => visible.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    public static async Task Fill(IRegisterStore store)
    {
        foreach (var (n, authority) in new[] { (1, "A1"), (2, "A1"), (3, "A2") })
        {
            await Commit(Sample.NewUnit($"U{n}").Next().With((UnitCatalogRow row) => row with { Authority = authority }));
            await Commit(Sample.NewAccount($"P{n}").Next().With((AccountCatalogRow row) => row with { Unit = $"U{n}", Authority = authority }));
            await Commit(Sample.NewSite($"S{n}").Next().With((SiteCatalogRow row) => row with
            {
                Unit = $"U{n}",
                Authority = authority,
                Stage = $"stage-{n}",
                Requests = [Sample.Request(n)],
                Deadlines = [Sample.Deadline("plan", "2026-06-30")],
            }));
        }

        async Task Commit(Commit commit) => Assert.IsType<CommitResult.Committed>(await store.Commit(commit));
    }
}
