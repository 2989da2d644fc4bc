using System.Collections.Immutable;

namespace NanchangEdu.Registry.Contracts;

/// <summary>What a case is about: stored in the ledger under these names.</summary>
public static class CaseCauses
{
    /// <summary>A downline that went on past its end: time alone opens it.</summary>
    public const string DownlineOverdue = "downline-overdue";

    /// <summary>自行下线: down without leave, as a person reports it.</summary>
    public const string DowntimeWithoutLeave = "downtime-without-leave";
}

/// <summary>佐证: a file that shows something. The registry keeps its hash, whoever names it keeps the file.</summary>
/// <param name="Name">What it shows.</param>
/// <param name="Sha256">Lower-case hex SHA-256 of the file.</param>
[GenerateSerializer, Immutable, Alias("nce.Exhibit")]
public sealed record Exhibit([property: Id(0)] string Name, [property: Id(1)] string Sha256);

/// <summary>What was seen of a site that was down without leave.</summary>
/// <param name="DownFrom">Since when it was seen down, UTC.</param>
/// <param name="DownUntil">When it was seen back, UTC; null while it is down.</param>
/// <param name="Observation">Who saw it, and how.</param>
[GenerateSerializer, Immutable, Alias("nce.DowntimeReport")]
public sealed record DowntimeReport(
    [property: Id(0)] DateTimeOffset DownFrom,
    [property: Id(1)] DateTimeOffset? DownUntil,
    [property: Id(2)] string Observation,
    [property: Id(3)] ImmutableArray<Exhibit> Exhibits);

/// <summary>What a person of the authority finds in a case (NC-3.13).</summary>
public enum CaseResult
{
    /// <summary>认定</summary>
    Confirmed = 1,
    /// <summary>不予认定</summary>
    Dismissed = 2,
}

/// <summary>What becomes of a finding that was appealed against.</summary>
public enum AppealResult
{
    /// <summary>维持: the finding stands.</summary>
    Upheld = 1,
    /// <summary>撤销: the finding is void.</summary>
    Overturned = 2,
}

/// <summary>Where a case stands.</summary>
public enum CaseState
{
    /// <summary>待申辩: the unit may reply, and nobody decides before it did or its time is over.</summary>
    AwaitingReply = 1,
    /// <summary>待认定</summary>
    AwaitingDecision = 2,
    /// <summary>已认定</summary>
    Confirmed = 3,
    /// <summary>不予认定</summary>
    Dismissed = 4,
    /// <summary>申诉处理中</summary>
    UnderAppeal = 5,
    /// <summary>申诉后撤销</summary>
    Overturned = 6,
    /// <summary>已结案</summary>
    Concluded = 7,
    /// <summary>已消除: the site had been back in time.</summary>
    Dissolved = 8,
}
