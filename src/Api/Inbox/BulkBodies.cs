using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using NanchangEdu.Registry.Api.Http;
using NanchangEdu.Registry.Api.Sites;
using NanchangEdu.Registry.Contracts;

namespace NanchangEdu.Registry.Api.Inbox;

/// <summary>One of the requests that a bulk is about.</summary>
/// <param name="Site">The site's id.</param>
/// <param name="Request">The request's number at its site.</param>
/// <param name="Version">The version of the site that the decision relies on; any if absent.</param>
public sealed record RequestItemBody(
    SiteId Site,
    [property: Range(1, RequestItemBody.NumberMax)] int Request,
    [property: Range(1, int.MaxValue)] int? Version = null)
{
    public const int NumberMax = 999_999_999;

    /// <summary>A request that stands there twice: which of the two would be meant?</summary>
    public static Fault? FindDouble(IReadOnlyList<RequestItemBody> items)
    {
        var seen = new HashSet<(SiteId, int)>();
        for (var index = 0; index < items.Count; index++)
        {
            if (!seen.Add((items[index].Site, items[index].Request)))
                return new Fault($"items[{index}]", "duplicate-item", "同一件申请重复出现", "is a request that stands there already");
        }

        return null;
    }
}

/// <summary>One decision on many requests, with one reason for all.</summary>
/// <param name="Items">The requests, each once.</param>
/// <param name="Decision">Approve, return or reject.</param>
/// <param name="Note">Words that go with each approval.</param>
/// <param name="Reasons">Why each is returned or rejected.</param>
public sealed record BulkDecisionBody(
    [property: Items(1, Limits.BulkItems)] RequestItemBody[] Items,
    DecisionChoice Decision,
    [property: Text(Limits.NoteLength)] string? Note = null,
    [property: Items(0, 50)] ReasonItemBody[]? Reasons = null) : ICrossChecked
{
    public Fault? Find() => RequestItemBody.FindDouble(Items) ?? One().Find();

    /// <summary>The decision as it would be asked of one request alone.</summary>
    public DecisionBody One() => new(Decision, Note, Reasons);
}

/// <summary>Who takes the requests: the caller when nobody is named.</summary>
/// <param name="Items">The requests, each once.</param>
/// <param name="PersonId">Id of the person who gets them.</param>
/// <param name="Name">The person's name.</param>
public sealed record BulkAssignmentBody(
    [property: Items(1, Limits.BulkItems)] RequestItemBody[] Items,
    [property: Text(Limits.PersonIdLength)] string? PersonId = null,
    [property: Text(Limits.NameLength)] string? Name = null) : ICrossChecked
{
    public Fault? Find() => RequestItemBody.FindDouble(Items) ?? new AssignmentBody(PersonId, Name).Find();
}

/// <summary>What became of one item.</summary>
public enum BulkOutcome
{
    Done = 1,
    /// <summary>A rule says no; `problem` says which.</summary>
    Refused = 2,
    /// <summary>No such site, or outside the caller's scope.</summary>
    NotFound = 3,
    /// <summary>The site is not at the version that was named.</summary>
    Stale = 4,
    /// <summary>Not known to be done, or not tried any more: repeat the bulk under its key.</summary>
    Unknown = 5,
}

/// <param name="Version">The site's version after it was done, or when it was refused; null otherwise.</param>
/// <param name="Problem">Why not, as the single command would be answered; absent when it was done.</param>
public sealed record BulkResultView(
    SiteId Site, int Request, BulkOutcome Outcome, long? Version,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] Problem? Problem = null);

/// <param name="Results">One for each item, in their order.</param>
public sealed record BulkView(ImmutableArray<BulkResultView> Results);
