using NanchangEdu.Registry.Contracts;

namespace NanchangEdu.Registry.Rules;

/// <summary>What the events of cases make of a site.</summary>
internal static class CaseEvolution
{
    public static Site Apply(Site site, SiteEvent @event) => @event switch
    {
        CaseOpened e => site with { Cases = site.Cases.Add(new(e.Case, e.Cause, 0, e.At, null) { Report = e.Report, ReportedBy = e.By }) },
        CaseReplied e => Change(site, e.Case, c => c with { Reply = new(e.At, e.Statement, e.Exhibits, e.By) }),
        CaseDecided e => Change(site, e.Case, c => c with { Decision = new(e.At, e.Result, e.AdverseEffect, e.Reason, e.By) }),
        CaseAppealed e => Change(site, e.Case, c => c with { Appeal = new(e.At, e.Reason, e.Exhibits, e.By, null) }),
        CaseAppealDecided e => Change(site, e.Case, c => c with { Appeal = c.Appeal! with { Decision = new(e.At, e.Result, e.Reason, e.By) } }),
        CaseNoticeDrafted e => Change(site, e.Case, c => c with { Notice = new(e.Text, e.At, null, null, e.By) }),
        CaseNoticeIssued e => Change(site, e.Case, c => c with { Notice = c.Notice! with { Text = e.Text, IssuedAt = e.At, DocumentNumber = e.DocumentNumber, By = e.By } }),
        CaseConcluded e => Change(site, e.Case, c => c with { Conclusion = new(e.At, e.Note, e.By) }),
        _ => throw new InvalidOperationException($"no rule says what {@event.GetType().Name} makes of a case"),
    };

    private static Site Change(Site site, int number, Func<SiteCase, SiteCase> change) =>
        site with { Cases = site.Cases.Change(c => c.Number == number, change) };
}
