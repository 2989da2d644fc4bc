using NanchangEdu.Registry.Api.Http;
using NanchangEdu.Registry.Api.Identity;
using NanchangEdu.Registry.Api.OpenApi;
using NanchangEdu.Registry.Contracts;

namespace NanchangEdu.Registry.Api.Sites;

/// <summary>违规案件 (NC-3.13): reported or opened by an overrun, replied to, decided, appealed against, concluded. They are read in the site's view.</summary>
internal static class CaseEndpoints
{
    public static void MapCases(this RouteGroupBuilder api)
    {
        var cases = api.MapGroup("/sites/{id:site}/cases");
        cases.MapPost("", (SiteId id, Asked<CaseBody> asked, Desk desk, CancellationToken ct) =>
                desk.Execute(id, asked, asked.Body.ToCommand(), ct))
            .Command("openCase", Policies.ReportCaseName, Tags.Cases,
                "Report that a site was down without leave",
                "By authority or centre, with what was seen and the hashes of what shows it. The unit is told and may reply within the working days of the rule pack. A downline past its end has its case without a report.");
        MapHearing(cases.MapGroup("/{n:number}"));
        MapOutcome(cases.MapGroup("/{n:number}"));
    }

    private static void MapHearing(RouteGroupBuilder one)
    {
        one.MapPost("/reply", (SiteId id, int n, Asked<CaseReplyBody> asked, Desk desk, CancellationToken ct) =>
                desk.Execute(id, asked, asked.Body.ToCommand(n), ct))
            .Command("replyToCase", Policies.HeadName, Tags.Cases,
                "Reply to a case", "申辩, by the unit's head, once. Late replies are heard as long as nobody decided.");
        one.MapPost("/decision", (SiteId id, int n, Asked<CaseDecisionBody> asked, Desk desk, CancellationToken ct) =>
                desk.Execute(id, asked, new DecideCase(n, asked.Body.Result, asked.Body.AdverseEffect, asked.Body.Reason), ct))
            .Command("decideCase", Policies.LeadName, Tags.Cases,
                "Decide on a case", "By the authority's lead, who did not report it; after the reply, or when its time is over. With an adverse effect the draft of the notice of criticism is made.");
        one.MapPost("/appeal", (SiteId id, int n, Asked<CaseAppealBody> asked, Desk desk, CancellationToken ct) =>
                desk.Execute(id, asked, asked.Body.ToCommand(n), ct))
            .Command("appealCase", Policies.HeadName, Tags.Cases,
                "Appeal against a finding", "申诉, by the unit's head, once, within the working days of the rule pack.");
        one.MapPost("/appeal/decision", (SiteId id, int n, Asked<CaseAppealDecisionBody> asked, Desk desk, CancellationToken ct) =>
                desk.Execute(id, asked, new DecideCaseAppeal(n, asked.Body.Result, asked.Body.Reason), ct))
            .Command("decideCaseAppeal", Policies.LeadName, Tags.Cases,
                "Decide on an appeal", "By a lead who did not decide the case; that of the next authority up may, too.");
    }

    private static void MapOutcome(RouteGroupBuilder one)
    {
        one.MapPut("/notice-draft", (SiteId id, int n, Asked<CaseNoticeDraftBody> asked, Desk desk, CancellationToken ct) =>
                desk.Execute(id, asked, new DraftCaseNotice(n, asked.Body.Text), ct))
            .Command("draftCaseNotice", Policies.ReviewName, Tags.Cases,
                "Write the draft of a notice of criticism anew", "通报批评: until it is issued.");
        one.MapPost("/notice", (SiteId id, int n, Asked<CaseNoticeBody> asked, Desk desk, CancellationToken ct) =>
                desk.Execute(id, asked, new IssueCaseNotice(n, asked.Body.DocumentNumber), ct))
            .Command("issueCaseNotice", Policies.LeadName, Tags.Cases,
                "Issue the notice of criticism", "As its draft stands; when no appeal is possible or open any more.");
        one.MapPost("/conclusion", (SiteId id, int n, Asked<CaseConclusionBody> asked, Desk desk, CancellationToken ct) =>
                desk.Execute(id, asked, new ConcludeCase(n, asked.Body.Note), ct))
            .Command("concludeCase", Policies.ReviewName, Tags.Cases,
                "Conclude a case", "结案, after the notice where one is due.");
    }
}
