namespace NanchangEdu.Registry.Store.Tests;

/// <summary>What books and reports are made of: a year of a record's ledger, and every site's record in turn.</summary>
public abstract class LedgerSpanTests<TDatabase> : RegisterSuite<TDatabase>
    where TDatabase : Database, new()
{
    private static readonly DateTimeOffset From = new(2026, 12, 31, 16, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Until = From.AddYears(1);

    [Theory]
    [InlineData(RecordKind.Site)]
    [InlineData(RecordKind.Unit)]
    [InlineData(RecordKind.Account)]
    public async Task What_was_recorded_from_an_instant_until_before_another_comes_by_sequence(RecordKind kind)
    {
        var head = await At(Head.New(kind, "R1"), From.AddTicks(-1));
        head = await At(head, From);
        head = await At(head, From.AddDays(9));
        head = await At(head, Until.AddTicks(-1));
        head = await At(head, Until);
        await At(Head.New(kind, "R2"), From.AddDays(3));

        var span = await Catalog.HistoryBetween(kind, "R1", Sample.Everything, From, Until, 50, Token);

        Assert.Equal([2L, 3L, 4L], span!.Items.Select(row => row.Seq));
        Assert.False(span.IsCut);
        Assert.Equal(head.Seq, span.HeadSeq);
        Assert.Equal(head.Hash, span.HeadHash);
        var whole = (await Catalog.History(kind, "R1", Sample.Everything, null, 50, Token))!;
        Assert.Equal(whole.Unit, span.Unit);
        Assert.Equal(whole.Items[1].Body, span.Items[0].Body);
        Assert.Equal((whole.Items[1].Type, whole.Items[1].RecordedAt, whole.Items[1].Position), (span.Items[0].Type, span.Items[0].RecordedAt, span.Items[0].Position));
    }

    [Fact]
    public async Task More_than_was_asked_for_is_cut_and_said_to_be()
    {
        var head = Sample.NewSite("S1");
        for (var n = 0; n < 4; n++) head = await At(head, From.AddDays(n));

        var cut = await Catalog.HistoryBetween(RecordKind.Site, "S1", Sample.Everything, From, Until, 3, Token);
        var whole = await Catalog.HistoryBetween(RecordKind.Site, "S1", Sample.Everything, From, Until, 4, Token);

        Assert.Equal([1L, 2L, 3L], cut!.Items.Select(row => row.Seq));
        Assert.Equal((true, 4L), (cut.IsCut, cut.HeadSeq));
        Assert.Equal((false, 4), (whole!.IsCut, whole.Items.Length));
    }

    [Fact]
    public async Task A_year_without_events_is_empty_and_not_unknown()
    {
        var head = await At(Sample.NewSite("S1"), From.AddTicks(-1));

        var span = await Catalog.HistoryBetween(RecordKind.Site, "S1", Sample.Everything, From, Until, 50, Token);

        Assert.Empty(span!.Items);
        Assert.Equal(head.Hash, span.HeadHash);
        Assert.Null(await Catalog.HistoryBetween(RecordKind.Site, "S9", Sample.Everything, From, Until, 50, Token));
    }

    [Theory]
    [MemberData(nameof(Tenants.Scopes), MemberType = typeof(Tenants))]
    public async Task It_shows_the_scope_and_nothing_else(bool all, string? unit, string? authority, string visible)
    {
        await Tenants.Fill(Store);
        var (scope, numbers) = (Tenants.Scope(all, unit, authority), Tenants.Numbers(visible));
        foreach (var n in Tenants.Records)
        {
            foreach (var (kind, id) in new[] { (RecordKind.Site, $"S{n}"), (RecordKind.Unit, $"U{n}"), (RecordKind.Account, $"P{n}") })
            {
                var span = await Catalog.HistoryBetween(kind, id, scope, Sample.Start, Sample.Start.AddDays(1), 50, Token);
                Assert.Equal(numbers.Contains(n), span is not null);
                if (span is not null) Assert.Single(span.Items);
            }
        }
    }

    [Fact]
    public async Task Every_site_comes_once_in_the_order_of_ids_with_the_bytes_that_were_committed()
    {
        foreach (var id in new[] { "S3", "S1", "S5", "S2", "S4" }) await Committed(Sample.NewSite(id).Next());
        await Committed(Sample.NewUnit("S0").Next());
        var changed = await Store.Load(RecordKind.Site, "S2", Token);
        await Committed(Head.Of(RecordKind.Site, changed!).Next(state: """{"网站":"改名"}"""));

        var first = await Catalog.SiteRecords(null, 2, Token);
        var second = await Catalog.SiteRecords(first[^1].Id, 2, Token);
        var third = await Catalog.SiteRecords(second[^1].Id, 2, Token);

        Assert.Equal(["S1", "S2", "S3", "S4", "S5"], first.Concat(second).Concat(third).Select(record => record.Id));
        Assert.Equal(("S2", 2L, """{"网站":"改名"}"""), (first[1].Id, first[1].Version, System.Text.Encoding.UTF8.GetString(first[1].State)));
        Assert.Empty(await Catalog.SiteRecords("S5", 2, Token));
    }

    /// <summary>The record's next event, recorded then.</summary>
    private async Task<Head> At(Head head, DateTimeOffset recordedAt)
    {
        var commit = head.Next();
        return await Committed(commit with { Events = [commit.Events[0] with { RecordedAt = recordedAt }] });
    }
}
