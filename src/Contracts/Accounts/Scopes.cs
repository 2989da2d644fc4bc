namespace NanchangEdu.Registry.Contracts;

/// <summary>The scopes of access tokens: what a client may be used for, narrower than what its person's role may do.</summary>
public static class Scopes
{
    public const string Read = "registry.read";
    public const string Write = "registry.write";
    public const string Decide = "registry.decide";
    public const string Verify = "registry.verify";
    public const string Admin = "registry.admin";
    public const string Audit = "registry.audit";

    public static IReadOnlyDictionary<string, string> Descriptions { get; } = new Dictionary<string, string>
    {
        [Read] = "查询授权范围内的网站、单位、申请与统计 · read sites, units, requests and counters within the own scope",
        [Write] = "主办单位的填报与申请 · file and apply for the own unit",
        [Decide] = "主管单位的受理与审批 · take, return, approve and reject requests, grant exemptions",
        [Verify] = "网信中心的核验与紧急关停 · verify filings and tests, suspend sites",
        [Admin] = "单位、账号与接口客户端的维护 · maintain units, accounts and API clients",
        [Audit] = "台账审计 · read the ledger",
    };

    /// <summary>The scopes a client of this role is given, by the roles of the regulation.</summary>
    public static IReadOnlyList<string> Of(Role role) => role switch
    {
        Role.Clerk or Role.Head => [Read, Write],
        Role.Reviewer or Role.Lead => [Read, Decide],
        Role.Centre => [Read, Verify],
        Role.Ops => [Read],
        Role.Auditor => [Read, Audit],
        Role.Admin => [Read, Admin],
        _ => [],
    };
}
