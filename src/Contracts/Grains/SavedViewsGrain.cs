namespace NanchangEdu.Registry.Contracts;

/// <summary>
/// The views that one person has saved: operational state and no record, in no ledger. Its key is <see cref="AccountId.ViewsKey"/>; to
/// whomever else it is asked for it is not there.
/// </summary>
[Alias("nce.ISavedViewsGrain")]
public interface ISavedViewsGrain : IGrainWithStringKey
{
    [Alias("List")]
    Task<ReadAnswer> List(Actor by, CancellationToken cancellationToken);

    /// <summary>Saves it, in place of one of the same name.</summary>
    [Alias("Put")]
    Task<Outcome> Put(SavedView view, Envelope envelope, CancellationToken cancellationToken);

    /// <summary>When it is done there is none of that name, whether there was one or not.</summary>
    [Alias("Remove")]
    Task<Outcome> Remove(string name, Envelope envelope, CancellationToken cancellationToken);
}
