using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using NanchangEdu.Registry.Contracts;
using NanchangEdu.Registry.Rules;
using NanchangEdu.Registry.Store;

namespace NanchangEdu.Registry.Grains.Records;

/// <summary>
/// One record's way from a command to an answer, the same for every kind of record: load, decide, commit once, adopt, answer.
/// Memory is a cache of what the store has committed: it changes after a commit and is dropped on any doubt.
/// Not thread-safe; the grain around it runs one call at a time, so that no read meets an uncommitted state.
/// </summary>
internal sealed class RecordShell<TState, TCommand, TEvent>(
    string id, IRecordRules<TState, TCommand, TEvent> rules, RecordSurroundings around, Action deactivate, Action leave)
    where TState : class
    where TCommand : notnull
{
    /// <summary>What logs and traces call the record: an account's id is a person's.</summary>
    private readonly string name = rules.Kind == RecordKind.Account ? "an account" : id;

    private readonly AnswerMemory answers = new();
    private readonly ViewMemory views = new(around.Options.RenderedViewsMax);
    private Loaded? memory;

    private sealed record Loaded(TState State, long Version, long LedgerSeq, byte[] LedgerHash);

    /// <summary>Whether there is no such record, as far as is known.</summary>
    public bool IsNothing => memory is { Version: 0 };

    public void Wake() => around.Meter.Woken(rules.Kind);

    public void Sleep() => around.Meter.Asleep(rules.Kind);

    public async Task<Outcome> Execute(TCommand command, Envelope envelope, CancellationToken cancellationToken)
    {
        var begun = around.Meter.Begin(command);
        Outcome? outcome = null;
        try
        {
            return outcome = cancellationToken.IsCancellationRequested ? Unknown() : await Answer(command, envelope, cancellationToken);
        }
        catch (Exception trouble) when (IsDoubt(trouble, cancellationToken))
        {
            around.Logger.LogWarning(
                "{Record} did not decide {Command} of request {Request}: {Reason}", name, begun.Command, envelope.RequestId, trouble.Message);
            return outcome = Unknown();
        }
        finally
        {
            LeaveIfNothing();
            around.Meter.End(begun, rules.Kind, name, outcome);
        }
    }

    private async Task<Outcome> Answer(TCommand command, Envelope envelope, CancellationToken cancellationToken)
    {
        if (answers.Find(envelope) is { } remembered) return remembered;

        var current = await Load(cancellationToken);
        var found = await Deliberate(current, command, envelope, cancellationToken);
        if (found.At is not { } now) return await Unless(envelope, current, found.Answer, cancellationToken);

        return found.Decided is { } decided
            ? await Commit(current, decided, found.Answer, cancellationToken)
            : await Keep(envelope, current, found.Answer, now, cancellationToken);
    }

    /// <summary>
    /// What the command would be answered now. Nothing is committed and nothing is kept under its key, so that no later sending of the
    /// command meets what was only a question.
    /// </summary>
    public async Task<Outcome> Preview(TCommand command, Envelope envelope, CancellationToken cancellationToken)
    {
        try
        {
            if (cancellationToken.IsCancellationRequested) return Unknown();

            var current = await Load(cancellationToken);
            return (await Deliberate(current, command, envelope, cancellationToken)).Answer;
        }
        catch (Exception trouble) when (IsDoubt(trouble, cancellationToken))
        {
            around.Logger.LogWarning(
                "{Record} did not preview {Command} of request {Request}: {Reason}", name, command.GetType().Name, envelope.RequestId, trouble.Message);
            return Unknown();
        }
        finally
        {
            LeaveIfNothing();
        }
    }

    /// <summary>The answer, and what stands behind it.</summary>
    /// <param name="At">When the rules decided; null when they were not asked: the record is hidden from the caller, or at another version.</param>
    /// <param name="Decided">What is to be committed; null when nothing changes.</param>
    private readonly record struct Deliberated(Outcome Answer, DateTimeOffset? At, Decided<TState, TCommand, TEvent>? Decided);

    private async ValueTask<Deliberated> Deliberate(Loaded current, TCommand command, Envelope envelope, CancellationToken cancellationToken)
    {
        var exists = current.Version > 0;
        if (exists && !rules.Sees(current.State, envelope.By)) return new Deliberated(Outcome.Of(OutcomeKind.NotFound, id), null, null);
        if (exists && IsStale(envelope, current)) return new Deliberated(Stale(current), null, null);

        var deliberation = await rules.Prepare(current.State, command, envelope, cancellationToken);
        var now = around.Clock.GetUtcNow();                                    // the only reading of the clock
        var policy = around.PolicyAt(now, rules.TypeOf(current.State));
        var decision = deliberation(policy, now);
        if (decision.Hidden) return new Deliberated(Outcome.Of(OutcomeKind.NotFound, id), null, null);
        if (IsStale(envelope, current)) return new Deliberated(Stale(current), null, null);
        if (decision.Refusal is { } refusal) return new Deliberated(Outcome.Refused(id, current.Version, refusal), now, null);

        if (decision.Events.IsEmpty && envelope.By.Role == Role.System) await Refresh(current, policy, now);

        var version = current.Version + (decision.Events.IsEmpty ? 0 : 1);
        var next = decision.Events.Aggregate(current.State, rules.Evolve);    // pure: may throw before anything changed
        var decided = new Decided<TState, TCommand, TEvent>(current.State, next, version, command, envelope, decision.Events, policy, now);
        var receipt = rules.Receipt(decided);
        var done = Outcome.Done(id, version, receipt.Status, receipt.Body);
        return new Deliberated(done, now, decision.Events.IsEmpty ? null : decided);
    }

    private async Task<Outcome> Commit(
        Loaded current, Decided<TState, TCommand, TEvent> decided, Outcome done, CancellationToken cancellationToken)
    {
        var envelope = decided.Envelope;
        var ledger = Ledger(current, decided);
        var claims = ClaimChanges.Between(rules.Claims(decided.Before), rules.Claims(decided.After));
        var row = rules.Catalog(decided.After, decided.Policy, decided.Now);

        // What the registry asks of itself is repeated by being due again, never under a key: it leaves no answer behind.
        var answer = envelope.By.Role == Role.System
            ? null
            : KeptAnswer.Of(envelope, done, decided.Now);
        var commit = new Commit(
            rules.Kind, id, current.Version, rules.Write(decided.After), row.Site, row.Unit, ledger, claims.Releases, claims.Takes, answer)
        {
            Account = row.Account,
        };

        cancellationToken.ThrowIfCancellationRequested();                      // from here on it is not taken back
        var result = await HandOver(commit);
        switch (result)
        {
            case CommitResult.Committed committed:
                memory = new Loaded(decided.After, committed.Version, ledger[^1].Seq, ledger[^1].Hash);
                views.Clear();
                if (answer is not null) answers.Keep(envelope, done);
                return done;

            // Nothing was written and nothing that memory holds is in doubt.
            case CommitResult.Overloaded:
                return Outcome.Of(OutcomeKind.Overloaded, id, current.Version);

            // By another record, or by this very command: sent before, and carried out by an activation that is being replaced.
            case CommitResult.ClaimTaken taken:
                return await Keep(envelope, current, Outcome.Refused(id, current.Version, ClaimRefusals.Of(decided.Policy, taken)), decided.Now, cancellationToken);
        }

        if (result is CommitResult.Replayed { Answer: var first })
        {
            // Memory that knows of what the key did is in no doubt: a client repeats what it had answered some commands ago.
            if (first.RecordId != id || first.Version > current.Version) Forget();
            return AnswerMemory.Compare(envelope, first.RequestHash, KeptAnswer.Read(first));
        }

        Forget();
        around.Logger.LogWarning(
            "{Record} at version {Version} is dropped from memory by request {Request}: {Result}", name, current.Version, envelope.RequestId, result);
        return Outcome.Of(OutcomeKind.Unknown, id);
    }

    /// <summary>Answers from memory; the caller's rendering is kept as bytes until time or a commit changes it.</summary>
    public Task<ReadAnswer> Read(ViewKey key, Actor by, bool checkedAgainstStore, Rendering<TState> render, CancellationToken cancellationToken) =>
        Read(_ => key, by, checkedAgainstStore, render, cancellationToken);

    /// <param name="keyOf">Under what the rendering is kept; null when it is this caller's alone and is not kept.</param>
    public async Task<ReadAnswer> Read(
        Func<TState, ViewKey?> keyOf, Actor by, bool checkedAgainstStore, Rendering<TState> render, CancellationToken cancellationToken)
    {
        try
        {
            if (checkedAgainstStore && memory is { } kept && await around.Store.Version(rules.Kind, id, cancellationToken) != kept.Version) Drop();

            var current = await Load(cancellationToken);
            if (current.Version == 0 || !rules.Sees(current.State, by)) return ReadAnswer.NotFound;

            var now = around.Clock.GetUtcNow();
            if (!rules.MayRead(by))
                return ReadAnswer.Refused(around.PolicyAt(now, rules.TypeOf(current.State)).Refuse(RuleId.RoleNotAllowed, Figure.Of("role", Wire.Name(by.Role))));

            var key = keyOf(current.State);
            if (key is { } known && views.Find(known, now) is { } rendered) return rendered;

            var policy = around.PolicyAt(now, rules.TypeOf(current.State));
            var view = render(current.State, current.Version, policy, now);
            if (view.Refusal is { } refusal) return ReadAnswer.Refused(refusal);

            var answer = ReadAnswer.Found(view.Body, EntityTag.Of(current.Version, view.Body));
            if (key is { } shared) views.Keep(shared, answer, now, ValidUntil(current.State, policy, now));
            return answer;
        }
        catch (Exception trouble) when (IsDoubt(trouble, cancellationToken))
        {
            around.Logger.LogWarning("{Record} could not be read: {Reason}", name, trouble.Message);
            return ReadAnswer.Unknown;
        }
        finally
        {
            LeaveIfNothing();
        }
    }

    /// <summary>The state and its version for another record's decision.</summary>
    /// <exception cref="StoreUnavailableException"/>
    public async Task<(TState State, long Version)> Current(CancellationToken cancellationToken)
    {
        var current = await Load(cancellationToken);
        LeaveIfNothing();
        return (current.State, current.Version);
    }

    private async Task<Loaded> Load(CancellationToken cancellationToken)
    {
        if (memory is { } kept) return kept;

        var stored = await around.Store.Load(rules.Kind, id, cancellationToken);
        return memory = stored is null
            ? new Loaded(rules.Unknown, 0, 0, LedgerChain.Genesis.ToArray())
            : new Loaded(rules.Read(stored.State), stored.Version, stored.LedgerSeq, stored.LedgerHash);
    }

    private async Task<CommitResult> HandOver(Commit commit)
    {
        try
        {
            return await around.Store.Commit(commit);
        }
        catch
        {
            Forget();                                                          // it never throws; if it does, nothing is certain
            throw;
        }
    }

    private ImmutableArray<LedgerEvent> Ledger(Loaded current, Decided<TState, TCommand, TEvent> decided)
    {
        var links = new LedgerLinks(rules.Kind, id, decided.Version, decided.Envelope, decided.Policy.PackVersion, decided.Now);
        return links.After(current.LedgerSeq, current.LedgerHash, decided.Events.Select(rules.Describe));
    }

    /// <summary>
    /// An answer that no commit stands behind is held against the store. A repeat of an answered command may meet a changed state, and
    /// perhaps a changed scope: its first answer goes before. And memory may be that of an activation which others have replaced: then
    /// nothing is decided on it.
    /// </summary>
    private async Task<Outcome> Unless(Envelope envelope, Loaded current, Outcome answer, CancellationToken cancellationToken)
    {
        var stored = envelope.By.Role == Role.System
            ? null
            : await around.Store.FindAnswer(envelope.By.PersonId, envelope.IdempotencyKey, cancellationToken);
        var version = await around.Store.Version(rules.Kind, id, cancellationToken);
        if (version != current.Version)
        {
            Forget();
            around.Logger.LogWarning("{Record} at version {Version} is dropped from memory: the store has version {Stored}", name, current.Version, version);
        }

        if (stored is not null) return AnswerMemory.Compare(envelope, stored.RequestHash, KeptAnswer.Read(stored));
        return version == current.Version ? answer : Unknown();
    }

    /// <summary>
    /// A decision that changes nothing is kept all the same before it is told. The client may have sent the command before, without an
    /// answer, and that sending may still be on its way: it must not be carried out once the client was told no.
    /// </summary>
    private async Task<Outcome> Keep(Envelope envelope, Loaded current, Outcome answer, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var first = await Unless(envelope, current, answer, cancellationToken);
        if (!ReferenceEquals(first, answer) || envelope.By.Role == Role.System) return first;

        cancellationToken.ThrowIfCancellationRequested();                      // from here on it is not taken back
        switch (await around.Store.Keep(new UnchangedAnswer(rules.Kind, id, current.Version, KeptAnswer.Of(envelope, answer, now))))
        {
            case CommitResult.Committed:
                answers.Keep(envelope, answer);
                return answer;
            case CommitResult.Replayed replayed:
                return AnswerMemory.Compare(envelope, replayed.Answer.RequestHash, KeptAnswer.Read(replayed.Answer));
            case CommitResult.Overloaded:
                return Outcome.Of(OutcomeKind.Overloaded, id, current.Version);
            default:
                return Unknown();
        }
    }

    /// <summary>The registry looked at the record and found nothing to do: what lists and counters know of it may be untrue all the same.</summary>
    private async Task Refresh(Loaded current, RegistryPolicy policy, DateTimeOffset now)
    {
        if (rules.Catalog(current.State, policy, now).Site is { } row) await around.Store.Refresh(new CatalogRefresh(id, current.Version, row));
    }

    /// <summary>What time alone changes next: the record's next due instant, or the date.</summary>
    private DateTimeOffset ValidUntil(TState state, RegistryPolicy policy, DateTimeOffset now)
    {
        var midnight = RegistryCalendar.EndOf(RegistryCalendar.DateOf(now));
        return rules.NextDueAt(state, policy) is { } due && due < midnight ? due : midnight;
    }

    /// <summary>Ids that name nothing, as strangers may send them by the thousand, must not fill the memory.</summary>
    private void LeaveIfNothing()
    {
        if (IsNothing) leave();
    }

    private void Drop()
    {
        memory = null;
        views.Clear();
        answers.Clear();
    }

    private void Forget()
    {
        Drop();
        deactivate();
    }

    private Outcome Unknown() => Outcome.Of(OutcomeKind.Unknown, id);

    private Outcome Stale(Loaded current) => Outcome.Of(OutcomeKind.Stale, id, current.Version);

    private static bool IsStale(Envelope envelope, Loaded current) => envelope.ExpectedVersion is { } expected && expected != current.Version;

    /// <summary>What another record, the store or the caller's patience can bring about. Anything else is a fault of the program.</summary>
    private static bool IsDoubt(Exception trouble, CancellationToken cancellationToken) => trouble switch
    {
        StoreUnavailableException or RegistryFaultException or TimeoutException or OrleansException => true,
        OperationCanceledException => cancellationToken.IsCancellationRequested,
        _ => false,
    };
}

/// <summary>Renders a state for one caller and one question.</summary>
internal delegate RenderedView Rendering<in TState>(TState state, long version, RegistryPolicy policy, DateTimeOffset now);
