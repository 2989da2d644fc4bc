using System.Collections.Immutable;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using NanchangEdu.Registry.Contracts;
using NanchangEdu.Registry.Grains.Records;

namespace NanchangEdu.Registry.Grains;

/// <summary>What a person has saved, and the latest commands by which.</summary>
public sealed record SavedViewBook
{
    /// <summary>How many commands have changed it.</summary>
    public long Version { get; set; }

    /// <summary>By name.</summary>
    public ImmutableArray<SavedView> Views { get; set; } = [];

    /// <summary>The oldest first.</summary>
    public ImmutableArray<SavedViewAnswer> Answers { get; set; } = [];
}

/// <summary>What a key was answered, and for which request.</summary>
public sealed record SavedViewAnswer(string Key, string RequestHash, SavedViewReceipt Receipt, long Version);

/// <summary>One person's saved views. A command writes all of them, with its own answer, at once.</summary>
[GrainType(GrainTypeName)]
internal sealed class SavedViewsGrain(
    [PersistentState(SavedViewsGrain.GrainTypeName, OperationalState.StorageName)] IPersistentState<SavedViewBook> book,
    ILogger<SavedViewsGrain> logger)
    : Grain, ISavedViewsGrain
{
    internal const string GrainTypeName = "saved-views";

    internal const int ViewsMax = 50;

    /// <summary>Keys that are known again. A client repeats what it has just sent; for good the views themselves say what is saved.</summary>
    internal const int AnswersMax = 100;

    /// <summary>Stands where records have their id: whose views they are goes into no log.</summary>
    private const string RecordName = "views";

    public Task<ReadAnswer> List(Actor by, CancellationToken cancellationToken)
    {
        if (!IsOwn(by)) return Task.FromResult(ReadAnswer.NotFound);

        var body = JsonSerializer.SerializeToUtf8Bytes(new SavedViewsView([.. book.State.Views.Select(Shown)]), RegistryJson.Options);
        return Task.FromResult(ReadAnswer.Found(body, EntityTag.Of(book.State.Version, body)));
    }

    public Task<Outcome> Put(SavedView view, Envelope envelope, CancellationToken cancellationToken) => Change(
        envelope, new SavedViewReceipt(view.Name, IsSaved: true),
        views => [.. Without(views, view.Name).Append(view).OrderBy(one => one.Name, StringComparer.Ordinal)], cancellationToken);

    public Task<Outcome> Remove(string name, Envelope envelope, CancellationToken cancellationToken) =>
        Change(envelope, new SavedViewReceipt(name, IsSaved: false), views => [.. Without(views, name)], cancellationToken);

    private async Task<Outcome> Change(
        Envelope envelope, SavedViewReceipt receipt, Func<ImmutableArray<SavedView>, ImmutableArray<SavedView>> change, CancellationToken cancellationToken)
    {
        if (!IsOwn(envelope.By)) return Outcome.Of(OutcomeKind.NotFound, RecordName);

        var before = book.State;
        if (before.Answers.FirstOrDefault(kept => kept.Key == envelope.IdempotencyKey) is { } known)
            return known.RequestHash == envelope.RequestHash ? Done(known.Receipt, known.Version) : Outcome.Of(OutcomeKind.KeyReused, RecordName);
        if (envelope.ExpectedVersion is { } expected && expected != before.Version) return Outcome.Of(OutcomeKind.Stale, RecordName, before.Version);

        var views = change(before.Views);
        if (views.Length > ViewsMax)
        {
            return Outcome.Refused(
                RecordName, before.Version, new Refusal(RuleId.SavedViewsTooMany, null, null, [Figure.Of("limit", ViewsMax)], []));
        }

        var answer = new SavedViewAnswer(envelope.IdempotencyKey, envelope.RequestHash, receipt, before.Version + 1);
        return await Write(before, new SavedViewBook
        {
            Version = answer.Version,
            Views = views,
            Answers = [.. before.Answers.TakeLast(AnswersMax - 1), answer],
        }, cancellationToken)
            ? Done(receipt, answer.Version)
            : Outcome.Of(OutcomeKind.Unknown, RecordName);
    }

    /// <returns>Whether it is certain that it was written. If not, memory is dropped: the next call reads what there is.</returns>
    private async Task<bool> Write(SavedViewBook before, SavedViewBook after, CancellationToken cancellationToken)
    {
        book.State = after;
        try
        {
            await book.WriteStateAsync(cancellationToken);
            return true;
        }
        catch (Exception trouble)
        {
            book.State = before;
            DeactivateOnIdle();
            logger.LogWarning("Saved views at version {Version} may not have been written: {Reason}", after.Version, trouble.Message);
            return false;
        }
    }

    /// <summary>The key is the hash of the person's id. The registry itself saves no views.</summary>
    private bool IsOwn(Actor by) => by.Role != Role.System && new AccountId(by.PersonId).ViewsKey == this.GetPrimaryKeyString();

    private static IEnumerable<SavedView> Without(ImmutableArray<SavedView> views, string name) => views.Where(view => view.Name != name);

    private static SavedViewView Shown(SavedView view) => new(
        view.Name, view.List, view.Label, view.Query.ToImmutableSortedDictionary(parameter => parameter.Name, parameter => parameter.Value, StringComparer.Ordinal));

    private static Outcome Done(SavedViewReceipt receipt, long version) =>
        Outcome.Done(RecordName, version, 200, JsonSerializer.SerializeToUtf8Bytes(receipt, RegistryJson.Options));
}
