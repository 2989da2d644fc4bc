using System.Collections.Frozen;

namespace NanchangEdu.Registry.Rules.Formats;

/// <summary>The one-character names of the provinces, as filing numbers begin with them, and the first digits of their divisions.</summary>
internal static class Provinces
{
    private static readonly FrozenDictionary<char, string> Divisions = new Dictionary<char, string>
    {
        ['京'] = "11",
        ['津'] = "12",
        ['冀'] = "13",
        ['晋'] = "14",
        ['蒙'] = "15",
        ['辽'] = "21",
        ['吉'] = "22",
        ['黑'] = "23",
        ['沪'] = "31",
        ['苏'] = "32",
        ['浙'] = "33",
        ['皖'] = "34",
        ['闽'] = "35",
        ['赣'] = "36",
        ['鲁'] = "37",
        ['豫'] = "41",
        ['鄂'] = "42",
        ['湘'] = "43",
        ['粤'] = "44",
        ['桂'] = "45",
        ['琼'] = "46",
        ['渝'] = "50",
        ['川'] = "51",
        ['蜀'] = "51",
        ['贵'] = "52",
        ['黔'] = "52",
        ['云'] = "53",
        ['滇'] = "53",
        ['藏'] = "54",
        ['陕'] = "61",
        ['秦'] = "61",
        ['甘'] = "62",
        ['陇'] = "62",
        ['青'] = "63",
        ['宁'] = "64",
        ['新'] = "65",
    }.ToFrozenDictionary();

    public static bool IsProvince(char character) => Divisions.ContainsKey(character);

    /// <summary>The two digits with which the province's divisions begin; null for another character.</summary>
    public static string? DivisionOf(char character) => Divisions.GetValueOrDefault(character);
}
