using System.Diagnostics;
using System.Text.Json;
using NanchangEdu.Registry.Api.Http;
using NanchangEdu.Registry.Contracts;

namespace NanchangEdu.Registry.Api.Inbox;

/// <summary>Carries one command to many sites, a few at a time, each under a key of its own, and their answers back as one.</summary>
public sealed class BulkDesk(RecordGrains records, ILogger<BulkDesk> logger)
{
    /// <summary>A bulk takes its turn beside everybody else's commands.</summary>
    private const int AtOnce = 8;

    /// <summary>What asks without changing anything is known under no key. No command has this one: the door takes no blank in a key.</summary>
    private const string NoKey = "no key";

    private static readonly Fault ConditionOfNone = new(
        "If-Match", "no-version", "批量办理没有统一的版本，请在各项的 version 中注明", "is no condition of a bulk; name the version at each item");

    public async Task<IResult> Execute<T>(
        Asked<T> asked, IReadOnlyList<RequestItemBody> items, Func<int, SiteCommand> command, TextLanguage language, CancellationToken cancellationToken)
        where T : class
    {
        // a condition that nobody looks at must not pass for one that holds
        if (asked.Envelope.ExpectedVersion is not null) return Problems.Malformed(ConditionOfNone);

        return await Ask(
            items,
            item => records.Of(item.Site).Execute(
                command(item.Request),
                asked.Envelope with { IdempotencyKey = BulkKeys.Of(asked.Envelope.IdempotencyKey, item.Site, item.Request), ExpectedVersion = item.Version },
                cancellationToken),
            language,
            cancellationToken);
    }

    public Task<IResult> Preview<T>(
        Inquiry<T> asked, IReadOnlyList<RequestItemBody> items, Func<int, SiteCommand> command, HttpContext http, CancellationToken cancellationToken)
        where T : class
    {
        var trace = Activity.Current?.TraceId.ToString() ?? http.TraceIdentifier;
        return Ask(
            items,
            item => records.Of(item.Site).Preview(
                command(item.Request), new Envelope(asked.By, NoKey, NoKey, item.Version, trace), cancellationToken),
            Languages.Of(http.Request),
            cancellationToken);
    }

    private async Task<IResult> Ask(
        IReadOnlyList<RequestItemBody> items, Func<RequestItemBody, Task<Outcome>> ask, TextLanguage language, CancellationToken cancellationToken)
    {
        var outcomes = new List<Outcome>(items.Count);
        foreach (var some in items.Chunk(AtOnce))
        {
            outcomes.AddRange(await Task.WhenAll(some.Select(item => One(item, ask, cancellationToken))));

            // who waits for a silo that does not answer would wait for it at each of the rest, too
            if (outcomes.Any(IsOpen)) break;
        }

        while (outcomes.Count < items.Count) outcomes.Add(Outcome.Of(OutcomeKind.Unknown, items[outcomes.Count].Site.Value));
        return Whole(outcomes, new BulkView([.. items.Zip(outcomes, (item, outcome) => Result(item, outcome, language))]));
    }

    private async Task<Outcome> One(RequestItemBody item, Func<RequestItemBody, Task<Outcome>> ask, CancellationToken cancellationToken)
    {
        try
        {
            return await ask(item);
        }
        catch (Exception trouble) when (trouble is TimeoutException or OrleansException && !cancellationToken.IsCancellationRequested)
        {
            logger.LogWarning("No answer of {Site} to an item of a bulk: {Reason}", item.Site, trouble.Message);
            return Outcome.Of(OutcomeKind.Unknown, item.Site.Value);
        }
    }

    /// <summary>The bulk ends here: it is to be sent again, or was sent under a key that is not its own.</summary>
    private static bool IsOpen(Outcome outcome) => outcome.Kind is OutcomeKind.Unknown or OutcomeKind.Overloaded or OutcomeKind.KeyReused;

    private static IResult Whole(List<Outcome> outcomes, BulkView view)
    {
        if (outcomes.Any(outcome => outcome.Kind == OutcomeKind.KeyReused)) return With(view, RuleId.IdempotencyKeyReused);
        return outcomes.Any(IsOpen) ? With(view, RuleId.OutcomeUnknown) : JsonBytes.Of(view);
    }

    /// <summary>The problem of the whole, with what is known of the items beside it.</summary>
    private static ProblemResult With(BulkView view, RuleId rule) => new(Problems.StatusOf(rule), language => Problems.Of(rule).In(language) with
    {
        Figures = new() { ["results"] = JsonSerializer.SerializeToElement(view.Results, Json.Options) },
    });

    private static BulkResultView Result(RequestItemBody item, Outcome outcome, TextLanguage language)
    {
        var kind = outcome.Kind switch
        {
            OutcomeKind.Done => BulkOutcome.Done,
            OutcomeKind.Refused or OutcomeKind.KeyReused => BulkOutcome.Refused,
            OutcomeKind.NotFound => BulkOutcome.NotFound,
            OutcomeKind.Stale => BulkOutcome.Stale,
            OutcomeKind.Unknown or OutcomeKind.Overloaded => BulkOutcome.Unknown,
        };

        // only of answers that are kept: a repeat is to be the same bytes, whatever others did to the site meanwhile
        var version = outcome.Kind is OutcomeKind.Done or OutcomeKind.Refused ? outcome.Version : (long?)null;
        return new(item.Site, item.Request, kind, version, kind == BulkOutcome.Done ? null : outcome.ToProblem().In(language));
    }
}
