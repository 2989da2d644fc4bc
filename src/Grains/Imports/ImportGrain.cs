using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using NanchangEdu.Registry.Contracts;
using NanchangEdu.Registry.Grains.Records;
using NanchangEdu.Registry.Rules.Tables;
using NanchangEdu.Registry.Store;

namespace NanchangEdu.Registry.Grains.Imports;

/// <summary>
/// One import. Commands of its owner move it from phase to phase; in between it works page by page on a timer of its own, remembers after
/// each how far it is, and goes on from there after a crash. It decides nothing about records: their grains do.
/// </summary>
[GrainType(GrainTypeName)]
internal sealed partial class ImportGrain(
    [PersistentState(ImportGrain.GrainTypeName, OperationalState.StorageName)] IPersistentState<ImportHead> memory,
    RegistryClock clock, IOptions<ImportOptions> options, ILogger<ImportGrain> logger) : Grain, IImportGrain
{
    internal const string GrainTypeName = "import";

    /// <summary>Repeats come soon after the command, and there are five commands.</summary>
    private const int AnswersMax = 16;

    private ImportHead Head => memory.State;

    private ImportId Id => ImportId.TryParse(this.GetPrimaryKeyString(), out var id) ? id : throw new ArgumentException("the key is no import id");

    private ImportPhase? Phase => Head.Phase;

    private Departure Departure => field ??= new Departure(this, () => Phase is null);

    private bool IsUnderWay => Phase is ImportPhase.Checking or ImportPhase.Applying;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        if (IsUnderWay) GoOn();
        return Task.CompletedTask;
    }

    public async Task<Outcome> Open(ImportOpening opening, Envelope envelope, CancellationToken cancellationToken)
    {
        if (ImportRefusals.OfRole(envelope.By) is { } refusal) return Outcome.Refused(Id.Value, 0, refusal);
        if (ImportId.Derive(envelope.By.PersonId, envelope.IdempotencyKey) != Id || (Phase is not null && !IsOwner(envelope.By))) return NotFound();
        if (Phase is not null && Head.UploadHash != envelope.RequestHash) return Outcome.Of(OutcomeKind.KeyReused, Id.Value);

        if (Phase is null)
        {
            Head.Phase = ImportPhase.Receiving;
            Head.Version = 1;
            Head.Opening = opening;
            Head.By = envelope.By;
            Head.UploadHash = envelope.RequestHash;
            Head.UploadedAt = clock.GetUtcNow();
            Head.Pages = [.. Enumerable.Repeat<ImportCounts?>(null, (opening.Rows + ImportPage.RowsMax - 1) / ImportPage.RowsMax)];
            await Save(cancellationToken);
        }

        var isWanted = Phase == ImportPhase.Receiving;
        if (isWanted) await GrainFactory.GetGrain<IImportShelfGrain>(ImportShelves.KeyOf(envelope.By.PersonId)).Put(Id, cancellationToken);
        return Outcome.Done(Id.Value, Head.Version, isWanted ? 201 : 200, []);
    }

    public async Task<Outcome> Add(int page, ImmutableArray<ImportRow> rows, Envelope envelope, CancellationToken cancellationToken)
    {
        if (Stranger(envelope.By) is { } strange) return strange;
        if (Phase != ImportPhase.Receiving || Head.UploadHash != envelope.RequestHash) return Outcome.Of(OutcomeKind.KeyReused, Id.Value);
        if (page < 0 || page >= Head.Pages.Length || rows.Length is 0 or > ImportPage.RowsMax) throw new ArgumentOutOfRangeException(nameof(page), page, "no page of this import");

        var received = new ImportPage(rows, [.. rows.Select(row => row.Faults.IsEmpty ? ImportRowResult.Waiting : new(ImportRowState.Error, [], row.Faults))]);
        await Page(page).Write(received, cancellationToken);
        Head.Pages = Head.Pages.SetItem(page, ImportCounts.Of(received.Results));
        return Outcome.Done(Id.Value, Head.Version, 200, []);
    }

    public Task<Outcome> Check(Envelope envelope, CancellationToken cancellationToken) => Decide(envelope, async () =>
    {
        if (Phase != ImportPhase.Receiving || Head.UploadHash != envelope.RequestHash) return Outcome.Of(OutcomeKind.KeyReused, Id.Value);

        for (var page = 0; page < Head.Pages.Length; page++)
        {
            if (Head.Pages[page] is not null) continue;

            // Noted before the activation was lost, perhaps; else the upload is repeated.
            if (await Page(page).Read(cancellationToken) is not { } received) return Outcome.Of(OutcomeKind.Unknown, Id.Value);
            Head.Pages = Head.Pages.SetItem(page, ImportCounts.Of(received.Results));
        }

        await Begin(ImportPhase.Checking, cancellationToken);
        return Done(201);
    }, cancellationToken);

    public Task<Outcome> Apply(bool skipErrors, Envelope envelope, CancellationToken cancellationToken) => Decide(envelope, async () =>
    {
        switch (Phase)
        {
            case ImportPhase.Receiving or ImportPhase.Checking:
            case ImportPhase.Failed when Head.CheckedAt is null:
                return No(RuleId.ImportNotChecked);
            case ImportPhase.Applying or ImportPhase.Applied or ImportPhase.Cancelled:
                return No(RuleId.ImportOver);
        }

        var errors = Total().Error;
        if (errors > 0 && !skipErrors) return No(RuleId.ImportHasErrors, Figure.Of("left", errors));

        (Head.By, Head.SkipErrors) = (envelope.By, skipErrors);
        await Begin(ImportPhase.Applying, cancellationToken);
        return Done(200);
    }, cancellationToken);

    public Task<Outcome> Cancel(Envelope envelope, CancellationToken cancellationToken) => Decide(envelope, () =>
    {
        if (Phase is ImportPhase.Applied or ImportPhase.Cancelled) return Task.FromResult(No(RuleId.ImportOver));

        Enter(ImportPhase.Cancelled);
        Head.EndedAt = clock.GetUtcNow();
        return Task.FromResult(Done(200));
    }, cancellationToken);

    public Task<ReadAnswer> Read(Actor by, CancellationToken cancellationToken)
    {
        if (Unreadable(by) is { } no) return Task.FromResult(no);

        var body = ImportAnswers.View(Id, Head, Total());
        return Task.FromResult(ReadAnswer.Found(body, EntityTag.Of(Head.Version, body)));
    }

    public async Task<ReadAnswer> ReadRows(AskImportRows asked, Actor by, CancellationToken cancellationToken)
    {
        if (Unreadable(by) is { } no) return no;

        var rows = new ImportRowsReading(AllTables.Named(Head.Opening!.Table), asked);
        for (var page = 0; page < Head.Pages.Length && !rows.IsFull; page++)
        {
            if (rows.MayBeIn(Head.Pages[page]) && await Page(page).Read(cancellationToken) is { } read) rows.Take(read);
        }

        var body = rows.Render();
        return ReadAnswer.Found(body, EntityTag.Of(Head.Version, body));
    }

    public async Task Wake()
    {
        if (IsUnderWay) GoOn();
        else await Watch.Ended(Id, CancellationToken.None);
    }

    public async Task Discard()
    {
        if (IsUnderWay) return;

        for (var page = 0; page < Head.Pages.Length; page++) await Page(page).Clear(CancellationToken.None);
        if (memory.RecordExists) await Saving.OrForget(memory.ClearStateAsync(CancellationToken.None), DeactivateOnIdle);
        DeactivateOnIdle();
    }

    /// <summary>A command's way: its first answer again, or the decision, kept under its key before it is told.</summary>
    private async Task<Outcome> Decide(Envelope envelope, Func<Task<Outcome>> decide, CancellationToken cancellationToken)
    {
        if (Stranger(envelope.By) is { } strange) return strange;
        if (Head.Answers.FirstOrDefault(one => one.Answer.IdempotencyKey == envelope.IdempotencyKey) is { Answer: var first, Version: var version })
        {
            var answer = KeptAnswer.Read(new StoredAnswer(first.RequestHash, first.Status, first.Body, Id.Value, version));
            return AnswerMemory.Compare(envelope, first.RequestHash, answer);
        }

        if (envelope.ExpectedVersion is { } expected && expected != Head.Version) return Outcome.Of(OutcomeKind.Stale, Id.Value, Head.Version);

        var outcome = await decide();
        if (outcome.Kind is not (OutcomeKind.Done or OutcomeKind.Refused)) return outcome;

        var kept = new ImportAnswer(outcome.Version, KeptAnswer.Of(envelope, outcome, clock.GetUtcNow()));
        Head.Answers = [.. Head.Answers.Take(1), .. Head.Answers.Skip(1).TakeLast(AnswersMax - 2), kept];
        await Save(cancellationToken);
        if (IsUnderWay) GoOn();
        return outcome;
    }

    /// <summary>The watch knows of it first: were this silo lost after the state is saved, the import would sleep.</summary>
    private async Task Begin(ImportPhase phase, CancellationToken cancellationToken)
    {
        await Watch.Begun(Id, cancellationToken);
        Enter(phase);
        Head.PagesDone = 0;
    }

    private void Enter(ImportPhase phase)
    {
        Head.Phase = phase;
        Head.Version++;
        Head.Troubles = 0;
    }

    private Outcome? Stranger(Actor by) =>
        ImportRefusals.OfRole(by) is { } refusal ? Outcome.Refused(Id.Value, 0, refusal) : IsOwner(by) ? null : NotFound();

    private ReadAnswer? Unreadable(Actor by) =>
        ImportRefusals.OfRole(by) is { } refusal ? ReadAnswer.Refused(refusal) : IsOwner(by) ? null : ReadAnswer.NotFound;

    /// <summary>The person, in the role of the upload: by the rights of that role the rows were tried.</summary>
    private bool IsOwner(Actor by) => Phase is not null && Head.By is { } owner && owner.PersonId == by.PersonId && owner.Role == by.Role;

    private ImportCounts Total() => ImportAnswers.Total(Head);

    private Outcome Done(int status) => Outcome.Done(Id.Value, Head.Version, status, ImportAnswers.View(Id, Head, Total()));

    private Outcome No(RuleId rule, params ReadOnlySpan<Figure> figures) => Outcome.Refused(Id.Value, Head.Version, ImportRefusals.Of(rule, figures));

    private Outcome NotFound()
    {
        if (Phase is null) Departure.Announce();
        return Outcome.Of(OutcomeKind.NotFound, Id.Value);
    }

    private Task Save(CancellationToken cancellationToken) => Saving.OrForget(memory.WriteStateAsync(cancellationToken), DeactivateOnIdle);

    private IImportPageGrain Page(int page) => GrainFactory.GetGrain<IImportPageGrain>(Id.PageKey(page));

    private IImportWatchGrain Watch => GrainFactory.GetGrain<IImportWatchGrain>(GrainKeys.Imports);
}
