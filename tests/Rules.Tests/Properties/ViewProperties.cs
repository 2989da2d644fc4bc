using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CsCheck;
using NanchangEdu.Registry.Contracts;
using NanchangEdu.Registry.Rules.Clauses;
using static NanchangEdu.Registry.Rules.Tests.Sample;

namespace NanchangEdu.Registry.Rules.Tests.Properties;

/// <summary>Every state has its views, columns and receipts, for every role; who may not see telephone numbers never does, in view or ledger.</summary>
public sealed class ViewProperties
{
    private const int Iterations = 150;

    private static readonly Gen<Life> Lives = Life.Of(movesMax: 40);

    private static readonly SiteQuestion[] Questions =
    [
        new AskView(), new AskLaunchGate(), new AskQuota(null), new AskQuota(2027), new AskQuota(int.MinValue), new AskQuotaPreview(Day("2027-01-05"), Day("2027-01-08")),
        new AskQuotaPreview(DateOnly.MinValue, DateOnly.MaxValue), new AskQuotaPreview(DateOnly.MaxValue, DateOnly.MinValue), new AskDisclosedContacts(1),
        new AskDisclosedContacts(int.MinValue), new AskBook(2026), new AskBook(int.MinValue),
    ];

    [Fact]
    public void Views_render_for_every_state_and_role() => Lives.Sample(
        life => Walk.Through(life, (_, step) =>
        {
            if (!step.After.Exists) return;
            var by = Reviewer with { Role = (Role)(1 + (step.Now.Minute % 9)) };
            foreach (var question in Questions)
            {
                var view = SiteViews.Render(step.After, 7, question, by, step.Policy, step.Now);
                if (view.Refusal is null) using (JsonDocument.Parse(view.Body)) { }
                else RefusalWords.AreComplete(view.Refusal);
            }

            Assert.NotEmpty(SiteColumns.Of(step.After, step.Policy, step.Now).Stage);
            if (step.Decision is not { Refusal: null, Hidden: false }) return;
            var (status, body) = SiteReceipts.Render(step.After, 7, step.Command, step.Decision.Events, step.Policy, step.Now);
            Assert.InRange(status, 200, 201);
            using (JsonDocument.Parse(body)) { }
        }),
        print: life => life.ToString(), iter: Iterations);

    [Fact]
    public void None_but_the_sponsors_own_people_ever_see_a_telephone_number() => Lives.Sample(
        life => Walk.Through(life, (_, step) =>
        {
            if (!step.After.Exists) return;
            var phones = Profiles(step.After).SelectMany(p => p.Contacts).Select(c => c.Phone).Where(phone => phone.Length > 4).Distinct().ToArray();
            Assert.True(phones.Length > 0 || step.After.Facts.Contacts.IsEmpty);
            foreach (var role in Enum.GetValues<Role>())
            {
                var text = Encoding.UTF8.GetString(SiteViews.Render(step.After, 7, new AskView(), Clerk with { Role = role }, step.Policy, step.Now).Body);
                if (role is not (Role.Clerk or Role.Head) || step.After.Sponsor.Id != Clerk.Unit) Hidden(text);
                else Assert.All(step.After.Facts.Contacts, c => Assert.Contains(JsonEncodedText.Encode(c.Phone).ToString(), text, StringComparison.Ordinal));
            }

            foreach (var @event in step.Decision.Events)
            {
                var body = Encoding.UTF8.GetBytes(new JsonObject { ["data"] = StoredFormat.Write(@event) }.ToJsonString());
                Hidden(Encoding.UTF8.GetString(LedgerBodies.For(Relation.Other, body).Utf8));
            }

            void Hidden(string text) => Assert.All(phones, phone => Assert.DoesNotContain(phone, text, StringComparison.Ordinal));
        }),
        print: life => life.ToString(), iter: Iterations);

    private static IEnumerable<SiteProfile> Profiles(Site site) =>
        site.Requests.SelectMany(r => r.Rounds).Select(r => r.Content.Profile).OfType<SiteProfile>().Append(site.Facts);
}
