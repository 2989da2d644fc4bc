using NanchangEdu.Registry.Contracts;

namespace NanchangEdu.Registry.Rules;

/// <summary>A duty with its last date: a fact of the state and the rule pack, the same whoever asks and whenever.</summary>
/// <param name="Kind">An item of the launch gate, or one of <see cref="DeadlineKinds"/>.</param>
/// <param name="Number">Of the request, window, suspension or exemption; 0 where a site has one of the kind at most.</param>
/// <param name="Clause">The clause behind it (NC-3.7).</param>
/// <param name="Who">Who must act.</param>
/// <param name="Since">The date on which it began: nobody is reminded of it before.</param>
/// <param name="DueOn">Its last date, Asia/Shanghai.</param>
/// <param name="IsEstimated">Whether working days were counted in a year without a published calendar.</param>
public sealed record Deadline(
    string Kind, int Number, string Clause, Party Who, DateOnly Since, DateOnly DueOn, bool IsEstimated, string Zh, string En)
{
    public bool IsOverdue(DateOnly today) => DueOn < today;
}
