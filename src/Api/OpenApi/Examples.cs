using System.Collections.Frozen;
using NanchangEdu.Registry.Api.Accounts;
using NanchangEdu.Registry.Api.Bulk;
using NanchangEdu.Registry.Api.Deadlines;
using NanchangEdu.Registry.Api.Http;
using NanchangEdu.Registry.Api.Inbox;
using NanchangEdu.Registry.Api.Lists;
using NanchangEdu.Registry.Api.Notices;
using NanchangEdu.Registry.Api.Sites;
using NanchangEdu.Registry.Api.Units;

namespace NanchangEdu.Registry.Api.OpenApi;

/// <summary>A body for every command, as one would really send it. A test holds each against the shape of its record.</summary>
internal static class Examples
{
    private const string Hash = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";

    private const string Downline =
        """
        {"from": "2026-08-03", "until": "2026-08-07", "reasonCode": "upgrade", "reason": "暑期系统升级",
         "noticeText": "本站将于8月3日至7日升级，期间暂停访问。", "noticeUrl": "https://nc1z.ncedu.cn/notice/20260720"}
        """;

    private const string Closure =
        """
        {"mode": "migrate", "reason": "内容迁入市教育局网站群", "noticeUrl": "https://nc1z.ncedu.cn/notice/close",
         "announcedOn": "2026-09-01", "migrateTo": "https://www.ncedu.cn/schools/nc1z"}
        """;

    private const string Profile =
        """
        {"name": "南昌市第一中学", "hosts": ["nc1z.ncedu.cn"], "purpose": "学校信息公开与家校互动",
         "functions": ["informationDisclosure", "interaction"], "platform": "市教育局网站群平台",
         "hosting": {"provider": "中国电信江西分公司", "place": "江西南昌", "ipAddress": "218.64.57.20", "onMainland": true},
         "upkeep": {"logRetentionMonths": 12, "backup": "每日增量、每周全量，异地保存", "emergencyPlan": "《网站安全应急预案》2026版",
                    "secrecyReviewer": "王敏"},
         "contacts": [{"duty": "firstResponsiblePerson", "name": "李建国", "phone": "0791-86000001"},
                      {"duty": "deputyLeader", "name": "陈红", "phone": "0791-86000002"},
                      {"duty": "office", "name": "王敏", "phone": "0791-86000003", "email": "office@nc1z.ncedu.cn"},
                      {"duty": "technical", "name": "刘强", "phone": "0791-86000004"},
                      {"duty": "roundTheClock", "name": "刘强", "phone": "13800000004"}]}
        """;

