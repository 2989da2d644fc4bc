using NanchangEdu.Registry.Contracts;

namespace NanchangEdu.Registry.Rules.Clauses;

/// <summary>What the items of the launch gate have in common: how a verification, a date and a validity become a state.</summary>
internal sealed record Finding(Site Site, GateRequirement Requirement, RegistryPolicy Policy, DateOnly Today)
{
    public GateItem Pass(string? by, DateTimeOffset? at, string? sha256) => Item(GateState.Pass, null) with
    {
        SettledBy = by,
        SettledAt = at,
        EvidenceSha256 = sha256,
    };

    public GateItem Fail(string reason) => Item(GateState.Fail, reason);

    public GateItem Pending(string reason) => Item(GateState.Pending, reason);

    public GateItem NotApplicable(string reason) => Item(GateState.NotApplicable, reason) with { DueOn = null };

    /// <summary>Passes until the date, expired after it.</summary>
    public GateItem Until(GateItem item, DateOnly expiresOn) => item with
    {
        ExpiresOn = expiresOn,
        State = expiresOn < Today ? GateState.Expired : item.State,
        Reason = expiresOn < Today ? "expired" : item.Reason,
    };

    /// <summary>Verified by the centre; valid from the date for the months of the pack, or until something changes.</summary>
    public GateItem Verified(Verification? verification, string? sha256, DateOnly? from)
    {
        var item = verification?.Result switch
        {
            null => Pending("not-verified"),
            VerificationResult.Refused => Fail("refused"),
            _ => Pass(verification.Name, verification.At, sha256),
        };
        return item.State == GateState.Pass && from is { } start && Requirement.ValidMonths is { } months
            ? Until(item, RegistryCalendar.AddMonths(start, months))
            : item with { EvidenceSha256 = sha256 };
    }

    public GateItem Filed(FilingKind kind, DateTimeOffset? from)
    {
        if (Site.FilingOf(kind) is not { } record)
        {
            return Fail("not-recorded");
        }

        if (record.Filing.State is FilingState.NotFiled or FilingState.Cancelled or FilingState.Unknown)
        {
            return Fail("not-filed");
        }

        return record.Filing.State == FilingState.Submitted
            ? Pending("not-granted")
            : Verified(record.Verification, record.Filing.EvidenceSha256, from is { } at ? RegistryCalendar.DateOf(at) : null);
    }

    public GateItem Evidence(EvidenceKind kind) => Site.EvidenceOf(kind) is { } record
        ? Verified(record.Verification, record.Statement.Sha256, record.Statement.On)
        : Fail("not-recorded");

    /// <summary>Confirmed with the launch approval, and again by whatever came later (<paramref name="renewedAt"/>).</summary>
    public GateItem ByApproval(DateTimeOffset? renewedAt)
    {
        if (Site.Approval is not { } approval)
        {
            return Pending("not-approved");
        }

        var at = renewedAt > approval.At ? renewedAt.Value : approval.At;
        var item = Pass(approval.By.Name, at, null);
        return Requirement.ValidMonths is { } months ? Until(item, RegistryCalendar.AddMonths(RegistryCalendar.DateOf(at), months)) : item;
    }

    private GateItem Item(GateState state, string? reason) => new(Requirement, state, reason, null, null, null, null, DueOn());

    private DateOnly? DueOn() => Requirement.Due switch
    {
        GateDue.BeforeLaunch => null,
        GateDue.AfterLaunch => Site.Duties.FirstOrDefault(d => d.Item == Requirement.Code)?.DueOn,
        _ => DueAfterGrading(),
    };

    private DateOnly? DueAfterGrading()
    {
        if (Site.LaunchedAt is null || Site.FilingOf(FilingKind.GradedProtection)?.Filing is not GradedProtectionFiling graded)
        {
            return null;
        }

        return Requirement.Due == GateDue.AfterGrading
            ? RegistryCalendar.AddDays(graded.GradedOn, Requirement.DueDays)
            : Policy.GradedAssessmentCycleMonths.TryGetValue(graded.Level, out var months)
                ? RegistryCalendar.AddMonths(graded.AssessedOn ?? graded.GradedOn, months)
                : null;
    }
}

/// <summary>Who must act on an item that does not pass.</summary>
internal static class GateActors
{
    public static Party PartyOf(GateItem item) => item switch
    {
        { State: GateState.Pending, Reason: "not-verified" or "changed-since" } => Party.Centre,
        { State: GateState.Pending, Reason: "in-review" or "not-approved" } => Party.Authority,
        _ => Party.Sponsor,
    };

