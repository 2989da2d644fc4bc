using System.Collections.Immutable;
using System.Text.Json.Serialization;
using NanchangEdu.Registry.Contracts;

namespace NanchangEdu.Registry.Rules;

/// <summary>申请: one number for life, a round for each filing, every word of the review kept.</summary>
public sealed record Request(int Number, RequestKind Kind, RequestState State, DateTimeOffset SubmittedAt, ImmutableArray<RequestRound> Rounds)
{
    public Person? Assignee { get; init; }

    public Verification? Verification { get; init; }

    public DateTimeOffset? UrgedAt { get; init; }

    public int Urges { get; init; }

    /// <summary>When its state last changed.</summary>
    public DateTimeOffset ChangedAt { get; init; }

    public RequestEnding? Ending { get; init; }

    /// <summary>For a transfer: who accepted for the receiver.</summary>
    public Person? AcceptedBy { get; init; }

    [JsonIgnore]
    public bool IsOpen => State is RequestState.Submitted or RequestState.InReview or RequestState.Returned;

    [JsonIgnore]
    public RequestRound Latest => Rounds[^1];

    [JsonIgnore]
    public Person FiledBy => Rounds[0].By;

    public bool WasFiledBy(string personId) => Rounds.Any(r => r.By.Id == personId);
}

/// <param name="Differences">Against the round before: what the same reviewer is shown (L8).</param>
/// <param name="Returned">The reasons with which this round was returned; empty unless it was.</param>
public sealed record RequestRound(
    int Round, RequestContent Content, string? Note, DateTimeOffset At, Person By, ImmutableArray<Difference> Differences,
    ImmutableArray<ReturnReason> Returned, DateTimeOffset? ReturnedAt, Person? ReturnedBy);

/// <summary>How it ended, by whom, and for whom a substitute acted.</summary>
public sealed record RequestEnding(
    DateTimeOffset At, Person? By, Person? OnBehalfOf, string? Note, ImmutableArray<ReturnReason> Reasons);
