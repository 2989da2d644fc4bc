using System.Collections.Immutable;
using NanchangEdu.Registry.Contracts;
using static NanchangEdu.Registry.Rules.Tests.Sample;

namespace NanchangEdu.Registry.Rules.Tests.Clauses;

/// <summary>NC-3.1, NC-3.2, NC-3.8, NC-4.1 to NC-4.3, NC-9.4, NC-2.4: what a site is registered with.</summary>
public class RegistrationTests
{
    [Fact]
    public void A_site_is_registered_as_a_draft_of_the_callers_own_unit() =>
        Story.Of().When(new RegisterSite(Profile()), by: Clerk)
            .Then<SiteRegistered>(e => Assert.Equal((SchoolId, $"{SchoolId}/{FirstSiteId}"), (e.Unit.Id, e.Lineage))).ThenStage(Stage.Draft);

    [Fact]
    public void An_internal_department_has_no_code_and_no_site() =>
        Story.Of().When(new RegisterSite(Profile()), by: Clerk with { Unit = new UnitId("12360100491013012W") })
            .ThenRefused(RuleId.UnitUnknown, ("value", "12360100491013012W"));

    [Fact]
    public void What_is_missing_is_named_all_at_once() =>
        Story.Of().When(new RegisterSite(Profile() with { Hosts = [], Purpose = " ", Functions = [], Platform = "", Hosting = new("", "", "218.64.56.10", null, true) }), by: Clerk)
            .ThenRefused(RuleId.ProfileIncomplete, ("left", 6)).ThenItems("hosts", "purpose", "functions", "platform", "hosting.provider", "hosting.place");

    [Theory]
    [InlineData("-gjsy.ncedu.cn", RuleId.DomainNameInvalid)]
    [InlineData("gjsy.ncedu.com", RuleId.DomainOutsideZone)]
    [InlineData("a.gjsy.ncedu.cn", RuleId.DomainOutsideZone)]
    [InlineData("test.ncedu.cn", RuleId.DomainLabelReserved)]
    public void A_host_is_one_label_of_its_own_in_the_authoritys_zone(string host, RuleId rule) =>
        Story.Of().When(new RegisterSite(Profile() with { Hosts = [host] }), by: Clerk).ThenRefused(rule, ("host", host));

    [Fact]
    public void Hosts_are_kept_in_canonical_form_and_once() =>
        Story.Of().When(new RegisterSite(Profile() with { Hosts = ["HTTP://GJSYXX.ncedu.cn/", "gjsyxx。ncedu.cn"] }), by: Clerk)
            .Then<SiteRegistered>(e => Assert.Equal([Host], e.Profile.Hosts));

    [Fact]
    public void An_address_that_is_none_is_refused() =>
        Story.Of().When(new RegisterSite(Profile() with { Hosting = Profile().Hosting with { IpAddress = "218.64.56" } }), by: Clerk)
            .ThenRefused(RuleId.IpAddressInvalid, ("value", "218.64.56"));

    [Theory]
    [InlineData("12345", null)]
    [InlineData("13907910001", "office@")]
    public void A_contact_who_cannot_be_reached_is_refused(string phone, string? email) =>
        Story.Of().When(new RegisterSite(Profile() with { Contacts = [new(ContactDuty.Office, "王静", phone, email)] }), by: Clerk)
            .ThenRefused(RuleId.ContactInvalid);

    [Fact]
    public void A_change_that_changes_nothing_is_refused() =>
        Story.Of().Draft().When(new ChangeProfile(Profile()), by: Clerk).ThenRefused(RuleId.NothingChanged);

    [Fact]
    public void After_a_closure_the_unit_opens_no_site_for_twelve_months() =>
        Story.Of().ClosedNow().Reborn().When(new RegisterSite(Profile()), by: Clerk, at: "2027-06-14T23:59")
            .ThenRefused(RuleId.ClosureReopenBlocked, ("limit", 12), ("opensOn", Day("2027-06-15")))
            .When(new RegisterSite(Profile()), by: Clerk, at: "2027-06-15T00:00").ThenAccepted();

    [Fact]
    public void An_exemption_lets_it_reopen_at_once() =>
        Story.Of().ClosedNow().Exempt(ExemptionKind.Reopening, "2026-12-31").Reborn()
            .When(new RegisterSite(Profile()), by: Clerk, at: "2026-07-01").ThenAccepted();

    [Fact]
    public void A_renamed_unit_is_followed_by_its_site_once() =>
        Story.Of().Live().Unit(SchoolId, unit => unit with { Name = "南昌市赣江学校" })
            .When(new RefreshUnit(), Actor.System).Then<UnitRefreshed>(e => Assert.Equal("南昌市赣江学校", e.Unit.Name))
            .When(new RefreshUnit(), Actor.System).Then();

    [Fact]
    public void A_host_that_a_live_site_gives_up_is_held_back_for_180_days() =>
        Story.Of().Live().Given(new ChangeProfile(Profile() with { Hosts = ["gjsyfx.ncedu.cn"] }), Clerk).Approving(at: "2026-02-01")
            .ThenSite(site => Assert.Equal(["gjsyfx.ncedu.cn", Host], Held(site)))
            .Later("2026-07-31T08:59").ThenSite(site => Assert.Contains(Host, Held(site)))
            .Later("2026-07-31T09:00").ThenSite(site => Assert.Equal(["gjsyfx.ncedu.cn"], Held(site)));

    [Fact]
    public void A_host_that_is_asked_for_is_claimed_while_the_request_is_open() =>
        Story.Of().Live().Given(new ChangeProfile(Profile() with { Hosts = ["gjsyfx.ncedu.cn"] }), Clerk)
            .ThenSite(site => Assert.Equal(["gjsyfx.ncedu.cn", Host], Held(site)))
            .Given(s => new WithdrawRequest(s.Request, null), Clerk).ThenSite(site => Assert.Equal([Host], Held(site)));

    private static ImmutableArray<string> Held(Site site) =>
        [.. SiteClaims.Of(site).Where(claim => claim.Scope == SiteClaims.Domain).Select(claim => claim.Key).Order(StringComparer.Ordinal)];
}
