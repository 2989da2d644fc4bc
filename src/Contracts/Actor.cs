using System.Collections.Immutable;

namespace NanchangEdu.Registry.Contracts;

/// <summary>The roles of the registry. A person acts in one role at a time; the token says which.</summary>
public enum Role
{
    /// <summary>学校经办人: drafts and files for the own unit.</summary>
    Clerk = 1,
    /// <summary>主要负责人、第一责任人: the clerk's rights and the yearly responsibility statement.</summary>
    Head = 2,
    /// <summary>主管单位审核人.</summary>
    Reviewer = 3,
    /// <summary>主管单位负责人: the reviewer's rights, exemptions, corrections, overrides, substitutes.</summary>
    Lead = 4,
    /// <summary>网信中心.</summary>
    Centre = 5,
    /// <summary>运维: stage, health and counters only.</summary>
    Ops = 6,
    /// <summary>审计.</summary>
    Auditor = 7,
    /// <summary>管理员: units, accounts, rule packs; never a decision.</summary>
    Admin = 8,
    /// <summary>The registry itself, for what time alone brings about. No token carries it.</summary>
    System = 9,
}

/// <summary>Who asks, as the token says. Never taken from a body.</summary>
/// <param name="PersonId">The person, whatever the role: self-approval is judged by it.</param>
/// <param name="Name">The name shown beside decisions.</param>
/// <param name="Role">The role acted in.</param>
/// <param name="Unit">The unit of which the person is a member, if any.</param>
/// <param name="Authority">The supervising authority for which a reviewer or lead acts.</param>
[GenerateSerializer, Immutable, Alias("nce.Actor")]
public sealed record Actor(
    [property: Id(0)] string PersonId,
    [property: Id(1)] string Name,
    [property: Id(2)] Role Role,
    [property: Id(3)] UnitId? Unit,
    [property: Id(4)] UnitId? Authority)
{
    /// <summary>
    /// The authorities below <see cref="Authority"/>, as the register's units say: authorities form a tree, and one sees its own
    /// branch of it. Empty for all but reviewers and leads.
    /// </summary>
    [Id(5)]
    public ImmutableArray<UnitId> Subordinates { get; init; } = [];

    /// <summary>Whether the records of this authority's units are within the actor's branch of the tree.</summary>
    public bool Oversees(UnitId? authority) => authority is { } known
        && (Authority == known || (!Subordinates.IsDefaultOrEmpty && Authority is not null && Subordinates.Contains(known)));

    public static Actor System { get; } = new("system", "系统", Role.System, null, null);

    /// <summary>The role alone: logs name no person.</summary>
    public override string ToString() => Role.ToString();
}

/// <summary>What goes with every command and is no part of what it asks.</summary>
/// <param name="By">Who asks.</param>
/// <param name="IdempotencyKey">The caller's key, 1 to 128 visible ASCII characters.</param>
/// <param name="RequestHash">Lower-case hex SHA-256 of method, path and body: tells a repeat from another request under the same key.</param>
/// <param name="ExpectedVersion">From If-Match; null when the caller does not care.</param>
/// <param name="RequestId">The trace id under which logs and ledger know the request.</param>
[GenerateSerializer, Immutable, Alias("nce.Envelope")]
public sealed record Envelope(
    [property: Id(0)] Actor By,
    [property: Id(1)] string IdempotencyKey,
    [property: Id(2)] string RequestHash,
    [property: Id(3)] long? ExpectedVersion,
    [property: Id(4)] string RequestId)
{
    /// <summary>The request alone, under which the ledger knows the rest.</summary>
    public override string ToString() => RequestId;
}
