using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace NanchangEdu.Registry.Store.Tests;

/// <summary>An audit reads records in whatever order the database likes best: all of them, each with all that is its own.</summary>
public abstract class AuditStretchTests<TDatabase> : RegisterSuite<TDatabase>
    where TDatabase : Database, new()
{
    /// <summary>Wide enough that they do not fit into one stretch of either database.</summary>
    private const int Sites = 700;

    [Fact]
    public async Task Every_record_is_in_one_stretch_with_its_events_requests_and_deadlines()
    {
        var heads = await Task.WhenAll(Enumerable.Range(1, Sites).Select(number =>
            Committed(Sample.NewSite(Id(number)).Next(events: 2, state: Wide(number))
                .With((SiteCatalogRow site) => site with { Deadlines = [Sample.Deadline("plan", "2026-06-30")] }))));
        // Their rows move to another place, and leave a gap where they were.
        await Task.WhenAll(heads.Take(200).Select(head => Committed(head.Next().With((SiteCatalogRow site) => site with { Deadlines = [] }))));

        var (records, stretches) = (new List<AuditedRecord>(), await Store.Auditing.Stretches(RecordKind.Site, Token));
        foreach (var stretch in stretches) records.AddRange(await Store.Auditing.Records(stretch, Token));

        Assert.True(stretches.Length > 1, "one stretch held them all");
        Assert.Equal(Enumerable.Range(1, Sites).Select(Id), records.Select(record => record.Head.Id).Order(StringComparer.Ordinal));
        Assert.Equal((200 * 3) + ((Sites - 200) * 2), records.Sum(record => record.Events.Length));
        Assert.All(records, record => Assert.Equal(record.Events.Length == 2 ? 1 : 0, record.Catalog!.Deadlines.Length));
        Assert.All(records, record => Assert.Equal(record.Events.Select(row => row.Seq).Order(), record.Events.Select(row => row.Seq)));
        Assert.All(records, record => Assert.All(record.Events, row => Assert.Equal(record.Head.Id, row.Id)));
    }

    [Fact]
    public async Task Of_nothing_there_is_one_stretch_without_records() =>
        Assert.Empty(await Store.Auditing.Records(Assert.Single(await Store.Auditing.Stretches(RecordKind.Account, Token)), Token));

    [Fact]
    public async Task Of_a_state_its_hash_is_told()
    {
        await Committed(Sample.NewSite(Id(1)).Next(state: "{}"));

        var record = Assert.Single(await Store.Auditing.Records(Assert.Single(await Store.Auditing.Stretches(RecordKind.Site, Token)), Token));

        Assert.Equal(SHA256.HashData("{}"u8), record.Head.StateHash);
    }

    /// <summary>Text that does not get small, however it is packed.</summary>
    private static string Wide(int number) => string.Concat(
        Enumerable.Range(0, 10).Select(part => Convert.ToHexString(SHA512.HashData(Encoding.UTF8.GetBytes($"{number} {part}")))));

    private static string Id(int number) => string.Create(CultureInfo.InvariantCulture, $"site-{number:00000}");
}
