using NanchangEdu.Registry.Contracts;
using NanchangEdu.Registry.Rules;

namespace NanchangEdu.Registry.Grains.Tests.Harness;

/// <summary>Takes units and sites to where a test begins, by the real commands.</summary>
internal sealed class Story(RegistryCluster registry)
{
    private const string Sha256 = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    private DateOnly Today => RegistryCalendar.DateOf(registry.Clock.GetUtcNow());

    public static PutUnit PutUnit(UnitId unit, string? name = null) =>
        new(name ?? NameOf(unit), UnitType.PrivateSchool, People.City, "南昌市红谷滩区丰和中大道1号", null);

    public async Task<UnitId> Unit(int number)
    {
        var unit = Usccs.Of(number);
        await Tell(unit, People.Administrator, PutUnit(unit));
        return unit;
    }

    public async Task<SiteId> Draft(UnitId unit)
    {
        var envelope = People.Clerk(unit).Asks();
        var id = SiteId.Derive(envelope.By.PersonId, envelope.IdempotencyKey);
        await Done(registry.Site(id).Execute(new RegisterSite(Profile(unit)), envelope, default));
        return id;
    }

    public static PutAccount PutAccount(UnitId unit, string? userName = null) =>
        new(userName ?? $"clerk-{unit.Uscc[8..16]}", "经办人陈静", [Role.Clerk], unit, null);

    /// <summary>Opens the account of the unit's clerk.</summary>
    public async Task<string> Account(UnitId unit)
    {
        var personId = People.Clerk(unit).PersonId;
        await Tell(personId, People.Administrator, PutAccount(unit));
        return personId;
    }

    public Task<Outcome> Tell(string personId, Actor by, AccountCommand command) => Done(registry.Account(personId).Execute(command, by.Asks(), default));

    /// <summary>Registers, files, has verified, approved and launched a private school's site.</summary>
    public async Task<SiteId> LiveSite(int unitNumber)
    {
        var unit = await Unit(unitNumber);
        var id = await Draft(unit);
        var (clerk, host) = (People.Clerk(unit), Profile(unit).Hosts[0]);

        await Tell(id, clerk, new RecordFiling(new DomainFiling(FilingState.Filed, Sha256, NameOf(unit), Today.AddYears(-1), Today.AddYears(3))));
        await Tell(id, clerk, new RecordFiling(new IcpFiling(FilingState.Filed, Sha256, "赣ICP备08101024号-2", IcpCoverage.Own, NameOf(unit), Today.AddDays(-9))));
        await Tell(id, clerk, new RecordFiling(new GradedProtectionFiling(FilingState.Filed, Sha256, 1, Today.AddDays(-9), null, null, null, null, null, null)));
        await Tell(id, clerk, new RecordEvidence(EvidenceKind.Hosting, new EvidenceStatement(Today.AddDays(-2), "境内托管", Sha256, null)));
        await Tell(id, clerk, new RecordSecurityTest(new SecurityTestReport(Today.AddDays(-2), "江西网安检测中心", Contracts.TestResult.Passed, [host], Sha256)));
        foreach (var kind in new[] { FilingKind.Domain, FilingKind.Icp, FilingKind.GradedProtection })
            await Tell(id, People.Centre, new VerifyFiling(kind, VerificationResult.Verified, null));
        await Tell(id, People.Centre, new VerifyEvidence(EvidenceKind.Hosting, VerificationResult.Verified, null));
        await Tell(id, People.Centre, new VerifySecurityTest(1, VerificationResult.Verified, null));

        await Tell(id, clerk, new SubmitLaunch(null));
        await Tell(id, People.Reviewer, new AssignRequest(1, null, null));
        await Tell(id, People.Reviewer, new ApproveRequest(1, null));
        await Tell(id, clerk, new LaunchSite(null));
        return id;
    }

    public Task<Outcome> Tell(UnitId id, Actor by, UnitCommand command) => Done(registry.Unit(id).Execute(command, by.Asks(), default));

    public Task<Outcome> Tell(SiteId id, Actor by, SiteCommand command) => Done(registry.Site(id).Execute(command, by.Asks(), default));

    /// <summary>A downline of one day, the n-th day of those that can be asked for.</summary>
    public SubmitDownline OneDay(int number)
    {
        var day = Today.AddDays(30 + (2 * number));
        return new SubmitDownline(new DownlineTerms(day, day, DownlineReason.Upgrade, "系统升级", "因系统升级，本网站临时下线一天。", null, null));
    }

    public static SiteProfile Profile(UnitId unit) => new(
        NameOf(unit), null, [$"s{unit.Uscc[8..16]}.{RegistryCluster.Pack.ZonesOf(People.City)[0]}"], "学校信息公开",
        [SiteFunction.InformationDisclosure], "市教育网站群平台", new Contracts.Hosting("江西电信", "江西南昌", "218.64.1.10", null, OnMainland: true), null,
        [
            Contact(ContactDuty.FirstResponsiblePerson), Contact(ContactDuty.Office), Contact(ContactDuty.Technical),
            Contact(ContactDuty.RoundTheClock),
        ],
        new Upkeep(6, "每日备份", "有", "保密审查员", null));

    public static string NameOf(UnitId unit) => $"南昌市测试学校{unit.Uscc[8..16]}";

    private static Contact Contact(ContactDuty duty) => new(duty, "张三", "13800138000", null);

    private async Task<Outcome> Done(Task<Outcome> asked)
    {
        var outcome = await asked;
        Assert.True(outcome.Kind == OutcomeKind.Done, $"{outcome.Kind}: {outcome.Refusal?.Rule} {Details(outcome.Refusal)} {registry.Log.Text}");
        return outcome;
    }

    private static string Details(Refusal? refusal) => refusal is null
        ? ""
        : string.Join(" | ", refusal.Figures.Select(f => $"{f.Name}={f.Text}").Concat(refusal.Items.Select(i => i.En)));
}
