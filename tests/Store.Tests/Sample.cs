using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace NanchangEdu.Registry.Store.Tests;

/// <summary>Where a record stands: what the next commit must continue.</summary>
public sealed record Head(RecordKind Kind, string Id, long Version, long Seq, byte[] Hash)
{
    public static Head New(RecordKind kind, string id) => new(kind, id, 0, 0, LedgerChain.Genesis.ToArray());

    public static Head After(Commit commit) =>
        new(commit.Kind, commit.Id, commit.ExpectedVersion + 1, commit.Events[^1].Seq, commit.Events[^1].Hash);

    public static Head Of(RecordKind kind, StoredRecord record) => new(kind, record.Id, record.Version, record.LedgerSeq, record.LedgerHash);
}

/// <summary>Commits as the grains make them, with plausible values where the test does not care.</summary>
internal static class Sample
{
    public static readonly DateTimeOffset Start = new(2026, 3, 2, 1, 0, 0, TimeSpan.Zero);

    public const string School = "12360100491234567A";

    public const string Bureau = "11360100014502345B";

    public static readonly CatalogScope Everything = CatalogScope.Everything;

    public static Head NewSite(string id) => Head.New(RecordKind.Site, id);

    public static Head NewUnit(string id) => Head.New(RecordKind.Unit, id);

    public static Head NewAccount(string id) => Head.New(RecordKind.Account, id);

    /// <summary>The record's next commit: so many events, everything else plain.</summary>
    public static Commit Next(this Head head, int events = 1, string? state = null)
    {
        var ledger = ImmutableArray.CreateBuilder<LedgerEvent>(events);
        var previous = head.Hash;
        for (var seq = head.Seq + 1; seq <= head.Seq + events; seq++)
        {
            ledger.Add(Event(head, seq, previous));
            previous = ledger[^1].Hash;
        }

        return new Commit(
            head.Kind,
            head.Id,
            head.Version,
            Encoding.UTF8.GetBytes(state ?? string.Create(CultureInfo.InvariantCulture, $$"""{"网站":"{{head.Id}}","version":{{head.Version + 1}}}""")),
            head.Kind == RecordKind.Site ? Site() : null,
            head.Kind == RecordKind.Unit ? Unit() : null,
            ledger.ToImmutable(),
            Releases: [],
            Takes: [],
            Answer: null)
        {
            Account = head.Kind == RecordKind.Account ? Account() : null,
        };
    }

    public static Commit Taking(this Commit commit, string scope, params string[] anyOf) =>
        commit with { Takes = commit.Takes.Add(new ClaimTake(scope, [.. anyOf])) };

    public static Commit Releasing(this Commit commit, string scope, string? value = null) =>
        commit with { Releases = commit.Releases.Add(new ClaimRelease(scope, value)) };

    public static Commit Answering(this Commit commit, string actor, string key, string body = """{"结果":"已登记"}""") => commit with
    {
        Answer = new AnswerRow(actor, key, $"hash of {key}", 201, Encoding.UTF8.GetBytes(body), Start),
    };

    public static Commit With(this Commit commit, Func<SiteCatalogRow, SiteCatalogRow> change) => commit with { Site = change(commit.Site!) };

    public static Commit With(this Commit commit, Func<UnitCatalogRow, UnitCatalogRow> change) => commit with { Unit = change(commit.Unit!) };

    public static Commit With(this Commit commit, Func<AccountCatalogRow, AccountCatalogRow> change) => commit with { Account = change(commit.Account!) };

    public static SiteCatalogRow Site() => new(
        Name: "南昌市第一中学网站",
        MainHost: "nc1z.nc.gov.cn",
        Unit: School,
        UnitName: "南昌市第一中学",
        UnitType: "school",
        Authority: Bureau,
        Lineage: "lineage-1",
        Stage: "draft",
        Compliance: "ok",
        IcpState: "none",
        IcpNumber: null,
        PublicSecurityState: "none",
        GradedState: "none",
        GradedLevel: null,
        SiteMarkState: "none",
        SearchText: "南昌市第一中学网站 nc1z.nc.gov.cn",
        RegisteredAt: Start,
        ClosedAt: null,
        NextExpiryOn: null,
        NextDueAt: null,
        Requests: []);

    public static UnitCatalogRow Unit() => new("南昌市第一中学", "school", Bureau, null);

    public static AccountCatalogRow Account() => new("王静", "wang.jing", "active", "clerk", School, null, Encoding.UTF8.GetBytes("""{"epoch":1}"""));

    public static RequestCatalogRow Request(int number) => new(
        number, "launch", "submitted", 1, null, null, "person-1", "张三", Start.AddDays(number), Start.AddDays(number), null);

    /// <summary>A deadline of the date, with a reminder a week before it.</summary>
    public static DeadlineCatalogRow Deadline(string kind, string dueOn, int number = 0)
    {
        var due = DateOnly.ParseExact(dueOn, "yyyy-MM-dd", CultureInfo.InvariantCulture);
        return new(kind, number, "NC-9.3", "sponsor", due.AddDays(-30), due, false, "请填报应急预案", "record the plan", "-7,0/7/7", false, due.AddDays(-7));
    }

    private static LedgerEvent Event(Head head, long seq, byte[] previous)
    {
        var body = Encoding.UTF8.GetBytes(string.Create(
            CultureInfo.InvariantCulture, $$"""{"kind":"{{head.Kind}}","id":"{{head.Id}}","seq":{{seq}},"version":{{head.Version + 1}}}"""));
        return new LedgerEvent(
            seq, "siteRegistered", Start, Start.AddSeconds(1), "person-1", "clerk", School, "request-1", "2026-01-01", body, previous,
            LedgerChain.Hash(previous, body));
    }
}
