using NanchangEdu.Registry.Contracts;

namespace NanchangEdu.Registry.Rules.Clauses;

/// <summary>
/// 移交 of a site to another unit. NC-3.2, NC-2.1: giver, receiver and authority agree. The slot moves; the quota's lineage stays (D17).
/// </summary>
internal static class Transfer
{
    /// <summary>Refusals: transfer-receiver-invalid, request-open.</summary>
    public static Decision<SiteEvent> Submit(Site site, SubmitTransfer command, SiteContext context) =>
        Invalid(site, context.Around.Receiver, command.Receiver, context) is { } refusal
            ? refusal
            : RequestDesk.Open(site, RequestKind.Transfer,
                new RequestContent(Transfer: new(command.Receiver, context.Around.Receiver!.Name, command.Reason)), null, context);

    /// <summary>Refusals: no-open-request, transfer-already-accepted. Only the receiver reaches it; to others the site does not exist.</summary>
    public static Decision<SiteEvent> Accept(Site site, AcceptTransfer command, SiteContext context)
    {
        if (site.RequestOf(command.Number) is not { IsOpen: true, Kind: RequestKind.Transfer } request)
        {
            return context.Refuse(RuleId.NoOpenRequest, Figure.Of("kind", Wire.Name(RequestKind.Transfer)), Figure.Of("stage", Wire.Name(site.Stage)));
        }

        if (request.Latest.Content.Transfer!.Receiver != context.By.Unit)
        {
            return context.Refuse(RuleId.TransferReceiverInvalid, Figure.Of("value", context.By.Unit?.Uscc ?? ""));
        }

        return request.AcceptedBy is not null
            ? context.Refuse(RuleId.TransferAlreadyAccepted, Figure.Of("request", request.Number))
            : new TransferAccepted(context.Now, request.Number, context.Person);
    }

    /// <summary>Refusals: transfer-not-accepted, transfer-receiver-invalid; one-site-per-unit by the claim on the receiver's slot.</summary>
    public static Decision<SiteEvent> Approved(Site site, Request request, SiteContext context)
    {
        if (request.AcceptedBy is null)
        {
            return context.Refuse(RuleId.TransferNotAccepted, Figure.Of("request", request.Number));
        }

        return Invalid(site, context.Around.Receiver, request.Latest.Content.Transfer!.Receiver, context) is { } refusal
            ? refusal
            : new Transferred(context.Now, request.Number, context.Around.Receiver!);
    }

    private static Refusal? Invalid(Site site, UnitFacts? receiver, UnitId named, SiteContext context) =>
        receiver is null || receiver.Id == site.Sponsor.Id || receiver.Authority != site.Sponsor.Authority
            ? context.Refuse(RuleId.TransferReceiverInvalid, Figure.Of("value", named.Uscc))
            : null;
}
