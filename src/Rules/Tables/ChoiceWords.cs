using System.Collections.Immutable;
using NanchangEdu.Registry.Contracts;

namespace NanchangEdu.Registry.Rules.Tables;

/// <summary>The words that stand in cells for the values of an enum.</summary>
internal sealed class ChoiceWords<TEnum>(params ImmutableArray<(TEnum Value, string Zh)> words)
    where TEnum : struct, Enum
{
    public ImmutableArray<ColumnChoice> Choices { get; } = [.. words.Select(word => new ColumnChoice(Wire.Name(word.Value), word.Zh))];

    public string Zh(TEnum value) => words.Single(word => word.Value.Equals(value)).Zh;

    public TEnum Of(string zh) => words.Single(word => word.Zh == zh).Value;
}

internal static class Choice
{
    public static ChoiceWords<UnitType> UnitTypes { get; } = new(
        (UnitType.Bureau, "局机关"), (UnitType.BureauInstitution, "局属事业单位"), (UnitType.BureauSchool, "局属学校"),
        (UnitType.ProvincialInstitutionSchool, "省属事业单位办学校"), (UnitType.PrivateSchool, "市管民办学历教育学校"));

    public static ChoiceWords<SiteFunction> Functions { get; } = new(
        (SiteFunction.InformationDisclosure, "信息发布"), (SiteFunction.InterpretationAndResponse, "解读回应"), (SiteFunction.OnlineServices, "办事服务"),
        (SiteFunction.Interaction, "互动交流"));

    public static ChoiceWords<FilingState> FilingStates { get; } = new(
        (FilingState.NotFiled, "未备案"), (FilingState.Submitted, "已提交"), (FilingState.Filed, "已备案"), (FilingState.ChangePending, "变更中"),
        (FilingState.Cancelled, "已注销"), (FilingState.Unknown, "不明"));

    public static ChoiceWords<IcpCoverage> Coverages { get; } = new(
        (IcpCoverage.Own, "自有备案"), (IcpCoverage.InheritedFromParentDomain, "随上级域名备案"), (IcpCoverage.NotCovered, "未覆盖"), (IcpCoverage.Unknown, "不明"));

    public static ChoiceWords<SiteMarkKind> Marks { get; } = new(
        (SiteMarkKind.PartyGov, "党政机关"), (SiteMarkKind.PublicInstitution, "事业单位"), (SiteMarkKind.SocialOrg, "社会组织"));

    public static ChoiceWords<TestResult> TestResults { get; } = new((TestResult.Passed, "合格"), (TestResult.Failed, "不合格"));
}
