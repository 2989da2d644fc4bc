using System.Text;
using System.Text.Json;
using NanchangEdu.Registry.Contracts;
using NanchangEdu.Registry.Rules.Clauses;
using static NanchangEdu.Registry.Rules.Tests.Sample;

namespace NanchangEdu.Registry.Rules.Tests.Clauses;

/// <summary>NC-2.3: who sees the contacts of a site, and what it takes to be shown them.</summary>
public sealed class PersonalDataTests
{
    private const string Why = "网站打不开，需电话联系";

    /// <summary>Contacts of the sample's profile who appear nowhere else in a story.</summary>
    private static readonly string[] Contacts = ["0791-86380001", "13907910001", "13907910002", "office@ncedu.cn", "邓华", "李红"];

    private static readonly Dictionary<string, Actor> Everybody = new()
    {
        ["clerk"] = Clerk,
        ["another clerk"] = SecondClerk,
        ["head"] = Head,
        ["reviewer"] = Reviewer,
        ["lead"] = Lead,
        ["superior"] = SuperiorReviewer,
        ["centre"] = Centre,
        ["ops"] = Ops,
        ["auditor"] = Auditor,
        ["admin"] = Admin,
        ["system"] = Actor.System,
        ["receiver"] = ReceiverClerk,
        ["reviewer who is a member of the unit"] = Reviewer with { Unit = SchoolId },
    };

    private static readonly string[] Own = ["clerk", "another clerk", "head"];

    public static TheoryData<string> Callers => [.. Everybody.Keys];

    [Theory]
    [MemberData(nameof(Callers))]
    public void The_sponsors_own_people_see_the_contacts_and_everybody_else_sees_them_masked(string caller)
    {
        var story = Story.Of().Live().Given(new SubmitTransfer(ReceiverId, "校区调整"), Clerk);
        Assert.True(SiteRules.Sees(story.Site, Everybody[caller]));
        var view = Viewed(story, Everybody[caller]);

        if (Own.Contains(caller)) Assert.All(Contacts, contact => Assert.Contains(contact, view, StringComparison.Ordinal));
        else Assert.All(Contacts, contact => Assert.DoesNotContain(contact, view, StringComparison.Ordinal));
        Assert.Equal(!Own.Contains(caller), SiteViews.IsMasked(story.Site, Everybody[caller]));
    }

    [Fact]
    public void What_is_masked_keeps_its_beginning_and_the_persons_who_filed_and_decided_keep_their_names()
    {
        using var view = JsonDocument.Parse(Viewed(Story.Of().Approved(), Centre));
        var office = view.RootElement.GetProperty("profile").GetProperty("contacts")[1];

        Assert.Equal(("王**", "139****", "***"), (Text(office, "name"), Text(office, "phone"), Text(office, "email")));
        Assert.Equal("李**", Text(view.RootElement.GetProperty("profile").GetProperty("upkeep"), "secrecyReviewer"));
        Assert.Equal(Reviewer.Name, Text(view.RootElement.GetProperty("approval").GetProperty("by"), "name"));
        Assert.Equal(Clerk.Name, Text(view.RootElement.GetProperty("requests")[0].GetProperty("rounds")[0].GetProperty("by"), "name"));
    }

    [Fact]
    public void After_a_transfer_the_contacts_are_the_receivers_to_see()
    {
        var story = Story.Of().Live().Given(new SubmitTransfer(ReceiverId, "校区调整"), Clerk).Given(s => new AcceptTransfer(s.Request), ReceiverClerk);
        Assert.True(SiteViews.IsMasked(story.Site, ReceiverClerk));
        story.Approving();
        Assert.False(SiteViews.IsMasked(story.Site, ReceiverClerk));
        Assert.True(SiteViews.IsMasked(story.Site, Clerk));
    }

