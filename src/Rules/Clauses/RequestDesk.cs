using System.Collections.Immutable;
using NanchangEdu.Registry.Contracts;

namespace NanchangEdu.Registry.Rules.Clauses;

/// <summary>
/// The request machine: filing, taking, returning with several reasons, filing again with the difference shown, deciding.
/// NC-2.1 «指导、监督和协调推进»: the authority decides; NC-2.2: where two keys are needed the centre verifies first.
/// </summary>
internal static class RequestDesk
{
    /// <summary>request-open: one open request of each kind, save downline.</summary>
    public static Decision<SiteEvent> Open(Site site, RequestKind kind, RequestContent content, string? note, SiteContext context)
    {
        if (kind != RequestKind.Downline && site.OpenRequest(kind) is { } open)
        {
            return context.Refuse(RuleId.RequestOpen,
                Figure.Of("request", open.Number), Figure.Of("kind", Wire.Name(kind)), Figure.Of("state", Wire.Name(open.State)));
        }

        return new RequestSubmitted(context.Now, site.Requests.Length + 1, kind, content, note, context.Person);
    }

    /// <summary>Refusals: request-not-returned and those of the kind's first filing. The same reviewer gets it back (L8).</summary>
    public static Decision<SiteEvent> Resubmit(Site site, ResubmitRequest command, SiteContext context)
    {
        if (Reach(site, command.Number, context, out var request) is { } missing)
        {
            return missing;
        }

        if (request.State != RequestState.Returned)
        {
            return context.Refuse(RuleId.RequestNotReturned, Figure.Of("request", request.Number), Figure.Of("state", Wire.Name(request.State)));
        }

        var content = request.Kind switch
        {
            RequestKind.Launch => new RequestContent(Profile: site.Facts),
            RequestKind.Change => new RequestContent(Profile: command.Profile is { } p ? SiteProfiles.Canonical(p) : request.Latest.Content.Profile),
            RequestKind.Downline => new RequestContent(Downline: command.Downline ?? request.Latest.Content.Downline),
            RequestKind.Extension => request.Latest.Content with
            {
                Extension = request.Latest.Content.Extension! with { Until = command.ExtendUntil ?? request.Latest.Content.Extension!.Until },
            },
            RequestKind.Closure => new RequestContent(Closure: command.Closure ?? request.Latest.Content.Closure),
            _ => request.Latest.Content,
        };
        return RequestContents.Problem(site, request, content, context) is { } refusal
            ? refusal
            : new RequestResubmitted(context.Now, request.Number, request.Rounds.Length + 1, content,
                Differences.Between(request.Latest.Content, content), command.Note, context.Person);
    }

    /// <summary>Takes a request; the lead may hand it to another. Refusals: request-held-by-other, self-approval.</summary>
    public static Decision<SiteEvent> Assign(Site site, AssignRequest command, SiteContext context)
    {
        if (Reach(site, command.Number, context, out var request) is { } missing)
        {
            return missing;
        }

        var toOther = command.PersonId is { } person && person != context.By.PersonId;
        var heldByOther = request.Assignee is { } holder && holder.Id != context.By.PersonId;
        if (context.By.Role != Role.Lead && (toOther || heldByOther))
        {
            return context.Refuse(RuleId.RequestHeldByOther,
                Figure.Of("request", request.Number), Figure.Of("person", request.Assignee?.Name ?? context.By.Name));
        }

        var id = command.PersonId ?? context.By.PersonId;
        return Impartial(site, request, id, toOther ? null : context.By.Unit, context) is { } refusal
            ? refusal
            : new RequestAssigned(context.Now, request.Number, id, toOther ? command.Name ?? id : context.By.Name, context.Person);
    }

    /// <summary>Gives a request back to the queue.</summary>
    public static Decision<SiteEvent> Release(Site site, ReleaseRequest command, SiteContext context)
    {
        if (Reach(site, command.Number, context, out var request) is { } missing)
        {
            return missing;
        }

        if (request.Assignee is null)
        {
            return context.Refuse(RuleId.RequestNotTaken, Figure.Of("request", request.Number));
        }

        return request.Assignee.Id != context.By.PersonId && context.By.Role != Role.Lead
            ? context.Refuse(RuleId.RequestHeldByOther, Figure.Of("request", request.Number), Figure.Of("person", request.Assignee.Name))
            : new RequestReleased(context.Now, request.Number, context.Person);
    }

    /// <summary>The centre's key to a change or a restore (NC-2.2). Refusals: request-returned and those of every verification.</summary>
    public static Decision<SiteEvent> Verify(Site site, VerifyRequest command, SiteContext context)
    {
        if (Reach(site, command.Number, context, out var request) is { } missing)
        {
            return missing;
        }

        if (request.State == RequestState.Returned)
        {
            return context.Refuse(RuleId.RequestReturned, Figure.Of("request", request.Number));
        }

        return Verifying.Problem(site, request.Verification, request.Latest.By, command.Result, command.Note, context) is { } refusal
            ? refusal
            : new RequestVerified(context.Now, request.Number, Verifying.By(command.Result, command.Note, context));
    }

    /// <summary>退回. Refusals: reasons-required and those of every decision.</summary>
    public static Decision<SiteEvent> Return(Site site, ReturnRequest command, SiteContext context) =>
        (Deciding(site, command.Number, context, out var request, out var onBehalfOf) ?? Reasons(command.Reasons, context)) is { } refusal
            ? refusal
            : new RequestReturned(context.Now, request.Number, command.Reasons, context.Person, onBehalfOf);

