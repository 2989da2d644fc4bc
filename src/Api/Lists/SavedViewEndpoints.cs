using NanchangEdu.Registry.Api.Http;
using NanchangEdu.Registry.Api.Identity;
using NanchangEdu.Registry.Api.OpenApi;
using NanchangEdu.Registry.Contracts;

namespace NanchangEdu.Registry.Api.Lists;

/// <summary>What one has saved for oneself. Whoever may read may do so: nothing of the register changes.</summary>
internal static class SavedViewEndpoints
{
    public static void MapSavedViews(this RouteGroupBuilder api)
    {
        var views = api.MapGroup("/me/views");
        views.MapGet("", (Caller caller, SavedViewDesk desk, CancellationToken ct) => desk.List(caller, ct))
            .Query("listViews", Policies.ReadName, Tags.Views, typeof(SavedViewsView),
                "List one's saved views", "All of them, by name: each a list with the parameters to ask it with.");
        views.MapPut("/{name:person}", (string name, Asked<SavedViewBody> asked, SavedViewDesk desk, CancellationToken ct) =>
                desk.Save(name, asked, ct))
            .Command("saveView", Policies.ReadName, Tags.Views, typeof(SavedViewReceipt),
                "Save a view", "In place of one of the same name. The parameters are those of the list, and are checked as the list checks them. At most 50 a person; they are no part of the register and in no ledger.");
        views.MapPost("/{name:person}/removal", (string name, Asked<Nothing> asked, SavedViewDesk desk, CancellationToken ct) =>
                desk.Remove(name, asked, ct))
            .Command("removeView", Policies.ReadName, Tags.Views, typeof(SavedViewReceipt),
                "Remove a saved view", "Afterwards there is none of that name, whether there was one or not.");
    }
}

/// <summary>Carries what a person saves to the grain that is the person's own.</summary>
public sealed class SavedViewDesk(IGrainFactory grains)
{
    public async Task<IResult> List(Caller caller, CancellationToken cancellationToken) =>
        (await Of(caller.Actor).List(caller.Actor, cancellationToken)).ToHttpResult();

    public async Task<IResult> Save(string name, Asked<SavedViewBody> asked, CancellationToken cancellationToken) =>
        (await Of(asked.Envelope.By).Put(asked.Body.ToView(name), asked.Envelope, cancellationToken)).ToHttpResult(Place);

    public async Task<IResult> Remove(string name, Asked<Nothing> asked, CancellationToken cancellationToken) =>
        (await Of(asked.Envelope.By).Remove(name, asked.Envelope, cancellationToken)).ToHttpResult(Place);

    private const string Place = $"{Routes.Root}/me/views";

    private ISavedViewsGrain Of(Actor by) => grains.GetGrain<ISavedViewsGrain>(new AccountId(by.PersonId).ViewsKey);
}