    [Fact]
    public void The_reviewer_is_shown_that_a_contact_was_changed_and_not_to_what()
    {
        var changed = Profile() with
        {
            Purpose = "学校信息公开和招生咨询",
            Contacts =
            [
                Profile().Contacts[0],
                Profile().Contacts[1] with { Phone = "13607910009" },
                Profile().Contacts[2] with { Email = "jishu@ncedu.cn" },
                Profile().Contacts[3],
                new(ContactDuty.DeputyLeader, "甄妮雅", "13507910008", null),
            ],
            Upkeep = Profile().Upkeep with { SecrecyReviewer = "贾雨村" },
        };
        var story = Story.Of().InReview().Taken().Given(new ReturnRequest(1, Reasons()), Reviewer)
            .Given(new ChangeProfile(changed), Clerk).Given(new ResubmitRequest(1, null, null, null, null, null), Clerk);

        var shown = Differences(Viewed(story, Reviewer));

        Assert.Equal(("\"139****\"", "\"136****\""), shown["profile.contacts[1].phone"]);
        Assert.Equal((null, "\"***\""), shown["profile.contacts[2].email"]);
        Assert.Equal((null, """{"duty":"deputyLeader","name":"甄**","phone":"135****","email":null}"""), shown["profile.contacts[4]"]);
        Assert.Equal(("\"李**\"", "\"贾**\""), shown["profile.upkeep.secrecyReviewer"]);
        Assert.Equal($"\"{changed.Purpose}\"", shown["profile.purpose"].After);
        Assert.Equal("\"13607910009\"", Differences(Viewed(story, Clerk))["profile.contacts[1].phone"].After);
        Assert.All(["13607910009", "13507910008", "甄妮雅", "贾雨村", "jishu@"], text => Assert.DoesNotContain(text, Viewed(story, Reviewer), StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("reviewer")]
    [InlineData("lead")]
    [InlineData("superior")]
    [InlineData("centre")]
    [InlineData("auditor")]
    public void Who_has_to_do_with_the_site_and_says_why_is_shown_the_contacts(string caller)
    {
        var by = Everybody[caller];
        var story = Story.Of().Live().When(new DiscloseContacts(Why), by)
            .Then<ContactsDisclosed>(e => Assert.Equal((1, Why, by.PersonId, by.Role), (e.Number, e.Reason, e.By.Id, e.By.Role)));

        using var shown = JsonDocument.Parse(Viewed(story, by, new AskDisclosedContacts(1)));
        Assert.Equal(Profile().Contacts.Select(c => c.Phone), shown.RootElement.GetProperty("contacts").EnumerateArray().Select(c => Text(c, "phone")));
        Assert.Equal(Profile().Contacts.Select(c => c.Name), shown.RootElement.GetProperty("contacts").EnumerateArray().Select(c => Text(c, "name")));
        Assert.Equal("李红", Text(shown.RootElement, "secrecyReviewer"));
        Assert.Equal(story.Now.AddMinutes(15), shown.RootElement.GetProperty("shownUntil").GetDateTimeOffset());
        Assert.DoesNotContain("13907910001", Viewed(story, by), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("clerk")]
    [InlineData("head")]
    [InlineData("ops")]
    [InlineData("admin")]
    public void Who_sees_them_anyway_or_has_no_part_in_the_site_is_refused(string caller) =>
        Story.Of().Live().When(new DiscloseContacts(Why), Everybody[caller]).ThenRefused(RuleId.RoleNotAllowed);

    [Theory]
    [InlineData("")]
    [InlineData(" \t")]
    public void Without_a_reason_nobody_is_shown_them(string reason) =>
        Story.Of().Live().When(new DiscloseContacts(reason), Reviewer).ThenRefused(RuleId.DisclosureReasonMissing);

    [Fact]
    public void They_are_shown_for_fifteen_minutes_and_then_no_more()
    {
        var story = Story.Of().Live().Given(new DiscloseContacts(Why), Reviewer);
        var asked = story.Now;

        Assert.Null(Rendered(story.Site, Reviewer, 1, story.Policy, asked.AddMinutes(15).AddTicks(-1)).Refusal);
        var over = Rendered(story.Site, Reviewer, 1, story.Policy, asked.AddMinutes(15));

        Assert.Empty(over.Body);
        Assert.Equal(RuleId.DisclosureUnknown, over.Refusal!.Rule);
        RefusalWords.AreComplete(over.Refusal);
        Assert.Contains("15 分钟", RuleCatalog.Describe(over.Refusal, TextLanguage.Chinese), StringComparison.Ordinal);
    }

    /// <summary>Another's, one that is over and one that never was are told by the same words: who looked is nobody's business but the sponsor's.</summary>
    [Fact]
    public void They_are_shown_to_the_very_person_in_the_role_of_then()
    {
        var story = Story.Of().Live().Given(new DiscloseContacts(Why), Reviewer);
        Actor[] others = [SecondReviewer, Reviewer.As(Role.Lead), Lead, Centre, Auditor, Clerk, Head, Ops, Reviewer with { PersonId = "" }];
        foreach (var other in others)
        {
            var answer = Rendered(story.Site, other, 1, story.Policy, story.Now);
            Assert.Empty(answer.Body);
            Assert.Equal(Rendered(Story.Of().Live().Site, other, 1, story.Policy, story.Now).Refusal!.Figures, answer.Refusal!.Figures);
            Assert.Equal(RuleId.DisclosureUnknown, answer.Refusal.Rule);
        }

        Assert.Equal(RuleId.DisclosureUnknown, Rendered(story.Site, Reviewer, 2, story.Policy, story.Now).Refusal!.Rule);
    }

    [Fact]
    public void What_one_person_asked_for_twice_has_two_numbers_each_with_its_own_minutes()
    {
        var story = Story.Of().Live().Given(new DiscloseContacts(Why), Reviewer, "2026-03-02T10:00").Given(new DiscloseContacts(Why), Reviewer, "2026-03-02T10:10");
        var at = Instant("2026-03-02T10:20");
        Assert.Equal(RuleId.DisclosureUnknown, Rendered(story.Site, Reviewer, 1, story.Policy, at).Refusal?.Rule);
        Assert.Null(Rendered(story.Site, Reviewer, 2, story.Policy, at).Refusal);
    }

    [Fact]
    public void The_sponsor_is_shown_who_looked_when_and_why_and_nobody_else_in_the_view()
    {
        var story = Story.Of().Live().Given(new DiscloseContacts(Why), Reviewer).Given(new DiscloseContacts("年度核查"), Centre);

        var looks = Disclosures(Viewed(story, Head));

        Assert.Equal([(1, Why, Reviewer.Name), (2, "年度核查", Centre.Name)], looks.Select(d => (d.GetProperty("number").GetInt32(), Text(d, "reason"), Text(d.GetProperty("by"), "name"))));
        Assert.Equal(story.Now, looks[1].GetProperty("at").GetDateTimeOffset());
        Assert.All([Reviewer, Centre, Auditor, Ops], other => Assert.Empty(Disclosures(Viewed(story, other))));
    }

    [Fact]
    public void The_record_keeps_the_latest_twenty_and_the_numbers_go_on()
    {
        var story = Story.Of().Live();
        foreach (var n in Enumerable.Range(1, 23)) story.Given(new DiscloseContacts($"第{n}次"), n % 2 == 0 ? Centre : Lead);

        Assert.Equal(Enumerable.Range(4, 20), story.Site.LatestDisclosures.Select(d => d.Number));
        Assert.Equal(23, story.Ledger.OfType<ContactsDisclosed>().Count());
    }

    [Fact]
    public void A_look_changes_nothing_by_which_rules_decide()
    {
        var story = Story.Of().DownlineScheduled();
        var before = StoredFormat.Write(story.Site);
        story.Given(new DiscloseContacts(Why), Auditor);
        Assert.Equal(before, StoredFormat.Write(story.Site with { Disclosures = default }));
    }

    /// <summary>The receipt lies under its key for a week: it has the number, and no contact.</summary>
    [Fact]
    public void The_receipt_has_the_number_under_which_they_are_read_and_not_the_contacts()
    {
        var story = Story.Of().Live().When(new DiscloseContacts(Why), Reviewer);
        var (status, body) = SiteReceipts.Render(story.Site, 9, new DiscloseContacts(Why), story.Events, story.Policy, story.Now);
        var text = Encoding.UTF8.GetString(body);

        Assert.Equal(201, status);
        using var receipt = JsonDocument.Parse(text);
        Assert.Equal(1, receipt.RootElement.GetProperty("number").GetInt32());
        Assert.All(Contacts.Append("王静"), contact => Assert.DoesNotContain(contact, text, StringComparison.Ordinal));
    }

    /// <summary>A refusal lies under its key, too, and may meet others than those who typed the number.</summary>
    [Fact]
    public void A_refused_contact_is_named_by_its_place()
    {
        var story = Story.Of().When(new RegisterSite(Profile() with { Contacts = [Profile().Contacts[0], new(ContactDuty.Office, "王静", "12345", "office@")] }), Clerk);
        story.ThenRefused(RuleId.ContactInvalid, ("field", "contacts.office.phone"));
        Assert.DoesNotContain("12345", Encoding.UTF8.GetString(StoredFormat.Write(story.Refusal)), StringComparison.Ordinal);

        story.When(new RegisterSite(Profile() with { Contacts = [new(ContactDuty.Office, "王静", "13907910001", "office@")] }), Clerk);
        story.ThenRefused(RuleId.ContactInvalid, ("field", "contacts.office.email"));
        Assert.DoesNotContain("office@", Encoding.UTF8.GetString(StoredFormat.Write(story.Refusal)), StringComparison.Ordinal);
    }

    [Fact]
    public void Only_a_question_that_all_of_a_kind_ask_alike_is_kept_rendered()
    {
        Assert.False(SiteViews.IsShared(new AskDisclosedContacts(1)));
        Assert.True(SiteViews.IsShared(new AskView()));
    }

    [Theory]
    [InlineData(Role.Clerk, true, Relation.Sponsor)]
    [InlineData(Role.Head, true, Relation.Sponsor)]
    [InlineData(Role.Clerk, false, Relation.Other)]
    [InlineData(Role.Head, false, Relation.Other)]
    [InlineData(Role.Reviewer, true, Relation.Other)]
    [InlineData(Role.Lead, true, Relation.Other)]
    [InlineData(Role.Centre, true, Relation.Other)]
    [InlineData(Role.Ops, true, Relation.Other)]
    [InlineData(Role.Auditor, true, Relation.Auditor)]
    [InlineData(Role.Admin, true, Relation.Other)]
    [InlineData(Role.System, true, Relation.Other)]
    public void The_relation_is_told_by_role_and_unit(Role role, bool isMember, Relation expected)
    {
        var by = Clerk with { Role = role, Unit = isMember ? SchoolId : StrangerId };
        Assert.Equal(expected, PersonalData.RelationOf(SchoolId, by));
        Assert.Equal(expected == Relation.Auditor ? Relation.Auditor : Relation.Other, PersonalData.RelationOf(null, by with { Unit = null }));
        Assert.Equal(expected != Relation.Sponsor, PersonalData.IsMasked(expected));
        Assert.Equal(expected != Relation.Other, PersonalData.ReadsHashedBytes(expected));
    }

    private static RenderedView Rendered(Site site, Actor by, int number, RegistryPolicy policy, DateTimeOffset now) =>
        SiteViews.Render(site, 7, new AskDisclosedContacts(number), by, policy, now);

    private static string Viewed(Story story, Actor by, SiteQuestion? question = null) =>
        Encoding.UTF8.GetString(SiteViews.Render(story.Site, 7, question ?? new AskView(), by, story.Policy, story.Now).Body);

    private static string? Text(JsonElement element, string member) => element.GetProperty(member).GetString();

    private static JsonElement[] Disclosures(string view) => [.. JsonElement.Parse(view).GetProperty("contactDisclosures").EnumerateArray()];

    private static Dictionary<string, (string? Before, string? After)> Differences(string view) =>
        JsonElement.Parse(view).GetProperty("requests")[0].GetProperty("rounds")[1].GetProperty("differences").EnumerateArray()
            .ToDictionary(d => Text(d, "path")!, d => (Text(d, "before"), Text(d, "after")));
}
