using NanchangEdu.Registry.Contracts;

namespace NanchangEdu.Registry.Rules;

/// <summary>What the events of the request machine make of a site.</summary>
internal static class RequestEvolution
{
    public static Site Apply(Site site, SiteEvent @event) => @event switch
    {
        RequestSubmitted e => site with
        {
            Stage = e.Kind == RequestKind.Launch ? Stage.InReview : site.Stage,
            Requests = site.Requests.Add(new(e.Number, e.Kind, RequestState.Submitted, e.At, [First(e)]) { ChangedAt = e.At }),
        },
        RequestResubmitted e => With(site, e.Number, r => r with
        {
            State = r.Assignee is null ? RequestState.Submitted : RequestState.InReview,
            Rounds = r.Rounds.Add(new(e.Round, e.Content, e.Note, e.At, e.By, e.Differences, [], null, null)),
            Verification = null,
            AcceptedBy = null,
            ChangedAt = e.At,
        }),
        RequestAssigned e => With(site, e.Number, r => r with
        {
            State = r.State == RequestState.Submitted ? RequestState.InReview : r.State,
            Assignee = new(e.PersonId, e.Name, e.By.Id == e.PersonId ? e.By.Role : Role.Reviewer),
            ChangedAt = e.At,
        }),
        RequestReleased e => With(site, e.Number, r => r with
        {
            State = r.State == RequestState.InReview ? RequestState.Submitted : r.State,
            Assignee = null,
            ChangedAt = e.At,
        }),
        RequestVerified e => With(site, e.Number, r => r with { Verification = e.Verification }),
        RequestUrged e => With(site, e.Number, r => r with { UrgedAt = e.At, Urges = r.Urges + 1 }),
        TransferAccepted e => With(site, e.Number, r => r with { AcceptedBy = e.By }),
        RequestReturned e => With(site, e.Number, r => r with
        {
            State = RequestState.Returned,
            Rounds = r.Rounds.SetItem(r.Rounds.Length - 1, r.Latest with { Returned = e.Reasons, ReturnedAt = e.At, ReturnedBy = e.By }),
            ChangedAt = e.At,
        }),
        RequestApproved e => Approved(site, e),
        RequestRejected e => Ended(site, e.Number, RequestState.Rejected, new(e.At, e.By, e.OnBehalfOf, null, e.Reasons)),
        RequestWithdrawn e => Ended(site, e.Number, RequestState.Withdrawn, new(e.At, e.By, null, e.Reason, [])),
        RequestLapsed e => Ended(site, e.Number, RequestState.Lapsed, new(e.At, null, null, null, [])),
        RequestSuperseded e => Ended(site, e.Number, RequestState.Superseded, new(e.At, null, null, e.Cause, [])),
        _ => throw new InvalidOperationException($"no rule says what {@event.GetType().Name} makes of a request"),
    };

    private static RequestRound First(RequestSubmitted e) => new(1, e.Content, e.Note, e.At, e.By, [], [], null, null);

    private static Site With(Site site, int number, Func<Request, Request> change) =>
        site with { Requests = site.Requests.Change(r => r.Number == number, change) };

    private static Site Approved(Site site, RequestApproved e)
    {
        var request = site.RequestOf(e.Number)!;
        var ended = Ended(site, e.Number, RequestState.Approved, new(e.At, e.By, e.OnBehalfOf, e.Note, []));
        return request.Kind switch
        {
            RequestKind.Launch => ended with { Stage = Stage.Approved, Approval = new(e.Number, e.ProfileHash!, e.At, e.By) },
            RequestKind.Restore => ended with
            {
                Windows = ended.Windows.Change(w => w.Number == request.Latest.Content.Restore!.Window, w => w with { RestoreApproved = true }),
            },
            _ => ended,
        };
    }

    private static Site Ended(Site site, int number, RequestState state, RequestEnding ending)
    {
        var launch = site.RequestOf(number)!.Kind == RequestKind.Launch && state != RequestState.Approved;
        return With(site, number, r => r with { State = state, Ending = ending, ChangedAt = ending.At }) with
        {
            Stage = launch ? Stage.Draft : site.Stage,
        };
    }
}
