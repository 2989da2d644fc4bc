namespace NanchangEdu.Registry.Contracts;

public static partial class RuleCatalog
{
    /// <summary>Units, the one-site rule and names.</summary>
    private static IEnumerable<RuleEntry> Units() =>
    [
        Entry(RuleId.UsccInvalid, "NC-3.2",
            "统一社会信用代码不正确", "The unified social credit code is not valid",
            "统一社会信用代码[“{value}”]应为 18 位且校验码正确[（应为 {expected}）]。请对照登记证书核对；证书本身如此的，请主管单位负责人说明理由后登记。",
            "The unified social credit code[ “{value}”] must have 18 characters and a correct check digit[ (expected: {expected})]. Please compare it with the certificate; if the certificate itself reads so, the authority's lead may register it with a reason."),
        Entry(RuleId.UsccOverrideNeedsReason, "NC-3.2",
            "不能登记校验码有误的代码", "The code's check may be overridden by the lead alone",
            "校验码有误的统一社会信用代码只能由主管单位负责人说明理由后登记。请由负责人办理并填写理由。",
            "A credit code that fails its check is registered by the authority's lead alone, with a reason. Please have the lead do so."),
        Entry(RuleId.UnitUnknown, "NC-0.2",
            "单位尚未登记", "The unit is not registered",
            "没有登记统一社会信用代码为[ {value} ]的单位。请先由主管单位登记该单位。",
            "No unit is registered under the code[ {value}]. Please have the authority register it first."),
        Entry(RuleId.UnitNotEligible, "NC-3.2",
            "该单位不能开设网站", "The unit may not run a site",
            "单位内设部门不得单独开设网站，只有具有统一社会信用代码的独立单位可以主办网站[（{value}）]。请由所属单位办理。",
            "An internal department may not run a site of its own; only a unit with a credit code of its own may[ ({value})]. Please have the unit itself file."),
        Entry(RuleId.OneSitePerUnit, "NC-3.1",
            "一个单位最多开设一个网站", "One unit, one site",
            "一个单位原则上最多开设一个网站，本单位已有网站[ {value} ]。请使用已有网站；确需另设的，请主管单位负责人批准例外。",
            "A unit runs one site as a rule, and this one has a site already[: {value}]. Please use it; if a second one is needed, ask the authority's lead for an exemption."),
        Entry(RuleId.ExemptionInvalid, "NC-3.1",
            "例外无效", "The exemption is not valid",
            "例外须写明理由，有效期应自今日起[，且不迟于 {until}]。请更正理由或到期日期[（{value}）]。",
            "An exemption needs a reason and an end that is not past[ and not after {until}]. Please correct the reason or the date[ ({value})]."),
        Entry(RuleId.SiteNameMismatch, "NC-4.3",
            "网站名称与单位名称不一致", "The site is not named after its unit",
            "网站要以本单位名称命名[，网站名称为“{value}”，应为“{expected}”]。请改用规范名称，或填写加注的规范名称。",
            "A site bears its unit's name[: it reads “{value}”, expected is “{expected}”]. Please use the standard name or state it as the annotation."),
        Entry(RuleId.NothingChanged, "NC-3.8",
            "没有任何变更", "Nothing was changed",
            "提交的内容与现有登记完全一致，无需变更。",
            "What was sent is what is registered already; there is nothing to change."),
    ];
}
