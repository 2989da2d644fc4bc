using NanchangEdu.Registry.Contracts;
using static NanchangEdu.Registry.Rules.Tests.Sample;

namespace NanchangEdu.Registry.Rules.Tests;

/// <summary>Outside one's scope a site reads as one that does not exist, to every command alike.</summary>
public class ScopeTests
{
    public static TheoryData<SiteCommand> All => [.. Commands.OfSites];

    [Theory]
    [MemberData(nameof(All))]
    public void A_foreign_site_answers_as_an_unknown_one(SiteCommand command)
    {
        Actor[] strangers =
        [
            StrangerClerk, StrangerHead, OtherReviewer, OtherLead, Clerk with { Unit = null }, Reviewer with { Authority = null },
            OtherLead with { Subordinates = [ReceiverId] }, OtherLead with { Subordinates = default },
            StrangerClerk with { Subordinates = [AuthorityId] }, SuperiorLead with { Authority = null },
        ];
        foreach (var stranger in strangers)
        {
            Story.Of().Live().When(command, stranger).ThenHidden();
            if (command is not RegisterSite) Story.Of().When(command, stranger).ThenHidden();
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public void A_site_that_does_not_exist_is_hidden_from_everyone(SiteCommand command)
    {
        if (command is RegisterSite) return;
        Actor[] everyone = [Clerk, Head, Reviewer, Lead, Centre, Ops, Auditor, Admin, Actor.System];
        foreach (var actor in everyone) Story.Of().When(command, actor).ThenHidden();
    }

    [Fact]
    public void A_site_is_registered_once() => Story.Of().Draft().When(new RegisterSite(Profile()), by: Clerk).ThenHidden();

    [Fact]
    public void Each_sees_what_lies_in_the_own_scope()
    {
        var site = Story.Of().Live().Site;
        Actor[] see = [Clerk, SecondClerk, Head, Reviewer, Lead, SuperiorReviewer, SuperiorLead, Centre, Ops, Auditor, Admin, Actor.System];
        Actor[] blind = [StrangerClerk, StrangerHead, OtherReviewer, OtherLead, ReceiverClerk];
        Assert.All(see, actor => Assert.True(SiteRules.Sees(site, actor), actor.Name));
        Assert.All(blind, actor => Assert.False(SiteRules.Sees(site, actor), actor.Name));
    }

    [Fact]
    public void The_receiver_of_a_transfer_sees_the_site_while_the_request_is_open_and_may_only_accept()
    {
        var story = Story.Of().Live().Given(new SubmitTransfer(ReceiverId, "校区调整"), Clerk);
        Assert.True(SiteRules.Sees(story.Site, ReceiverClerk));
        foreach (var command in Commands.OfSites.Where(c => c is not (RegisterSite or AcceptTransfer)))
        {
            story.When(command, ReceiverClerk).ThenHidden();
        }

        story.When(new AcceptTransfer(story.Request), by: ReceiverHead).ThenAccepted();
        story.Given(new WithdrawRequest(story.Request, null), Clerk);
        Assert.False(SiteRules.Sees(story.Site, ReceiverClerk));
    }

    /// <summary>An authority sees its branch of the tree, however far down, and nothing beside or above it.</summary>
    [Fact]
    public void An_authority_sees_its_own_branch()
    {
        Assert.True(SuperiorLead.Oversees(AuthorityId));
        Assert.True(SuperiorLead.Oversees(OtherAuthorityId));
        Assert.False(SuperiorLead.Oversees(ReceiverId));
        Assert.False(SuperiorLead.Oversees(null));
        Assert.False(Lead.Oversees(OtherAuthorityId));
        Assert.False((SuperiorLead with { Authority = null }).Oversees(AuthorityId));
        Assert.False((SuperiorLead with { Authority = null }).Oversees(null));
    }

    [Fact]
    public void After_a_transfer_the_giver_is_a_stranger() =>
        Story.Of().Live().Given(new SubmitTransfer(ReceiverId, "校区调整"), Clerk).Given(s => new AcceptTransfer(s.Request), ReceiverClerk).Approving()
            .When(new SubmitClosure(ClosureOn("2026-01-05")), by: Clerk).ThenHidden()
            .When(new SubmitClosure(ClosureOn("2026-01-05")), by: ReceiverClerk).ThenAccepted();
}
