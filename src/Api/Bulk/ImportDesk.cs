using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text.Json;
using NanchangEdu.Registry.Api.Bulk.Files;
using NanchangEdu.Registry.Api.Http;
using NanchangEdu.Registry.Api.Views;
using NanchangEdu.Registry.Contracts;
using NanchangEdu.Registry.Rules.Tables;

namespace NanchangEdu.Registry.Api.Bulk;

/// <summary>Reads files into rows and carries them to their import's grain; what the rows do is said there and by the records.</summary>
public sealed class ImportDesk(IGrainFactory grains) : IDisposable
{
    /// <summary>Unpacking takes memory: only so many files at a time.</summary>
    private readonly SemaphoreSlim reading = new(Limits.FilesReadAtOnce);

    public void Dispose() => reading.Dispose();

    internal async Task<IResult> Upload(Uploaded file, ImportUploadQuery query, CancellationToken cancellationToken)
    {
        var table = AllTables.Named(query.Table);
        var (rows, refusal) = await Rows(file, table, cancellationToken);
        if (refusal is not null) return refusal;

        var envelope = file.Envelope;
        var id = ImportId.Derive(envelope.By.PersonId, envelope.IdempotencyKey);
        var opening = new ImportOpening(table.Name, query.FileName, Convert.ToHexStringLower(SHA256.HashData(file.Bytes)), rows.Length);
        var outcome = await Send(Grain(id), opening, rows, envelope, cancellationToken);
        return outcome.ToHttpResult($"{Routes.Imports}/{id}");
    }

    internal async Task<IResult> Apply(ImportId id, Asked<ApplyImportBody> asked, CancellationToken cancellationToken) =>
        Answer(id, await Grain(id).Apply(asked.Body.SkipErrors, asked.Envelope, cancellationToken));

    internal async Task<IResult> Cancel(ImportId id, Asked<Nothing> asked, CancellationToken cancellationToken) =>
        Answer(id, await Grain(id).Cancel(asked.Envelope, cancellationToken));

    internal async Task<IResult> Read(ImportId id, Caller caller, CancellationToken cancellationToken) =>
        (await Grain(id).Read(caller.Actor, cancellationToken)).ToHttpResult();

    internal async Task<IResult> ReadRows(ImportId id, ImportRowsQuery query, Caller caller, CancellationToken cancellationToken) =>
        (await Grain(id).ReadRows(new AskImportRows(query.State, query.After, query.Limit), caller.Actor, cancellationToken)).ToHttpResult();

    /// <summary>The caller's own, the latest first; those of another role of the same person are left out.</summary>
    internal async Task<IResult> List(Caller caller, CancellationToken cancellationToken)
    {
        var shelf = await grains.GetGrain<IImportShelfGrain>(ImportShelves.KeyOf(caller.Actor.PersonId)).Read(caller.Actor, cancellationToken);
        if (shelf.Kind != ReadKind.Found) return shelf.ToHttpResult();

        var ids = JsonSerializer.Deserialize<ImmutableArray<ImportId>>(shelf.Body, RegistryJson.Options);
        var views = await Task.WhenAll(ids.Select(id => Grain(id).Read(caller.Actor, cancellationToken)));
        return JsonBytes.Of(new PageView<RawJson>([.. views.Where(view => view.Kind == ReadKind.Found).Select(view => new RawJson(view.Body))], null));
    }

    private static IResult Answer(ImportId id, Outcome outcome) => outcome.ToHttpResult($"{Routes.Imports}/{id}");

    /// <summary>The rows go page by page; an upload that is repeated finds them there. The dry run begins with the last one.</summary>
    private static async Task<Outcome> Send(
        IImportGrain import, ImportOpening opening, ImmutableArray<ImportRow> rows, Envelope envelope, CancellationToken cancellationToken)
    {
        var opened = await import.Open(opening, envelope, cancellationToken);
        if (opened.Kind != OutcomeKind.Done) return opened;

        var pages = opened.Status == StatusCodes.Status201Created ? rows.Chunk(ImportPage.RowsMax) : [];
        foreach (var (page, some) in pages.Index())
        {
            var added = await import.Add(page, [.. some], envelope, cancellationToken);
            if (added.Kind != OutcomeKind.Done) return added;
        }

        return await import.Check(envelope, cancellationToken);
    }

    private async Task<(ImmutableArray<ImportRow> Rows, ProblemResult? Refusal)> Rows(Uploaded file, Table table, CancellationToken cancellationToken)
    {
        await reading.WaitAsync(cancellationToken);
        try
        {
            var sheet = SheetFile.Read(file.Bytes, file.Format);
            var (read, faults) = TableReading.Of(table, sheet.FirstOrDefault());
            if (read is null) return ([], Mismatch(table, faults));

            ImmutableArray<ImportRow> rows = [.. read.Read(sheet.Skip(1))];
            return rows.IsEmpty ? ([], NoRows()) : (rows, null);
        }
        catch (BadFileException bad)
        {
            return ([], bad.ToProblem());
        }
        finally
        {
            reading.Release();
        }
    }

    private static ProblemResult NoRows() => BadFileException.Unreadable("表头之下没有数据", "there is nothing below the headings").ToProblem();

    private static ProblemResult Mismatch(Table table, ImmutableArray<HeadingFault> faults) => Problems.Of(
        RuleId.ImportTableMismatch,
        [.. faults.Take(Limits.FaultsNamed).Select(fault => new Fault(Shown(fault.Heading), fault.Code, fault.Zh, fault.En))],
        Figure.Of("value", table.Title));

    private static string Shown(string heading) => heading.Length <= Limits.CodeLength ? heading : string.Concat(heading.AsSpan(0, Limits.CodeLength - 1), "…");

    private IImportGrain Grain(ImportId id) => grains.GetGrain<IImportGrain>(id.Value);
}