    /// <summary>驳回: final; a copy may be filed anew (L11). Refusals: reasons-required and those of every decision.</summary>
    public static Decision<SiteEvent> Reject(Site site, RejectRequest command, SiteContext context) =>
        (Deciding(site, command.Number, context, out var request, out var onBehalfOf) ?? Reasons(command.Reasons, context)) is { } refusal
            ? refusal
            : new RequestRejected(context.Now, request.Number, command.Reasons, context.Person, onBehalfOf);

    /// <summary>批准. Refusals: those of every decision, the two keys' and those of the kind.</summary>
    public static Decision<SiteEvent> Approve(Site site, ApproveRequest command, SiteContext context)
    {
        if ((Deciding(site, command.Number, context, out var request, out var onBehalfOf) ?? TwoKeys.Problem(site, request, context)) is { } refusal)
        {
            return refusal;
        }

        var effect = RequestContents.Effect(site, request, context);
        if (effect.Refusal is not null)
        {
            return effect;
        }

        var hash = request.Kind == RequestKind.Launch ? SiteProfiles.HashOf(site.Facts, site.Sponsor.Id) : null;
        return effect with
        {
            Events = effect.Events.Insert(0, new RequestApproved(context.Now, request.Number, command.Note, hash, context.Person, onBehalfOf)),
        };
    }

    /// <summary>撤回: any time before a decision; the number stays (L9).</summary>
    public static Decision<SiteEvent> Withdraw(Site site, WithdrawRequest command, SiteContext context) =>
        Reach(site, command.Number, context, out var request) is { } missing
            ? missing
            : new RequestWithdrawn(context.Now, request.Number, command.Reason, context.Person);

    /// <summary>催办, once a working day. Refusals: request-returned, urged-today.</summary>
    public static Decision<SiteEvent> Urge(Site site, UrgeRequest command, SiteContext context)
    {
        if (Reach(site, command.Number, context, out var request) is { } missing)
        {
            return missing;
        }

        if (request.State == RequestState.Returned)
        {
            return context.Refuse(RuleId.RequestReturned, Figure.Of("request", request.Number));
        }

        if (request.UrgedAt is { } urged)
        {
            var again = RegistryCalendar.AddWorkingDays(RegistryCalendar.DateOf(urged), 1, context.Policy.WorkingCalendar).Date;
            if (context.Today < again)
            {
                return context.Refuse(RuleId.UrgedToday, Figure.Of("value", urged), Figure.Of("earliestFrom", again));
            }
        }

        return new RequestUrged(context.Now, request.Number, context.Person);
    }

    /// <summary>no-open-request, request-unknown, request-final.</summary>
    private static Refusal? Reach(Site site, int number, SiteContext context, out Request request)
    {
        request = site.RequestOf(number)!;
        if (request is null)
        {
            return site.Requests.Any(r => r.IsOpen)
                ? context.Refuse(RuleId.RequestUnknown, Figure.Of("request", number))
                : context.Refuse(RuleId.NoOpenRequest, Figure.Of("stage", Wire.Name(site.Stage)));
        }

        return request.IsOpen ? null : context.Refuse(RuleId.RequestFinal, Figure.Of("request", number), Figure.Of("state", Wire.Name(request.State)));
    }

    /// <summary>
    /// What every decision asks: an open request, taken (request-not-taken), not returned (request-returned), by its holder or the holder's
    /// substitute (request-held-by-other), who is nobody's judge in the own cause (self-approval).
    /// </summary>
    private static Refusal? Deciding(Site site, int number, SiteContext context, out Request request, out Person? onBehalfOf)
    {
        onBehalfOf = null;
        if (Reach(site, number, context, out request) is { } missing)
        {
            return missing;
        }

        if (request.State == RequestState.Returned)
        {
            return context.Refuse(RuleId.RequestReturned, Figure.Of("request", number));
        }

        if (request.Assignee is not { } holder)
        {
            return context.Refuse(RuleId.RequestNotTaken, Figure.Of("request", number));
        }

        if (holder.Id != context.By.PersonId)
        {
            if (!Substitutes(context, holder))
            {
                return context.Refuse(RuleId.RequestHeldByOther, Figure.Of("request", number), Figure.Of("person", holder.Name));
            }

            onBehalfOf = holder;
        }

        return Impartial(site, request, context.By.PersonId, context.By.Unit, context);
    }

    private static bool Substitutes(SiteContext context, Person holder) => context.Around.Authority is { } authority
        && authority.Substitutes.Any(s =>
            s.ForPersonId == holder.Id && s.PersonId == context.By.PersonId && s.From <= context.Today && context.Today <= s.Until);

    /// <summary>self-approval: by person, not role: whoever filed, edited or accepted it, or belongs to the sponsor or the receiver, does not decide.</summary>
    private static Refusal? Impartial(Site site, Request request, string personId, UnitId? unit, SiteContext context) =>
        request.WasFiledBy(personId) || request.AcceptedBy?.Id == personId || site.AuthorIds.Contains(personId) || unit == site.Sponsor.Id
            || (unit is not null && unit == request.Latest.Content.Transfer?.Receiver)
            ? context.Refuse(RuleId.SelfApproval, Figure.Of("person", context.By.Name))
            : null;

    private static Refusal? Reasons(ImmutableArray<ReturnReason> reasons, SiteContext context) =>
        reasons.IsDefaultOrEmpty || reasons.Any(r => string.IsNullOrWhiteSpace(r.Note) || !context.Policy.IsReturnReason(r.Code))
            ? context.Refuse(RuleId.ReasonsRequired,
                Figure.Of("field", "reasons"), Figure.Of("expected", string.Join("、", context.Policy.ReturnReasons.Select(r => r.Code))))
            : null;
}
