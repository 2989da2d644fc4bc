using System.Collections.Immutable;
using System.Globalization;
using NanchangEdu.Registry.Contracts;

namespace NanchangEdu.Registry.Silo.Sample;

/// <summary>A unit of the sample city. Names are of the kinds that Nanchang has; schools, addresses and codes are invented.</summary>
/// <param name="Number">Running number: code, telephone and addresses are made from it.</param>
/// <param name="Label">Pinyin label of its host.</param>
/// <param name="Division">Administrative division, 3601xx.</param>
internal sealed record SampleUnit(int Number, string Label, string Name, UnitType Type, string District, string Division)
{
    public UnitId Id { get; init; } = SampleUscc.Of(Number, Type, Division);

    public string Address => string.Create(CultureInfo.InvariantCulture, $"江西省南昌市{District}示例路{Number}号");

    public bool IsPublic => Type.IsPublic();
}

internal static class SampleUnits
{
    /// <summary>市现代教育技术中心: the city's supervising authority for websites (regulation, 第二条).</summary>
    public static SampleUnit Authority { get; } = Make(1, "ncxjzx", "南昌市现代教育技术中心", UnitType.BureauInstitution, "东湖区");

    /// <summary>网信中心.</summary>
    public static SampleUnit Centre { get; } = Make(2, "ncwxzx", "南昌教育网络安全和信息化管理中心", UnitType.BureauInstitution, "红谷滩区");

    /// <summary>The next authority up, which decides on the authority's own site (NC-2.1).</summary>
    public static SampleUnit Bureau { get; } = Make(3, "ncjyj", "南昌市教育局", UnitType.Bureau, "红谷滩区");

    public static ImmutableArray<SampleUnit> All { get; } = [Authority, Centre, Bureau, .. Others()];

    public static SampleUnit Of(string label) => All.Single(unit => unit.Label == label);

    private static IEnumerable<SampleUnit> Others()
    {
        (string Label, string Name, UnitType Type, string District)[] rows =
        [
            ("ncksfw", "南昌市教育考试服务中心", UnitType.BureauInstitution, "东湖区"),
            ("ncjyky", "南昌市教育教学研究所", UnitType.BureauInstitution, "西湖区"),
            ("ncxszz", "南昌市学生资助服务中心", UnitType.BureauInstitution, "东湖区"),
            ("ncjyzb", "南昌市教育装备服务中心", UnitType.BureauInstitution, "青云谱区"),
            ("ncsjjd", "南昌市中小学生综合实践基地", UnitType.BureauInstitution, "新建区"),
            ("ncjsfz", "南昌市教师发展中心", UnitType.BureauInstitution, "红谷滩区"),

            ("nc61zx", "南昌市第六十一中学", UnitType.BureauSchool, "东湖区"),
            ("nc62zx", "南昌市第六十二中学", UnitType.BureauSchool, "西湖区"),
            ("nc63zx", "南昌市第六十三中学", UnitType.BureauSchool, "青云谱区"),
            ("nc64zx", "南昌市第六十四中学", UnitType.BureauSchool, "青山湖区"),
            ("nc65zx", "南昌市第六十五中学", UnitType.BureauSchool, "红谷滩区"),
            ("nc66zx", "南昌市第六十六中学", UnitType.BureauSchool, "新建区"),
            ("nc67zx", "南昌市第六十七中学", UnitType.BureauSchool, "东湖区"),
            ("nc68zx", "南昌市第六十八中学", UnitType.BureauSchool, "西湖区"),
            ("nc69zx", "南昌市第六十九中学", UnitType.BureauSchool, "西湖区"),
            ("nc70zx", "南昌市第七十中学", UnitType.BureauSchool, "青山湖区"),
            ("ncyzsy", "南昌市豫章实验学校", UnitType.BureauSchool, "东湖区"),
            ("nccysy", "南昌市朝阳实验中学", UnitType.BureauSchool, "西湖区"),
            ("nchjsy", "南昌市红角洲实验学校", UnitType.BureauSchool, "红谷滩区"),
            ("ncjlhsy", "南昌市九龙湖实验学校", UnitType.BureauSchool, "红谷滩区"),
            ("ncaxhsy", "南昌市艾溪湖实验中学", UnitType.BureauSchool, "青山湖区"),
            ("ncqshxx", "南昌市青湖实验小学", UnitType.BureauSchool, "青山湖区"),
            ("nctgxx", "南昌市滕阁小学", UnitType.BureauSchool, "东湖区"),
            ("ncgbyey", "南昌市赣滨幼儿园", UnitType.BureauSchool, "红谷滩区"),
            ("ncxxzy", "南昌市信息技术职业学校", UnitType.BureauSchool, "新建区"),
            ("nclyzy", "南昌市旅游服务职业学校", UnitType.BureauSchool, "青云谱区"),
            ("ncqmts", "南昌市启明特殊教育学校", UnitType.BureauSchool, "西湖区"),
            ("nchdwy", "南昌市洪都外语学校", UnitType.BureauSchool, "青云谱区"),
            ("ncwlsy", "南昌市湾里实验学校", UnitType.BureauSchool, "新建区"),

            ("jxgpfz", "江西赣鄱师范大学附属中学", UnitType.ProvincialInstitutionSchool, "东湖区"),
            ("jxgpfx", "江西赣鄱师范大学附属小学", UnitType.ProvincialInstitutionSchool, "东湖区"),
            ("jxtwfz", "江西滕王理工大学附属中学", UnitType.ProvincialInstitutionSchool, "红谷滩区"),
            ("jxdkzd", "江西省赣北地质勘查院子弟学校", UnitType.ProvincialInstitutionSchool, "青山湖区"),
            ("jxswzd", "江西省赣江水文研究院子弟学校", UnitType.ProvincialInstitutionSchool, "青云谱区"),

            ("ncyxgz", "南昌云溪高级中学", UnitType.PrivateSchool, "南昌县"),
            ("ncmlwy", "南昌梅岭外语学校", UnitType.PrivateSchool, "新建区"),
            ("ncxhgz", "南昌象湖之星高级中学", UnitType.PrivateSchool, "西湖区"),
            ("nchdzy", "南昌洪匠中等职业学校", UnitType.PrivateSchool, "进贤县"),
            ("nclhgz", "南昌龙河高级中学", UnitType.PrivateSchool, "安义县"),
            ("ncbyzx", "南昌百越中学", UnitType.PrivateSchool, "南昌县"),
            ("ncjxzy", "南昌匠心中等职业学校", UnitType.PrivateSchool, "进贤县"),
            ("ncywgz", "南昌育文高级中学", UnitType.PrivateSchool, "红谷滩区"),
            ("ncffgz", "南昌丰帆高级中学", UnitType.PrivateSchool, "青山湖区"),
        ];
        for (var i = 0; i < rows.Length; i++)
        {
            var unit = Make(i + 4, rows[i].Label, rows[i].Name, rows[i].Type, rows[i].District);
            yield return unit.Label == "ncffgz" ? unit with { Id = SampleUscc.Misprinted(unit.Id) } : unit;
        }
    }

    private static SampleUnit Make(int number, string label, string name, UnitType type, string district) =>
        new(number, label, name, type, district, DivisionOf(district));

    private static string DivisionOf(string district) => district switch
    {
        "东湖区" => "360102",
        "西湖区" => "360103",
        "青云谱区" => "360104",
        "青山湖区" => "360111",
        "新建区" => "360112",
        "红谷滩区" => "360113",
        "南昌县" => "360121",
        "安义县" => "360123",
        "进贤县" => "360124",
        _ => "360100",
    };
}
