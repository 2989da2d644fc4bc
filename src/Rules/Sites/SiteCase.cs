using System.Collections.Immutable;
using System.Text.Json.Serialization;
using NanchangEdu.Registry.Contracts;

namespace NanchangEdu.Registry.Rules;

/// <summary>违规案件 (NC-3.13): opened by an overrun or by a report, decided by people.</summary>
/// <param name="Cause">One of <see cref="CaseCauses"/>.</param>
/// <param name="Window">The downline that went on too long; 0 where there was none.</param>
/// <param name="DissolvedAt">When it turned out that the site had been back in time.</param>
public sealed record SiteCase(int Number, string Cause, int Window, DateTimeOffset OpenedAt, DateTimeOffset? DissolvedAt)
{
    // None of these is stored before it is there: cases from before there was a procedure stay as they are.

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public DowntimeReport? Report { get; init; }

    /// <summary>Who reported it; null where time alone opened it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public Person? ReportedBy { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public CaseReply? Reply { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public CaseDecision? Decision { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public CaseAppeal? Appeal { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public NoticeOfCriticism? Notice { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public CaseConclusion? Conclusion { get; init; }

    /// <summary>Nobody decided yet, and it is still about something.</summary>
    [JsonIgnore]
    public bool IsUndecided => DissolvedAt is null && Decision is null;

    /// <summary>Undecided, or found to be so: it speaks against the site.</summary>
    [JsonIgnore]
    public bool Stands => DissolvedAt is null && Decision?.Result != CaseResult.Dismissed && Appeal?.Decision?.Result != AppealResult.Overturned;

    /// <summary>Found to be so, and no appeal changed that.</summary>
    [JsonIgnore]
    public bool IsConfirmed => Stands && Decision is not null;

    /// <summary>When it was over; null while it goes on.</summary>
    [JsonIgnore]
    public DateTimeOffset? EndedAt => DissolvedAt ?? Conclusion?.At ?? (Stands ? null : Appeal?.Decision?.At ?? Decision?.At);
}

/// <summary>申辩: what the unit's head says to it, before anybody decides.</summary>
public sealed record CaseReply(DateTimeOffset At, string Statement, ImmutableArray<Exhibit> Exhibits, Person By);

/// <param name="HasAdverseEffect">造成不良影响: a confirmed case with it is followed by a notice of criticism.</param>
public sealed record CaseDecision(DateTimeOffset At, CaseResult Result, bool HasAdverseEffect, string Reason, Person By);

/// <summary>申诉 against a finding.</summary>
/// <param name="Decision">Null while nobody decided.</param>
public sealed record CaseAppeal(DateTimeOffset At, string Reason, ImmutableArray<Exhibit> Exhibits, Person By, AppealDecision? Decision);

public sealed record AppealDecision(DateTimeOffset At, AppealResult Result, string Reason, Person By);

/// <summary>通报批评, a draft until it is issued.</summary>
/// <param name="DocumentNumber">文号; null of a draft.</param>
/// <param name="By">Who wrote the draft, or issued it.</param>
public sealed record NoticeOfCriticism(string Text, DateTimeOffset DraftedAt, DateTimeOffset? IssuedAt, string? DocumentNumber, Person By);

/// <summary>结案</summary>
public sealed record CaseConclusion(DateTimeOffset At, string Note, Person By);
