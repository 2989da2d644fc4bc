using System.Collections.Immutable;
using System.Globalization;
using NanchangEdu.Registry.Contracts;
using NanchangEdu.Registry.Rules.Formats;

namespace NanchangEdu.Registry.Rules;

internal static partial class PackReader
{
    private static readonly ImmutableArray<string> ZoneSuffixes = [".cn", ".公益"];

    private static readonly Dictionary<string, PeriodAction> PeriodActions = new(StringComparer.Ordinal)
    {
        ["warn"] = PeriodAction.Warn,
        ["block"] = PeriodAction.Block,
        ["allow"] = PeriodAction.Allow,
    };

    private static (ImmutableArray<string> Default, ImmutableDictionary<UnitId, ImmutableArray<string>> ByAuthority) Zones(PackNode? node)
    {
        var byAuthority = ImmutableDictionary.CreateBuilder<UnitId, ImmutableArray<string>>();
        if (node?.Members(["default", "byAuthority"], ["confirm"]) is not { } members) return ([], byAuthority.ToImmutable());

        members["confirm"]?.Text();
        ImmutableArray<string> common = members["default"] is { } defaults ? ZoneList(defaults) : [];
        foreach (var (code, zones) in members["byAuthority"]?.Entries() ?? [])
        {
            if (!UnitId.TryParse(code, out var authority)) zones.Fault("键应为主管单位的统一社会信用代码", "the key must be the authority's credit code");
            else byAuthority[authority] = ZoneList(zones);
        }

        return (common, byAuthority.ToImmutable());
    }

    private static ImmutableArray<string> ZoneList(PackNode node)
    {
        var zones = ImmutableArray.CreateBuilder<string>();
        foreach (var item in node.Items())
        {
            if (item.Text(253) is not { } text) continue;
            if (DomainName.Parse(text) is not { Value: { } zone } || !zone.EndsWithAny(ZoneSuffixes) || zone.Unicode != text)
                item.Expected("以 .cn 或 .公益 结尾的规范域名，如 example.cn", "a canonical domain under .cn or .公益, such as example.cn");
            else if (zones.Contains(zone.Host)) item.Fault("域名重复", "the zone is given twice");
            else zones.Add(zone.Host);
        }

        return zones.ToImmutable();
    }

    private static ImmutableArray<CalendarPeriod> Periods(PackNode? node)
    {
        var periods = ImmutableArray.CreateBuilder<CalendarPeriod>();
        foreach (var item in node?.Items(mayBeEmpty: true) ?? [])
        {
            if (item.Members(["name", "from", "until", "appliesTo"], ["confirm", "authorities", "action"]) is not { } members) continue;
            var (authorities, action) = (Authorities(members["authorities"]), members["action"]?.Choice(PeriodActions));
            var (name, from, until) = (members["name"]?.Text(40), members["from"]?.Date(), members["until"]?.Date());
            var appliesTo = AppliesTo(members["appliesTo"]);
            members["confirm"]?.Text();
            if (name is null || from is not { } first || until is not { } last) continue;
            if (last < first) members["until"]!.Fault("结束日期早于开始日期", "the period ends before it begins");
            else periods.Add(new(name, first, last, appliesTo, authorities, action));
        }

        return periods.ToImmutable();
    }

    private static ImmutableArray<UnitId> Authorities(PackNode? node)
    {
        var authorities = ImmutableArray.CreateBuilder<UnitId>();
        foreach (var item in node?.Items() ?? [])
        {
            if (!UnitId.TryParse(item.Text(18), out var authority)) item.Expected("主管单位的统一社会信用代码", "the authority's credit code");
            else authorities.Add(authority);
        }

        return authorities.ToImmutable();
    }

    private static WorkingCalendar Calendar(PackNode? node)
    {
        if (node?.Members(["years", "exceptions"]) is not { } members) return WorkingCalendar.Empty;

        var years = Years(members["years"]);
        var exceptions = ImmutableDictionary.CreateBuilder<DateOnly, CalendarException>();
        foreach (var item in members["exceptions"]?.Items(mayBeEmpty: true) ?? [])
        {
            if (item.Members(["date", "name", "isOffDay"]) is not { } fields) continue;
            var (date, name, isOff) = (fields["date"]?.Date(), fields["name"]?.Text(40), fields["isOffDay"]?.Flag());
            if (date is not { } day || name is null || isOff is not { } isOffDay) continue;
            if (!years.Contains(day.Year))
                fields["date"]!.Fault($"{day.Year} 年不在 years 之中", $"the year {day.Year} is not among years");
            else if (!isOffDay && RegistryCalendar.IsWeekday(day))
                fields["isOffDay"]!.Fault("周一至周五本为工作日，不能再列为调休上班", "Monday to Friday are worked anyway: no make-up day");
            else if (exceptions.TryGetValue(day, out var other))
                fields["date"]!.Fault(
                    other.IsOffDay == isOffDay ? "日期重复" : "同一日期既放假又上班",
                    other.IsOffDay == isOffDay ? "the date is given twice" : "the same date is both off and worked");
            else exceptions.Add(day, new(day, name, isOffDay));
        }

        foreach (var year in years.Where(year => exceptions.Keys.All(day => day.Year != year)))
            members["years"]!.Fault(
                string.Create(CultureInfo.InvariantCulture, $"{year} 年没有任何节假日；未公布的年份请不要列出"),
                string.Create(CultureInfo.InvariantCulture, $"{year} has no holiday at all; leave a year out until it is published"));
        return new(years, exceptions.ToImmutable());
    }

    private static ImmutableHashSet<int> Years(PackNode? node)
    {
        var years = ImmutableHashSet.CreateBuilder<int>();
        foreach (var item in node?.Items() ?? [])
            if (item.Whole(2000, 2200) is { } year && !years.Add(year))
                item.Fault("年份重复", "the year is given twice");
        return years.ToImmutable();
    }
}
