using System.ComponentModel.DataAnnotations;
using NanchangEdu.Registry.Api.Http;
using NanchangEdu.Registry.Api.Identity;
using NanchangEdu.Registry.Api.Lists;
using NanchangEdu.Registry.Api.OpenApi;
using NanchangEdu.Registry.Api.Views;
using NanchangEdu.Registry.Contracts;

namespace NanchangEdu.Registry.Api.Deadlines;

/// <param name="Kind">The deadline's kind, as the list of deadlines has it.</param>
/// <param name="Number">Its number; 0 where its kind has none.</param>
/// <param name="Note">Words that go with it.</param>
public sealed record AcknowledgementBody(
    [property: Text(Limits.CodeLength)] string Kind,
    [property: Range(0, AcknowledgementBody.NumberMax)] int Number = 0,
    [property: Text(Limits.NoteLength)] string? Note = null)
{
    public const int NumberMax = 999_999_999;
}

/// <summary>Dated duties: what is due, until when, and who knows of it.</summary>
internal static class DeadlineEndpoints
{
    public static void MapDeadlines(this RouteGroupBuilder api)
    {
        api.MapGet("/deadlines", (Query<DeadlineListQuery> query, Caller caller, CatalogDesk desk, CancellationToken ct) =>
                desk.Deadlines(query.Question, caller, ct))
            .Query("listDeadlines", Policies.ReadRecordsName, Tags.Deadlines, typeof(PageView<DeadlineRowView>),
                "List deadlines",
                "Every dated duty of the sites within the caller's scope, the earliest first: filings, evidence that runs out, requests, downlines, confirmations. One that is met, or whose site is closed, is not there. All filters combine.");
        api.MapGet("/reminders", (Query<ReminderListQuery> query, Caller caller, CatalogDesk desk, CancellationToken ct) =>
                desk.Reminders(query.Question, caller, ct))
            .Query("listReminders", Policies.ReadRecordsName, Tags.Deadlines, typeof(PageView<ReminderRowView>),
                "List reminders",
                "What was brought to mind of the deadlines within the caller's scope: of whom, when, and whether anybody reacted. Each day of a deadline's ladder once; `escalated` those that went to the superior.");
        api.MapPost("/sites/{id:site}/deadline-acknowledgements", (SiteId id, Asked<AcknowledgementBody> asked, Desk desk, CancellationToken ct) =>
                desk.Execute(id, asked, new AcknowledgeDeadline(asked.Body.Kind, asked.Body.Number, asked.Body.Note), ct))
            .Command("acknowledgeDeadline", Policies.AcknowledgeName, Tags.Deadlines,
                "Say that a deadline is known",
                "By who is to act on it. It moves no date and meets no duty; the superior is not told that nobody reacted. A deadline that moves to another date is another one.");
    }
}
