using System.Collections.Immutable;
using System.Globalization;
using NanchangEdu.Registry.Contracts;

namespace NanchangEdu.Registry.Silo.Sample;

/// <summary>网站基本信息 of a sample unit's site.</summary>
internal static class SampleProfiles
{
    public const string ClusterPlatform = "南昌教育网站群平台";
    public const string ClusterHosting = "南昌教育云数据中心";

    public static SiteProfile Of(SampleUnit unit, string host) => new(
        unit.Name, null, [host], PurposeOf(unit), FunctionsOf(unit),
        unit.Number % 4 == 0 ? "自建内容管理系统" : ClusterPlatform,
        new Contracts.Hosting(unit.Number % 4 == 0 ? "南昌洪城互联网数据中心" : ClusterHosting, "江西南昌", Address(unit.Number), null, OnMainland: true),
        null, ContactsOf(unit),
        new Upkeep(unit.IsPublic ? 12 : 6, "每日增量、每周全量备份，异地保存", "网络安全事件应急预案（每年演练一次）", SamplePeople.NameOf(unit.Number, 3), null));

    /// <summary>Out of 203.0.113.0/24, which is set aside for samples (RFC 5737): no server has it.</summary>
    public static string Address(int number) => string.Create(CultureInfo.InvariantCulture, $"203.0.113.{number}");

    private static string PurposeOf(SampleUnit unit) => unit.Type switch
    {
        UnitType.Bureau => "发布全市教育政务信息，提供教育办事服务",
        UnitType.BureauInstitution => "发布本单位业务信息，服务全市教育系统",
        _ => "公开学校信息，服务师生和家长",
    };

    private static ImmutableArray<SiteFunction> FunctionsOf(SampleUnit unit) => unit.Type switch
    {
        UnitType.Bureau =>
            [SiteFunction.InformationDisclosure, SiteFunction.InterpretationAndResponse, SiteFunction.OnlineServices, SiteFunction.Interaction],
        UnitType.BureauInstitution => [SiteFunction.InformationDisclosure, SiteFunction.OnlineServices],
        _ => [SiteFunction.InformationDisclosure, SiteFunction.Interaction],
    };

    private static ImmutableArray<Contact> ContactsOf(SampleUnit unit) =>
    [
        Person(unit, ContactDuty.FirstResponsiblePerson, 1),
        Person(unit, ContactDuty.DeputyLeader, 2),
        Person(unit, ContactDuty.Office, 0),
        Person(unit, ContactDuty.Technical, 4),
        Person(unit, ContactDuty.RoundTheClock, 4),
    ];

    private static Contact Person(SampleUnit unit, ContactDuty duty, int person) => new(
        duty, SamplePeople.NameOf(unit.Number, person), string.Create(CultureInfo.InvariantCulture, $"0791-8000{unit.Number:D3}{person}"), null);
}
