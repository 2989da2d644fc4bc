using NanchangEdu.Registry.Api.Http;
using NanchangEdu.Registry.Api.Identity;
using NanchangEdu.Registry.Api.OpenApi;
using NanchangEdu.Registry.Contracts;

namespace NanchangEdu.Registry.Api.Sites;

/// <summary>Filings, evidence and security tests: stated by sponsor or centre, verified by the centre.</summary>
internal static class FilingEndpoints
{
    public static void MapFilings(this RouteGroupBuilder api)
    {
        var site = api.MapGroup("/sites/{id:site}");
        site.MapPut("/filings/icp", (SiteId id, Asked<IcpFilingBody> asked, Desk desk, CancellationToken ct) => Record(id, asked, desk, ct))
            .Filing("Icp", "Record the ICP filing (NC-3.6)");
        site.MapPut("/filings/publicSecurity", (SiteId id, Asked<PublicSecurityFilingBody> asked, Desk desk, CancellationToken ct) => Record(id, asked, desk, ct))
            .Filing("PublicSecurity", "Record the public-security filing (NC-3.7)");
        site.MapPut("/filings/gradedProtection", (SiteId id, Asked<GradedProtectionFilingBody> asked, Desk desk, CancellationToken ct) => Record(id, asked, desk, ct))
            .Filing("GradedProtection", "Record the graded protection (NC-9.1)");
        site.MapPut("/filings/siteMark", (SiteId id, Asked<SiteMarkFilingBody> asked, Desk desk, CancellationToken ct) => Record(id, asked, desk, ct))
            .Filing("SiteMark", "Record the site mark of public bodies (NC-3.4)");
        site.MapPut("/filings/domain", (SiteId id, Asked<DomainFilingBody> asked, Desk desk, CancellationToken ct) => Record(id, asked, desk, ct))
            .Filing("Domain", "Record the registration of the domain (NC-3.5, NC-4.1)");

        site.MapPost("/filings/{kind:filing}/verification",
                (SiteId id, string kind, Asked<VerificationBody> asked, Desk desk, CancellationToken ct) =>
                    desk.Execute(id, asked, new VerifyFiling(Routes.Named<FilingKind>(kind), asked.Body.Result, asked.Body.Note), ct))
            .Command("verifyFiling", Policies.VerifyName, Tags.Filings,
                "Verify a filing", "By the centre, by another person than the one who recorded it. A refusal needs a note.");

        site.MapPut("/evidence/{kind:evidence}",
                (SiteId id, string kind, Asked<EvidenceBody> asked, Desk desk, CancellationToken ct) =>
                    desk.Execute(id, asked, new RecordEvidence(Routes.Named<EvidenceKind>(kind), asked.Body.ToStatement()), ct))
            .Command("recordEvidence", Policies.FilingsName, Tags.Filings,
                "Record a piece of evidence", "Hosting (NC-9.4), header and footer (NC-4.4), mark shown (NC-3.4), log retention (NC-9.9), emergency plan (NC-9.3, NC-9.8).");
        site.MapPost("/evidence/{kind:evidence}/verification",
                (SiteId id, string kind, Asked<VerificationBody> asked, Desk desk, CancellationToken ct) =>
                    desk.Execute(id, asked, new VerifyEvidence(Routes.Named<EvidenceKind>(kind), asked.Body.Result, asked.Body.Note), ct))
            .Command("verifyEvidence", Policies.VerifyName, Tags.Filings,
                "Verify a piece of evidence", "By the centre, by another person than the one who recorded it. A refusal needs a note.");

        site.MapPost("/security-tests", (SiteId id, Asked<SecurityTestBody> asked, Desk desk, CancellationToken ct) =>
                desk.Execute(id, asked, new RecordSecurityTest(asked.Body.ToReport()), ct))
            .Command("recordSecurityTest", Policies.FilingsName, Tags.Filings, creates: true,
                "Record a security test (NC-3.9)", "With the hosts it covers and the hash of its report.");
        site.MapPost("/security-tests/{n:number}/verification",
                (SiteId id, int n, Asked<VerificationBody> asked, Desk desk, CancellationToken ct) =>
                    desk.Execute(id, asked, new VerifySecurityTest(n, asked.Body.Result, asked.Body.Note), ct))
            .Command("verifySecurityTest", Policies.VerifyName, Tags.Filings,
                "Verify a security test", "By the centre, by another person than the one who recorded it. A refusal needs a note.");
    }

    /// <summary>Called by lambdas of concrete types, since the generator of the handlers passes generic ones over.</summary>
    private static Task<IResult> Record<T>(SiteId id, Asked<T> asked, Desk desk, CancellationToken ct) where T : class, IFilingBody =>
        desk.Execute(id, asked, new RecordFiling(asked.Body.ToFiling()), ct);

    private static void Filing(this RouteHandlerBuilder endpoint, string name, string summary) =>
        endpoint.Command($"record{name}Filing", Policies.FilingsName, Tags.Filings,
            summary, "States the filing anew; a verification of what stood there before does not carry over.");
}
