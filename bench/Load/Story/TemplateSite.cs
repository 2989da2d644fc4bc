using System.Globalization;

namespace NanchangEdu.Registry.Bench.Load.Story;

/// <summary>
/// Makes the one site of which all others are copies, by the real commands of the people concerned: a private school, registered,
/// filed, tested, approved and on line. Its stored state is of about 5 KB at both moments at which it is copied: as the draft that it
/// begins as, and live.
/// </summary>
internal sealed class TemplateSite(RegistryApi api)
{
    public const string UnitName = "南昌基准测试民办学校";
    public const string Host = "bench-template.ncedu.cn";

    private const string Hash = "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae";

    /// <summary>Fills a draft's state up to the size that a live site's filings give it.</summary>
    private const int DraftPurposeLength = 990;

    private readonly DateOnly today = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime);

    public string Unit => api.Person("clerk").Unit ?? throw new InvalidOperationException("the clerk belongs to no unit");

    public string Authority => api.Person("reviewer").Authority ?? throw new InvalidOperationException("the reviewer belongs to no authority");

    /// <summary>Registers unit and site; the profile's text is long, the ledger short.</summary>
    public async Task<string> Register()
    {
        await api.Command("admin", HttpMethod.Put, $"/units/{Unit}",
            $$"""{"name":"{{UnitName}}","type":"privateSchool","authority":"{{Authority}}","address":"江西省南昌市示例路1号"}""");
        var site = await api.Command("clerk", HttpMethod.Post, "/sites", Profile(new string('公', DraftPurposeLength)));
        return site["id"]!.GetValue<string>();
    }

    /// <summary>Carries the draft through filings, verification, review and launch.</summary>
    public async Task Launch(string site)
    {
        var path = $"/sites/{site}";
        await api.Command("clerk", HttpMethod.Put, $"{path}/profile", Profile("公开学校信息"));
        await api.Command("clerk", HttpMethod.Put, $"{path}/filings/domain",
            $$"""{"state":"filed","holder":"{{UnitName}}","registeredOn":"{{Day(-100)}}","expiresOn":"{{Day(900)}}","evidenceSha256":"{{Hash}}"}""");
        await api.Command("clerk", HttpMethod.Put, $"{path}/filings/icp",
            $$"""{"state":"filed","coverage":"own","number":"赣ICP备2026004397号-1","holder":"{{UnitName}}","filedOn":"{{Day(-90)}}","evidenceSha256":"{{Hash}}"}""");
        await api.Command("clerk", HttpMethod.Put, $"{path}/filings/gradedProtection",
            $$"""{"state":"filed","level":1,"gradedOn":"{{Day(-80)}}","evidenceSha256":"{{Hash}}"}""");
        await api.Command("clerk", HttpMethod.Put, $"{path}/evidence/hosting", $$"""{"on":"{{Day(-10)}}","statement":"境内托管","sha256":"{{Hash}}"}""");
        await api.Command("clerk", HttpMethod.Post, $"{path}/security-tests",
            $$"""{"testedOn":"{{Day(-7)}}","tester":"测评中心","result":"passed","hosts":["{{Host}}"],"reportSha256":"{{Hash}}"}""");
        foreach (var what in (string[])["filings/domain", "filings/icp", "filings/gradedProtection", "evidence/hosting", "security-tests/1"])
            await api.Command("centre", HttpMethod.Post, $"{path}/{what}/verification", """{"result":"verified"}""");

        await api.Command("clerk", HttpMethod.Post, $"{path}/launch-requests", "{}");
        await api.Command("reviewer", HttpMethod.Post, $"{path}/requests/1/assignment", "{}");
        await api.Command("reviewer", HttpMethod.Post, $"{path}/requests/1/decision", """{"decision":"approve"}""");
        await api.Command("clerk", HttpMethod.Post, $"{path}/launch", "{}");
        await api.Command("centre", HttpMethod.Put, $"{path}/evidence/plan", $$"""{"on":"{{Day(-10)}}","statement":"应急预案演练","sha256":"{{Hash}}"}""");
    }

    private static string Profile(string purpose) =>
        $$$"""
        {"name":"{{{UnitName}}}","hosts":["{{{Host}}}"],"purpose":"{{{purpose}}}","functions":["informationDisclosure"],"platform":"网站群",
         "hosting":{"provider":"中国电信","place":"江西南昌","ipAddress":"203.0.113.21","onMainland":true},
         "contacts":[{"duty":"firstResponsiblePerson","name":"陈校长","phone":"0791-88100001"},{"duty":"office","name":"刘主任","phone":"0791-88100002"},
                     {"duty":"technical","name":"周老师","phone":"0791-88100003"},{"duty":"roundTheClock","name":"周老师","phone":"0791-88100004"}],
         "upkeep":{"logRetentionMonths":6,"backup":"每日","emergencyPlan":"有","secrecyReviewer":"刘主任"}}
        """;

    private string Day(int offset) => today.AddDays(offset).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