    private static readonly FrozenDictionary<Type, string> Bodies = new Dictionary<Type, string>
    {
        [typeof(Nothing)] = "{}",
        [typeof(AccountBody)] = """{"userName": "liqiang", "name": "李强", "roles": ["clerk"], "unit": "12360100491012347A"}""",
        [typeof(ClientBody)] =
            """{"clientId": "nc1z-oa", "label": "校办公系统自动报备", "role": "clerk", "scopes": ["registry.read", "registry.write"], "expiresOn": "2027-08-31", "addresses": ["218.64.57.0/24"]}""",
        [typeof(WebhookBody)] =
            """{"webhookId": "nc1z-oa-events", "label": "校办公系统接收审批结果", "url": "https://receiver.example/registry", "role": "clerk", "types": ["requestReturned", "launched"]}""",
        [typeof(ProfileBody)] = Profile,
        [typeof(ResponsibilityBody)] = """{"statement": "本人作为网站第一责任人，确认本年度网站信息属实。"}""",
        [typeof(DisclosureBody)] = """{"reason": "网站无法访问，需电话联系 24 小时联系人"}""",
        [typeof(ReasonBody)] = """{"reason": "计划调整"}""",
        [typeof(IcpFilingBody)] =
            $$"""{"state": "filed", "coverage": "inheritedFromParentDomain", "number": "赣ICP备08101024号-2", "holder": "南昌市教育局", "filedOn": "2024-03-11", "evidenceSha256": "{{Hash}}"}""",
        [typeof(PublicSecurityFilingBody)] =
            $$"""{"state": "filed", "number": "赣公网安备36010802000584号", "filedOn": "2026-03-20", "evidenceSha256": "{{Hash}}"}""",
        [typeof(GradedProtectionFilingBody)] =
            $$"""{"state": "filed", "level": 2, "gradedOn": "2026-01-15", "filedOn": "2026-02-01", "certificateNumber": "36010012345-20001", "evidenceSha256": "{{Hash}}"}""",
        [typeof(SiteMarkFilingBody)] =
            $$"""{"state": "submitted", "mark": "publicInstitution", "appliedOn": "2026-02-10", "evidenceSha256": "{{Hash}}"}""",
        [typeof(DomainFilingBody)] =
            $$"""{"state": "filed", "holder": "南昌市教育局", "registeredOn": "2015-05-20", "expiresOn": "2030-05-20", "evidenceSha256": "{{Hash}}"}""",
        [typeof(VerificationBody)] = """{"result": "verified", "note": "与备案系统一致"}""",
        [typeof(EvidenceBody)] = $$"""{"on": "2026-02-20", "statement": "服务器由电信江西分公司在南昌提供", "sha256": "{{Hash}}"}""",
        [typeof(SecurityTestBody)] =
            $$"""{"testedOn": "2026-02-25", "tester": "江西省网络安全测评中心", "result": "passed", "hosts": ["nc1z.ncedu.cn"], "reportSha256": "{{Hash}}"}""",
        [typeof(LaunchRequestBody)] = """{"note": "备案和检测均已完成"}""",
        [typeof(DownlineRequestBody)] = Downline,
        [typeof(ExtensionRequestBody)] = """{"until": "2026-08-10", "reason": "数据迁移未完成"}""",
        [typeof(RestoreRequestBody)] = """{"note": "漏洞已修复并通过复测"}""",
        [typeof(ClosureRequestBody)] = Closure,
        [typeof(TransferRequestBody)] = """{"receiver": "123601004910123472", "reason": "学校合并"}""",
        [typeof(DecisionBody)] =
            """{"decision": "return", "reasons": [{"code": "evidence-unclear", "field": "filings.icp", "note": "备案截图不清晰，请重新上传"}]}""",
        [typeof(AssignmentBody)] = "{}",
        [typeof(BulkDecisionBody)] =
            """
            {"items": [{"site": "site-0123456789abcdefghjkmnpqrs", "request": 1}, {"site": "site-zyxwvtsrqpnmkjhgfedcba9876", "request": 2, "version": 12}],
             "decision": "return", "reasons": [{"code": "evidence-unclear", "note": "备案截图不清晰，请重新上传"}]}
            """,
        [typeof(BulkAssignmentBody)] = """{"items": [{"site": "site-0123456789abcdefghjkmnpqrs", "request": 1}]}""",
        [typeof(NoticesReadBody)] = """{"until": 12}""",
        [typeof(NoticePreferencesBody)] =
            """{"email": {"address": "office@nc1z.ncedu.cn", "kinds": ["digest", "requestDecided"]}, "robot": {"kind": "dingTalk", "url": "https://oapi.dingtalk.com/robot/send?access_token=0123456789abcdef", "secret": "SEC0123456789abcdef"}}""",
        [typeof(SavedViewBody)] = """{"list": "sites", "label": "60 天内到期", "query": {"stage": "live", "expiringWithinDays": "60", "sort": "nextExpiryOn"}}""",
        [typeof(ResubmissionBody)] = $$"""{"note": "已缩短时段", "downline": {{Downline}}}""",
        [typeof(WithdrawalBody)] = """{"reason": "升级推迟"}""",
        [typeof(FactBody)] = """{"at": "2026-03-02T10:00:00+08:00"}""",
        [typeof(StartDownlineBody)] = """{"at": "2026-08-03T08:00:00+08:00"}""",
        [typeof(CorrectionBody)] = """{"reason": "登记时误填", "startedAt": "2026-08-03T09:30:00+08:00"}""",
        [typeof(SuspensionBody)] = """{"reasonCode": "attack", "reason": "首页被篡改，立即断网处置"}""",
        [typeof(ConfirmationBody)] = """{"note": "情况属实"}""",
        [typeof(AcknowledgementBody)] = """{"kind": "request", "number": 1, "note": "已安排专人办理"}""",
        [typeof(CaseBody)] =
            $$"""{"downFrom": "2026-04-10T08:00:00+08:00", "downUntil": "2026-04-12T09:30:00+08:00", "observation": "巡查发现首页连续两日无法访问，学校未申请下线", "exhibits": [{"name": "首页截图", "sha256": "{{Hash}}"}]}""",
        [typeof(CaseReplyBody)] = $$"""{"statement": "机房断电所致，已连夜恢复，断电通知见附件", "exhibits": [{"name": "供电公司通知", "sha256": "{{Hash}}"}]}""",
        [typeof(CaseDecisionBody)] = """{"result": "confirmed", "reason": "断电未报备，家长无法查询招生信息", "adverseEffect": true}""",
        [typeof(CaseAppealBody)] = """{"reason": "断电属不可抗力，事发当日已电话报告"}""",
        [typeof(CaseAppealDecisionBody)] = """{"result": "upheld", "reason": "电话报告不能代替申报，维持认定"}""",
        [typeof(CaseNoticeDraftBody)] = """{"text": "关于南昌市第一中学网站自行下线的通报……现予以通报批评。"}""",
        [typeof(CaseNoticeBody)] = """{"documentNumber": "洪教网信通〔2026〕3号"}""",
        [typeof(CaseConclusionBody)] = """{"note": "已建立断电应急和报备制度"}""",
        [typeof(LiftBody)] = """{"reason": "处置完毕，复测合格"}""",
        [typeof(ClosureStepBody)] = $$"""{"step": "contentMigrated", "note": "已迁入市教育局网站群", "evidenceSha256": "{{Hash}}"}""",
        [typeof(ApplyImportBody)] = """{"skipErrors": false}""",
        [typeof(UnitBody)] =
            """{"name": "南昌市第一中学", "type": "bureauSchool", "authority": "11360100014501236X", "address": "南昌市东湖区民德路329号"}""",
        [typeof(ExemptionBody)] = """{"kind": "secondSite", "reason": "招生服务网站，过渡期保留", "expiresOn": "2027-06-30"}""",
        [typeof(SubstituteBody)] =
            """{"forPersonId": "reviewer-wang", "forName": "王芳", "personId": "reviewer-li", "name": "李明", "from": "2026-07-01", "until": "2026-07-15"}""",
    }.ToFrozenDictionary();

    public static string Of(Type body) =>
        Bodies.TryGetValue(body, out var example) ? example : throw new InvalidOperationException($"{body.Name} has no example");
}
