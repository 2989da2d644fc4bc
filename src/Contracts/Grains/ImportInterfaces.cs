using System.Collections.Immutable;
using Orleans.Concurrency;

namespace NanchangEdu.Registry.Contracts;

/// <summary>
/// One import: takes a file's rows, tries each without changing anything, and carries them out by the real commands as one act. Its owner
/// alone sees it; to everybody else it does not exist. Key: <see cref="ImportId"/>.
/// </summary>
[Alias("nce.IImportGrain")]
public interface IImportGrain : IGrainWithStringKey
{
    /// <summary>Begins it. The answer's status is 201 while rows are wanted, and 200 when they are there: the upload was repeated.</summary>
    [Alias("Open")]
    Task<Outcome> Open(ImportOpening opening, Envelope envelope, CancellationToken cancellationToken);

    /// <summary>Takes a page of rows, under the key that it was opened with. Idempotent.</summary>
    [Alias("Add")]
    Task<Outcome> Add(int page, ImmutableArray<ImportRow> rows, Envelope envelope, CancellationToken cancellationToken);

    /// <summary>All rows are there: the dry run begins. Under the key that it was opened with.</summary>
    [Alias("Check")]
    Task<Outcome> Check(Envelope envelope, CancellationToken cancellationToken);

    /// <param name="skipErrors">Whether rows with errors are left out; else one of them refuses the whole.</param>
    [Alias("Apply")]
    Task<Outcome> Apply(bool skipErrors, Envelope envelope, CancellationToken cancellationToken);

    [Alias("Cancel")]
    Task<Outcome> Cancel(Envelope envelope, CancellationToken cancellationToken);

    [Alias("Read")]
    Task<ReadAnswer> Read(Actor by, CancellationToken cancellationToken);

    [Alias("ReadRows")]
    Task<ReadAnswer> ReadRows(AskImportRows asked, Actor by, CancellationToken cancellationToken);

    /// <summary>Goes on with what is under way; idempotent. Nobody waits for it: whoever wakes an import is called by imports.</summary>
    [Alias("Wake"), OneWay]
    Task Wake();

    /// <summary>Forgets it and its rows, unless it is under way. Nobody waits for it, either.</summary>
    [Alias("Discard"), OneWay]
    Task Discard();
}

/// <summary>Keeps some rows of an import. Key: <see cref="ImportId.PageKey"/>.</summary>
[Alias("nce.IImportPageGrain")]
public interface IImportPageGrain : IGrainWithStringKey
{
    /// <summary>Null when nothing was written.</summary>
    [Alias("Read")]
    Task<ImportPage?> Read(CancellationToken cancellationToken);

    [Alias("Write")]
    Task Write(ImportPage page, CancellationToken cancellationToken);

    [Alias("Clear")]
    Task Clear(CancellationToken cancellationToken);
}

/// <summary>The imports of one person, the latest ones. Key: <see cref="ImportShelves.KeyOf"/>.</summary>
[Alias("nce.IImportShelfGrain")]
public interface IImportShelfGrain : IGrainWithStringKey
{
    /// <summary>Ids, the latest first: UTF-8 JSON of an array.</summary>
    [Alias("Read")]
    Task<ReadAnswer> Read(Actor by, CancellationToken cancellationToken);

    /// <summary>Puts one on the shelf; what is too old or too much is discarded.</summary>
    [Alias("Put")]
    Task Put(ImportId import, CancellationToken cancellationToken);
}

/// <summary>Knows which imports are under way, and wakes them after a silo was lost. One in the cluster, key <c>imports</c>.</summary>
[Alias("nce.IImportWatchGrain")]
public interface IImportWatchGrain : IGrainWithStringKey
{
    [Alias("Begun")]
    Task Begun(ImportId import, CancellationToken cancellationToken);

    [Alias("Ended")]
    Task Ended(ImportId import, CancellationToken cancellationToken);

    /// <summary>Wakes all that were under way when last heard of; returns how many.</summary>
    [Alias("Wake")]
    Task<int> Wake(CancellationToken cancellationToken);
}

public static class ImportShelves
{
    private const string Prefix = "imports-";
    private const int KeyBytes = 16;

    /// <summary>Traces and logs name grains by their keys, and must name no person: the key is a hash of the id.</summary>
    public static string KeyOf(string personId) => Prefix + Convert.ToHexStringLower(
        System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(personId)).AsSpan(0, KeyBytes));
}
