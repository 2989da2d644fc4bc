namespace NanchangEdu.Registry.Contracts;

public static partial class RuleCatalog
{
    /// <summary>Webhooks: they cite no clause.</summary>
    private static IEnumerable<RuleEntry> Webhooks() =>
    [
        Entry(RuleId.WebhookUrlInvalid, null,
            "推送地址不正确", "The webhook's address is not valid",
            "推送地址[“{value}”]应为完整的 http 或 https 网址，主机为完整域名或公网 IP，不含账号密码和 # 片段；内网、回环等地址不能使用。请更正后重试。",
            "The webhook's address[ “{value}”] is a complete http or https address whose host is a full domain name or a public IP address, without credentials or a # fragment; internal, loopback and similar addresses are not called. Please correct it."),
        Entry(RuleId.WebhookIdInvalid, null,
            "推送编号不正确", "The webhook's id is not valid",
            "推送编号[“{value}”]应为 3 至 64 个小写字母、数字、点、下划线或连字符，并以字母或数字开头。请更正后重试。",
            "The webhook's id[ “{value}”] has 3 to 64 lower-case letters, digits, dots, underscores and hyphens and begins with a letter or digit. Please correct it."),
        Entry(RuleId.WebhookIdTaken, null,
            "推送编号已被使用", "The webhook's id is taken",
            "推送编号[“{value}”]已被使用；移除后的编号也不再启用。请换一个编号。",
            "The webhook's id[ “{value}”] is in use or was once; no id is used twice. Please choose another one."),
        Entry(RuleId.WebhookUnknown, null,
            "没有这个推送", "There is no such webhook",
            "该账号下没有编号为[“{value}”]且仍有效的推送。请核对编号。",
            "The account has no webhook[ “{value}”] that is still sent to. Please check the id."),
        Entry(RuleId.WebhooksTooMany, null,
            "推送过多", "There are too many webhooks",
            "该账号已有 {limit} 个有效的推送。请先移除不再使用的推送。",
            "The account has {limit} webhooks that are sent to. Please remove one that is no longer used."),
        Entry(RuleId.WebhookTypesInvalid, null,
            "事件类型不正确", "The event types are not valid",
            "[“{value}”不是网站或单位的事件类型。]请按接口说明填写事件类型，最多 {limit} 个，全部推送时不填。",
            "[“{value}” is no type of a site's or unit's event. ]Please name types of events, {limit} at most, or none to be sent all."),
        Entry(RuleId.WebhookRoleInvalid, null,
            "该角色不能接收推送", "The role is not sent events",
            "推送的角色须是本人的角色，且可查阅网站事件；运维和管理员没有推送。请更正后重试。",
            "A webhook acts in a role of its person that may read the events of sites; operations and administrators have none. Please correct it."),
        Entry(RuleId.WebhooksOff, null,
            "未启用事件推送", "Webhooks are off",
            "本登记系统未配置推送签名密钥，不能添加推送。请联系系统运维人员。",
            "This registry has no key to sign webhooks with, so none can be added. Please ask its operators."),
    ];
}
