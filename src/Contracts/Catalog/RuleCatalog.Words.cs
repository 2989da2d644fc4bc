using System.Collections.Frozen;
using System.Text;

namespace NanchangEdu.Registry.Contracts;

public static partial class RuleCatalog
{
    // Figures carry the wire names of stages, states, kinds, roles and steps; users read words. What only books and reports show has its own file.
    private static readonly FrozenDictionary<string, string> ChineseWords = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["stage:draft"] = "草稿",
        ["stage:inReview"] = "上线审核中",
        ["stage:approved"] = "已批准待上线",
        ["stage:live"] = "已上线",
        ["stage:downlineScheduled"] = "已批准临时下线",
        ["stage:downline"] = "临时下线中",
        ["stage:overdue"] = "下线逾期",
        ["stage:suspended"] = "紧急关停",
        ["stage:closing"] = "关停办理中",
        ["stage:closed"] = "已关停",
        ["stage:deregistered"] = "已注销",
        ["state:draft"] = "草稿",
        ["state:submitted"] = "已提交",
        ["state:inReview"] = "审核中",
        ["state:returned"] = "已退回",
        ["state:approved"] = "已批准",
        ["state:rejected"] = "已驳回",
        ["state:withdrawn"] = "已撤回",
        ["state:lapsed"] = "已失效",
        ["state:superseded"] = "已被取代",
        ["kind:launch"] = "上线",
        ["kind:change"] = "重要信息变更",
        ["kind:downline"] = "临时下线",
        ["kind:extension"] = "下线延期",
        ["kind:restore"] = "恢复上线",
        ["kind:closure"] = "关停",
        ["kind:exemption"] = "例外",
        ["kind:transfer"] = "移交",
        ["filing:icp"] = "ICP备案",
        ["filing:publicSecurity"] = "公安联网备案",
        ["filing:gradedProtection"] = "网络安全等级保护",
        ["filing:siteMark"] = "网站标识",
        ["filing:domain"] = "域名",
        ["step:contentMigrated"] = "内容迁移",
        ["step:archived"] = "资料归档",
        ["step:serviceStopped"] = "停止服务",
        ["role:clerk"] = "学校经办人",
        ["role:head"] = "第一责任人",
        ["role:reviewer"] = "主管单位审核人",
        ["role:lead"] = "主管单位负责人",
        ["role:centre"] = "网信中心",
        ["role:ops"] = "运维",
        ["role:auditor"] = "审计",
        ["role:admin"] = "管理员",
        ["role:system"] = "系统",
    }.Concat(BookWords()).ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenSet<string> WordFigures =
        ChineseWords.Keys.Select(key => key[..key.IndexOf(':', StringComparison.Ordinal)]).ToFrozenSet(StringComparer.Ordinal);

    /// <summary>The words for a stage, state, kind, filing, step or role of the wire (<c>downlineScheduled</c>); any other text is given back.</summary>
    public static string WordOf(string figure, string text, TextLanguage language)
    {
        if (!WordFigures.Contains(figure)) return text;
        if (language == TextLanguage.Chinese) return ChineseWords.TryGetValue($"{figure}:{text}", out var word) ? word : text;
        return ChineseWords.ContainsKey($"{figure}:{text}") ? Spaced(text) : text;
    }

    private static string Spaced(string camel)
    {
        var text = new StringBuilder(camel.Length + 4);
        foreach (var character in camel)
        {
            if (char.IsAsciiLetterUpper(character)) text.Append(' ');
            text.Append(char.ToLowerInvariant(character));
        }

        return text.ToString();
    }
}