    /// <summary>The wire name of the party: sponsor, centre or authority.</summary>
    public static string Of(GateItem item) => Wire.Name(PartyOf(item));
}

/// <summary>What is to be done about an item, in words.</summary>
internal static class GateTexts
{
    public static string Zh(GateItem item) => $"{item.Requirement.Zh}：{ZhReason(item)}";

    public static string En(GateItem item) => $"{item.Requirement.En}: {EnReason(item)}";

    private static string ZhReason(GateItem item) => item.Reason switch
    {
        "not-recorded" => "尚未填报，请填报并上传佐证",
        "not-verified" => "已填报，等待网信中心核验",
        "refused" => "网信中心核验未通过，请按核验意见更正后重新填报",
        "not-filed" => "尚未备案或已注销，请先办理",
        "not-granted" => "已提交申请，尚未取得结果",
        "expired" => $"有效期至 {item.ExpiresOn:yyyy-MM-dd}，已过期，请更新",
        "not-covered" => "网站未被有效的 ICP 备案覆盖，请办理备案",
        "holder-missing" => "沿用上级域名备案的，请填写备案主体",
        "number-missing" => "请填写备案号",
        "outside-zone" => "域名不在上级主管部门的域名之下，请更换域名或申请例外",
        "registrant-missing" => "请填写域名持有者",
        "does-not-cover" => "已有检测未覆盖全部域名或早于最近一次重大变更，请重新检测",
        "test-failed" => "最近一次安全检测未通过，请整改后重新检测",
        "receipt-missing" => "请填写网站标识申请回执日期",
        "outside-mainland" => "服务器不在境内，请迁移至境内",
        "changed-since" => "托管信息已变更，等待网信中心重新核验",
        "not-requested" => "尚未提交上线申请，请提交",
        "in-review" => "上线申请审核中，等待主管单位审批",
        "not-approved" => "随上线审批一并确认",
        "profile-changed" => "网站重要信息在审批后已变更，请重新申请",
        "contacts-missing" => "第一责任人、办公室、技术、24 小时联系人须填写齐全",
        "name-differs" => "网站名称与单位名称不一致，请改名或加注规范名称",
        "unit-data-incomplete" => "单位信息不完整，请联系主管单位补充",
        "too-short" => "日志留存月数不足，请调整并重新填报",
        "unit-type" => "本类单位不适用",
        "graded-level" => "该保护等级不适用",
        null => "已满足",
        _ => "请按要求办理",
    };

    private static string EnReason(GateItem item) => item.Reason switch
    {
        "not-recorded" => "not recorded yet; please record it with its evidence",
        "not-verified" => "recorded; waits for the cyberspace centre's verification",
        "refused" => "refused by the cyberspace centre; please correct and record it again",
        "not-filed" => "not filed or cancelled; please file it first",
        "not-granted" => "applied for, not granted yet",
        "expired" => $"valid until {item.ExpiresOn:yyyy-MM-dd}, run out; please renew it",
        "not-covered" => "no valid ICP filing covers the site; please file one",
        "holder-missing" => "please name the holder of the parent domain's filing",
        "number-missing" => "please give the number",
        "outside-zone" => "a host lies outside the authority's zones; please change it or ask for an exemption",
        "registrant-missing" => "please name the holder of the domain",
        "does-not-cover" => "no test covers every host or came after the last material change; please test again",
        "test-failed" => "the latest test failed; please mend and test again",
        "receipt-missing" => "please give the date of the application's receipt",
        "outside-mainland" => "the server is outside the mainland; please move it",
        "changed-since" => "the hosting changed; waits for the centre's check",
        "not-requested" => "no launch request yet; please file one",
        "in-review" => "the launch request waits for the authority",
        "not-approved" => "confirmed together with the launch approval",
        "profile-changed" => "material facts changed after the approval; please file again",
        "contacts-missing" => "first responsible person, office, technical and round-the-clock contacts are required",
        "name-differs" => "the name differs from the unit's; please rename or annotate it",
        "unit-data-incomplete" => "the unit's data are incomplete; please ask the authority",
        "too-short" => "logs are kept for too few months; please change that and record it again",
        "unit-type" => "does not apply to this type of unit",
        "graded-level" => "does not apply at this protection level",
        null => "met",
        _ => "please act as required",
    };
}
