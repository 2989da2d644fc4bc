using NanchangEdu.Registry.Contracts;

namespace NanchangEdu.Registry.Rules.Clauses;

/// <summary>
/// 两把钥匙. NC-2.2: launch, material change and restore after a security rectification need the centre's verification and the
/// authority's approval, by different persons. For a launch the verified items of the gate are the centre's key.
/// </summary>
internal static class TwoKeys
{
    /// <summary>verification-missing, two-keys-one-person.</summary>
    public static Refusal? Problem(Site site, Request request, SiteContext context)
    {
        var verifiers = request.Kind == RequestKind.Launch
            ? site.Filings.Select(f => f.Verification).Concat(site.Tests.Select(t => t.Verification)).Concat(site.Evidence.Select(e => e.Verification))
            : [request.Verification];
        if (verifiers.Any(v => v?.PersonId == context.By.PersonId))
        {
            return context.Refuse(RuleId.TwoKeysOnePerson, Figure.Of("person", context.By.Name));
        }

        var needed = request.Kind is RequestKind.Change or RequestKind.Restore;
        return needed && request.Verification?.Result != VerificationResult.Verified
            ? context.Refuse(RuleId.VerificationMissing, Figure.Of("value", request.Number))
            : null;
    }
}

/// <summary>What each kind of request checks and brings about: one place where the desk meets the clauses.</summary>
internal static class RequestContents
{
    /// <summary>The checks of a first filing, for a resubmission.</summary>
    public static Refusal? Problem(Site site, Request request, RequestContent content, SiteContext context) => request.Kind switch
    {
        RequestKind.Launch or RequestKind.Change => SiteProfiles.Check(content.Profile!, context.Around.Unit ?? site.Sponsor, context),
        RequestKind.Downline => DownlineRequest.Problem(site, content.Downline!, context),
        RequestKind.Extension => DownlineExtension.Problem(site, content.Extension!, context),
        RequestKind.Closure => SiteClosure.Problem(content.Closure!, context),
        _ => null,
    };

    /// <summary>The events that an approval brings beside itself, or why it cannot be given now.</summary>
    public static Decision<SiteEvent> Effect(Site site, Request request, SiteContext context) => request.Kind switch
    {
        RequestKind.Launch => Decision<SiteEvent>.Accept(), // the profile cannot have changed: material edits are refused while it is in review
        RequestKind.Change => ProfileChange.Approved(site, request, context),
        RequestKind.Downline => DownlineRequest.Approved(site, request, context),
        RequestKind.Extension => DownlineExtension.Approved(site, request, context),
        RequestKind.Restore => Decision<SiteEvent>.Accept(),
        RequestKind.Closure => SiteClosure.Approved(site, request, context),
        RequestKind.Transfer => Transfer.Approved(site, request, context),
        _ => throw new InvalidOperationException($"no clause for requests of kind {request.Kind}"),
    };
}
